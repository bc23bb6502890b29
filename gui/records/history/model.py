"""The rows of the history: entries, the newest first, under a heading for each day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from api.answer.plain import one_line
from api.answer.sizes import size
from api.answer.times import age, duration, local
from api.records.history.entry import Entry

Index = QModelIndex | QPersistentModelIndex
Row = Entry | date
_NOWHERE = QModelIndex()
_LONGEST = 300


class HistoryModel(QAbstractListModel):
    """Rows for a view that asks for more of them when it comes to the last."""

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._more = False

    @property
    def entries(self) -> list[Entry]:
        """The entries that are shown."""
        return [row for row in self._rows if isinstance(row, Entry)]

    def show_entries(self, entries: Sequence[Entry], *, more: bool) -> None:
        """Show these; where they only go on at the top, the rows below stay where they are."""
        self._more = more
        rows = with_days(entries)
        new = len(rows) - len(self._rows)
        below = self._rows[1:]  # the first is the heading of the newest day
        if self._rows and new > 0 and rows[new + 1 :] == below and rows[0] == self._rows[0]:
            self.beginInsertRows(QModelIndex(), 1, new)
            self._rows[1:1] = rows[1 : new + 1]
            self.endInsertRows()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def add_entries(self, entries: Sequence[Entry], *, more: bool) -> None:
        """Show these, too, below the others."""
        self._more = more
        last = self._rows[-1] if self._rows else None
        rows = with_days(entries, last if isinstance(last, Entry) else None)
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Entries and headings."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more than are shown."""
        return self._more and not parent.isValid()

    def fetchMore(self, _parent: Index) -> None:
        """Ask for them, once."""
        self._more = False
        self.more_wanted.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        row = self.row(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        plain = Qt.ItemFlag.ItemNeverHasChildren
        return chosen | plain if isinstance(row, Entry) else plain

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, or the day; for those who do not see the row, all that stands in it."""
        row = self.row(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(row.title, _LONGEST) if isinstance(row, Entry) else day_words(row)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return spoken(row) if isinstance(row, Entry) else day_words(row)
        return None

    def row(self, index: Index) -> Row | None:
        """The entry or the day of a row."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, entry_id: str) -> QModelIndex:
        """The row of an entry; an invalid one if it is not shown."""
        for at, row in enumerate(self._rows):
            if isinstance(row, Entry) and row.id == entry_id:
                return self.index(at)
        return QModelIndex()


def with_days(entries: Iterable[Entry], after: Entry | None = None) -> list[Row]:
    """The entries with a heading before the first of each day; ``after`` is what stands before them."""
    rows: list[Row] = []
    day = _day(after.started) if after is not None else None
    for entry in entries:
        if _day(entry.started) != day:
            day = _day(entry.started)
            rows.append(day)
        rows.append(entry)
    return rows


def day_words(day: date) -> str:
    """A day as people call it."""
    today = datetime.now().astimezone().date()
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    named = f"{day:%A}, {day.day} {day:%B}"
    return named if day.year == today.year else f"{named} {day.year}"


def status_words(entry: Entry) -> str:
    """The status, or that there was no answer."""
    return str(entry.status) if entry.status is not None else "none"


def when(entry: Entry, now: datetime) -> str:
    """Today's by their age, earlier ones by the clock."""
    if _day(entry.started) == _day(now):
        return age(entry.started, now)
    return f"{entry.started.astimezone():%H:%M}"


def spoken(entry: Entry) -> str:
    """All of an entry in words, a line each."""
    status = status_words(entry) if entry.status is not None else "no answer"
    told = [
        f"{entry.method} {entry.title}",
        f"{status} · {duration(entry.seconds)} · {size(entry.size)}",
        f"{local(entry.started)} · {entry.who}",
        entry.sentence,
        entry.url,
        entry.request_id,
        "Starred" if entry.starred else "",
    ]
    return "\n".join(one_line(line, _LONGEST) for line in told if line)


def _day(time: datetime) -> date:
    return time.astimezone().date()
