"""The form of an edit: how long the window stands still while it opens over records of 40 and 2,000 properties."""

from __future__ import annotations

import os
import statistics

RUNS = 5
TARGET = 16.0
SIZES = (40, 2_000)


def run() -> list[dict]:
    """Medians of the longest gaps in ms; the first form of a process, which loads what all share, is not counted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from gui import theme
    from tests.benchmarks.children.event_loop import EventLoop

    QApplication.instance() or QApplication([])
    theme.switch().dress()
    loop = EventLoop()
    return [_row(size, [_open(loop, size) for _ in range(RUNS + 1)][1:]) for size in SIZES]


def _row(size: int, gaps: list[float]) -> dict:
    value = statistics.median(gaps)
    return {
        "name": f"longest gap: open an edit of {size:,} properties",
        "value": value,
        "unit": "ms",
        "floor": None,
        "ratio": None,
        "target": TARGET,
        "met": value <= TARGET,
    }


def _open(loop, size: int) -> float:
    """Show a form over a record of that many properties; the longest gap until its rows are there, in ms."""
    from api.edit.editing import Editing
    from api.edit.property import Properties
    from api.edit.told import Told
    from api.model import Edit
    from gui.edit.page import EditPage

    edit = Edit(
        kind="image", read="image.show-image", fill=(("image_id", "id"),), basic=("name", "min_disk")
    )
    record = {"name": "debian", "min_disk": 20} | {
        f"os_property_{n}": f"value {n}" for n in range(size - 2)
    }
    properties = Properties(edit, Told({}, {}))
    editing = Editing(edit, record, properties.all(record))
    gaps: dict[str, float] = {}
    with loop.watched(gaps, "open"):
        page = EditPage(editing, properties)
        page.resize(980, 640)
        page.show()
        loop.until(lambda: page.form.complete)
    page.close()
    page.deleteLater()
    return gaps["open"]
