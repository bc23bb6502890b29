"""Puts a kept exchange together again."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable

from api.errors import PitchforkError
from api.records.history import bodies, finding
from api.records.history.entry import Kept
from api.records.history.exchange_form import exchange_from_form
from api.records.redacting import redact
from api.wire.response import Content

_DAMAGED = (KeyError, TypeError, ValueError, zlib.error)


def read_kept(db: sqlite3.Connection, entry_id: str, check: Callable[[], None]) -> Kept:
    """The exchange of an id or number; what is secret by what the program knows today is dotted in it.

    Raises PitchforkError where there is none, or none that can be read.
    """
    entry = finding.find_one(db, entry_id)
    if entry is None:
        raise PitchforkError(
            f"There is no entry {entry_id} in the history.", "It may have been removed meanwhile."
        )
    try:
        return _read(db, entry.number, entry_id, check)
    except _DAMAGED as error:
        raise PitchforkError(
            f"The entry {entry.number} of the history cannot be read.",
            "Remove it from the history.",
            type(error).__name__,
        ) from None


def _read(db: sqlite3.Connection, number: int, entry_id: str, check: Callable[[], None]) -> Kept:
    """All of it within one view of the file: somebody may remove it meanwhile."""
    db.execute("BEGIN")
    entry = finding.find_one(db, entry_id)
    row = db.execute(
        "SELECT data, body, sent, lacks FROM entries JOIN forms USING (number) WHERE number = ?", (number,)
    ).fetchone()
    if entry is None or row is None:
        raise KeyError(number)
    data, body, sent, lacks = row
    form = json.loads(zlib.decompress(data))
    was_bytes = "bytes" in (form["request"]["body"] or ())
    if was_bytes and sent is None:
        form["request"]["body"] = None
    content = bodies.get(db, body, check) if body is not None else Content()
    try:
        request_body = bodies.get(db, sent, check).bytes() if sent is not None else None
        redacted = redact(exchange_from_form(form, request_body, content), (), check)
    finally:
        content.close()
    exact = form["exact"] and redacted.whole_request and not (was_bytes and sent is None)
    return Kept(entry, redacted, lacks, exact)
