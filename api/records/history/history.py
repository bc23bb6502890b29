"""The History: records exchanges without making anybody wait, and finds, opens and removes what was kept."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.records.history import finding, scrubbing, writing
from api.records.history.entry import Choices, Entry, Kept, News, Wanted
from api.records.history.note import Note
from api.records.history.reading import read_kept
from api.records.history.schema import HistoryFile, Interrupt, is_damage, transaction, unusable
from api.running import CancelToken, WorkerPool

T = TypeVar("T")

LARGEST_BODY = 64 << 20
"""Bytes of an answer; of a larger one only the head is kept."""
MOST_WAITING = 256 << 20
"""Bytes of answers that wait to be written; those that come meanwhile are kept without their bodies."""
TOO_LARGE = "The answer was too large for its body to be kept in the history."
TOO_MANY = "The answer came while many others waited to be kept, so that its body was not."
_AFTER_IT_IS_SHOWN = 1.0
"""Seconds that a large body waits: its answer is read and drawn meanwhile, and comes first."""
_PATIENCE = 5.0
"""Seconds that the end of the program waits for what is not written yet."""
_LONGEST_CHANGE = 600.0
"""Seconds: all of a full history is gone long before."""
_WELL_AGAIN = 50
"""Entries after which a trouble is over: on a full disk one fits now and then, and the person was told once."""
_LOOK_AFTER = 32
"""The part of the limit after which it is looked whether room has to be made."""
_log = logging.getLogger(__name__)


class History:
    """The exchanges of a data folder. Thread-safe; several processes may use one folder.

    note() returns at once; everything else is blocking. What cannot be written is told in ``problem`` and to the
    listeners; nobody who sends hears of it. ``limit`` tells the bytes that may be kept. An entry is written at once,
    a large body joins it when its answer was shown, one at a time.
    """

    def __init__(self, data_dir: Path, limit: Callable[[], int] = lambda: 1 << 30) -> None:
        self._file = HistoryFile(data_dir / "history.db")
        self._limit = limit
        self._lock = threading.Lock()
        self._writer = WorkerPool(1, "history")
        self._bodies = WorkerPool(1, "history-bodies")
        self._hurry = threading.Event()
        self._db: sqlite3.Connection | None = None
        self._giving_way = CancelToken()  # never cancelled: what is recorded is recorded
        self._listeners: list[Callable[[News], None]] = []
        self._waiting = self._notes = self._since_look = 0
        self._problem: PitchforkError | None = None
        self._told, self._good = "", 0
        self._closed = False

    @property
    def problem(self) -> PitchforkError | None:
        """Why nothing can be recorded now, or what was wrong with the file that was there; None is fine."""
        return self._problem or self._file.problem

    def listen(self, callback: Callable[[News], None]) -> Callable[[], None]:
        """Call back, on any thread, whenever something changes; returns what ends that."""
        with self._lock:
            self._listeners.append(callback)

        def leave() -> None:
            with self._lock:
                if callback in self._listeners:
                    self._listeners.remove(callback)

        return leave

    # Recording

    def note(self, exchange: Exchange, secrets: Iterable[str] = ()) -> None:
        """Record an exchange soon. ``secrets`` are the values that were sent in its slots; they are not kept."""
        content = exchange.response.content if exchange.response is not None else None
        size = len(content) if content is not None else 0
        with self._lock:
            if self._closed:
                return
            lacks = TOO_LARGE if size > LARGEST_BODY else ""
            lacks = lacks or (TOO_MANY if self._waiting and self._waiting + size > MOST_WAITING else "")
            note = Note(exchange, tuple(secrets), size, lacks)
            self._waiting += note.waiting
            self._notes += 1
        note.keep()
        self._writer.submit(lambda: self._write(note))

    def flush(self, seconds: float | None = None) -> bool:
        """Wait until everything that was noted before is written; returns whether it is, in that time."""
        done = threading.Event()
        self._hurry.set()
        self._after_bodies(done.set)
        try:
            return done.wait(seconds)
        finally:
            if not self._closed:
                self._hurry.clear()

    def close(self, seconds: float = _PATIENCE) -> bool:
        """Record nothing more; returns whether everything was written within that time."""
        with self._lock:
            used = not self._closed and (self._notes > 0 or self._db is not None)
            self._closed = True
        if not used:
            self._bodies.close()
            self._writer.close()
            return True
        done = threading.Event()
        self._hurry.set()

        def end() -> None:
            self._drop_connection()
            done.set()

        self._after_bodies(end)
        written = done.wait(seconds)
        self._bodies.close()
        self._writer.close()
        return written

    # Looking

    def find(self, wanted: Wanted = Wanted(), cancel: CancelToken | None = None) -> list[Entry]:  # noqa: B008
        """The entries that fit, the newest first, as many as are wanted. Raises PitchforkError and Cancelled."""
        return self._read(lambda db: finding.find(db, wanted), [], cancel)

    def count(self, wanted: Wanted = Wanted(), cancel: CancelToken | None = None) -> int:  # noqa: B008
        """How many entries fit. Raises PitchforkError and Cancelled."""
        return self._read(lambda db: finding.count(db, wanted), 0, cancel)

    def choices(self, cancel: CancelToken | None = None) -> Choices:
        """What entries can be told apart by. Raises PitchforkError and Cancelled."""
        return self._read(finding.choices, Choices(), cancel)

    def open(self, entry_id: str, cancel: CancelToken | None = None) -> Kept:
        """The whole exchange of an entry's id or number. Raises PitchforkError and Cancelled."""
        check = (cancel or self._giving_way).check
        kept = self._read(lambda db: read_kept(db, entry_id, check), None, cancel)
        if kept is None:
            raise PitchforkError(f"There is no entry {entry_id} in the history.", "It is empty.")
        return kept

    # Marking and removing

    def star(self, ids: Iterable[str], *, starred: bool = True) -> None:
        """Mark these entries, which keeps them beyond the limit, or no longer. Raises PitchforkError."""
        wanted = [(starred, each) for each in ids]

        def mark(db: sqlite3.Connection) -> None:
            with transaction(db):
                db.executemany("UPDATE entries SET starred = ? WHERE id = ?", wanted)

        self._change(mark)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove the entries of these ids without a trace. Raises PitchforkError."""
        wanted = list(ids)

        def remove(db: sqlite3.Connection) -> None:
            rows = (
                db.execute("SELECT number FROM entries WHERE id = ?", (each,)).fetchone() for each in wanted
            )
            scrubbing.remove_entries(db, [row[0] for row in rows if row is not None])

        self._change(remove, deletes=True)

    def remove_all(self, wanted: Wanted) -> int:
        """Remove every entry that fits, but none that is starred, without a trace; returns how many.

        ``limit`` and ``after`` do not count. Raises PitchforkError.
        """

        def remove(db: sqlite3.Connection) -> int:
            numbers = finding.numbers(db, wanted)
            scrubbing.remove_entries(db, numbers)
            return len(numbers)

        return self._change(remove, deletes=True)

    def remove_bodies(self) -> None:
        """Remove the bodies of all entries, starred ones too, without a trace. Raises PitchforkError."""
        self._change(scrubbing.remove_bodies, deletes=True)

    def clear(self) -> None:
        """Remove everything without a trace, also damaged files that were set aside. Raises PitchforkError."""
        self._change(scrubbing.remove_all, deletes=True)
        self._file.problem = None
        scrubbing.delete_files(self._file.left_behind())

    # Its thread

    def _after_bodies(self, job: Callable[[], None]) -> None:
        """Run it on the writer's thread once everything that was noted before is written, with its bodies."""
        self._writer.submit(lambda: self._bodies.submit(lambda: self._writer.submit(job)))

    def _write(self, note: Note) -> None:
        """Write an entry; a large body is left to the other thread."""
        large = note.is_large

        def write() -> News:
            sheet = (note.head() if large else note).sheet(self._giving_way.check)
            return self._put(lambda db: writing.write(db, sheet, note.size), News.ADDED)

        if self._try(write) and large:
            self._bodies.submit(lambda: self._prepare_body(note))
        else:
            self._done_with(note)

    def _prepare_body(self, note: Note) -> None:
        def prepare() -> None:
            sheet = note.sheet(self._giving_way.check)
            self._writer.submit(lambda: self._join(note.exchange.id, sheet))

        self._hurry.wait(_AFTER_IT_IS_SHOWN)
        self._try(prepare)
        self._done_with(note)

    def _join(self, entry_id: str, sheet: writing.Sheet) -> None:
        self._try(lambda: self._put(lambda db: writing.add_body(db, entry_id, sheet), News.CHANGED))

    def _put(self, write: Callable[[sqlite3.Connection], int], news: News) -> News:
        """Write something, which tells the bytes that it took; returns the news, others if old entries went for it."""
        self._since_look += self._with_file(write)
        limit = self._limit()
        if self._since_look <= limit // _LOOK_AFTER:
            return news
        self._since_look = 0
        return News.CHANGED if self._with_file(lambda db: writing.make_room(db, limit)) else news

    def _try(self, work: Callable[[], News | None]) -> bool:
        """Do it and tell its news; returns whether it went well. Whatever goes wrong, the next one may be written."""
        try:
            news = work()
        except Exception as error:  # noqa: BLE001 - told to whoever looks at the history
            self._fail(error)
            return False
        if news is not None:
            self._well()
            self._tell(news)
        return True

    def _done_with(self, note: Note) -> None:
        with self._lock:
            self._waiting -= note.waiting
        note.close()

    def _change(self, change: Callable[[sqlite3.Connection], T], *, deletes: bool = False) -> T:
        """Do it on the writer's thread, after everything that was noted before."""
        done, results, errors = threading.Event(), list[T](), list[PitchforkError]()

        def work() -> None:
            try:
                results.append(self._with_file(change))
                if deletes:
                    scrubbing.delete_files(self._file.copies())
            except PitchforkError as error:
                errors.append(error)
            except Exception as error:  # noqa: BLE001 - belongs to who asked for it
                errors.append(unusable(error))
            finally:
                done.set()

        self._writer.submit(work)
        if not done.wait(_LONGEST_CHANGE):
            raise unusable(TimeoutError("it takes too long"))
        if errors:
            raise errors[0]
        self._tell(News.CHANGED)
        return results[0]

    def _with_file(self, use: Callable[[sqlite3.Connection], T]) -> T:
        """Use the connection; once more with a new file where the one that is there proves to be damaged."""
        try:
            return use(self._connection())
        except sqlite3.DatabaseError as error:
            self._drop_connection()
            if not is_damage(error):
                raise unusable(error) from None
        if not self._file.is_whole():  # else another process has set it aside already
            self._file.set_aside()
            self._tell(News.TROUBLE)
        try:
            return use(self._connection())
        except sqlite3.Error as error:
            raise unusable(error) from None

    def _connection(self) -> sqlite3.Connection:
        if self._db is None or not self._file.path.exists():  # somebody may delete the folder meanwhile
            self._drop_connection()
            self._db = self._file.open()
        return self._db

    def _drop_connection(self) -> None:
        db, self._db = self._db, None
        if db is not None:
            try:
                db.close()
            except sqlite3.Error:
                _log.exception("The history could not be closed")

    def _read(self, use: Callable[[sqlite3.Connection], T], nothing: T, cancel: CancelToken | None) -> T:
        """Use a connection of its own; cancelling stops what SQLite does."""
        with self._file.reading() as db:
            if db is None:
                return nothing
            stop = Interrupt(db)
            try:
                if cancel is not None:
                    cancel.add(stop)
                return use(db)
            except sqlite3.OperationalError:
                if cancel is not None:
                    cancel.check()
                raise
            finally:
                if cancel is not None:
                    cancel.remove(stop)

    def _fail(self, error: Exception) -> None:
        told = error if isinstance(error, PitchforkError) else unusable(error)
        self._problem, self._good = told, 0
        if self._told != told.sentence:
            self._told = told.sentence
            _log.warning("An exchange could not be recorded: %s", told.details or type(error).__name__)
            self._tell(News.TROUBLE)

    def _well(self) -> None:
        self._problem = None
        self._good += 1
        if self._good == _WELL_AGAIN:
            self._told = ""

    def _tell(self, news: News) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(news)
