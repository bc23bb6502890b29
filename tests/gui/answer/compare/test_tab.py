"""Comparing two answers: from one tab's menu to the differences of both, and what becomes of them."""

import copy
import gc
import json
import weakref
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from api.answer.answer import read_answer
from api.answer.compare import comparing
from api.answer.compare.difference import CHANGED, Difference
from api.answer.veil import DOTS
from api.running import CancelToken
from gui.answer.compare.difference_model import BATCH, LEFT, RIGHT, WHAT
from gui.answer.compare.picker import ComparePicker
from gui.answer.compare.side import CompareSide, apart, brief
from gui.answer.compare.tab import CompareTab
from gui.answer.facts_line import COMPARE_KEYS
from gui.answer.tabs import AnswerTabs
from gui.answer.view import TREE
from tests.builders.exchanges import WHO, a_request, a_response, an_exchange, an_image, an_image_list

IMAGES = an_image_list(6)


@pytest.fixture
def tabs(qtbot, jobs):
    made = AnswerTabs(jobs)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close_all()


@pytest.fixture
def answered_tab(qtbot, tabs):
    """Open a tab with an answer, each a minute after the one before; gives the tab."""
    minutes = iter(range(100))

    def make(body, who=WHO, content_type="application/json", **request):
        response = a_response(body, content_type=content_type)
        exchange = an_exchange(response, a_request(**request), who=who)
        exchange = replace(exchange, started=exchange.started + timedelta(minutes=next(minutes)))
        tab_id = tabs.begin(exchange.request.title, who, CancelToken())
        tabs.finish(tab_id, exchange)
        qtbot.waitUntil(lambda: tabs.tab(tab_id).view is not None)
        return tabs.tab(tab_id)

    return make


@pytest.fixture
def picker(tabs):
    """The list that is open."""
    return lambda: next(p for p in tabs.findChildren(ComparePicker) if p.isVisible())


@pytest.fixture
def compared(qtbot, tabs, answered_tab, picker):
    """Compare two bodies by way of the list; gives the tab of the comparison."""

    def make(left, right, **request):
        answered_tab(left)
        answered_tab(right, **request)
        tabs.current.view.facts.ask_to_compare()
        qtbot.keyClick(picker().search, Qt.Key.Key_Return)
        return done(qtbot, tabs)

    return make


def done(qtbot, tabs):
    page = tabs._book.currentWidget()
    assert isinstance(page, CompareTab)
    qtbot.waitUntil(lambda: not page.running)
    return page


