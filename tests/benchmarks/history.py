"""The history with 10,000 entries: searching, filtering, what recording costs who sends, and the window meanwhile."""

from __future__ import annotations

import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

ENTRIES = 10_000
RUNS = 7
LOOK, NOTE, GAP = 100.0, 1.0, 16.0
"""Milliseconds."""
LARGE = 10 << 20


def run() -> list[dict]:
    """Medians in ms; the gap is the longest of several runs' medians."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        from api.records.history.history import History

        history = History(Path(folder))
        seconds = _fill(history)
        rows = [_row(name, _median(look), LOOK) for name, look in _looks(history)]
        rows.append(_row("history: writing an entry (image or list)", seconds * 1000 / ENTRIES, None))
        rows.append(_row("history: note() of an image", _noted(history), NOTE))
        rows += _while_writing(history)
        history.close()
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 2**20
        rows.append(_row(f"history: {ENTRIES:,} entries on the disk", size, None, "MiB"))
    return rows


def _row(name: str, value: float, target: float | None, unit: str = "ms") -> dict:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "floor": None,
        "ratio": None,
        "target": target,
        "met": value <= target if target is not None else None,
    }


def _exchange(number: int, body: bytes):
    from tests.builders.exchanges import STARTED, a_request, a_response, an_exchange

    methods = ("GET", "GET", "GET", "POST", "PATCH", "DELETE")
    request = a_request(
        f"Call {number % 40}",
        methods[number % len(methods)],
        f"https://dfw.images.example.com/v2/images/{number:08x}",
        region=("DFW", "IAD", "ORD")[number % 3],
    )
    made = an_exchange(a_response(body, 404 if number % 9 == 0 else 200), request)
    return replace(made, id=f"x{number}", started=STARTED + timedelta(seconds=number))


def _fill(history) -> float:
    """Four of five answers are one image, the others lists of 40; returns the seconds."""
    from tests.builders.exchanges import an_image

    shuffled = random.Random(1)

    def image() -> dict:
        return an_image(shuffled.randrange(7), id=f"{shuffled.getrandbits(128):032x}", name=_name(shuffled))

    before = time.perf_counter()
    for number in range(ENTRIES):
        value = {"images": [image() for _ in range(40)]} if number % 5 == 0 else image()
        history.note(_exchange(number, json.dumps(value).encode()))
        if number % 500 == 499:
            history.flush()
    history.flush()
    return time.perf_counter() - before


def _name(shuffled: random.Random) -> str:
    return f"{shuffled.choice(('web', 'db', 'golden', 'edge'))}-{shuffled.randrange(10_000)}"


def _looks(history) -> list[tuple[str, Callable[[], object]]]:
    from api.records.history.entry import Outcome, Wanted

    wanted = (
        ("a word of every answer", Wanted(text="active")),
        ("a rare word", Wanted(text="golden-1234")),
        ("three words", Wanted(text="debian golden 404")),
        ("two letters", Wanted(text="zq")),
        ("a word that is nowhere", Wanted(text="xyzzy")),
        ("method, region and result", Wanted(method="PATCH", region="IAD", outcome=Outcome.GOOD)),
        ("a word and a filter", Wanted(text="debian", method="POST", region="DFW")),
    )

    def look(each):
        return lambda: (history.find(each), history.count(each))

    return [(f"history: find and count {name}", look(each)) for name, each in wanted]


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        before = time.perf_counter()
        work()
        times.append((time.perf_counter() - before) * 1000)
    return statistics.median(times)


def _noted(history) -> float:
    """What note() takes of the sender's time."""
    from tests.builders.exchanges import an_image

    body = json.dumps(an_image()).encode()
    exchanges = iter([_exchange(ENTRIES + number, body) for number in range(RUNS)])
    value = _median(lambda: history.note(next(exchanges), ["a-token-of-the-day"]))
    history.flush()
    return value


def _while_writing(history) -> list[dict]:
    """The longest gap of the window while an answer of 10 MB is redacted and written; and how long that takes."""
    from PySide6.QtWidgets import QApplication

    from tests.benchmarks.children.event_loop import EventLoop
    from tests.builders.exchanges import an_image

    QApplication.instance() or QApplication([])
    loop = EventLoop()
    text = json.dumps({"images": [an_image(number) for number in range(LARGE // 580)]}).encode()
    gaps, times = [], []
    for number in range(RUNS):
        exchange = _exchange(2 * ENTRIES + number, text + b" " * number)
        gap: dict[str, float] = {}
        with loop.watched(gap, "note"):
            before = time.perf_counter()
            history.note(exchange, ["a-token-of-the-day"])
            loop.until(lambda: history._waiting == 0)  # a large body comes a moment after its entry
            times.append((time.perf_counter() - before) * 1000)
        gaps.append(gap["note"])
    megabytes = len(text) / 1e6
    return [
        _row(f"longest gap: {megabytes:.0f} MB go into the history", statistics.median(gaps), GAP),
        _row(
            f"history: {megabytes:.0f} MB are ready, a moment after they came",
            statistics.median(times),
            None,
        ),
    ]
