"""The history's file: its tables, its versions, and how it is opened, upgraded, or set aside when it is damaged."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from api.errors import MachineFailed, PitchforkError, PlainDataError
from api.plain_file import make_private_folder

FIRST = """
CREATE TABLE entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, call_id TEXT NOT NULL, product TEXT NOT NULL,
    title TEXT NOT NULL, method TEXT NOT NULL, url TEXT NOT NULL, status INTEGER, sentence TEXT NOT NULL,
    profile TEXT, who TEXT NOT NULL, account TEXT, region TEXT, started INTEGER NOT NULL, seconds REAL NOT NULL,
    size INTEGER NOT NULL, request_id TEXT NOT NULL, starred INTEGER NOT NULL DEFAULT 0,
    body INTEGER REFERENCES bodies, sent INTEGER REFERENCES bodies, lacks TEXT NOT NULL,
    kept INTEGER NOT NULL
);
CREATE INDEX entries_started ON entries (started DESC, number DESC);
CREATE INDEX entries_body ON entries (body);
CREATE INDEX entries_sent ON entries (sent);
CREATE INDEX entries_kept ON entries (kept);
CREATE TABLE forms (number INTEGER PRIMARY KEY REFERENCES entries, data BLOB NOT NULL);
CREATE TABLE texts (number INTEGER PRIMARY KEY REFERENCES entries, text TEXT NOT NULL);
CREATE TABLE bodies (
    number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, kept INTEGER NOT NULL
);
CREATE TABLE slices (body INTEGER NOT NULL REFERENCES bodies, part INTEGER NOT NULL, data BLOB NOT NULL);
CREATE UNIQUE INDEX slices_of ON slices (body, part);
"""
STEPS: tuple[str, ...] = (FIRST,)
"""What makes a file of version n from one of version n - 1; a new file is made by all of them."""

INDEX = """CREATE VIRTUAL TABLE words USING fts5(
    text, content='texts', content_rowid='number', tokenize='trigram case_sensitive 1', columnsize=0)"""
"""An index of every three letters, so that any part of a word is found. It is not a part of the version: where the
SQLite at hand has no such index, texts are read one by one."""

BUSY_MS = 15_000
"""How long one process waits for another one's writing."""
_STALE = 1
"""The file's application id while the index lacks entries."""
_DAMAGE = ("malformed", "not a database", "encrypted", "no such table", "no such column", "corrupt")


