"""One window that sends call after call, with tabs closed, regions changed and sign-ins renewed: nothing piles up."""

import gc
import itertools
from dataclasses import dataclass

import psutil
import pytest

from api.desk import Desk
from api.model import Key, Location
from api.running import CancelToken
from gui.answer.tab_page import TabPage
from gui.program import Program

ROUND = 10
"""Calls that run at once."""
MEGABYTE = 1024 * 1024
IMAGE = Key(Location.PATH, "image_id")
CALLS = (
    ("cloud-images.list-images", {}, 200),
    ("cloud-images.get-images-schema", {}, 200),
    ("cloud-images.list-images", {Key(Location.QUERY, "limit"): 2}, 200),
    ("cloud-images.get-image-details", {IMAGE: "00000000-0000-0000-0000-000000000000"}, 404),
    ("cloud-images.list-tasks", {}, 200),
)


@dataclass(frozen=True)
class Use:
    """What the process holds: bytes of memory, threads, open files, connections, Python objects, widgets."""

    memory: int
    threads: int
    files: int
    connections: int
    objects: int
    widgets: int


@pytest.fixture
def practising(qapp, qtbot, data_dir):
    """The program's window, signed in to the practice cloud."""
    program = Program(lambda: Desk(data_dir), data_dir)
    window = program.start()
    qtbot.waitUntil(lambda: bool(window.navigation.heads))
    window.practise()
    qtbot.waitUntil(lambda: bool(window.profile))
    yield window
    window.answers.close_all()
    program.close_all()
    assert program.shutdown(5)
    program.deleteLater()
    qapp.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete


def use(qapp):
    """What is held now, after everything that may go has gone."""
    qapp.sendPostedEvents(None, 52)
    gc.collect()
    process = psutil.Process()
    files = process.num_fds() if hasattr(process, "num_fds") else process.num_handles()
    # The practice cloud answers in this process: both ends of a kept connection are counted.
    connections = len(process.net_connections("tcp"))
    return Use(
        process.memory_info().rss,
        process.num_threads(),
        files - connections,
        connections,
        len(gc.get_objects()),
        len(qapp.allWidgets()),
    )


def send_round(window, qtbot, calls):
    """Send some calls at once and wait until all are answered."""
    desk, wanted = window.program.desk, []
    for _ in range(ROUND):
        call_id, values, status = next(calls)
        window.calls.send(desk.draft(desk.catalogue.call(call_id), values, window.place))
        wanted.append((window.answers.current, status))
    qtbot.waitUntil(lambda: not window.calls.running)
    assert [tab.exchange.status for tab, _ in wanted] == [status for _, status in wanted]


def change_something(window, number):
    """What a person does between calls."""
    desk, regions = window.program.desk, window.top.regions
    if number % 3 == 0:
        window.set_region(regions.itemText(number // 3 % regions.count()))
    if number % 5 == 0:
        cloud, cancel = desk.cloud(window.profile), CancelToken()
        cloud.renew(cloud.token(cancel), cancel)
    if number % 4 == 3:
        window.answers.close_all()
    elif window.answers.count:
        window.answers.close_current()


def warm_up(window, qtbot, calls):
    """Fill what is meant to be kept: connections to every region, workers, drawings, parsed calls."""
    for number in range(2 * window.top.regions.count()):
        window.set_region(window.top.regions.itemText(number // 2))
        send_round(window, qtbot, calls)


def close_all(window, qtbot):
    """Close every answer and wait until workers and timers have taken it away."""
    window.answers.close_all()
    qtbot.waitUntil(lambda: not window.program.jobs.count)
    qtbot.waitUntil(lambda: not window.answers.findChildren(TabPage))


def test_nothing_piles_up(practising, qapp, qtbot, request):
    rounds = max(4, request.config.getoption("--soak-calls") // ROUND)
    calls = itertools.cycle(CALLS)
    warm_up(practising, qtbot, calls)
    uses = []
    for number in range(rounds + 1):
        if number in (0, rounds // 2, rounds):
            close_all(practising, qtbot)
            uses.append(use(qapp))
        send_round(practising, qtbot, calls)
        change_something(practising, number)
    for number, each in enumerate(uses):
        print(f"{rounds * ROUND} calls, point {number}: {each.memory / MEGABYTE:.1f} MB, {each}")
    start, middle, end = uses
    assert end.threads <= middle.threads + 2
    assert end.files <= middle.files + 10
    # How many of a round's calls run at the same moment is chance; more than the round has are never kept.
    assert end.connections <= 2 * ROUND * (practising.top.regions.count() + 1)
    assert end.widgets <= middle.widgets
    assert end.objects - middle.objects <= max(2_000, middle.objects - start.objects)
    assert end.memory - middle.memory <= 12 * MEGABYTE
