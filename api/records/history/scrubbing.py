"""Removes what was kept so that no byte of it stays: not in free pages, in the index, or in files beside it."""

from __future__ import annotations

import json
import logging
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from api.records.history.schema import index_is_there, transaction
from api.records.history.words import APART
from api.records.history.writing import NOT_YET, remove

_TRIES = 3
BODY_REMOVED = "Its bodies were removed from the history."


def remove_entries(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Remove these entries."""
    with transaction(db):
        remove(db, numbers)
    _wipe(db)


def remove_bodies(db: sqlite3.Connection) -> None:
    """Remove the bodies of all requests and answers; their lines stay, and what was sent with them cannot be again."""
    with transaction(db):
        for table in ("slices", "bodies"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - of this module
        removed = "UPDATE entries SET lacks = ? WHERE body IS NOT NULL OR sent IS NOT NULL OR lacks = ?"
        db.execute(removed, (BODY_REMOVED, NOT_YET))
        db.execute("UPDATE entries SET body = NULL, sent = NULL")
        _forget_templates(db)
        _forget_words(db)
    _wipe(db, shrink=True)


def remove_all(db: sqlite3.Connection) -> None:
    """Remove everything."""
    with transaction(db):
        if index_is_there(db):
            db.execute("INSERT INTO words (words) VALUES ('delete-all')")
        for table in ("slices", "texts", "forms", "entries", "bodies"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - of this module
    _wipe(db, shrink=True)


def delete_files(paths: Iterable[Path]) -> None:
    """Delete files that upgrades and damage left."""
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _forget_templates(db: sqlite3.Connection) -> None:
    """Bodies of requests with slots stand in the forms of their exchanges."""
    for number, data in db.execute("SELECT number, data FROM forms").fetchall():
        form = json.loads(zlib.decompress(data))
        body = form["request"]["body"]
        if isinstance(body, dict) and "template" in body:
            form["request"]["body"] = {"bytes": 0}
            packed = zlib.compress(json.dumps(form).encode("ascii"))
            db.execute("UPDATE forms SET data = ? WHERE number = ?", (packed, number))


def _forget_words(db: sqlite3.Connection) -> None:
    """Keep only the first part of the texts, which tells what stands on the entries' lines."""
    if index_is_there(db):
        db.execute("INSERT INTO words (words) VALUES ('delete-all')")
    db.execute(
        "UPDATE texts SET text = substr(text, 1, instr(text || :apart, :apart) - 1)", {"apart": APART}
    )
    if index_is_there(db):
        db.execute("INSERT INTO words (words) VALUES ('rebuild')")


def _wipe(db: sqlite3.Connection, *, shrink: bool = False) -> None:
    """Removed rows are zeros already (secure_delete); now the index and the log forget them, too."""
    if index_is_there(db):
        db.execute("INSERT INTO words (words) VALUES ('optimize')")  # else it only marks words as gone
    _empty_log(db)
    if shrink:
        db.execute("PRAGMA temp_store = FILE")  # the copy is as large as what stays
        try:
            db.execute("VACUUM")
        except (
            sqlite3.OperationalError
        ) as error:  # no room for a copy: it stays as large, and holds nothing
            logging.getLogger(__name__).warning("The history could not be made smaller: %s", error)
        finally:
            db.execute("PRAGMA temp_store = MEMORY")
        _empty_log(db)


def _empty_log(db: sqlite3.Connection) -> None:
    """Bring everything into the file itself, and cut the log to nothing. Waits for whoever still reads."""
    for _ in range(_TRIES):
        if not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return
    raise sqlite3.OperationalError("the log of the history is in use, and still holds what was removed")
