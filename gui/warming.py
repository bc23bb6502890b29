"""Makes the Work panel while nobody waits for it, in turns so short that nobody notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from gui.main_window import MainWindow

PAUSE_MS = 40
"""Between two steps, for whatever the person does."""
MODULES = (
    "gui.work.works_model",
    "gui.work.delegate",
    "gui.work.works_list",
    "gui.work.story_delegate",
    "gui.work.detail",
    "gui.work.panel",
    "gui.work.transfers.saving",
    "gui.work.transfers.uploading",
    "gui.work.watch.deeds",
)
"""Each needs those before it, so that no step imports much."""


class Warming(QObject):
    """A child of the window whose panel it makes, after the first paint. It ends itself."""

    ended = Signal()
    """The panel is there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._steps = self._all()
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._go_on)
        window.closed.connect(self._timer.stop)
        self._timer.start()

    @Slot()
    def _go_on(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            step()
        else:
            self._timer.stop()
            self.ended.emit()
            self.deleteLater()

    def _all(self) -> Iterator[Callable[[], object]]:
        for name in MODULES:
            yield partial(import_module, name)
        yield lambda: self._window.work_panel
        panel = self._window.work_panel
        # Styling and painting for the first time cost the most: once unseen, one part in each turn.
        for part in (panel, panel.list, panel.detail):
            yield partial(_paint_unseen, part)
        # The binding makes what it needs of a class (its enumerations) when it is first asked for.
        yield panel.list.viewport


def _paint_unseen(part: QWidget) -> None:
    if shiboken6.isValid(part) and not part.isVisible():
        part.grab()
