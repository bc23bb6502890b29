"""Asking again: the newer answer takes the tab as it stands, and the older one is never lost to a failure."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton

from api.errors import Cancelled, NotEnoughMemory, TimedOut
from api.running import CancelToken, Progress
from gui.answer import call_tab as call_tab_module
from gui.answer.table.state import TableState
from gui.answer.view import RAW, TABLE, TREE
from tests.builders.exchanges import WHO, a_request, a_response, an_exchange


class Caller:
    """Stands for whoever sends: begins at once, and answers when it is told to."""

    def __init__(self, tabs):
        self.tabs, self.ids, self.tokens = tabs, [], []
        tabs.resend_requested.connect(self.send)

    def send(self, exchange):
        self.tokens.append(CancelToken())
        self.ids.append(self.tabs.begin(exchange.request.title, exchange.who, self.tokens[-1]))


@pytest.fixture
def caller(tabs):
    return Caller(tabs)


@pytest.fixture
def answer(qtbot, tabs):
    def make(exchange):
        tab_id = tabs.begin(exchange.request.title, exchange.who, CancelToken())
        tabs.finish(tab_id, exchange)
        qtbot.waitUntil(lambda: tabs.tab(tab_id).view is not None)
        tree = tabs.tab(tab_id).view.page(TREE).tree
        qtbot.waitUntil(lambda: not tree.opener.active)
        return tabs.tab(tab_id)

    return make


def images(count, **more):
    return {
        "images": [{"id": f"i{n}", "name": f"image {n}", "tags": ["a", "b"]} for n in range(count)],
        **more,
    }


def again(view):
    return next(b for b in view.facts.findChildren(QToolButton) if b.accessibleName() == "Send again")


def ask(qtbot, tabs, caller, tab, exchange):
    """Press F5 and answer; gives the view that came."""
    before = tab.view
    before.resend_wanted.emit()
    tabs.finish(caller.ids[-1], exchange)
    qtbot.waitUntil(lambda: not tab.running)
    tree = tab.view.made(TREE)
    if tree is not None:
        qtbot.waitUntil(lambda: not tree.tree.opener.active)
    return tab.view


def node(view, pointer):
    return view.answer.document.find(pointer)


def test_the_newer_answer_takes_the_same_tab(qtbot, tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(3))))
    old = tab.view
    again(old).click()
    assert tabs.count == 1
    assert tab.view is old
    assert old.isVisible()
    assert old.facts.asking == "asking again"
    assert tabs.tab_text(caller.ids[0]).endswith("…")
    tabs.progress(caller.ids[0], Progress("Receiving", 2048))
    assert old.facts.asking == "2 KiB so far"
    tabs.finish(caller.ids[0], an_exchange(a_response(images(4))))
    qtbot.waitUntil(lambda: tab.view is not old)
    assert tabs.count == 1
    assert tab.answer.count == "4 images"
    assert tab.strip.sentence == ""
    assert tabs.tab_text(caller.ids[0]) == "List Images   200"


def test_while_it_is_asked_again_nothing_more_is_asked(tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(3))))
    tab.view.resend_wanted.emit()
    tab.view.resend_wanted.emit()
    assert len(caller.ids) == 1


def test_what_was_open_selected_and_in_sight_stays(qtbot, tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(60))))
    tree = tab.view.page(TREE).tree
    tree.show_node(node(tab.view, "/images/40/tags/1"))
    tree.scrollTo(tree.tree_model.index_of(node(tab.view, "/images/38")), tree.ScrollHint.PositionAtTop)
    top = tree.indexAt(QPoint(0, 0)).data()
    view = ask(qtbot, tabs, caller, tab, an_exchange(a_response(images(59, first="new"))))
    tree = view.page(TREE).tree
    assert tree.isExpanded(tree.tree_model.index_of(node(view, "/images/40/tags")))
    assert view.path == "images[40].tags[1]"
    assert tree.indexAt(QPoint(0, 0)).data() == top
    view = ask(qtbot, tabs, caller, tab, an_exchange(a_response(images(5))))
    assert view.path == "images"


def test_the_view_the_search_and_the_sorting_stay(qtbot, jobs, tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(12))))
    tab.view.find_bar.case.setChecked(True)
    tab.view.find_bar._field.setText("image 7")
    qtbot.waitUntil(lambda: tab.view.find_bar.count_text == "1 of 1")
    tab.view.switch.choose(RAW)
    view = ask(qtbot, tabs, caller, tab, an_exchange(a_response(images(9))))
    assert view.current == RAW
    assert view.find_bar.wish.text == "image 7"
    assert view.find_bar.wish.case
    qtbot.waitUntil(lambda: view.find_bar.count_text == "1 of 1")
    view.switch.choose(TABLE)
    qtbot.waitUntil(lambda: jobs.count == 0)
    view = ask(qtbot, tabs, caller, tab, an_exchange(a_response(images(0))))
    assert view.current == TREE


def test_the_order_of_a_table_stays(qtbot, jobs, tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(12))))
    tab.view.switch.choose(TABLE)
    qtbot.waitUntil(lambda: jobs.count == 0)
    tab.view.page(TABLE).restore(TableState(path="images", sort="name", descending=True))
    qtbot.waitUntil(lambda: tab.view.page(TABLE).state().sort == "name")
    view = ask(qtbot, tabs, caller, tab, an_exchange(a_response(images(9))))
    assert view.current == TABLE
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert (view.page(TABLE).state().sort, view.page(TABLE).state().descending) == ("name", True)


def test_a_value_that_is_shown_whole_stays_shown(qtbot, tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(3))))
    tab.view.page(TREE).show_node(node(tab.view, "/images/1/name"))
    tab.view.page(TREE).open_pane()
    newer = json.dumps(images(3)).replace("image 1", "renamed")
    view = ask(qtbot, tabs, caller, tab, an_exchange(a_response(newer)))
    assert view.page(TREE).pane.isVisible()
    assert view.page(TREE).pane.text == "renamed"


def test_an_answer_that_cannot_be_read_leaves_the_old_one(qtbot, tabs, caller, answer, monkeypatch):
    def refuse(*_args):
        raise NotEnoughMemory("This document is too large to be read.")

    tab = answer(an_exchange(a_response(images(3))))
    old = tab.view
    monkeypatch.setattr(call_tab_module, "read_answer", refuse)
    ask(qtbot, tabs, caller, tab, an_exchange(a_response(images(4))))
    assert tab.view is old
    assert "too large to be read" in tab.strip.sentence


def test_a_search_that_is_taken_over_leads_nowhere(qtbot, tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(12))))
    tab.view.find_bar._field.setText("image")
    qtbot.waitUntil(lambda: tab.view.find_bar.count_text == "1 of 13")
    tab.view.page(TREE).show_node(node(tab.view, "/images/5/id"))
    view = ask(qtbot, tabs, caller, tab, an_exchange(a_response(images(12))))
    qtbot.waitUntil(lambda: view.find_bar.count_text == "7 of 13")
    assert view.path == "images[5].id"
    view.find_bar.step(1)
    assert view.path == "images[6].name"


def test_without_an_answer_the_old_one_stays(qtbot, tabs, caller, answer):
    first = an_exchange(a_response(images(3)))
    tab = answer(first)
    old = tab.view
    ask(
        qtbot,
        tabs,
        caller,
        tab,
        an_exchange(None, error=TimedOut("The service did not answer.", "Try again.")),
    )
    assert tab.view is old
    assert tab.exchange is first
    assert old.facts.asking == ""
    assert "The service did not answer. Try again." in tab.strip.sentence
    assert tabs.tab_text(caller.ids[0]) == "List Images   200"
    press(tab.strip, "Send again")
    assert len(caller.ids) == 2
    assert tab.strip.sentence == ""
    tabs.finish(caller.ids[1], an_exchange(a_response(images(1))))
    qtbot.waitUntil(lambda: tab.view is not old)


def press(widget, text):
    button = next(each for each in widget.findChildren(QPushButton) if each.text() == text)
    assert button.isVisible()
    button.click()


def test_asking_again_can_be_stopped(qtbot, tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(3))))
    old = tab.view
    again(old).click()
    stop = next(b for b in old.facts.findChildren(QToolButton) if b.accessibleName() == "Stop asking again")
    stop.click()
    assert caller.tokens[0].cancelled
    with qtbot.waitSignal(tabs.said, check_params_cb=lambda said: said == "Asking again was cancelled."):
        tabs.fail(caller.ids[0], Cancelled())
    assert tab.view is old
    assert not tab.running
    assert tab.strip.sentence == ""
    assert again(old).isVisible()


def test_an_error_answer_keeps_the_good_one(qtbot, tabs, caller, answer, monkeypatch):
    monkeypatch.setattr(call_tab_module, "KEPT_BYTES", 10)
    good = an_exchange(a_response(images(60)))
    tab = answer(good)
    tab.view.page(TREE).show_node(node(tab.view, "/images/40/tags/1"))
    failed = an_exchange(a_response({"message": "no"}, 503, "Unavailable"))
    failed = replace(failed, started=good.started + timedelta(minutes=2))
    ask(qtbot, tabs, caller, tab, failed)
    assert tab.exchange is failed
    assert tab.strip.sentence.endswith("before this one, is kept.")
    press(tab.strip, "Show it")
    assert tab.exchange is failed, "its views are made in a turn of their own"
    qtbot.waitUntil(lambda: tab.exchange is good and not tab.view.page(TREE).tree.opener.active)
    assert tab.view.path == "images[40].tags[1]"
    assert tabs.tab_text(caller.ids[0]) == "List Images   200"
    press(tab.strip, "Show the later one")
    qtbot.waitUntil(lambda: tab.exchange is failed)
    assert tab.previous.exchange is good
    tabs.close_all()
    qtbot.waitUntil(lambda: len(good.response.content) == 0)


def test_only_a_small_answer_is_kept_when_a_good_one_replaces_it(qtbot, tabs, caller, answer, monkeypatch):
    first, second = an_exchange(a_response(images(3))), an_exchange(a_response(images(4)))
    tab = answer(first)
    ask(qtbot, tabs, caller, tab, second)
    assert tab.previous.exchange is first
    assert json.loads(first.response.content.bytes()) == images(3)
    monkeypatch.setattr(call_tab_module, "KEPT_BYTES", 10)
    ask(qtbot, tabs, caller, tab, an_exchange(a_response(images(5))))
    assert tab.previous is None
    qtbot.waitUntil(lambda: len(first.response.content) == len(second.response.content) == 0)


def test_what_changes_something_gets_a_tab_of_its_own(tabs, caller, answer):
    request = replace(a_request("Create Image", "POST"), changes=True)
    tab = answer(an_exchange(a_response(images(1)), request))
    again(tab.view).click()
    assert tabs.count == 2
    assert tab.view.facts.asking == ""


def test_again_in_a_new_tab_by_the_menu(tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(1))))
    bar = tabs._book.tabBar()
    bar.customContextMenuRequested.emit(bar.tabRect(0).center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Send again in a new tab").trigger()
    menu.close()
    assert tabs.count == 2
    assert tab.view.facts.asking == ""


def test_a_call_that_had_no_answer_runs_again_in_its_tab(qtbot, tabs, caller):
    tab_id = tabs.begin("List Images", WHO, CancelToken())
    tabs.finish(tab_id, an_exchange(None, error=TimedOut("The service did not answer.")))
    tab = tabs.tab(tab_id)
    press(tab.page, "Send again")
    assert caller.ids == [tab_id]
    tabs.finish(tab_id, an_exchange(a_response(images(2))))
    qtbot.waitUntil(lambda: tab.view is not None)
    assert tab.answer.count == "2 images"


def test_a_tab_closed_while_it_is_asked_again(qtbot, jobs, tabs, caller, answer):
    first, second = an_exchange(a_response(images(3))), an_exchange(a_response(images(3000)))
    tab = answer(first)
    tab.view.resend_wanted.emit()
    tabs.finish(caller.ids[0], second)
    tabs.close_tab(tab)
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert len(first.response.content) == 0
    assert tabs.count == 0


def test_the_keyboard_stays_in_the_answer(qtbot, tabs, caller, answer):
    tab = answer(an_exchange(a_response(images(3))))
    tabs.activateWindow()
    tab.view.page(TREE).tree.setFocus()
    qtbot.waitUntil(lambda: tab.view.page(TREE).tree.hasFocus())
    qtbot.keyClick(tab.view.page(TREE).tree, Qt.Key.Key_F5)
    assert len(caller.ids) == 1
    tabs.finish(caller.ids[0], an_exchange(a_response(images(4))))
    qtbot.waitUntil(lambda: tab.view.page(TREE).tree.hasFocus())


def test_the_note_over_an_answer_can_be_closed_with_keys(answer, tabs, qtbot):
    tab, done = answer(an_exchange(a_response(images(1)))), []
    tab.offer("From the history.", "Send again", lambda: done.append("sent"))
    tabs.activateWindow()
    qtbot.waitUntil(tabs.isActiveWindow)
    close = next(b for b in tab.strip.findChildren(QToolButton) if b.accessibleName() == "Close this note")
    assert close.focusPolicy() & Qt.FocusPolicy.TabFocus
    close.setFocus()
    qtbot.keyClick(close, Qt.Key.Key_Space)
    assert tab.strip.sentence == ""
    assert done == []
    assert tab.isAncestorOf(tabs.window().focusWidget())
    tab.offer("Another one.", "Send again", lambda: None)
    assert tab.strip.sentence == "Another one."
