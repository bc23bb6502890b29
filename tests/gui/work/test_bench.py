"""The bench: long work begins at the window's, is shown there, and is heard of on the GUI's thread."""

import threading

from PySide6.QtCore import QThread

from api.running import Progress
from api.work.work import State


def test_what_begins_is_shown_and_chosen(window, begin, until):
    work = begin()
    assert window.work_panel.isVisible()
    assert window.work_panel.chosen is work
    until(lambda: work.state is State.DONE)


def test_changes_and_the_end_are_told_on_the_guis_thread(window, begin, until):
    heard, ends = [], []
    window.bench.changed.connect(lambda work: heard.append((work, QThread.currentThread())))
    window.bench.ended.connect(ends.append)
    work = begin(lambda work: work.note("Half of it is there."))
    until(lambda: ends)
    assert ends == [work]
    assert {each for each, _ in heard} == {work}
    assert {thread for _, thread in heard} == {window.thread()}


def test_ten_thousand_changes_are_told_as_few(window, begin, until):
    heard = []
    window.bench.changed.connect(heard.append)

    def hurry(work):
        for number in range(10_000):
            work.report(Progress("counting", number, 10_000))
            work.note(f"Number {number}")

    work = begin(hurry)
    until(lambda: work.state.ended)
    until(lambda: not window.program.news._beat.isActive())
    assert len(heard) < 1000


def test_progress_alone_is_told_as_well(window, begin, until):
    seen, go = [], threading.Event()
    window.bench.changed.connect(lambda work: seen.append(work.progress.done))

    def count(work):
        for number in range(1, 4):
            work.report(Progress("counting", number))
            while not go.wait(0.01) and number not in seen:
                pass

    work = begin(count)
    until(lambda: work.state.ended)
    assert {1, 2, 3} <= set(seen)


def test_again_carries_the_plan_out_once_more(window, begin, until):
    work = begin()
    until(lambda: work.state.ended)
    fresh = window.bench.again(work)
    assert fresh.plan is work.plan
    assert window.work_panel.chosen is fresh


def test_every_window_shows_the_same_list(window, program, begin, until):
    work = begin()
    other = program.new_window(window.snapshot())
    other.bench.show(work)
    assert other.work_panel.model.all() == window.work_panel.model.all() == (work,)


def test_the_key_opens_the_panel_goes_to_it_and_closes_it(window, until):
    action = window.actions_.by_name["toggle_work"]
    action.trigger()
    assert window.work_panel.isVisible()
    until(window.work_panel.has_focus)
    window.navigation.tree.setFocus()
    action.trigger()
    assert window.work_panel.has_focus()
    action.trigger()
    assert not window.work_panel.isVisible()
