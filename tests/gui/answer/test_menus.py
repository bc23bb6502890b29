"""Menus, the theme, and what the mouse and the Menu key reach."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from api.answer.tables.table import lists
from api.answer.veil import DOTS
from api.running import CancelToken
from gui import theme
from gui.answer.headers_page import HeadersPage
from gui.answer.raw.page import RawPage
from gui.answer.table.page import TablePage
from gui.answer.tabs import AnswerTabs
from gui.answer.tree.view import TreeView
from tests.builders.exchanges import a_request, a_response, an_exchange


def menu_of(view, reason=QContextMenuEvent.Reason.Keyboard, at=None):
    """Open the view's context menu; gives its actions by their text, and closes it."""
    at = at or QPoint(0, 0)
    target = view.viewport() if hasattr(view, "viewport") else view
    QApplication.sendEvent(target, QContextMenuEvent(reason, at, target.mapToGlobal(at)))
    menus = [menu for menu in view.findChildren(QMenu) if menu.isVisible()]
    if not menus:
        return {}
    found = {action.text(): action for action in menus[0].actions() if action.text()}
    view.menu_kept = menus[0]
    return found


def test_the_trees_menu_key(qtbot, read, jobs, clipboard):
    outline, veil = read({"token": "s3cret", "list": [[1], [2]]}, ("/token",))
    view = TreeView(outline, veil, jobs)
    qtbot.addWidget(view)
    view.show()
    offered = menu_of(view)
    assert next(iter(offered)) == "Show hidden value"
    offered["Show hidden value"].trigger()
    view.menu_kept.close()
    assert view.currentIndex().data() == 'token: "s3cret"'
    offered = menu_of(view)
    with qtbot.waitSignal(view.whole_wanted):
        offered["Show whole value"].trigger()
    view.menu_kept.close()
    view.setCurrentIndex(view.tree_model.index(1, 0))
    offered = menu_of(view)
    offered["Close"].trigger()
    assert not view.isExpanded(view.currentIndex())
    offered["Open all under here\t*"].trigger()
    assert view.isExpanded(view.tree_model.index(1, 0, view.currentIndex()))
    view.menu_kept.close()


def test_the_trees_menu_at_the_mouse(qtbot, read, jobs):
    outline, veil = read({"a": 1, "b": 2})
    view = TreeView(outline, veil, jobs)
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    second = view.visualRect(view.tree_model.index(1, 0)).center()
    assert menu_of(view, QContextMenuEvent.Reason.Mouse, second)
    assert view.current_node() == 2
    view.menu_kept.close()
    assert menu_of(view, QContextMenuEvent.Reason.Mouse, QPoint(50, 180)) == {}


def test_the_tables_menu(qtbot, jobs, read):
    outline, veil = read([{"password": "s3cret"}], ("/*/password",))
    page = TablePage(outline.document, veil, lists(outline.document), jobs)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.view.table_model() is not None)
    offered = menu_of(page.view)
    assert "Show in tree" in offered
    offered["Show hidden value"].trigger()
    page.view.menu_kept.close()
    assert page.view.table_model().index(0, 0).data() == "s3cret"


def test_the_tabs_menu(qtbot, jobs):
    tabs = AnswerTabs(jobs)
    qtbot.addWidget(tabs)
    tabs.show()
    ids = [tabs.begin(f"Call {n}", "who", CancelToken()) for n in range(4)]

    def choose(number, text):
        bar = tabs._book.tabBar()
        bar.customContextMenuRequested.emit(bar.tabRect(number).center())
        menu = next(menu for menu in tabs.findChildren(QMenu) if menu.isVisible())
        next(action for action in menu.actions() if action.text() == text).trigger()
        menu.close()

    choose(0, "Close")
    assert tabs.tab(ids[0]) is None
    choose(1, "Close others")
    assert [tabs.tab(each) is not None for each in ids] == [False, False, True, False]
    choose(0, "Close all")
    assert tabs.count == 0


def test_a_close_button_closes_its_own_tab(qtbot, jobs):
    tabs = AnswerTabs(jobs)
    qtbot.addWidget(tabs)
    tabs.show()
    first, second = (tabs.begin(f"Call {n}", "who", CancelToken()) for n in range(2))
    bar = tabs._book.tabBar()
    bar.tabButton(0, bar.ButtonPosition.RightSide).click()
    assert tabs.tab(first) is None
    assert tabs.tab(second) is not None
    tabs.close_all()


def test_copying_headers(qtbot, clipboard):
    response = a_response(headers=(("X-Subject-Token", "s3cret"), ("X-Plain", "seen")))
    page = HeadersPage(an_exchange(response, a_request()))
    qtbot.addWidget(page)
    rows = page.rows
    group = rows.topLevelItem(0)
    items = {group.child(n).text(0): group.child(n) for n in range(group.childCount())}
    copy = rows.actions()[0]
    items["X-Plain"].setSelected(True)
    copy.trigger()
    assert clipboard.text() == "seen"
    items["X-Subject-Token"].setSelected(True)
    copy.trigger()
    assert clipboard.text().split("\n") == [f"X-Subject-Token: {DOTS}", "X-Plain: seen"]


@pytest.fixture
def any_theme():
    yield theme.switch()
    theme.switch().choose(theme.SYSTEM)


def test_colours_follow_the_theme(qtbot, jobs, answered, any_theme):
    any_theme.choose(theme.LIGHT)
    page = RawPage(answered({"a": "x"})[1], jobs)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: len(page.text.shown_rows) == 3)

    def colour():
        page.grab()
        return page.text._drawn[1]._pieces[1].colour.name()

    assert colour() == theme.LIGHT_THEME.json_key
    any_theme.choose(theme.DARK)
    assert colour() == theme.DARK_THEME.json_key
