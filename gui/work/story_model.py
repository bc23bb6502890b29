"""The story of a piece of work as rows: its notes, its calls, and what it came to, in the order of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from api.answer.plain import one_line
from api.answer.times import duration
from api.work.story import Tone
from gui.answer.labels import plain_tip
from gui.work.words import state_tone

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange
    from api.work.story import Note
    from api.work.work import Work

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LONGEST = 2000


class Line(NamedTuple):
    """One row. ``exchange`` is there for a call, whose ``method``, ``status`` and ``aside`` (its time) are shown."""

    time: datetime
    text: str
    tone: Tone = Tone.PLAIN
    exchange: Exchange | None = None
    method: str = ""
    status: str = ""
    aside: str = ""
    last: bool = False

    @property
    def spoken(self) -> str:
        """All of it in one line, for a copy and for those who hear it."""
        words = (clock(self.time), self.method, self.status, self.text, self.aside)
        tone = self.tone.value if self.tone in (Tone.WARNING, Tone.BAD) else ""
        return "  ".join(word for word in (*words[:1], tone, *words[1:]) if word)


class StoryModel(QAbstractListModel):
    """Looks at its work again when it is told to; rows that stay are not touched."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Work | None = None
        self._lines: list[Line] = []
        self._made: dict[object, Line] = {}

    def show_work(self, work: Work | None) -> None:
        """Tell the story of that one from now on."""
        self.beginResetModel()
        self._work, self._made = work, {}
        self._lines = self._read() if work is not None else []
        self.endResetModel()

    def refresh(self) -> None:
        """Take in what has happened since."""
        if self._work is None:
            return
        new = self._read()
        first = new[0] if new else None
        gone = next((at for at, line in enumerate(self._lines) if line == first), len(self._lines))
        self._remove(0, gone)
        same = _same(self._lines, new)
        self._remove(same, len(self._lines))
        if len(new) > same:
            self.beginInsertRows(QModelIndex(), same, len(new) - 1)
            self._lines += new[same:]
            self.endInsertRows()

    @property
    def dated(self) -> bool:
        """Whether a line is of another day than today, so that dates are shown."""
        today = datetime.now(UTC).astimezone().date()
        return any(line.time.astimezone().date() != today for line in (self._lines[:1] + self._lines[-1:]))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._lines)

    def line(self, index: Index) -> Line | None:
        """The line of a row."""
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Its text; the whole with its time as tip and for those who hear it."""
        line = self.line(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            more = "\nDouble-click: open the answer" if line.exchange is not None else ""
            return plain_tip(f"{line.time.astimezone():%Y-%m-%d %H:%M:%S}\n{line.text}{more}")
        return None

    def _remove(self, first: int, end: int) -> None:
        if end > first:
            self.beginRemoveRows(QModelIndex(), first, end - 1)
            del self._lines[first:end]
            self.endRemoveRows()

    def _read(self) -> list[Line]:
        work = self._work
        assert work is not None
        made: dict[object, Line] = {note: self._made.get(note) or _told(note) for note in work.notes}
        calls: dict[object, Line] = {
            each.id: self._made.get(each.id) or _line(each) for each in work.exchanges
        }
        self._made = {**made, **calls}
        lines = sorted(self._made.values(), key=lambda line: line.time)
        ended = _end(work)
        if ended is not None and lines and lines[-1].text == ended.text:
            del lines[-1]  # its plan has said so already
        return [*lines, *([ended] if ended is not None else [])]


def clock(time: datetime) -> str:
    """A time on the clock of this computer, with its date if that is not today's."""
    here = time.astimezone()
    today = datetime.now(UTC).astimezone().date()
    return f"{here:%H:%M:%S}" if here.date() == today else f"{here.day} {here:%b %H:%M}"


def _told(note: Note) -> Line:
    return Line(note.time, one_line(note.sentence, _LONGEST), note.tone)


def _line(exchange: Exchange) -> Line:
    request, status = exchange.request, exchange.status
    tone = Tone.PLAIN if status is not None and status < 400 else Tone.BAD
    return Line(
        exchange.started + timedelta(seconds=exchange.seconds),
        one_line(request.title or request.call_id, _LONGEST),
        tone,
        exchange,
        request.method,
        str(status) if status is not None else "no answer",
        duration(exchange.seconds),
    )


def _end(work: Work) -> Line | None:
    if not work.state.ended or work.ended is None:
        return None
    said = one_line(work.sentence, _LONGEST)
    return Line(work.ended, said or work.state.value.capitalize(), state_tone(work.state), last=True)


def _same(old: list[Line], new: list[Line]) -> int:
    """How many lines at the beginning are the same."""
    most = min(len(old), len(new))
    return next((at for at in range(most) if old[at] is not new[at] and old[at] != new[at]), most)
