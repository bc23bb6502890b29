"""The table: model tester, sorting, copying, secrets, lists inside answers."""

import json

import pytest
from PySide6.QtCore import Qt

from api.answer.table import Table, lists
from api.answer.veil import DOTS
from gui.answer.table_model import TableModel
from gui.answer.table_page import TablePage
from tests.builders.exchanges import an_image_list


@pytest.fixture
def page(qtbot, jobs, read):
    def make(value, pointers=()):
        outline, veil = read(value, pointers)
        made = TablePage(outline.document, veil, lists(outline.document), jobs)
        qtbot.addWidget(made)
        made.resize(900, 400)
        made.show()
        qtbot.waitUntil(lambda: made.view.table_model() is not None)
        return made

    return make


def column(page, key):
    return [c.key for c in page.view.table_model().table.columns].index(key)


def shown(page, key):
    model = page.view.table_model()
    return [model.index(row, column(page, key)).data() for row in range(model.rowCount())]


@pytest.mark.parametrize("value", [[{}], [{"a": 1}, 5, None], an_image_list(20)["images"]])
def test_the_model_is_right(value, read, qtmodeltester):
    outline, veil = read(value)
    qtmodeltester.check(TableModel(outline.document, veil, Table(outline.document, 0)), force_py=True)


def test_headings_stand_on_the_side_of_their_cells(page):
    view = page(an_image_list(3)).view
    model = view.table_model()
    sides = {}
    for number in range(model.columnCount()):
        heading = model.headerData(number, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert heading == model.index(0, number).data(Qt.ItemDataRole.TextAlignmentRole)
        sides[model.column(number).key] = bool(heading & Qt.AlignmentFlag.AlignRight)
    assert sides["size"]
    assert not sides["name"]


def test_clicking_a_heading_sorts_and_again_reverses(qtbot, page):
    made = page([{"name": "b", "size": 10}, {"name": "a", "size": None}, {"name": "C", "size": 9}])
    head = made.view.horizontalHeader()
    head.sectionClicked.emit(column(made, "name"))
    qtbot.waitUntil(lambda: shown(made, "name") == ["a", "b", "C"])
    head.sectionClicked.emit(column(made, "name"))
    qtbot.waitUntil(lambda: shown(made, "name") == ["C", "b", "a"])
    head.sectionClicked.emit(column(made, "size"))
    qtbot.waitUntil(lambda: shown(made, "size") == ["9 bytes", "10 bytes", "—"])


def test_the_current_row_stays_current_when_sorted(qtbot, page):
    made = page([{"name": name} for name in "bca"])
    made.view.show_row(1, 0)
    node = made.view.current_node()
    made.view.horizontalHeader().sectionClicked.emit(0)
    qtbot.waitUntil(lambda: shown(made, "name") == ["a", "b", "c"])
    assert made.view.current_node() == node
    assert made.path == "[1].name"


def test_copying_cells_and_rows(page, clipboard):
    view = page(
        [{"name": "a\tb", "id": "cc45237e-27d1-4592-aa0a-817904b99c70"}, {"name": "c", "id": None}]
    ).view
    actions = {action.text(): action for action in view.actions()}
    view.show_row(0, 1)
    actions["Copy cell"].trigger()
    assert clipboard.text() == "cc45237e-27d1-4592-aa0a-817904b99c70"
    actions["Copy row as JSON"].trigger()
    assert json.loads(clipboard.text())["name"] == "a\tb"
    actions["Copy JSON pointer"].trigger()
    assert clipboard.text() == "/0/id"
    view.selectAll()
    actions["Copy rows with tabs"].trigger()
    assert clipboard.text() == "a b\tcc45237e-27d1-4592-aa0a-817904b99c70\nc\tnull"


def test_secrets_are_dots_until_enter_shows_one(qtbot, page, clipboard):
    made = page(
        [{"name": "x", "password": "s3cret"}, {"name": "y", "password": "s3cret"}], ("/*/password",)
    )
    view, actions = made.view, {action.text(): action for action in made.view.actions()}
    assert shown(made, "password") == [DOTS, DOTS]
    view.show_row(0, column(made, "password"))
    for action in ("Copy cell", "Copy row as JSON", "Copy rows with tabs"):
        actions[action].trigger()
        assert "s3cret" not in clipboard.text()
    assert view.table_model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole) is None
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert shown(made, "password") == ["s3cret", DOTS]


def test_tips_show_the_whole_value_as_text(page):
    made = page([{"id": "cc45237e-27d1-4592-aa0a-817904b99c70", "name": "<b>x</b>\n<img src='http://x'>"}])
    model = made.view.table_model()
    tips = {
        c.key: model.index(0, n).data(Qt.ItemDataRole.ToolTipRole)
        for n, c in enumerate(model.table.columns)
    }
    assert "cc45237e-27d1-4592-aa0a-817904b99c70" in tips["id"]
    assert "&lt;b&gt;x" in tips["name"]
    assert "<img" not in tips["name"]


def test_a_choice_where_an_answer_has_several_lists(qtbot, page):
    made = page({"catalog": [{"name": "nova"}], "roles": [{"id": 1}, {"id": 2}]})
    assert made._choice.isVisible()
    made._choice.setCurrentIndex(1)
    qtbot.waitUntil(lambda: made.view.table_model().rowCount() == 2)
    assert shown(made, "id") == ["1", "2"]


def test_going_to_a_node_chooses_its_list_row_and_column(qtbot, page):
    made = page({"catalog": [{"name": "nova"}], "roles": [{"id": 1}, {"id": 2, "name": "admin"}]})
    document = made._document
    made.show_node(document.find("/roles/1/name"))
    qtbot.waitUntil(lambda: made.path == "roles[1].name")


def test_a_match_outside_every_list_is_said(qtbot, page):
    made = page({"catalog": [{"name": "nova"}], "next": "x"})
    with qtbot.waitSignal(made.said):
        made.show_node(made._document.find("/next"))


def test_columns_beyond_the_limit_are_counted(page):
    made = page([{f"k{n}": n for n in range(300)}])
    assert made._note.text().startswith("100 further columns")
