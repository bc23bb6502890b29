"""Opens many rows of a tree little by little, so that the window stays alive meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot
from PySide6.QtWidgets import QTreeView

from api.answer.outline import TOP
from api.foreground import foreground
from gui.answer.tree.model import TreeModel

DEEPEST = 250
"""Levels that are opened by themselves: a view of rows is no way to look at thousands of them."""
_SLICE_MS = 3


@dataclass(slots=True)
class Opened:
    """What came of opening: how many nodes are in sight that were under closed rows, how many are left."""

    rows: int = 0
    left: int = 0


class TreeOpener(QObject):
    """Does the steps of one opening at a time in slices of a few milliseconds; a new one replaces it."""

    def __init__(self, view: QTreeView, model: TreeModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._steps: Iterator[None] | None = None
        self._done: Callable[[], None] = lambda: None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._slice)

    @property
    def active(self) -> bool:
        """Whether rows are still being opened."""
        return self._steps is not None

    def open_under(self, row: int, limit: int, done: Callable[[Opened], None]) -> None:
        """Open what is under a row of the outline, level by level, until about ``limit`` rows came."""
        opened = Opened()
        self.run(self._level_by_level(row, limit, opened), lambda: done(opened))

    def run(self, steps: Iterator[None], done: Callable[[], None]) -> None:
        """Take the steps, the first slice of them now."""
        self._steps, self._done = steps, done
        self._timer.start()
        self._slice()

    @Slot()
    def stop(self) -> None:
        """Leave it as it is."""
        self._steps = None
        self._timer.stop()

    @Slot()
    def _slice(self) -> None:
        with foreground:
            self._take_steps()

    def _take_steps(self) -> None:
        steps, clock = self._steps, QElapsedTimer()
        clock.start()
        while steps is not None and clock.elapsed() < _SLICE_MS:
            try:
                next(steps)
            except StopIteration:
                self.stop()
                self._done()
                return

    def _level_by_level(self, row: int, limit: int, opened: Opened) -> Iterator[None]:
        outline, model = self._model.outline, self._model
        opened.left = outline.nodes_under(row)
        waiting = deque([(row, 0)])
        taken = 0
        while waiting:
            yield
            each, level = waiting.popleft()
            index = model.index_of_row(each)
            count = model.rowCount(index)
            if each != TOP:
                if not count:
                    opened.left -= outline.nodes_under(each)  # nothing, or what is hidden
                    continue
                if (taken and taken + count > limit) or level > DEEPEST:
                    continue
                taken += count
                self._view.expand(index)
            rows = outline.rows(each) if count else []
            nodes = sum(outline.node(child) is not None for child in rows)
            opened.rows, opened.left = opened.rows + nodes, opened.left - nodes
            waiting.extend((child, level + 1) for child in rows)
