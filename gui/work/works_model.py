"""The works of a desk as rows of a view, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from api.answer.plain import one_line
from gui.work.words import spoken

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.news import WorkNews

LONGEST = 300
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class WorksModel(QAbstractListModel):
    """Rows stay the same objects, so that what is chosen stays chosen while others come and go."""

    def __init__(self, news: WorkNews, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works = news.works
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
            return one_line(work.title, LONGEST)
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

    @Slot(object)
    def _follow(self, changed: tuple[Work, ...]) -> None:
        self.sync()
        rows = [at for at, work in enumerate(self._rows) if work in changed]
        if rows:
            self.dataChanged.emit(self.index(rows[0]), self.index(rows[-1]))

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
                del self._rows[row]
                self.endRemoveRows()
        known = set(self._rows)
        new = [work for work in reversed(there) if work not in known]
        if new:
            self.beginInsertRows(QModelIndex(), 0, len(new) - 1)
            self._rows[:0] = new
            self.endInsertRows()
