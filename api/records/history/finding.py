"""Looks entries up: by words, by what they are told apart by, newest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from api.records.history.entry import Choices, Entry, Outcome, Wanted
from api.records.history.schema import index_is_there
from api.records.history.words import storable, wanted_words

_LEAST = 3
"""Letters of a word that the index knows."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = """number, id, call_id, product, title, method, url, status, sentence, profile, who, account, region,
    started, seconds, size, request_id, starred, body"""
_OUTCOMES = {
    Outcome.GOOD: "status BETWEEN 200 AND 299",
    Outcome.REDIRECT: "status BETWEEN 300 AND 399",
    Outcome.REFUSED: "status BETWEEN 400 AND 499",
    Outcome.FAILED: "status >= 500",
    Outcome.NONE: "status IS NULL",
}
_Terms = list[tuple[str, tuple[Any, ...]]]


def find(db: sqlite3.Connection, wanted: Wanted) -> list[Entry]:
    """The entries that fit, the newest first."""
    terms = _terms(db, wanted)
    if wanted.after is not None:
        terms.append(("(started, number) < (?, ?)", (ticks(wanted.after.started), wanted.after.number)))
    where, values = _where(terms)
    # Nothing but the columns' names and conditions of this module stand in the statement.
    sql = f"SELECT {_COLUMNS} FROM entries {where} ORDER BY started DESC, number DESC LIMIT ?"  # noqa: S608
    return [entry_of(row) for row in db.execute(sql, (*values, wanted.limit))]


def count(db: sqlite3.Connection, wanted: Wanted) -> int:
    """How many fit."""
    where, values = _where(_terms(db, wanted))
    return int(db.execute(f"SELECT count(*) FROM entries {where}", values).fetchone()[0])  # noqa: S608


def numbers(db: sqlite3.Connection, wanted: Wanted) -> list[int]:
    """The numbers of all that fit and are not starred."""
    where, values = _where([*_terms(db, wanted), ("starred = 0", ())])
    return [number for (number,) in db.execute(f"SELECT number FROM entries {where}", values)]  # noqa: S608


def find_one(db: sqlite3.Connection, entry_id: str) -> Entry | None:
    """The entry of an id or a number."""
    by_number = entry_id.isascii() and entry_id.isdigit() and len(entry_id) < 16
    sql = f"SELECT {_COLUMNS} FROM entries WHERE {'number' if by_number else 'id'} = ?"  # noqa: S608
    row = db.execute(sql, (int(entry_id) if by_number else entry_id,)).fetchone()
    return entry_of(row) if row is not None else None


def choices(db: sqlite3.Connection) -> Choices:
    """What there is to choose from."""
    latest = "SELECT profile, who FROM entries WHERE profile IS NOT NULL GROUP BY profile HAVING number = max(number)"
    names = {profile: who.split(" · ")[0] for profile, who in db.execute(latest)}
    return Choices(
        tuple(_distinct(db, "product")),
        tuple(_distinct(db, "method")),
        tuple(sorted(names.items(), key=lambda pair: pair[1].casefold())),
        tuple(_distinct(db, "region")),
    )


def entry_of(row: tuple[Any, ...]) -> Entry:
    """The entry of a row of _COLUMNS."""
    told = [*row[:13], at(row[13]), *row[14:17], bool(row[17]), row[18] is not None]
    return Entry(*told)


def ticks(time: datetime) -> int:
    """A time as the file has it: microseconds since 1970."""
    return (time - _EPOCH) // timedelta(microseconds=1)


def at(number: int) -> datetime:
    """The time of a number of microseconds."""
    return _EPOCH + timedelta(microseconds=number)


def _distinct(db: sqlite3.Connection, column: str) -> Iterator[str]:
    sql = f"SELECT DISTINCT {column} FROM entries WHERE {column} IS NOT NULL ORDER BY {column}"  # noqa: S608
    return (value for (value,) in db.execute(sql) if value)


def _where(terms: _Terms) -> tuple[str, tuple[Any, ...]]:
    conditions = " AND ".join(condition for condition, _values in terms)
    values = tuple(value for _condition, some in terms for value in some)
    return (f"WHERE {conditions}" if conditions else ""), values


def _terms(db: sqlite3.Connection, wanted: Wanted) -> _Terms:
    terms = [*_word_terms(db, wanted.text)]
    for column in ("product", "method", "region", "profile", "status"):
        value = getattr(wanted, column)
        if value not in ("", None):
            terms.append((f"{column} = ?", (value,)))
    if wanted.outcome is not None:
        terms.append((_OUTCOMES[wanted.outcome], ()))
    if wanted.since is not None:
        terms.append(("started >= ?", (ticks(wanted.since),)))
    if wanted.until is not None:
        terms.append(("started < ?", (ticks(wanted.until),)))
    if wanted.starred:
        terms.append(("starred = 1", ()))
    return terms


def _word_terms(db: sqlite3.Connection, text: str) -> _Terms:
    """The index knows every three letters in a row; shorter words are looked for in what is left."""
    words = wanted_words(storable(text))
    indexed = index_is_there(db) if words else False
    long = [word for word in words if indexed and len(word) >= _LEAST]
    terms: _Terms = []
    if long:
        match = " AND ".join(f'"{word}"' for word in long)
        terms.append(("number IN (SELECT rowid FROM words WHERE words MATCH ?)", (match,)))
    for word in words:
        if word not in long:
            text_of = "(SELECT text FROM texts WHERE texts.number = entries.number)"
            terms.append((f"instr({text_of}, ?)", (word,)))
    return terms
