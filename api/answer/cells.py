"""What stands in a cell of a table: short text to show, the whole to copy, and what to sort by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.plain import middle, one_line
from api.answer.sizes import size
from api.answer.summary import state_meaning, state_tone
from api.answer.table import Column, ColumnKind
from api.answer.times import age, moment
from api.answer.veil import DOTS, Veil

NOTHING = "—"
_LONGEST = 300
_LONGEST_NUMBER = 25

EMPTY = 2
"""The first part of an empty cell's sort key."""
SortKey = tuple[int, float | str]


@dataclass(frozen=True, slots=True)
class Cell:
    """The text to show, the whole value to copy and hover, a colour role ("" for none), and a dim addition."""

    shown: str
    whole: str
    tone: str = ""
    aside: str = ""


def cell(document: Document, veil: Veil, node: int | None, column: Column, now: datetime) -> Cell:
    """The cell of a node in a column; ``now`` is what ages are counted from."""
    if node is None or document.kind(node) is NodeKind.NULL:
        return Cell(NOTHING, "" if node is None else "null", "dim")
    if veil.hides(node):
        return Cell(DOTS, DOTS, "dim")
    if document.is_container(node):
        count = document.child_count(node)
        return Cell(
            f"{{ }} {count}" if document.kind(node) is NodeKind.OBJECT else f"[ ] {count}", "", "dim"
        )
    whole = document.text(node)
    return _shown(whole, column.kind, now)


def _shown(whole: str, kind: ColumnKind, now: datetime) -> Cell:
    short = one_line(whole, _LONGEST)
    if kind is ColumnKind.SIZE and _is_count(whole):
        return Cell(size(int(whole)), f"{int(whole):,} bytes")
    if kind is ColumnKind.ID:
        return Cell(middle(short), whole)
    if kind is ColumnKind.STATE:
        return Cell(short, whole, state_tone(whole), state_meaning(whole))
    if kind is ColumnKind.TIME and (then := moment(whole)):
        return Cell(then.date().isoformat(), whole, "", age(then, now))
    return Cell(short, whole)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def sort_key(document: Document, veil: Veil, node: int | None, kind: ColumnKind) -> SortKey:
    """What a cell sorts by: numbers as numbers, times as times, words without case; nothing comes last."""
    if node is None or document.kind(node) is NodeKind.NULL or veil.hides(node):
        return EMPTY, ""
    if document.is_container(node):
        return 1, f"{document.child_count(node):012}"
    text = document.text(node, 1000)
    if kind in (ColumnKind.NUMBER, ColumnKind.SIZE):
        return 0, _number(text)
    if kind is ColumnKind.TIME:
        then = moment(text)
        return (0, then.timestamp()) if then else (1, text)
    return 1, text.casefold()


def _number(text: str) -> float:
    value = float(text)
    return math.inf if math.isnan(value) else value
