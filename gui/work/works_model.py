"""The works of a desk as rows of a view, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from gui.work.row import Row, look
from gui.work.words import spoken

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.news import WorkNews

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class WorksModel(QAbstractListModel):
    """Rows stay the same objects, so that what is chosen stays chosen while others come and go."""

    told = Signal()
    """Something changed, here or in a row."""

    def __init__(self, news: WorkNews, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works = news.works
        self._looks: dict[Work, Row] = {}
        self._rows: list[Work] = list(reversed(self._works.all()))
        news.changed.connect(self._follow)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Its title; for those who do not see the row, all that stands in it."""
        work = self.work(index)
        if work is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.row(work).title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return spoken(work)
        return None

    def work(self, index: Index) -> Work | None:
        """The piece of work of a row."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, work: Work) -> QModelIndex:
        """The row of a piece of work; an invalid one if it is not there."""
        return self.index(self._rows.index(work)) if work in self._rows else QModelIndex()

    def all(self) -> tuple[Work, ...]:
        """The works, the newest first."""
        return tuple(self._rows)

    def row(self, work: Work) -> Row:
        """What its row shows."""
        found = self._looks.get(work)
        if found is None:
            found = self._looks[work] = look(work)
        return found

    def look_again(self, first: int, last: int) -> bool:
        """Look at the rows of what still runs, from ``first`` to ``last``; returns whether there are any."""
        moving = [at for at in range(first, last + 1) if self.row(self._rows[at]).moves]
        for at in moving:
            self._refresh(at)
        return bool(moving)

    def _refresh(self, at: int) -> None:
        work = self._rows[at]
        self._looks[work] = look(work, self._looks.get(work))
        self.dataChanged.emit(self.index(at), self.index(at))

    @Slot(object)
    def _follow(self, changed: tuple[Work, ...]) -> None:
        """Show at once what began and how states changed; who looks at the rows takes care of the figures."""
        self.sync()
        at = {work: row for row, work in enumerate(self._rows)}
        for work in changed:
            if work in at and self._looks.get(work) is not None and self._stale(work):
                self._refresh(at[work])
        self.told.emit()

    def _stale(self, work: Work) -> bool:
        shown = self._looks[work]
        if shown.state.ended and work.state.ended:
            shown.read = 0.0  # what is to be said of it may have come after its end
            return True
        return shown.state is not work.state or shown.pausable is not work.pausable

    def sync(self) -> None:
        """Take in what began, and let go of what was forgotten."""
        there = self._works.all()
        if len(there) == len(self._rows) and all(
            a is b for a, b in zip(reversed(there), self._rows, strict=True)
        ):
            return
        kept = set(there)
        for row in reversed(range(len(self._rows))):
            if self._rows[row] not in kept:
                self.beginRemoveRows(QModelIndex(), row, row)
                self._looks.pop(self._rows[row], None)
                del self._rows[row]
                self.endRemoveRows()
        known = set(self._rows)
        new = [work for work in reversed(there) if work not in known]
        if new:
            self.beginInsertRows(QModelIndex(), 0, len(new) - 1)
            self._rows[:0] = new
            self.endInsertRows()
