"""Sorts the rows of a table by one column: numbers exactly, times, texts as people order them; nothing comes last."""

from __future__ import annotations

import heapq
import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.columns import Column, ColumnKind
from api.answer.tables.table import ABSENT
from api.answer.times import moment

_LONGEST = 1000
"""Bytes of a text that count for its order."""
_LONGEST_NUMBER = 5000
_AT_ONCE, _MOST_KNOWN = 2048, 8192
"""Rows that are sorted in one go: a longer sort would keep all other threads waiting."""
_DIGITS = re.compile(r"[0-9]+")


def sorted_rows(
    texts: ColumnTexts, column: Column, *, descending: bool, check: Callable[[], None] = lambda: None
) -> Sequence[int]:
    """The table's row numbers in the column's order; equal ones keep theirs, empty cells stay at the end.

    For a worker; ``check`` may raise to stop.
    """
    groups, empty = _Groups(), array("I")
    for rows in texts.pieces():
        check()
        _divide(texts, column, rows, groups, empty)
    order = array("I")
    for group in groups.ordered(descending):
        order.extend(group.sorted(descending != column.is_age, check))
    order.extend(empty)
    return order


@dataclass
class _Group:
    """Rows whose keys can be compared with each other."""

    rows: array[int] = field(default_factory=lambda: array("I"))
    keys: list[Any] = field(default_factory=list)

    def add(self, row: int, key: Any) -> None:
        self.rows.append(row)
        self.keys.append(key)

    def sorted(self, descending: bool, check: Callable[[], None]) -> array[int]:
        """Sorted piece by piece, then merged, so that other threads get their turn."""
        key_of, runs = self.keys.__getitem__, []
        for start in range(0, len(self.keys), _AT_ONCE):
            check()
            run = range(start, min(start + _AT_ONCE, len(self.keys)))
            runs.append(array("I", sorted(run, key=key_of, reverse=descending)))
        merged = heapq.merge(*runs, key=key_of, reverse=descending) if len(runs) > 1 else iter(*runs)
        found, rows = array("I"), self.rows
        while piece := [rows[at] for at in islice(merged, _AT_ONCE)]:
            check()
            found.extend(piece)
        return found


class _Groups:
    """Numbers (and times) before what is no number, before texts, before containers by their length."""

    def __init__(self) -> None:
        self.numbers, self.nans, self.texts, self.containers = (_Group() for _number in range(4))

    def ordered(self, descending: bool) -> list[_Group]:
        groups = [self.numbers, self.nans, self.texts, self.containers]
        filled = [group for group in groups if group.keys]
        return filled[::-1] if descending else filled


def _divide(texts: ColumnTexts, column: Column, rows: range, groups: _Groups, empty: array[int]) -> None:
    """Put each row of a piece where it belongs, with its key."""
    document, nodes = texts.table.document, texts.nodes(column, rows)
    values, words = texts.texts(nodes, _LONGEST_NUMBER), texts.words(column, rows)
    put = _placer(column, groups)
    for row, node, value, word in zip(rows, nodes, values, words, strict=True):
        if word is not None:
            groups.texts.add(row, natural(word))
        elif value is not None:
            put(row, value)
        elif node != ABSENT and document.is_container(node) and not texts.veil.hides(node):
            groups.containers.add(row, document.child_count(node))
        else:
            empty.append(row)


def _placer(column: Column, groups: _Groups) -> Callable[[int, str], None]:
    """Puts a row with a plain value of the column into its group."""
    numeric = column.kind in (ColumnKind.NUMBER, ColumnKind.SIZE, ColumnKind.MIXED)
    timely = column.kind is ColumnKind.TIME
    known: dict[str, str] = {}

    def put(row: int, text: str) -> None:
        if numeric and (number := _number(text)) is not None:
            groups.numbers.add(row, number)
        elif timely and (then := moment(text)):
            groups.numbers.add(row, then.timestamp())
        elif numeric and text == "NaN":
            groups.nans.add(row, 0)
        else:
            key = known.get(text)
            if key is None:
                key = known[text] = natural(text)
                if len(known) > _MOST_KNOWN:
                    known.clear()
            groups.texts.add(row, key)

    return put


def natural(text: str) -> str:
    """A key by which texts sort without case and by the numbers in them: img2 before img10."""
    folded = text[:_LONGEST].casefold()
    return _DIGITS.sub(_measured, folded)


def _measured(match: re.Match[str]) -> str:
    """A run of digits such that longer numbers come after shorter ones."""
    digits = match[0].lstrip("0")
    return f"0{chr(len(digits))}{digits}"


def _number(text: str) -> int | Decimal | None:
    """The exact number in a text; None where it is none (or none that can be told from others)."""
    if len(text) < 19 and (text.isdigit() or (text[:1] == "-" and text[1:].isdigit())) and text.isascii():
        return int(text)
    try:
        found = Decimal(text) if not text[:1].isspace() else None
    except InvalidOperation:
        return None
    return None if found is None or found.is_nan() else found
