"""The panel: the list of the works, the buttons of their rows, and the story of the one that is chosen."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from api.errors import PitchforkError
from api.running import Progress
from api.work.plan import Offer, Outcome
from api.work.state import State
from api.work.story import Tone
from gui.work import deeds
from gui.work.delegate import button_names
from gui.work.mishap_dialog import MishapDialog
from gui.work.panel import WorkPanel

LEFT = Qt.MouseButton.LeftButton
GIB = 1 << 30


@pytest.fixture
def panel(window) -> WorkPanel:
    window.resize(1200, 800)
    return window.work_panel


def row(panel, work):
    return panel.model.row(work)


def press_button(panel, work, name):
    """Click the button of a row with the mouse."""
    index = panel.model.index_of(work)
    panel.list.scrollTo(index)
    rows = panel.list.itemDelegate()
    place = rows.buttons(panel.list.visualRect(index), button_names(row(panel, work)))[name]
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=place.center())


def story(panel):
    model = panel.detail.list.story
    return [model.line(model.index(at)) for at in range(model.rowCount())]


def texts(panel):
    return [line.text for line in story(panel)]


def pausing(work):
    with work.interruptible() as token:
        token.wait(600)
    work.resting_place()


def test_the_newest_stands_first(panel, begin, until):
    first, second = begin(title="First"), begin(title="Second")
    assert panel.model.all() == (second, first)
    assert panel.model.data(panel.model.index(0)) == "Second"


def test_a_row_tells_how_far_it_is(panel, begin, resting, until):
    def receive(work):
        work.report(Progress("receiving", int(1.2 * GIB), int(3.4 * GIB)))
        resting(work)

    work = begin(receive, unit="bytes")
    until(lambda: row(panel, work).share)
    until(lambda: row(panel, work).parts[0] == "1.2 of 3.4 GiB")
    assert row(panel, work).state is State.RUNNING
    assert round(row(panel, work).share, 2) == 0.35
    until(lambda: row(panel, work).elapsed == "0:01")
    spoken = panel.model.data(panel.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "running, 35 %, 1.2 of 3.4 GiB" in spoken
    assert not row(panel, work).busy


def test_other_units_are_counted(panel, begin, resting, until):
    def fetch(work):
        work.report(Progress("fetching", 4300, 10_000))
        resting(work)

    work = begin(fetch, unit="images")
    until(lambda: row(panel, work).parts[0] == "4,300 of 10,000 images")


def test_what_has_no_total_is_busy(panel, begin, resting, until):
    work = begin(resting)
    until(lambda: row(panel, work).state is State.RUNNING)
    assert row(panel, work).busy


def test_every_state_has_its_word_and_colour(panel, begin, until):
    def fail(_work):
        raise PitchforkError("The disk is full.", "Make room.")

    partly = begin(lambda _work: Outcome("3 of 4.", whole=False))
    failed, done = begin(fail), begin()
    until(lambda: {row(panel, each).state.ended for each in (partly, failed, done)} == {True})
    until(lambda: row(panel, failed).parts == ("The disk is full. Make room.",))
    assert {each: row(panel, each).role for each in (partly, failed, done)} == {
        partly: "warning",
        failed: "bad",
        done: "good",
    }


def test_the_mouse_stops_what_runs_and_removes_what_ended(panel, begin, resting, until):
    work = begin(resting)
    until(lambda: row(panel, work).state is State.RUNNING)
    press_button(panel, work, "cancel")
    until(lambda: row(panel, work).state is State.CANCELLED)
    press_button(panel, work, "remove")
    until(lambda: panel.model.all() == ())
    assert panel.chosen is None


def test_a_press_that_leaves_the_button_does_nothing(panel, begin, resting, until):
    work = begin(resting)
    until(lambda: row(panel, work).state is State.RUNNING)
    index = panel.model.index_of(work)
    place = panel.list.itemDelegate().buttons(panel.list.visualRect(index), ("cancel",))["cancel"]
    QTest.mousePress(panel.list.viewport(), LEFT, pos=place.center())
    QTest.mouseRelease(panel.list.viewport(), LEFT, pos=place.center() - QPoint(100, 0))
    assert not work.cancel.cancelled


def test_pause_and_resume(panel, begin, until):
    work = begin(pausing)
    until(lambda: "pause" in button_names(row(panel, work)))
    press_button(panel, work, "pause")
    until(lambda: row(panel, work).state is State.PAUSED)
    press_button(panel, work, "resume")
    until(lambda: row(panel, work).state is State.DONE)


def test_the_buttons_of_the_story_follow_the_state(panel, begin, until):
    work = begin(pausing)
    until(lambda: panel.detail.buttons.words == ("Pause", "Cancel"))
    panel.detail.buttons.press("Pause")
    until(lambda: panel.detail.buttons.words == ("Resume", "Cancel"))
    panel.detail.buttons.press("Cancel")
    until(lambda: panel.detail.buttons.words == ("Retry", "Remove"))
    panel.detail.buttons.press("Retry")
    assert panel.chosen is not work
    assert panel.chosen.plan is work.plan


def test_what_was_done_is_not_done_again_by_a_slip(panel, begin, until):
    begin()
    until(lambda: panel.detail.buttons.words == ("Remove",))


def test_the_kind_of_a_plan_brings_deeds_of_its_own(panel, begin, until, monkeypatch):
    done = []

    def deeds_of(work, bench):
        if work.state is State.DONE:
            yield Offer("Show & tell", lambda: done.append((work, bench)))

    monkeypatch.setitem(deeds.BY_KIND, "test", deeds_of)
    work = begin()
    until(lambda: panel.detail.buttons.words == ("Show & tell", "Remove"))
    panel.detail.buttons.press("Show & tell")
    assert done == [(work, panel.detail._bench)]
    menu = panel.list.menu_of(panel.model.index(0))
    assert [action.text() for action in menu.actions()] == ["Show && tell", "", "Remove"]


def test_delete_removes_one_that_ended_and_not_one_that_runs(panel, begin, resting, until):
    running, ended = begin(resting), begin()
    until(lambda: row(panel, ended).state.ended)
    for work in (running, ended):
        panel.choose(work)
        QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    until(lambda: panel.model.all() == (running,))
    assert not running.cancel.cancelled


def test_clear_ended_forgets_all_that_ended(panel, begin, resting, until):
    running, ended = begin(resting), begin()
    until(lambda: row(panel, ended).state.ended)
    until(lambda: panel.count.text() == "1 running · 1 ended")
    panel.clear.click()
    assert panel.model.all() == (running,)
    assert panel.count.text() == "1 running"
    assert not panel.clear.isVisible()


def test_the_story_is_told_in_the_order_of_time(panel, practising, begin, until):
    place = practising.place

    def tell(work):
        work.note("First I look.")
        work.ask("cloud-images.list-images", {"limit": 1})
        work.note("There is one.", Tone.GOOD)
        return Outcome("Looked.")

    work = begin(tell, place=place)
    until(lambda: texts(panel) == ["First I look.", "List Images", "There is one.", "Looked."])
    call = story(panel)[1]
    assert (call.method, call.status) == ("GET", "200")
    assert story(panel)[3].last
    assert "1 call" in panel.detail.facts.text()
    panel.detail.list.setCurrentIndex(panel.detail.list.story.index(1))
    QTest.keyClick(panel.detail.list, Qt.Key.Key_Return)
    assert [exchange for exchange, _paging in practising.answers.shown] == list(work.exchanges)


def test_a_double_click_opens_the_answer(panel, practising, begin, until):
    begin(lambda work: work.ask("cloud-images.list-images", {}) and None, place=practising.place)
    until(lambda: len(story(panel)) == 2)
    shown = panel.detail.list
    at = shown.visualRect(shown.story.index(0)).center()
    QTest.mouseClick(shown.viewport(), LEFT, pos=at)
    QTest.mouseDClick(shown.viewport(), LEFT, pos=at)
    assert len(practising.answers.shown) == 1
    _exchange, paging = practising.answers.shown[0]
    assert paging is not None


def test_the_story_grows_while_it_goes_on(panel, begin, resting, until):
    go = threading.Event()

    def tell(work):
        for number in range(1200):
            work.note(f"Line {number}")
        assert go.wait(60)
        for number in range(1200, 1300):
            work.note(f"Line {number}")
        resting(work)

    begin(tell)
    until(lambda: texts(panel)[-1:] == ["Line 1199"])
    assert texts(panel)[0] == "Line 200"
    go.set()
    until(lambda: texts(panel)[-1:] == ["Line 1299"])
    assert texts(panel)[0] == "Line 300"
    assert len(texts(panel)) == 1000
    bar = panel.detail.list.verticalScrollBar()
    until(lambda: bar.value() == bar.maximum() > 1000)


def test_who_reads_the_beginning_is_not_taken_to_the_end(panel, begin, resting, until):
    go = threading.Event()

    def tell(work):
        for number in range(300):
            work.note(f"Line {number}")
        assert go.wait(60)
        work.note("One more.")
        resting(work)

    begin(tell)
    bar = panel.detail.list.verticalScrollBar()
    until(lambda: bar.value() == bar.maximum() > 1000)
    bar.setValue(100)
    assert not panel.detail.list.follows
    go.set()
    until(lambda: texts(panel)[-1:] == ["One more."])
    assert bar.value() == 100


def test_lines_can_be_copied(panel, begin, until):
    begin(lambda work: work.note("Mind the gap.", Tone.WARNING))
    until(lambda: len(story(panel)) == 2)
    panel.detail.list.selectAll()
    QTest.keyClick(panel.detail.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    first, second = QGuiApplication.clipboard().text().splitlines()
    assert first.endswith("warning  Mind the gap.")
    assert second.endswith("It was done.")


def test_an_error_of_the_program_shows_its_details(panel, begin, until, caplog):
    begin(lambda _work: {}["missing"])
    until(lambda: "Details…" in panel.detail.buttons.words)
    panel.detail.buttons.press("Details…")
    dialog = panel.detail.findChild(MishapDialog)
    assert dialog.raw.toPlainText().startswith("KeyError\n")
    assert "missing" not in dialog.raw.toPlainText()  # a value may be a secret
    for button in dialog.findChildren(QPushButton):
        button.click()
    assert "KeyError" in QGuiApplication.clipboard().text()


def test_the_menu_of_a_row_has_what_can_be_done(panel, begin, resting, until):
    work = begin(resting)
    until(lambda: row(panel, work).state is State.RUNNING)
    QTest.keyClick(panel.list, Qt.Key.Key_Menu)
    menu = panel.list.menu_of(panel.model.index(0))
    assert [action.text() for action in menu.actions()] == ["Cancel"]
    menu.actions()[0].trigger()
    until(lambda: row(panel, work).state is State.CANCELLED)
    assert panel.list.menu_of(panel.model.index(5)) is None


def test_the_menu_opens_by_mouse(panel, begin, until, qtbot):
    begin()
    until(lambda: panel.model.all() and row(panel, panel.model.all()[0]).state.ended)
    at = panel.list.visualRect(panel.model.index(0)).center()
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=at)
    panel.list.customContextMenuRequested.emit(at)
    from PySide6.QtGui import QContextMenuEvent

    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, panel.list.viewport().mapToGlobal(at))
    QApplication.sendEvent(panel.list.viewport(), event)
    until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    QApplication.activePopupWidget().close()


def test_return_goes_to_the_story_and_escape_closes(panel, begin, until):
    begin()
    panel.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.detail.list.hasFocus()
    QTest.keyClick(panel.detail.list, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_without_work_the_panel_says_what_it_is_for(panel, window):
    window.bench.toggle()
    assert "Transfers" in panel._pages.currentWidget().text()
    assert panel.count.text() == ""


def test_its_height_is_kept(panel, window, program, begin):
    begin()
    window._right.setSizes([400, 300])
    kept = window.snapshot().work_height
    assert kept == panel.height()
    other = program.new_window(window.snapshot())
    other.resize(window.size())
    other.bench.toggle()
    assert abs(other.work_panel.height() - kept) <= 2
    assert other.snapshot().work_height == other.work_panel.height()


def test_titles_are_text_of_one_line(panel, begin, until):
    work = begin(title="<b>Bold</b>\nand a second line")
    assert "\n" not in row(panel, work).title
    assert row(panel, work).title.startswith("<b>Bold</b>")
    assert panel.detail.title.text() == row(panel, work).title


def test_two_hundred_pieces_are_drawn_in_both_schemes(panel, begin, until, qtbot):
    works = [begin(title=f"Piece {number} " + "long " * 30 * (number % 2)) for number in range(200)]
    until(lambda: all(work.state.ended for work in works))
    panel.grab()
    panel.list.scrollToBottom()
    panel.grab()
    assert panel.model.rowCount() == 200


def test_in_a_low_window_the_panel_leaves_the_answers_their_room(panel, window, begin):
    window.resize(1000, 600)
    begin()
    assert window.pages.height() > panel.height()
