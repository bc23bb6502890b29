"""Columns are chosen, moved, sized and hidden by mouse and keyboard, and stay so for their call."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from api.records.views import CallView, CallViews, ColumnChoice
from gui.answer.table.chooser import ColumnChooser
from gui.answer.table.ground import TableGround

ROWS = [{"name": "a", "size": 5, "extra": "x"}, {"name": "b", "size": 4, "extra": "y"}]


@pytest.fixture
def views(tmp_path):
    return CallViews(tmp_path)


@pytest.fixture
def made(table_page, views):
    return table_page(ROWS, ground=TableGround("p.list", views=views))


def keys(page):
    model = page.view.table_model()
    return [model.column(section).key for section in page.view.head.visual_order()]


def open_chooser(qtbot, page):
    page.view.head.button.click()
    chooser = next(each for each in page.view.findChildren(ColumnChooser) if each.isVisible())
    qtbot.addWidget(chooser)
    return chooser


def kept(qtbot, jobs, page):
    page.columns.flush()
    qtbot.waitUntil(lambda: jobs.count == 0)


def test_the_chooser_hides_shows_and_searches(qtbot, made):
    chooser = open_chooser(qtbot, made)
    assert chooser._count.text() == "3 of 3 shown"
    chooser.field.setText("EXT")
    assert chooser.columns.rowCount() == 1
    qtbot.keyClick(chooser, Qt.Key.Key_Return)
    assert keys(made) == ["name", "size"]
    assert chooser._count.text() == "2 of 3 shown"
    qtbot.keyClick(chooser, Qt.Key.Key_Return)
    assert keys(made) == ["name", "size", "extra"]
    chooser.field.setText("")
    qtbot.keyClick(chooser, Qt.Key.Key_Down)
    chooser.close()


def test_a_click_anywhere_in_a_row_marks_it_once(qtbot, made):
    chooser = open_chooser(qtbot, made)
    where = chooser.list.visualRect(chooser.columns.index(1, 0))
    qtbot.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=where.center())
    assert keys(made) == ["name", "extra"]
    qtbot.mouseClick(
        chooser.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(where.left() + 10, where.center().y()),
    )
    assert keys(made) == ["name", "extra", "size"]
    qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
    assert keys(made) == ["name", "extra"]
    chooser.close()


def test_an_arrangement_stays_for_the_next_answer_of_the_call(qtbot, jobs, made, views, table_page):
    head = made.view.head
    head.moveSection(2, 0)
    head.hide_wanted.emit(1)
    assert keys(made) == ["extra", "name"]
    kept(qtbot, jobs, made)
    assert views.load("p.list").columns == (
        ColumnChoice("extra"),
        ColumnChoice("name"),
        ColumnChoice("size", hidden=True),
    )
    again = table_page([*ROWS, {"new": 1}], ground=TableGround("p.list", views=views))
    assert keys(again) == ["extra", "name", "new"]


def test_reset_brings_the_columns_back_as_they_come(qtbot, jobs, made, views):
    views.save("p.list", CallView(query="keep"))
    made.view.head.hide_wanted.emit(0)
    chooser = open_chooser(qtbot, made)
    chooser.reset.click()
    assert keys(made) == ["name", "size", "extra"]
    kept(qtbot, jobs, made)
    assert views.load("p.list") == CallView(query="keep")


def test_a_width_that_the_mouse_made_stays(qtbot, jobs, made, views, table_page):
    head = made.view.head
    edge = QPoint(head.sectionPosition(0) + head.sectionSize(0) - 1, head.height() // 2)
    before = head.sectionSize(0)
    qtbot.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    qtbot.mouseMove(head.viewport(), edge + QPoint(20, 0))
    qtbot.mouseMove(head.viewport(), edge + QPoint(40, 0))
    qtbot.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    assert head.sectionSize(0) > before
    kept(qtbot, jobs, made)
    assert views.load("p.list").columns[0] == ColumnChoice("name", head.sectionSize(0))
    again = table_page(ROWS, ground=TableGround("p.list", views=views))
    assert again.view.head.sectionSize(0) == head.sectionSize(0)


def test_what_the_program_does_is_not_kept(qtbot, jobs, made, views):
    made.resize(500, 300)
    made.view.head.resizeSection(0, 99)
    kept(qtbot, jobs, made)
    assert views.load("p.list") == CallView()


def test_the_sorted_column_stays_marked_and_a_hidden_one_goes_on_sorting(qtbot, made):
    made.view.sort_wanted.emit(1, False)
    qtbot.waitUntil(lambda: made.view.table_model().index(0, 0).data() == "b")
    made.view.head.hide_wanted.emit(0)
    assert made.view.head.isSortIndicatorShown()
    assert made.view.head.sortIndicatorSection() == 0
    made.view.head.hide_wanted.emit(0)
    assert keys(made) == ["extra"]
    assert not made.view.head.isSortIndicatorShown()
    qtbot.waitUntil(lambda: made.view.table_model().index(0, 0).data() == "y")
    made.view.head.hide_wanted.emit(0)
    assert keys(made) == ["extra"], "one column stays"


def test_the_menu_of_a_heading(qtbot, made):
    head = made.view.head
    offered = {
        action.text().partition("\t")[0]: action for action in head.menu(1).actions() if action.text()
    }
    assert list(offered) == [
        "Sort ascending", "Sort descending", "Hide column", "Move to the left", "Move to the right",
        "Choose columns…", "Reset columns",
    ]  # fmt: skip
    offered["Move to the left"].trigger()
    assert keys(made) == ["size", "name", "extra"]
    offered["Move to the left"].trigger()
    assert keys(made) == ["size", "name", "extra"]
    offered["Sort descending"].trigger()
    qtbot.waitUntil(lambda: made.view.table_model().arrangement.places is not None)
    assert made.view.table_model().index(0, 0).data() == "a"
    offered["Hide column"].trigger()
    assert keys(made) == ["name", "extra"]
    assert [a.text() for a in head.menu(-1).actions()] == ["Choose columns…", "Reset columns"]
    for menu in head.findChildren(QMenu):
        menu.close()


def test_a_disk_that_refuses_costs_nothing_else(qtbot, jobs, table_page, tmp_path):
    class Refusing(CallViews):
        def change(self, _call_id, _change):
            raise PermissionError

    made = table_page(ROWS, ground=TableGround("p.list", views=Refusing(tmp_path)))
    made.view.head.hide_wanted.emit(0)
    kept(qtbot, jobs, made)
    assert keys(made) == ["size", "extra"]


def test_another_list_of_the_answer_has_its_own_columns(qtbot, jobs, table_page, views):
    value = {"a": [{"x": 1, "y": 2}], "b": [{"x": 1, "y": 2}]}
    made = table_page(value, ground=TableGround("p.list", views=views))
    made._choice.setCurrentIndex(1)
    qtbot.waitUntil(lambda: made.rows.arranger is not None)
    made.view.head.hide_wanted.emit(0)
    kept(qtbot, jobs, made)
    assert views.load("p.list") == CallView()
    made._choice.setCurrentIndex(0)
    qtbot.waitUntil(lambda: made.rows.arranger is not None)
    assert keys(made) == ["x", "y"]
    made._choice.setCurrentIndex(1)
    qtbot.waitUntil(lambda: made.rows.arranger is not None)
    assert keys(made) == ["y"]
