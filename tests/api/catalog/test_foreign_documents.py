"""The loader is general: OpenStack's own documents, which nobody here wrote, load call by call."""

import json
from pathlib import Path

import pytest
import yaml

from api.catalog.loader import load_document
from api.model import Kind, Location

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT.parent / "shared" / "openapi"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the folder of OpenStack's documents is not here"
)


@pytest.fixture(scope="module")
def load():
    kept = {}

    def of(name):
        if name not in kept:
            text = (FOLDER / f"{name}.yaml").read_text("utf-8")
            raw = yaml.load(text, Loader=yaml.CSafeLoader)
            kept[name] = raw, load_document(json.dumps(raw, default=str).encode(), name)
        return kept[name]

    return of


NAMES = [("image-v2.16", 76), ("placement-v1", 36), ("object-store-v1", 14)]


@pytest.mark.parametrize(("name", "count"), NAMES)
def test_every_operation_is_a_complete_call(load, name, count):
    raw, loaded = load(name)

    calls = [loaded.call(operation_id) for operation_id in loaded.heads]

    assert len(calls) == count
    assert sum(len(category.calls) for category in loaded.product.categories) == count
    declared = {tag["name"] for tag in raw.get("tags", [])}
    assert {category.title for category in loaded.product.categories} >= {c.head.category for c in calls}
    assert declared >= {c.head.category for c in calls}
    assert all(call.title.strip() and call.head.id.startswith(f"{loaded.product.id}.") for call in calls)


@pytest.mark.parametrize(("name", "count"), NAMES)
def test_every_name_in_a_path_has_its_parameter(load, name, count):
    _, loaded = load(name)

    for operation_id in loaded.heads:
        call = loaded.call(operation_id)
        for parameter in call.parameters:
            assert (f"{{{parameter.name}}}" in call.head.path) is (parameter.location is Location.PATH)
        keys = [p.key for p in call.fields()]
        assert len(keys) == len(set(keys)), call.id


@pytest.mark.parametrize(("name", "count"), NAMES)
def test_what_the_document_declares_arrives(load, name, count):
    """Counted independently: parameters by their references, bodies and answers by their media types."""
    raw, loaded = load(name)
    ignored = {"accept", "content-type", "authorization", "x-auth-token"}
    for operation_id, head in loaded.heads.items():
        item = raw["paths"][head.path]
        operation, call = item[head.method.lower()], loaded.call(operation_id)
        declared = [_deref(raw, p) for p in [*item.get("parameters", []), *operation.get("parameters", [])]]
        expected = {
            (p["in"], p["name"]) for p in declared if p["name"].lower() not in ignored and p["in"] != "path"
        }
        found = {(p.location.value, p.name) for p in call.parameters if p.location is not Location.PATH}
        assert found == expected, operation_id
        content = _deref(raw, operation.get("requestBody", {})).get("content", {})
        assert len(call.bodies) == len(content)
        assert {a.status for a in call.answers} == {str(status) for status in operation["responses"]}


def _deref(raw, value):
    while "$ref" in value:
        found = raw
        for token in value["$ref"].removeprefix("#/").split("/"):
            found = found[token]
        value = found
    return value


def test_creating_an_image_asks_for_its_members(load):
    _, loaded = load("image-v2.16")

    fields = {p.name: p for p in loaded.call("images:post").fields()}

    assert fields["name"].schema.nullable
    assert fields["disk_format"].schema.kind is Kind.CHOICE
    assert "qcow2" in fields["disk_format"].schema.choices
    assert fields["protected"].schema.kind is Kind.BOOLEAN
    assert (fields["*"].schema.kind, fields["*"].merge) == (Kind.MAP, True)
    assert fields["tags"].schema.item.max_length == 255
    assert "status" not in fields, "what only the service writes is not asked for"


def test_uploading_takes_a_file(load):
    _, loaded = load("image-v2.16")

    call = next(
        loaded.call(i) for i, h in loaded.heads.items() if (h.method, h.path[-5:]) == ("PUT", "/file")
    )

    assert call.body().binary
    assert call.body().parameters[0].schema.kind is Kind.FILE


def test_changing_an_image_offers_each_patch_type(load):
    _, loaded = load("image-v2.16")

    types = [b.content_type for b in loaded.call("images/image_id:patch").bodies]

    assert types
    assert all(t.startswith("application/openstack-images-v2") for t in types)


def test_the_token_is_needed_and_never_asked_for(load):
    _, loaded = load("image-v2.16")

    calls = [loaded.call(i) for i in loaded.heads]

    assert all(call.needs_token and call.token_header == "X-Auth-Token" for call in calls)
    assert not any(p.name.lower() == "x-auth-token" for call in calls for p in call.parameters)
