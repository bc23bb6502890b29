"""Jobs deliver on the GUI thread, cancel at once, report no faster than eyes can follow, and end in time."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from api.errors import Cancelled, TimedOut
from api.running import Progress
from gui.jobs import Jobs


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    assert made.shutdown(5)


class Ear:
    def __init__(self):
        self.results, self.errors, self.threads = [], [], []

    def result(self, value):
        self.results.append(value)
        self.threads.append(threading.current_thread())

    def error(self, error):
        self.errors.append(error)
        self.threads.append(threading.current_thread())


@pytest.fixture
def ear():
    return Ear()


def test_result_arrives_unchanged_on_the_gui_thread(jobs, ear, qtbot):
    payload = {1: [2**70], "\ud800": None}
    jobs.run(lambda cancel, report: payload, ear.result, ear.error)
    qtbot.waitUntil(lambda: bool(ear.results))
    assert ear.results[0] is payload
    assert ear.threads == [threading.main_thread()]
    assert not ear.errors
    assert jobs.count == 0


def test_error_arrives_on_the_gui_thread(jobs, ear, qtbot):
    failure = TimedOut("Too slow.")

    def work(cancel, report):
        raise failure

    jobs.run(work, ear.result, ear.error)
    qtbot.waitUntil(lambda: bool(ear.errors))
    assert ear.errors == [failure]
    assert ear.threads == [threading.main_thread()]


def test_error_nobody_listens_to_is_told_to_the_program(jobs, ear, qtbot):
    def work(cancel, report):
        raise ValueError("boom")

    with qtbot.waitSignal(jobs.failed) as told:
        jobs.run(work, ear.result)
    assert isinstance(told.args[0], ValueError)


def test_cancel_is_told_at_once_though_the_worker_is_stuck(jobs, ear, qtbot):
    stuck, begun = threading.Event(), threading.Event()

    def work(cancel, report):
        begun.set()
        stuck.wait(30)

    token = jobs.run(work, ear.result, ear.error)
    assert begun.wait(5)
    token.cancel()
    qtbot.waitUntil(lambda: bool(ear.errors))
    assert isinstance(ear.errors[0], Cancelled)
    stuck.set()
    assert jobs.shutdown(5)
    qtbot.wait(1)
    assert len(ear.errors) == 1
    assert not ear.results


def test_nothing_reaches_a_destroyed_owner(jobs, ear, qtbot, qapp):
    gate, owner = threading.Event(), QObject()
    jobs.run(lambda cancel, report: gate.wait(30), ear.result, ear.error, owner=owner)
    import shiboken6

    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert not ear.results
    assert not ear.errors


def test_progress_is_thinned_out_and_the_latest_wins(jobs, ear, qtbot):
    seen, gate = [], threading.Event()

    def work(cancel, report):
        for done in range(20_000):
            report(Progress("Reading", done, 20_000))
        gate.wait(30)
        return "done"

    jobs.run(work, ear.result, ear.error, seen.append)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].done == 19_999)
    assert len(seen) < 200
    gate.set()
    qtbot.waitUntil(lambda: bool(ear.results))
    assert not jobs._pulse.isActive()


def test_shutdown_leaves_a_stuck_worker_behind(qapp, ear):
    stuck, begun = threading.Event(), threading.Event()

    def work(cancel, report):
        begun.set()
        stuck.wait(30)

    jobs = Jobs()
    jobs.run(work, ear.result, ear.error)
    assert begun.wait(5)
    assert not jobs.shutdown(0.05)
    late = jobs.run(lambda cancel, report: 1, ear.result, ear.error)
    assert late.cancelled
    stuck.set()
    assert jobs._pool.join(5)
    qapp.processEvents()
    assert not ear.results
    assert not ear.errors


@pytest.mark.parametrize("error", [Cancelled, TimedOut])
def test_what_work_held_goes_with_it_though_it_failed(jobs, ear, qtbot, error):
    """No garbage collection is needed: it comes late, and an answer's index may be large."""

    class Held:
        pass

    seen = []

    def work(cancel, report):
        held = Held()
        seen.append(weakref.ref(held))
        raise error("")

    gc.disable()
    try:
        jobs.run(work, ear.result, ear.error)
        qtbot.waitUntil(lambda: bool(ear.errors))
        ear.errors.clear()
        qtbot.waitUntil(lambda: seen[0]() is None)
    finally:
        gc.enable()


def test_cancel_all_stops_everybody(jobs, ear, qtbot):
    def work(cancel, report):
        cancel.wait(30)
        cancel.check()

    for _ in range(3):
        jobs.run(work, ear.result, ear.error)
    jobs.cancel_all()
    qtbot.waitUntil(lambda: len(ear.errors) == 3)
