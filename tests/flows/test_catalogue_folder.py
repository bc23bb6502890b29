"""Documents that are broken or go round in circles: the others load, and the tree names the error."""

import json
import shutil

import pytest
from PySide6.QtCore import Qt

from api.catalog.catalogue import Catalogue
from api.constants import RESOURCES
from api.desk import Desk


def document(title, schema, schemas):
    """An OpenAPI document with one call whose body has that schema."""
    operation = {
        "operationId": "make-thing",
        "summary": f"Make a {title}",
        "tags": ["Things"],
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"description": "Made."}},
    }
    return {
        "openapi": "3.1.0",
        "x-id": title,
        "info": {"title": title, "version": "1"},
        "tags": [{"name": "Things"}],
        "paths": {"/things": {"post": operation}},
        "components": {"schemas": schemas},
    }


FAMILY = {
    "Person": {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Person"}},
        },
    }
}
CIRCLE = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}


@pytest.fixture
def folder(tmp_path):
    """The bundled documents and four of one's own, three of them wrong."""
    made = tmp_path / "catalog"
    shutil.copytree(RESOURCES / "catalog", made)
    (made / "half.json").write_text('{"openapi": "3.1.0", "info": {')
    (made / "empty.json").write_text("")
    circle = document("circle", {"$ref": "#/components/schemas/A"}, CIRCLE)
    (made / "circle.json").write_text(json.dumps(circle))
    family = document("family", {"$ref": "#/components/schemas/Person"}, FAMILY)
    (made / "family.json").write_text(json.dumps(family))
    return made


@pytest.fixture
def desk(data_dir, folder):
    made = Desk(data_dir, Catalogue(folder))
    yield made
    made.close()


def test_the_others_load_and_the_tree_names_the_errors(hand):
    tree = hand.window.navigation.tree
    titles = [root.title for root in tree.calls.roots]
    assert titles[:6] == [
        "Cloud Images",
        "Cloud Files",
        "Cloud Identity",
        "Image service",
        "Object storage",
        "Identity",
    ]
    assert set(titles[6:]) == {"circle", "family", "empty.json", "half.json"}
    faulty = {root.title: root for root in tree.calls.roots if root.fault}
    assert set(faulty) == {"empty.json", "half.json"}
    for name, root in faulty.items():
        index = tree.calls.index_of(root)
        assert "is not JSON" in index.data(Qt.ItemDataRole.ToolTipRole)
        assert "cannot be read" in index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert name in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "is not JSON" in hand.window.toast.text


def test_a_schema_that_contains_itself_has_a_form(hand, heart):
    dialog = hand.open_call("make a family", "Make a family")
    hand.fill(name="Ada")
    assert '"name": "Ada"' in dialog.preview.toPlainText()
    hand.tab_to("Add entry to children")
    hand.press("Space")
    assert dialog.isVisible()


def test_a_circle_of_references_hinders_nothing(hand, heart):
    dialog = hand.open_call("make a circle", "Make a circle")
    assert "Repeats a structure that it is part of" in hand.words(dialog)
    dialog = hand.open_call("list images", "List Images")
    assert dialog.form.rows