def press(qtbot, tabs, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key where the keyboard is, in the window that is in front."""
    tabs.activateWindow()
    tabs.setFocus()
    qtbot.waitUntil(lambda: tabs.isActiveWindow() and tabs.isAncestorOf(QApplication.focusWidget()))
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def changed_images():
    right = copy.deepcopy(IMAGES)
    right["images"][1]["status"] = "killed"
    right["images"][1]["tags"] = ["new"]
    del right["images"][0]
    right["images"].insert(0, an_image(9))
    right["images"].reverse()
    return right


def rows(page):
    model = page.view.model()
    found = []
    for row in range(model.rowCount()):
        top = model.index(row, WHAT)
        found.append(top.data())
        found += [
            " | ".join(model.index(part, column, top).data() for column in (WHAT, LEFT, RIGHT))
            for part in range(model.rowCount(top))
        ]
    return found


def words(widget):
    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.text() and not label.isHidden()
    )


def test_two_answers_side_by_side(compared, tabs):
    page = compared(IMAGES, changed_images())
    assert page.head.summary.text() == "1 added, 1 removed, 1 changed, 4 the same"
    assert page.head.notes.text() == (
        "Only these pages are compared, more exist; items matched by id; in another order"
    )
    assert rows(page) == [
        "− Debian 10 (Buster) (PVHVM)   images[0]",
        "~ Ubuntu 24.04 LTS (Noble)   images[1]   2 differences",
        '~ status | "active" | "killed"',
        '+ tags[0] |  | "new"',
        "+ web-01 golden   images[5]",
    ]
    assert tabs.tab_text(3) == "List Images ⇄ List Images   3"
    assert "14:00" in words(page.head) or ":00:00" in words(page.head)


def test_nothing_differs(compared):
    page = compared(IMAGES, json.dumps(IMAGES, indent=3).encode())
    assert page.head.summary.text() == "No differences: 6 items the same"
    assert page.title == "List Images ⇄ List Images"
    assert not page.head.next.isEnabled()
    page.view.go_next()
    assert page.path == ""


def test_the_model_is_right(compared, qtmodeltester):
    page = compared(IMAGES, changed_images())
    qtmodeltester.check(page.view.model(), force_py=True)
    page.view.show_only([CHANGED])
    qtmodeltester.check(page.view.model(), force_py=True)


def test_chips_show_only_some_changes(qtbot, compared):
    page = compared(IMAGES, changed_images())
    chip = page.head.chips[CHANGED]
    assert chip.text() == "~  Changed 1"
    chip.click()
    assert len(rows(page)) == 3
    chip.click()
    assert len(rows(page)) == 5


def test_other_regions_and_accounts_are_named(compared):
    page = compared(IMAGES, IMAGES, region="IAD", who="Practice cloud · 912345 · IAD")
    assert page.head.apart.text() == "Different regions: DFW and IAD"
    assert "Practice cloud · 912345 · IAD" in words(page.head)
    model = page.view.model()
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)]
    assert heads == ["Difference", "− DFW", "+ IAD"]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_keys_walk_over_the_differences(qtbot, tabs, compared):
    page = compared(IMAGES, changed_images())
    places = []
    for _ in range(5):
        places.append(page.path)
        press(qtbot, tabs, Qt.Key.Key_F8)
    assert places == ["images[0]", "images[1].status", "images[4].tags[0]", "images[5]", "images[0]"]
    for _ in range(3):
        press(qtbot, tabs, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
        places.append(page.path)
    assert places[5:] == ["images[0]", "images[5]", "images[4].tags[0]"]


def test_whole_values_on_demand(qtbot, compared):
    page = compared({"a": "x" * 500, "b": {"c": 1}}, {"a": "y" * 70_000, "b": list(range(60_000))})
    assert page.values.isHidden()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.values.isVisible()
    left, right = (side.toPlainText() for side in page.values.sides)
    assert left == "x" * 500
    assert right.startswith("yyyy")
    assert right.endswith("… the first 64 KiB of 68.4 KiB")
    page.view.go_next()
    assert json.loads(page.values.sides[0].toPlainText()) == {"c": 1}
    assert "too large" in page.values.sides[1].toPlainText()
    page.values.closed.emit()
    assert page.values.isHidden()


def test_enter_opens_and_closes_an_item(qtbot, compared):
    page = compared(IMAGES, changed_images())
    index = page.view.model().index(1, WHAT)
    page.view._stand_on(index)
    assert page.view.isExpanded(index)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert not page.view.isExpanded(index)


def test_hidden_values_are_dots_and_cannot_be_copied(qtbot, compared, clipboard):
    page = compared({"password": "one", "n": 1}, {"password": "two", "n": 1})
    assert rows(page) == ["~ password"]
    model = page.view.model()
    assert [model.index(0, n).data() for n in (LEFT, RIGHT)] == [
        f"{DOTS}   hidden",
        f"{DOTS}   hidden, differs",
    ]
    for each in page.view.actions():
        if "value" in each.text():
            each.trigger()
    assert not clipboard.text()
    assert page.values.sides[0].toPlainText() == DOTS
    action(page, "Copy all differences as JSON").trigger()
    qtbot.waitUntil(lambda: bool(clipboard.text()))
    assert json.loads(clipboard.text()) == [{"op": "replace", "path": "/password", "hidden": True}]


def action(page, text):
    return next(each for each in page.view.actions() if each.text() == text)


def test_copying(qtbot, compared, clipboard, monkeypatch):
    page = compared(IMAGES, changed_images())
    page.view.go_next()
    for text, copied in (
        ("Copy value", "killed"),
        ("Copy left value", "active"),
        ("Copy right value", "killed"),
        ("Copy JSON pointer", "/images/1/status"),
    ):
        action(page, text).trigger()
        assert clipboard.text() == copied
    page.view.go_next()
    with qtbot.waitSignal(page.said) as said:
        action(page, "Copy left value").trigger()
    assert "no value" in said.args[0]
    monkeypatch.setattr("gui.answer.compare.difference_view._AT_ONCE", 0)
    action(page, "Copy value").trigger()
    qtbot.waitUntil(lambda: clipboard.text() == "new")
    page.head.copy.click()
    qtbot.waitUntil(lambda: clipboard.text().startswith("["))
    assert [each["op"] for each in json.loads(clipboard.text())] == ["remove", "replace", "add", "add"]


def test_a_menu_on_a_difference(qtbot, compared):
    page = compared(IMAGES, changed_images())
    qtbot.keyClick(page.view, Qt.Key.Key_Menu)
    QApplication.sendEvent(page.view, context_event(page.view))
    menu = next(m for m in page.view.findChildren(QMenu) if m.isVisible())
    assert "Copy JSON pointer" in [each.text() for each in menu.actions()]
    menu.close()


def context_event(view):
    from PySide6.QtGui import QContextMenuEvent

    return QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5))
    )


def test_a_difference_leads_to_both_answers(qtbot, tabs, compared):
    page = compared(IMAGES, changed_images())
    left, right = tabs.tab(1), tabs.tab(2)
    page.view.go_next()
    action(page, "Show in left answer").trigger()
    assert tabs.current is left
    assert left.view.current == TREE
    assert left.path == "images[1].status"
    tabs._go_to(page)
    action(page, "Show in right answer").trigger()
    assert right.path == "images[4].status"
    tabs._go_to(page)
    page.view.go_next()
    with qtbot.waitSignal(tabs.said) as said:
        action(page, "Show in left answer").trigger()
    assert said.args[0] == "It is not in the left answer."
    tabs.close_tab(right)
    with qtbot.waitSignal(tabs.said) as said:
        action(page, "Show in right answer").trigger()
    assert "closed" in said.args[0]


def test_sides_can_be_swapped(qtbot, tabs, compared):
    page = compared(IMAGES, changed_images())
    page.head.swap.click()
    done(qtbot, tabs)
    assert page.head.summary.text() == "1 added, 1 removed, 1 changed, 4 the same"
    assert '~ status | "killed" | "active"' in rows(page)


def test_comparing_again_takes_the_latest_answers(qtbot, tabs, compared, answered_tab):
    page = compared(IMAGES, changed_images(), region="IAD")
    answered_tab(IMAGES, region="IAD")
    tabs._go_to(page)
    press(qtbot, tabs, Qt.Key.Key_F5)
    done(qtbot, tabs)
    assert page.head.summary.text() == "No differences: 6 items the same"
    assert page.sides[0].answer is tabs.tab(1).answer


def test_an_answer_and_the_one_before_it_in_the_same_tab(qtbot, tabs, answered_tab, picker):
    tab = answered_tab(IMAGES)
    first = tab.answer
    later = an_exchange(a_response(changed_images()))
    tab.ask_again(CancelToken())
    tab.finish(replace(later, started=later.started + timedelta(hours=1)), None)
    qtbot.waitUntil(lambda: tab.answer is not first)
    tab.view.facts.ask_to_compare()
    qtbot.keyClick(picker().search, Qt.Key.Key_Return)
    page = done(qtbot, tabs)
    assert page.sides[0].answer is first
    assert '~ status | "active" | "killed"' in rows(page)
    page.head.again.click()
    done(qtbot, tabs)
    assert [side.answer for side in page.sides] == [first, tab.answer]
    page.view.go_next()
    action(page, "Show in left answer").trigger()
    qtbot.waitUntil(lambda: tab.path == "images[1].status")
    assert tab.answer is first


def test_an_earlier_answer_is_shown_once_its_tab_waits_for_nothing(qtbot, tabs, answered_tab, picker):
    tab = answered_tab(IMAGES)
    first = tab.answer
    tab.ask_again(CancelToken())
    tab.finish(an_exchange(a_response(changed_images())), None)
    qtbot.waitUntil(lambda: tab.answer is not first)
    tab.view.facts.ask_to_compare()
    qtbot.keyClick(picker().search, Qt.Key.Key_Return)
    page = done(qtbot, tabs)
    side = "left" if page.sides[0].answer is first else "right"
    page.view.go_next()
    tab.ask_again(CancelToken())
    with qtbot.waitSignal(tabs.said) as said:
        action(page, f"Show in {side} answer").trigger()
    assert "waits for a newer answer" in said.args[0]
    assert tab.answer is not first


def test_the_comparison_outlives_the_tabs_of_its_answers(qtbot, tabs, compared, clipboard, jobs):
    page = compared(IMAGES, changed_images())
    answers = [tabs.tab(n).answer for n in (1, 2)]
    for number in (1, 2):
        tabs.close_tab(tabs.tab(number))
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert '~ status | "active" | "killed"' in rows(page)
    tabs.close_tab(page)
    qtbot.waitUntil(lambda: jobs.count == 0)
    for answer in answers:
        with pytest.raises(ValueError, match="closed"):
            answer.keep()


def test_memory_is_given_back(qtbot, tabs, compared, jobs):
    page = compared(IMAGES, changed_images())
    gone = [weakref.ref(each) for each in (page, page.view.model(), page.view.model().text)]
    tabs.close_all()
    del page
    qtbot.waitUntil(lambda: jobs.count == 0)

    def collected():
        gc.collect()
        return all(each() is None for each in gone)

    qtbot.waitUntil(collected)


def test_closing_while_it_compares(qtbot, tabs, answered_tab, jobs, monkeypatch):
    monkeypatch.setattr(comparing, "SMALL", 0)
    left, right = answered_tab(IMAGES), answered_tab(changed_images())
    left, right = (CompareSide(tab.answer, tab.title) for tab in (left, right))
    tabs.compare(left, right)
    page = tabs._book.currentWidget()
    assert page.running
    tabs.close_all()
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert tabs.count == 0


def test_it_can_be_cancelled_and_begun_again(qtbot, tabs, answered_tab, monkeypatch):
    monkeypatch.setattr(comparing, "SMALL", 0)
    left, right = answered_tab(IMAGES), answered_tab(changed_images())
    tabs.compare(*(CompareSide(tab.answer, tab.title) for tab in (left, right)))
    page = tabs._book.currentWidget()
    page._running.cancelled.emit()
    done(qtbot, tabs)
    assert "Stopped before both were compared." in words(page)
    assert tabs.tab_text(3) == "List Images ⇄ List Images   cancelled"
    assert page.view.isHidden()
    page.head.again.click()
    done(qtbot, tabs)
    assert page.view.isVisible()
    assert len(rows(page)) == 5


def test_what_takes_its_time_says_so_and_can_be_stopped(qtbot, tabs, answered_tab, monkeypatch):
    left, right = (
        CompareSide(tab.answer, tab.title) for tab in (answered_tab(IMAGES), answered_tab(IMAGES))
    )

    def endless(_left, _right, cancel):
        assert cancel.wait(60)
        cancel.check()

    monkeypatch.setattr("gui.answer.compare.tab.differ", endless)
    tabs.activateWindow()
    qtbot.waitUntil(tabs.isActiveWindow)
    tabs.compare(left, right)
    page = tabs._book.currentWidget()
    assert page.isAncestorOf(tabs.focusWidget())
    stop = page._running.findChild(QPushButton)
    qtbot.waitUntil(stop.isVisible)
    assert "Compare List Images ⇄ List Images" in words(page._running)
    assert page.isAncestorOf(tabs.focusWidget())
    stop.click()
    done(qtbot, tabs)
    assert "Stopped" in words(page)
    assert page.isAncestorOf(tabs.focusWidget())


def test_a_comparison_that_is_begun_anew_forgets_the_one_before(qtbot, tabs, compared):
    page = compared(IMAGES, changed_images())
    page.swap()
    page.swap()
    done(qtbot, tabs)
    assert '~ status | "active" | "killed"' in rows(page)


def test_a_failure_is_told(qtbot, tabs, answered_tab, monkeypatch):
    monkeypatch.setattr(
        "gui.answer.compare.tab.differ",
        lambda left, right, cancel: comparing.differ(left, right, cancel, 0.0),
    )
    monkeypatch.setattr(comparing, "SMALL", 0)
    tabs.compare(
        *(CompareSide(tab.answer, tab.title) for tab in (answered_tab(IMAGES), answered_tab(IMAGES)))
    )
    page = done(qtbot, tabs)
    assert "Stopped after 0 s." in words(page)
    assert tabs.tab_text(3).endswith("not compared")


def test_many_changes_are_given_to_the_view_bit_by_bit(qtbot, compared):
    page = compared([{"id": n, "v": 1} for n in range(1200)], [{"id": n, "v": 2} for n in range(1200)])
    model = page.view.model()
    assert BATCH <= model.rowCount() < 1200
    assert page.view.isExpanded(model.index(0, WHAT))
    assert not page.view.isExpanded(model.index(BATCH - 1, WHAT))
    page.view._stand_on(model.index(BATCH - 1, WHAT))
    page.view.go_next()
    page.view.go_next()
    assert page.path == f"[{BATCH}].v"
    page.view._stand_on(model.index(0, WHAT))
    page.view.go_back()
    assert page.path == "[1199].v"
    assert model.rowCount() == 1200
    assert not model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())


def test_the_list_offers_the_same_call_first_and_narrows(qtbot, tabs, answered_tab, picker):
    answered_tab({"a": 1}, title="Get Image Details")
    answered_tab(IMAGES, region="ORD", who="Practice cloud · 912345 · ORD")
    answered_tab(b"plain", content_type="text/plain")
    answered_tab(b'{"broken": ', title="Broken")
    answered_tab({"a": 2}, title="List <b>Tasks</b>")
    answered_tab(IMAGES)
    tabs.current.view.facts.ask_to_compare()
    shown = picker().list
    assert [shown.item(n).text().split(", ")[0] for n in range(shown.count())] == [
        "List Images",
        "List <b>Tasks</b>",
        "Get Image Details",
    ]
    search = picker().search
    qtbot.keyClicks(search, "details dfw")
    assert [shown.item(n).isHidden() for n in range(3)] == [True, True, False]
    search.setText("nothing like it")
    assert "No answer like this" in words(picker())
    qtbot.keyClick(search, Qt.Key.Key_Return)
    search.setText("")
    qtbot.keyClick(search, Qt.Key.Key_Down)
    assert shown.currentRow() == 1
    picker().grab()
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert "List <b>Tasks</b> ⇄ List Images" in done(qtbot, tabs).title


def test_without_other_answers_the_list_says_so(qtbot, tabs, answered_tab, picker):
    answered_tab(IMAGES)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    assert COMPARE_KEYS == "Ctrl+Shift+D"
    press(qtbot, tabs, Qt.Key.Key_D, control | shift)
    assert "No other answer is open" in words(picker())
    qtbot.keyClick(picker().search, Qt.Key.Key_Escape)
    assert not any(each.isVisible() for each in tabs.findChildren(ComparePicker))


def test_the_menu_of_a_tab_offers_it_where_it_can_be(qtbot, tabs, answered_tab, picker):
    answered_tab(b"plain", content_type="text/plain")
    assert "Compare with…" not in menu_texts(tabs)
    answered_tab(IMAGES)
    answered_tab(changed_images())
    assert menu_texts(tabs)[0] == "Compare with…"
    menu(tabs).actions()[0].trigger()
    shown = picker().list
    at = shown.visualItemRect(shown.item(0)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    page = done(qtbot, tabs)
    assert page.head.summary.text().startswith("1 added")
    assert "Compare with…" not in menu_texts(tabs)


def menu(tabs):
    tabs._menu(QPoint(-1, -1))
    return [m for m in tabs.findChildren(QMenu) if m.isVisible()][-1]


def menu_texts(tabs):
    opened = menu(tabs)
    texts = [each.text() for each in opened.actions()]
    opened.close()
    return texts


def test_what_is_no_json_is_not_offered_a_comparison(qtbot, tabs, answered_tab):
    tab = answered_tab(b"plain", content_type="text/plain")
    assert not tab.view.facts._compare.isVisible()
    with qtbot.waitSignal(tabs.said) as said:
        tab.compare_wanted.emit(QPoint())
    assert "complete JSON" in said.args[0]


@pytest.mark.parametrize("closed", [0, 1])
def test_an_answer_that_is_gone_meanwhile_is_told(qtbot, tabs, closed):
    sides = [side(), side()]
    sides[closed].answer.close()
    with qtbot.waitSignal(tabs.said) as said:
        tabs.compare(*sides)
    assert said.args[0] == "One of the answers was closed meanwhile."
    assert tabs.count == 0
    sides[1 - closed].answer.close()
    with pytest.raises(ValueError, match="closed"):
        sides[1 - closed].answer.keep()


def side(**labels):
    return CompareSide(read_answer(an_exchange(a_response({}))), **{"title": "A", **labels})


def test_how_two_sides_are_told_apart():
    from api.model import Place

    here, there = Place("p", "1", "DFW"), Place("p", "2", None)
    assert apart(side(place=here), side(place=here)) == ""
    assert apart(side(place=here), side(place=there)) == (
        "different accounts: 1 and 2; different regions: DFW and none"
    )
    assert apart(side(place=here), side(place=Place("q"))) == "different profiles"
    assert apart(side(who="a"), side(who="b")) == "different clouds"
    assert brief(side(title="A"), side(title="B")) == ("A", "B")
    assert brief(side(), side()) == ("Left", "Right")
    assert side().when == ""


def test_history_may_be_compared_without_tabs(qtbot, tabs):
    exchange = an_exchange(a_response(IMAGES))
    left = CompareSide(read_answer(exchange), "Kept", sent=exchange.started)
    tabs.compare(left, replace(left, title="Other"))
    page = done(qtbot, tabs)
    assert page.head.summary.text().startswith("No differences")
    page.head.again.click()
    done(qtbot, tabs)
    page.head.show_difference(Difference(changed=1))
    left.answer.close()


def test_screen_readers_are_told_what_changed(compared):
    page = compared(IMAGES, changed_images())
    model = page.view.model()
    spoken = Qt.ItemDataRole.AccessibleTextRole
    item = model.index(1, WHAT)
    assert model.index(0, WHAT).data(spoken) == (
        "removed, Debian 10 (Buster) (PVHVM), images[0], from { }  19 members"
    )
    assert item.data(spoken) == "changed, Ubuntu 24.04 LTS (Noble), images[1], 2 differences"
    part = model.index(0, WHAT, item)
    assert part.data(spoken) == 'changed, images[1].status, from "active", to "killed"'
    assert part.siblingAtColumn(RIGHT).data(spoken) == '"killed"'
    assert part.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_view_without_a_difference_is_quiet(qtbot, clipboard):
    from gui.answer.compare.difference_view import DifferenceView

    view = DifferenceView()
    qtbot.addWidget(view)
    view.show()
    view.show_only([CHANGED])
    view.go_next()
    view.go_back()
    for each in view.actions():
        each.trigger()
    QApplication.sendEvent(view, context_event(view))
    assert view.current_change() is None
    assert not view.findChildren(QMenu)
    assert not clipboard.text()


def test_chips_that_leave_nothing(compared):
    page = compared(IMAGES, changed_images())
    page.view.show_only(["nothing like it"])
    assert rows(page) == []
    assert page.path == ""
