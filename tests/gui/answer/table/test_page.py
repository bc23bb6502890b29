"""The table: model tester, sorting, what is current and selected, secrets, lists inside answers, any size."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from api.answer.tables.arranging import Arrangement
from api.answer.tables.columns import arranged
from api.answer.tables.table import Table, lists
from api.answer.tables.wordings import Viewer
from api.answer.veil import DOTS
from gui.answer.table.model import TableModel
from gui.answer.table.view import MOST_KEPT
from tests.builders.exchanges import an_image_list


def column(page, key):
    return [c.key for c in page.view.table_model().columns].index(key)


def shown(page, key):
    model = page.view.table_model()
    return [model.index(row, column(page, key)).data() for row in range(model.rowCount())]


def select(view, *rows):
    flag = QItemSelectionModel.SelectionFlag
    view.selectionModel().clearSelection()
    for row in rows:
        view.selectionModel().select(view.model().index(row, 0), flag.Select | flag.Rows)


def selected(view, key):
    model = view.table_model()
    at = [c.key for c in model.columns].index(key)
    return [model.index(row, at).data() for each in view.selected_rows() for row in each]


@pytest.mark.parametrize("value", [[{}], [{"a": 1}, 5, None], an_image_list(20)["images"]])
def test_the_model_is_right(value, read, qtmodeltester):
    outline, veil = read(value)
    table = Table(outline.document, 0)
    model = TableModel(table, veil, Viewer(), table.columns)
    qtmodeltester.check(model, force_py=True)
    model.show_rows(Arrangement([len(value) - 1]))
    model.show_columns(table.columns[:1])
    qtmodeltester.check(model, force_py=True)


def test_headings_stand_on_the_side_of_their_cells_and_tell_their_member(table_page):
    made = table_page(an_image_list(3))
    model = made.view.table_model()
    sides = {}
    for number in range(model.columnCount()):
        heading = model.headerData(number, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        assert heading == model.index(0, number).data(Qt.ItemDataRole.TextAlignmentRole)
        sides[model.column(number).key] = bool(heading & Qt.AlignmentFlag.AlignRight)
    assert sides["size"]
    assert not sides["name"]
    at = column(made, "min_disk")
    assert "min_disk" in model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert model.headerData(at, Qt.Orientation.Vertical) is None
    assert model.headerData(999, Qt.Orientation.Horizontal) is None


def test_clicking_a_heading_sorts_and_again_reverses(qtbot, table_page):
    made = table_page([{"name": "b", "size": 10}, {"name": "a", "size": None}, {"name": "C", "size": 9}])
    head = made.view.head
    head.sectionClicked.emit(column(made, "name"))
    qtbot.waitUntil(lambda: shown(made, "name") == ["a", "b", "C"])
    assert head.isSortIndicatorShown()
    assert head.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
    head.sectionClicked.emit(column(made, "name"))
    qtbot.waitUntil(lambda: shown(made, "name") == ["C", "b", "a"])
    head.sectionClicked.emit(column(made, "size"))
    qtbot.waitUntil(lambda: shown(made, "size") == ["9 bytes", "10 bytes", "—"])


def test_alt_and_arrows_sort_by_the_current_column(qtbot, table_page):
    made = table_page([{"name": name} for name in "bca"])
    qtbot.keyClick(made.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shown(made, "name") == ["a", "b", "c"])
    qtbot.keyClick(made.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shown(made, "name") == ["c", "b", "a"])


def test_current_and_selected_rows_stay_when_sorted_and_filtered(qtbot, table_page):
    made = table_page([{"name": name, "n": 1} for name in "bcaed"])
    made.view.make_current(1, "n")
    select(made.view, 0, 1, 3)
    node = made.view.current_node()
    made.view.sort_wanted.emit(0, False)
    qtbot.waitUntil(lambda: shown(made, "name") == list("abcde"))
    assert made.view.current_node() == node
    assert made.path == "[1].n"
    assert selected(made.view, "name") == ["b", "c", "e"]
    made.filter.set_text("name:c")
    qtbot.waitUntil(lambda: shown(made, "name") == ["c"])
    assert made.view.current_node() == node
    made.filter.set_text("name:a")
    qtbot.waitUntil(lambda: shown(made, "name") == ["a"])
    assert selected(made.view, "name") == []


def test_everything_stays_selected(qtbot, table_page):
    made = table_page([{"n": n} for n in range(MOST_KEPT + 5)])
    made.view.selectAll()
    made.view.sort_wanted.emit(0, True)
    qtbot.waitUntil(lambda: made.view.table_model().index(0, 0).data() == str(MOST_KEPT + 4))
    assert [len(each) for each in made.view.selected_rows()] == [MOST_KEPT + 5]
    select(made.view, 1)
    made.view.make_current(1)
    made.view.sort_wanted.emit(0, False)
    qtbot.waitUntil(lambda: made.view.table_model().index(0, 0).data() == "0")
    assert made.view.current_row() == MOST_KEPT + 3


def test_secrets_are_dots_until_enter_shows_one(qtbot, table_page):
    made = table_page(
        [{"name": "x", "password": "s3cret"}, {"name": "y", "password": "s3cret"}], ("/*/password",)
    )
    view = made.view
    assert shown(made, "password") == [DOTS, DOTS]
    view.make_current(0, "password")
    assert view.table_model().index(0, 1).data(Qt.ItemDataRole.ToolTipRole) is None
    made.filter.set_text("s3cret")
    qtbot.waitUntil(lambda: view.table_model().rowCount() == 0)
    made.filter.set_text("")
    qtbot.waitUntil(lambda: view.table_model().rowCount() == 2)
    view.make_current(0, "password")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert shown(made, "password") == ["s3cret", DOTS]
    made.filter.set_text("s3cret")
    qtbot.waitUntil(lambda: view.table_model().rowCount() == 1)


def test_what_was_revealed_elsewhere_is_shown(qtbot, table_page):
    made = table_page([{"password": "b"}, {"password": "a"}], ("/*/password",))
    made.view.sort_wanted.emit(0, False)
    qtbot.waitUntil(lambda: made.view.table_model().arrangement.places is not None)
    made._veil.reveal_all()
    made.refresh()
    assert shown(made, "password") == ["b", "a"]
    made.view.sort_wanted.emit(0, False)
    qtbot.waitUntil(lambda: shown(made, "password") == ["a", "b"])


def test_enter_follows_a_link_first(table_page, qtbot):
    made = table_page([{"self": "/v2/images/1"}])
    followed = []
    made.view.follow_link = lambda node: bool(followed.append(node)) or True
    qtbot.keyClick(made.view, Qt.Key.Key_Return)
    assert followed == [made.view.current_node()]


def test_tips_show_the_whole_value_as_text(table_page):
    made = table_page(
        [
            {
                "id": "cc45237e-27d1-4592-aa0a-817904b99c70",
                "name": "<b>x</b>\n<img src='http://x'>",
                "status": "killed",
                "n": 5,
            }
        ]
    )
    model = made.view.table_model()
    tips = {c.key: model.index(0, n).data(Qt.ItemDataRole.ToolTipRole) for n, c in enumerate(model.columns)}
    assert "cc45237e-27d1-4592-aa0a-817904b99c70" in tips["id"]
    assert "killed – failed" in tips["status"]
    assert tips["n"] is None
    assert "&lt;b&gt;x" in tips["name"]
    assert "<img" not in tips["name"]


def test_a_choice_where_an_answer_has_several_lists(qtbot, table_page):
    made = table_page({"catalog": [{"name": "nova"}], "roles": [{"id": 1}, {"id": 2}]})
    assert made._choice.isVisible()
    made._choice.setCurrentIndex(1)
    qtbot.waitUntil(lambda: made.view.table_model().rowCount() == 2)
    assert shown(made, "id") == ["1", "2"]


def test_going_to_a_node_chooses_its_list_row_and_column(qtbot, table_page):
    made = table_page({"catalog": [{"name": "nova"}], "roles": [{"id": 1}, {"id": 2, "name": "admin"}]})
    document = made._document
    made.show_node(document.find("/roles/1/name"))
    qtbot.waitUntil(lambda: made.path == "roles[1].name")
    made.show_node(document.find("/roles/0/id"))
    assert made.path == "roles[0].id"


def test_what_the_table_has_not_or_hides_is_said(qtbot, table_page):
    made = table_page({"catalog": [{"name": "nova"}, {"name": "glance"}], "next": "x"})
    with qtbot.waitSignal(made.said):
        made.show_node(made._document.find("/next"))
    made.filter.set_text("nova")
    qtbot.waitUntil(lambda: made.view.table_model().rowCount() == 1)
    with qtbot.waitSignal(made.said) as said:
        made.show_node(made._document.find("/catalog/1/name"))
    assert said.args == ["The filter hides this row."]


def test_an_empty_list_says_so_and_what_to_do(table_page):
    made = table_page({"images": []}, nodes=("/images",))
    assert made._empty.isVisible()
    assert made._empty.text().startswith("No images\n")
    assert not made.filter.isEnabled()


def test_thousands_of_columns_begin_with_two_hundred(qtbot, table_page):
    made = table_page([{f"k{n}": n for n in range(5000)}])
    assert made.view.table_model().columnCount() == 200
    assert made.filter.note.text() == "200 of 5,000 columns"
    made._hand.choose({c.key for c in made.columns.shown} | {"k4999"})
    assert made.view.table_model().columnCount() == 201
    assert shown(made, "k4999") == ["4999"]


def test_a_million_rows(qtbot, table_page):
    rows = b",".join(b'{"n":%d}' % (n * 7919 % 1_000_003) for n in range(1_000_000))
    made = table_page(b"[" + rows + b"]")
    model = made.view.table_model()
    assert model.rowCount() == 1_000_000
    made.view.make_current(999_999)
    assert model.index(999_999, 0).data() == str(999_999 * 7919 % 1_000_003)
    made.filter.set_text("1000001")
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert made.filter.count.text() == "1 of 1,000,000"


def test_the_columns_of_an_arrangement_are_those_of_the_model(table_page):
    made = table_page(an_image_list(2))
    assert made.view.table_model().columns == arranged(made.columns.all)
    assert lists(made._document)


def test_an_idle_filter_leaves_its_line_to_the_rows_of_a_low_page(qtbot, table_page):
    made = table_page([{"name": "b"}, {"name": "a"}])
    made.resize(700, 500)
    made.view.setFocus()  # a page that is a window gives the keyboard to the filter once the system shows it
    assert made.filter.isVisible()
    qtbot.waitUntil(lambda: not made.filter.field.hasFocus())
    made.resize(700, 120)
    assert not made.filter.isVisible()
    qtbot.keyClick(
        made.view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(made.filter.field.hasFocus)
    made.filter.set_text("b")
    qtbot.keyClick(made.filter.field, Qt.Key.Key_Down)
    assert made.filter.isVisible(), "it leaves rows out"
    made.filter.start()
    made.filter.set_text("")
    qtbot.keyClick(made.filter.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not made.filter.isVisible())


def test_ages_go_on_while_they_are_seen(table_page, monkeypatch):
    page = table_page({"images": [{"id": "1", "created_at": "2026-11-23T12:00:00Z"}]})
    model = page.view.table_model()
    at = next(n for n, each in enumerate(model.columns) if each.key == "created_at")
    model.viewer = replace(model.viewer, now=datetime(2026, 11, 23, 12, 3, tzinfo=UTC))
    model.forget_cells()
    before = model.index(0, at).data()
    page.ageing.timer.timeout.emit()
    assert model.index(0, at).data() != before
    page.hide()
    assert not page.ageing.timer.isActive()
    model.viewer = replace(model.viewer, now=datetime(2026, 11, 23, 12, 3, tzinfo=UTC))
    model.forget_cells()
    page.show()
    assert model.index(0, at).data() == before, "a moment later there is nothing to do"
    page.hide()
    monkeypatch.setattr(page.ageing, "clock", lambda: float("inf"))
    page.show()
    assert model.index(0, at).data() != before
