"""Writes exchanges into the history's file, and makes room for them."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from api.exchange.exchange import Exchange
from api.records.history import bodies
from api.records.history.bodies import Packed
from api.records.history.exchange_form import exchange_to_form
from api.records.history.finding import ticks
from api.records.history.request_form import plain_body
from api.records.history.schema import index_is_there, transaction
from api.records.history.words import storable, text_of
from api.records.redacting import Redacted

NOT_YET = "The body of its answer is not kept yet, or could not be kept before the program ended."
"""What an entry lacks whose large body is still to come."""
_INDEX_FACTOR = 5
"""Bytes that a letter of the text takes, with its place in the index (measured)."""
_MUCH = 0.9
"""Room is made down to that part of the limit, so that it is not made again for each entry."""
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """An exchange ready to be written; making one is what takes time, and needs no lock."""

    exchange: Exchange
    form: bytes
    text: str
    body: Packed | None
    sent: Packed | None
    lacks: str


def sheet_of(
    redacted: Redacted, check: Callable[[], None], *, exact: bool = True, lacks: str = ""
) -> Sheet:
    """Compress all of it; ``check`` is called now and then.

    ``exact`` says that the request would send the same bytes again, ``lacks`` why there is no body.
    """
    exchange = redacted.exchange
    form = json.dumps({**exchange_to_form(exchange), "exact": exact}).encode("ascii")
    check()
    body, sent = None, plain_body(exchange.request)
    if exchange.response is not None and len(exchange.response.content):
        with exchange.response.content.view as view:
            body = bodies.pack(view, check)
    packed = bodies.pack(sent, check) if sent is not None else None
    return Sheet(exchange, zlib.compress(form), text_of(exchange), body, packed, lacks)


def write(db: sqlite3.Connection, sheet: Sheet, size: int) -> int:
    """Write it in one transaction; ``size`` are the bytes of the answer, kept or not. Returns what it took in bytes."""
    with transaction(db):
        body, took = bodies.put(db, sheet.body) if sheet.body is not None else (None, 0)
        sent, more = bodies.put(db, sheet.sent) if sheet.sent is not None else (None, 0)
        own = len(sheet.form) + _INDEX_FACTOR * len(sheet.text)
        number = _write_entry(db, sheet, (size, body, sent, own))
        if number:
            db.execute("INSERT INTO forms VALUES (?, ?)", (number, sheet.form))
            db.execute("INSERT INTO texts VALUES (?, ?)", (number, sheet.text))
            if index_is_there(db):
                db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, sheet.text))
    return took + more + own


def add_body(db: sqlite3.Connection, entry_id: str, sheet: Sheet) -> int:
    """Give an entry the body that it waits for; returns what that took in bytes.

    Nothing is written where the entry was removed meanwhile, or its body with all bodies.
    """
    with transaction(db):
        sql = "SELECT number, text FROM entries JOIN texts USING (number) WHERE id = ? AND lacks = ?"
        waiting = db.execute(sql, (entry_id, NOT_YET)).fetchone()
        if waiting is None:
            return 0
        number, before = waiting
        body, took = bodies.put(db, sheet.body) if sheet.body is not None else (None, 0)
        more = _INDEX_FACTOR * (len(sheet.text) - len(before))
        change = "UPDATE entries SET body = ?, lacks = ?, kept = kept + ? WHERE number = ?"
        db.execute(change, (body, sheet.lacks, more, number))
        db.execute("UPDATE texts SET text = ? WHERE number = ?", (sheet.text, number))
        if index_is_there(db):
            db.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (number, before))
            db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, sheet.text))
    return took + more


def _write_entry(
    db: sqlite3.Connection, sheet: Sheet, sizes: tuple[int, int | None, int | None, int]
) -> int:
    exchange = sheet.exchange
    request, place = exchange.request, exchange.place
    size, body, sent, own = sizes
    row: dict[str, Any] = {
        "id": exchange.id,
        "call_id": request.call_id,
        "product": request.call_id.partition(".")[0],
        "title": request.title or request.call_id,
        "method": request.method,
        "url": request.url.masked(),
        "status": exchange.status,
        "sentence": exchange.error.sentence if exchange.error is not None else "",
        "profile": place.profile,
        "who": exchange.who,
        "account": place.account,
        "region": place.region,
        "started": ticks(exchange.started),
        "seconds": exchange.seconds,
        "size": size,
        "request_id": exchange.request_id,
        "body": body,
        "sent": sent,
        "lacks": sheet.lacks,
        "kept": own,
    }
    row = {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    done = db.execute(f"INSERT OR IGNORE INTO entries ({names}) VALUES ({marks})", row)  # noqa: S608
    return int(done.lastrowid or 0) if done.rowcount else 0


def make_room(db: sqlite3.Connection, limit: int) -> bool:
    """Remove the oldest entries beyond the limit (bytes), but none that is starred; returns whether any went."""
    if kept_bytes(db) <= limit:
        return False
    went = False
    while (excess := kept_bytes(db) - int(limit * _MUCH)) > 0:
        oldest = _oldest(db, excess)
        if not oldest:
            break
        went = True
        with transaction(db):
            remove(db, oldest)
    if went:
        db.execute("PRAGMA wal_checkpoint(PASSIVE)")
    return went


def kept_bytes(db: sqlite3.Connection) -> int:
    """What all of it takes, about."""
    sql = "SELECT (SELECT ifnull(sum(kept), 0) FROM entries) + (SELECT ifnull(sum(kept), 0) FROM bodies)"
    return int(db.execute(sql).fetchone()[0])


def _oldest(db: sqlite3.Connection, excess: int) -> list[int]:
    """As many of the oldest as it takes, a body counted for each; some at a time."""
    sql = """SELECT entries.number, entries.kept + ifnull(bodies.kept, 0) FROM entries
        LEFT JOIN bodies ON bodies.number = entries.body
        WHERE NOT starred ORDER BY started, entries.number LIMIT ?"""
    found: list[int] = []
    for number, kept in db.execute(sql, (_AT_ONCE,)):
        if excess <= 0:
            break
        found.append(number)
        excess -= kept
    return found


def remove(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Remove entries with all that belongs to them. In a transaction."""
    indexed = index_is_there(db)
    for number in numbers:
        text = db.execute("SELECT text FROM texts WHERE number = ?", (number,)).fetchone()
        if text is not None and indexed:
            db.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (number, text[0]))
        for table in ("texts", "forms", "entries"):
            db.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608
    bodies.drop_unused(db)