class HistoryFile:
    """Opens connections to ``path``, which is made, or brought to this version, by the first one. Mode 0600."""

    def __init__(self, path: Path, steps: Sequence[str] = STEPS) -> None:
        self.path, self._steps = path, steps
        self.problem: PitchforkError | None = None
        """What was wrong with a file that was set aside."""

    def open(self) -> sqlite3.Connection:
        """A connection to write with. Raises PitchforkError where there can be none."""
        try:
            return self._open()
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise unusable(error) from None
        except OSError as error:
            raise unusable(error) from None
        self.set_aside()
        try:
            return self._open()
        except (sqlite3.Error, OSError) as error:
            raise unusable(error) from None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to read with, None while there is no file yet. Raises PitchforkError."""
        if not self.path.exists():
            yield None
            return
        try:
            with closing(self._connect()) as db:
                if self._version(db) < len(self._steps):  # being made, or older and not upgraded yet
                    self.open().close()
                db.execute("PRAGMA query_only = 1")
                yield db
        except sqlite3.OperationalError as error:
            raise unusable(error) from None
        except sqlite3.DatabaseError as error:
            raise PlainDataError(
                "The history cannot be read.",
                "It is looked at with the next call that is recorded.",
                str(error),
            ) from None

    def is_whole(self) -> bool:
        """Whether the file can be used (blocking: it is read from end to end)."""
        with suppress(sqlite3.Error), closing(self._connect()) as db:
            self._version(db)
            return bool(db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
        return False

    def set_aside(self) -> None:
        """Rename a damaged file, with what belongs to it, for a new one to begin."""
        aside = _free_name(self.path)
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(f"{self.path}{suffix}").rename(f"{aside}{suffix}")
        self.problem = PlainDataError(
            f"The history was damaged. It was set aside as {aside.name}.",
            "A new one was begun. “Clear history” removes the damaged file, too.",
        )

    def copies(self) -> list[Path]:
        """The copies of older versions that upgrades left."""
        return sorted(self.path.parent.glob(f"{self.path.name}.version-*"))

    def left_behind(self) -> list[Path]:
        """All that upgrades and damage left beside the history."""
        return [*self.copies(), *sorted(self.path.parent.glob(f"{self.path.name}.damaged-*"))]

    def _open(self) -> sqlite3.Connection:
        make_private_folder(self.path.parent)
        _make_private(self.path)
        db = self._connect()
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(
                "PRAGMA synchronous = NORMAL"
            )  # with WAL, nothing that was written goes with the process
            db.execute("PRAGMA journal_size_limit = 16777216")
            if self._version(db) < len(self._steps):
                self._upgrade(db)
            _prepare_index(db)
        except BaseException:
            db.close()
            raise
        return db

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.path, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
        )
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA temp_store = MEMORY")  # what is removed goes to no other file
        return db

    def _version(self, db: sqlite3.Connection) -> int:
        """The file's version. Raises PitchforkError for one of a newer program."""
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version > len(self._steps):
            raise PlainDataError(
                "A newer version of Pitchfork Desktop wrote the history, and this one cannot read it.",
                "Calls work as always, but are not recorded. Use the newer version to see the history.",
                f"{self.path.name} has version {version}; this program knows {len(self._steps)}.",
            )
        return version

    def _upgrade(self, db: sqlite3.Connection) -> None:
        """All steps in one transaction; of a file that holds something there is a copy first."""
        with transaction(db):
            version = self._version(db)  # another process may have been quicker
            if 0 < version < len(self._steps):
                self._copy(version)
            for step in self._steps[version:]:
                for statement in step.split(";"):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(self._steps)}")

    def _copy(self, version: int) -> None:
        """A copy of the file as it was, made by another connection: this one is in the midst of writing."""
        backup = self.path.with_name(f"{self.path.name}.version-{version}")
        backup.unlink(missing_ok=True)
        _make_private(backup)
        with closing(self._connect()) as source, closing(sqlite3.connect(backup)) as target:
            source.backup(target)


class Interrupt:
    """Stops what a connection does."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def stop(self) -> None:
        """The statement that runs ends with an OperationalError."""
        self._db.interrupt()


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; other processes wait."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite has taken it back by itself
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def has_index(db: sqlite3.Connection) -> bool:
    """Whether this SQLite has the index of three letters (FTS5 with the trigram tokenizer, from 3.34 on)."""
    known = db.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone()
    return known is not None and sqlite3.sqlite_version_info >= (3, 34, 0)


def index_is_there(db: sqlite3.Connection) -> bool:
    """Whether entries can be looked up in the index."""
    table = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'words'").fetchone()
    return table is not None and has_index(db)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error means that the file itself is not what it should be."""
    return isinstance(error, sqlite3.DatabaseError) and any(word in str(error) for word in _DAMAGE)


def unusable(error: Exception) -> MachineFailed:
    """The error for a file that cannot be read or written now."""
    return MachineFailed(
        "The history cannot be written or read.",
        "Calls work as always, but are not recorded. Make room on the disk, or look at the data folder's rights.",
        str(error),
    )


def _prepare_index(db: sqlite3.Connection) -> None:
    """Make the index where it can be had, also anew where a program without it has written meanwhile."""
    there = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'words'").fetchone() is not None
    stale = db.execute("PRAGMA application_id").fetchone()[0] == _STALE
    if not has_index(db):
        if there and not stale:
            db.execute(f"PRAGMA application_id = {_STALE}")
        return
    if there and not stale:
        return
    with transaction(db):
        if not index_is_there(db):
            db.execute(INDEX)
        db.execute("INSERT INTO words (words) VALUES ('rebuild')")
        db.execute("PRAGMA application_id = 0")


def _make_private(path: Path) -> None:
    """An empty file for this person only, if there is none; SQLite gives the files beside it the same mode."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return aside
