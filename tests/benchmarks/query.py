"""A query over a large answer: how long it takes, its memory, how long the window stands still, how soon it ends."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from api.answer.answer import Answer, Form
from api.answer.apart import run_measured
from api.answer.document import Document
from api.answer.queries.query import run_query
from api.answer.veil import Veil
from api.errors import Cancelled
from api.running import CancelToken
from api.wire.response import Content
from tests.builders.big_documents import image_list

sys.path.insert(0, str(Path(__file__).resolve().parent / "children"))
from event_loop import EventLoop

MB = 1_000_000
ROUNDS = 3
STARTS = 15
CANCELS = 15
PATIENCE = 120.0
QUERY = "length(images)"
BARE_START = [sys.executable, "-c", "import json, jmespath"]
TARGET_START, TARGET_TIME, TARGET_MEMORY = 2.0, 2.0, 8.0
TARGET_GAP, TARGET_CANCEL = 50.0, 100.0


def run() -> list[dict]:
    """A query of a small answer with its process against a bare Python that loads the library; one of 100 MB
    against json.loads of the same bytes, the memory its process had against the body, the longest gap of an event
    loop beside it against that of an idle one, and the 95th percentile of the time from cancel() to the end.
    """
    app = QCoreApplication.instance() or QCoreApplication([])
    data = image_list(100 * MB)
    content = Content(data)
    document = Document(content)
    answer = Answer(Form.JSON, content, document, Veil(document))
    loads = [_timed(lambda: json.loads(data)) for _ in range(ROUNDS)]
    watched = [_watched(answer) for _ in range(ROUNDS)]
    rows = [
        _start_row(),
        _row(
            f"{QUERY} of 100 MB",
            statistics.median(w[0] for w in watched),
            "s",
            statistics.median(loads),
            TARGET_TIME,
        ),
        _row("memory of its process", max(w[1] for w in watched) / MB, "MB", len(data) / MB, TARGET_MEMORY),
        _plain_row("longest gap beside it", max(w[2] for w in watched), TARGET_GAP, floor=_idle()),
        _plain_row("cancel of it, 95th percentile", _cancels(answer), TARGET_CANCEL),
    ]
    del app
    return rows


def _timed(work: object) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _watched(answer: Answer) -> tuple[float, int, float]:
    """Seconds, the process's memory, and the longest gap of the event loop meanwhile in milliseconds."""
    loop, gaps, ended = EventLoop(), {}, []

    def work() -> None:
        begun = time.perf_counter()
        result = run_query(answer, QUERY, CancelToken(), PATIENCE)
        ended.append((time.perf_counter() - begun, result.peak))

    with loop.watched(gaps, "query"):
        threading.Thread(target=work).start()
        loop.until(lambda: ended, PATIENCE)
    return (*ended[0], gaps["query"])


def _idle() -> float:
    loop, gaps = EventLoop(), {}
    with loop.watched(gaps, "idle"):
        loop.rest(1.0)
    return gaps["idle"]


def _start_row() -> dict:
    small, arguments = [memoryview(b'{"images": []}')], {"expression": QUERY, "hidden": [], "cover": ""}
    ours, bare = [], []
    for _ in range(STARTS):
        ours.append(_timed(lambda: run_measured("query", small, arguments, CancelToken(), PATIENCE)))
        bare.append(_timed(lambda: subprocess.run(BARE_START, check=True)))
    ours_ms, bare_ms = statistics.median(ours) * 1e3, statistics.median(bare) * 1e3
    return _row("a small query, with its process", ours_ms, "ms", bare_ms, TARGET_START)


def _cancels(answer: Answer) -> float:
    """The 95th percentile in milliseconds; cancelled later and later while it runs."""
    times = []
    for number in range(CANCELS):
        cancel, ended = CancelToken(), []

        def work(cancel: CancelToken = cancel, ended: list[float] = ended) -> None:
            with suppress(Cancelled):
                run_query(answer, QUERY, cancel, PATIENCE)
            ended.append(time.perf_counter())

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(0.05 * number)
        begun = time.perf_counter()
        cancel.cancel()
        thread.join()
        times.append((ended[0] - begun) * 1e3)
    return statistics.quantiles(times, n=20)[-1]


def _row(name: str, value: float, unit: str, floor: float, target: float) -> dict:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "floor": floor,
        "ratio": value / floor,
        "target": target,
        "met": value / floor <= target,
    }


def _plain_row(name: str, milliseconds: float, target: float, floor: float | None = None) -> dict:
    return {
        "name": name,
        "value": milliseconds,
        "unit": "ms",
        "floor": floor,
        "ratio": None,
        "target": target,
        "met": milliseconds <= target,
    }
