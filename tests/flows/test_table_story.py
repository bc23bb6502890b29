"""A list as a table to work from: on both faces of the practice cloud, by keyboard, and the same at the next look."""

import csv
import io
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.answer.table.chooser import ColumnChooser
from gui.answer.view import TABLE

USEFUL = ["Name", "Status", "Type", "Owner", "Size", "Min disk (GB)", "Age", "Visibility", "Protected"]


def table(hand):
    """The table of the answer in front, read and arranged."""
    hand.view.switch.choose(TABLE)
    page = hand.view.page(TABLE)
    hand.until(lambda: page.rows.arranger is not None and not page.bars.reading)
    page.view.setFocus()
    return page


def headings(page):
    return [column.heading for column in page.view.table_model().columns]


def column(page, heading):
    model, at = page.view.table_model(), headings(page).index(heading)
    return [model.index(row, at).data() for row in range(model.rowCount())]


@pytest.fixture
def images(rackspace):
    rackspace.open_call("list images", "List Images")
    rackspace.send()
    rackspace.answered("List Images", 200)
    return rackspace


def test_images_of_rackspace_say_what_they_are_and_whose(images):
    page = table(images)
    assert headings(page)[:11] == [*USEFUL, "Source server", "ID"]
    assert {"base", "snapshot"} <= set(column(page, "Type"))
    assert {"mine", "provider"} <= set(column(page, "Owner"))
    rows = list(
        zip(column(page, "Type"), column(page, "Owner"), column(page, "Source server"), strict=True)
    )
    assert all(owner == "provider" and source == "—" for kind, owner, source in rows if kind == "base")
    assert all(source != "—" for kind, _owner, source in rows if kind == "snapshot")


def test_images_of_openstack_too(openstack):
    openstack.open_call("list images", "List images")
    openstack.fill(limit="100")
    openstack.send()
    openstack.answered("List images", 200)
    page = table(openstack)
    assert headings(page)[:9] == USEFUL
    assert {"base", "snapshot", "upload"} <= set(column(page, "Type"))
    assert {"mine", "provider"} <= set(column(page, "Owner"))


def test_the_keyboard_filters_sorts_and_copies(images):
    page = table(images)
    images.press("Ctrl+Shift+L")
    images.type("owner:mine type:snapshot")
    images.press("Return")
    images.until(lambda: " of " in page.filter.count.text())
    assert set(column(page, "Owner")) == {"mine"}
    assert QApplication.focusWidget() is page.view
    page.view.make_current(0, "size")
    QTest.keyClick(page.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    images.until(lambda: page.rows.wish.descending and page._jobs.count == 0)
    page.view.selectAll()
    images.press("Ctrl+Shift+H")
    rows = list(csv.DictReader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
    assert len(rows) == page.view.table_model().rowCount()
    sizes = [int(row["Size"]) for row in rows if row["Size"]]
    assert sizes == sorted(sizes, reverse=True)
    assert set(sizes) <= {
        image["size"] for image in json.loads(images.view.answer.content.bytes())["images"]
    }


def test_hidden_columns_stay_hidden_for_the_next_answer_of_the_call(images):
    page = table(images)
    images.press("Ctrl+Shift+K")
    images.until(lambda: isinstance(QApplication.activePopupWidget(), ColumnChooser))
    chooser = QApplication.activePopupWidget()
    chooser.field.setText("min disk")
    QTest.keyClick(chooser, Qt.Key.Key_Return)
    QTest.keyClick(chooser, Qt.Key.Key_Escape)
    assert "Min disk (GB)" not in headings(page)
    page.columns.flush()
    images.until(lambda: page._jobs.count == 0)
    images.go_to_call("list images", "List Images")
    images.press("Ctrl+Return")
    images.send()
    images.answered("List Images", 200)
    again = table(images)
    assert again is not page
    assert "Min disk (GB)" not in headings(again)
