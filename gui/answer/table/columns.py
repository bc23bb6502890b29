"""Keeps how a person arranges the columns of a call's table: order, widths, and what is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from api.answer.tables.columns import MOST_COLUMNS, Column, arranged
from api.records.views import CallView, ColumnChoice
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.jobs import Jobs

if TYPE_CHECKING:
    from api.records.views import CallViews

_PAUSE_MS = 700


def shown_columns(columns: Sequence[Column], choices: Sequence[ColumnChoice]) -> tuple[Column, ...]:
    """The columns of a table that are shown where these choices were made, in their order."""
    order = [choice.key for choice in choices if not choice.hidden]
    return arranged(columns, order, [choice.key for choice in choices if choice.hidden])


class TableColumns(QObject):
    """The choice of columns of one table. What is kept is written on a worker, a moment after the last change."""

    def __init__(self, jobs: Jobs, views: CallViews | None, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._views, self._name = jobs, views, name
        self.all: tuple[Column, ...] = ()
        self._choices: tuple[ColumnChoice, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.save)

    def take(self, columns: Sequence[Column], choices: Sequence[ColumnChoice]) -> None:
        """These are the table's columns, and how they were arranged before."""
        self.all, self._choices = tuple(columns), tuple(choices)

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns to show, in their order."""
        return shown_columns(self.all, self._choices)

    @property
    def changed(self) -> bool:
        """Whether the person arranged anything."""
        return bool(self._choices)

    def width(self, column: Column) -> int:
        """How wide the person made a column; 0 where they did not."""
        return next((choice.width for choice in self._choices if choice.key == column.key), 0)

    def arrange(self, keys: Sequence[str], widths: dict[str, int]) -> None:
        """The columns of these keys are shown in this order; ``widths`` are those that the person chose."""
        shown = set(keys)
        before = {choice.key: choice for choice in self._choices}
        hidden = [key for key in before if key not in shown]
        hidden += [c.key for c in self.all[:MOST_COLUMNS] if c.key not in shown and c.key not in before]
        wide = {key: choice.width for key, choice in before.items()} | widths
        self._choices = (
            *(ColumnChoice(key, wide.get(key, 0)) for key in keys),
            *(ColumnChoice(key, wide.get(key, 0), hidden=True) for key in hidden),
        )
        self._pause.start()

    def reset(self) -> None:
        """As the columns come."""
        self._choices = ()
        self._pause.start()

    @Slot()
    def save(self) -> None:
        """Keep the choice now."""
        self._pause.stop()
        views, name, choices = self._views, self._name, self._choices
        if views is None or not name:
            return

        def changed(view: CallView) -> CallView:
            return replace(view, columns=choices)

        def work(_cancel: CancelToken, _report: ProgressReport) -> None:
            views.change(name, changed)

        self._jobs.run(work, _kept, _not_kept)

    def flush(self) -> None:
        """Keep what has not been kept yet: the table is about to be closed."""
        if self._pause.isActive():
            self.save()


def _kept(_nothing: None) -> None:
    """Nobody needs to hear of it."""


def _not_kept(error: Exception) -> None:
    """A disk that refuses only costs the arrangement."""
    if not isinstance(error, OSError):
        unless_cancelled(error)
