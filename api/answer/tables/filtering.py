"""The filter over a table: words that a row's shown cells have to hold, each anywhere or in one column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.plain import decode
from api.answer.tables.column_texts import LONG, ColumnTexts
from api.answer.tables.columns import Column
from api.answer.tables.row_search import PlainRows, word_of_kind
from api.answer.tables.wordings import Viewer

_TERM = re.compile(r'(?:(?P<column>[^\s":]+|"[^"]+"):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))')
_LONGEST_WORD = 1000
_LONG_TEXT = LONG // 12
"""Characters: a shorter text is no beginning of a long value, however that is written."""
_FEW_COLUMNS = 2
"""Columns that are read sooner than their rows are searched."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word without case, and the columns of which one has to hold it."""

    word: str
    columns: tuple[Column, ...]


def read_filter(text: str, columns: Sequence[Column]) -> tuple[Term, ...]:
    """The terms of a filter over these columns: ``web status:active owner:"mine"``.

    Before a colon stands a column's key or heading (without its blanks, or with _ for them); where there is no
    such column the whole is a word to look for.
    """
    return tuple(_terms(text, _named(columns), tuple(columns)))


def _terms(text: str, by_name: dict[str, Column], columns: tuple[Column, ...]) -> Iterator[Term]:
    for match in _TERM.finditer(text):
        name, word = match["column"], match["quoted"] if match["quoted"] is not None else match["plain"]
        column = by_name.get(_plain_name(name)) if name else None
        if name and column is None:
            word = f"{name}:{word}"
        wanted = word.casefold()[:_LONGEST_WORD]
        half_typed = not name and wanted.endswith(":") and _plain_name(wanted[:-1]) in by_name
        if wanted and not half_typed:
            yield Term(wanted, (column,) if column else columns)


def _named(columns: Sequence[Column]) -> dict[str, Column]:
    headings = {_plain_name(column.heading): column for column in reversed(columns)}
    bare = {_plain_name(column.heading.partition("(")[0]): column for column in reversed(columns)}
    return bare | headings | {_plain_name(column.key): column for column in reversed(columns)}


def _plain_name(name: str) -> str:
    return name.strip('"').casefold().replace("_", "").replace(" ", "")


def matching_rows(
    texts: ColumnTexts, terms: Sequence[Term], check: Callable[[], None] = lambda: None
) -> bytes:
    """One byte a row: 1 where every term is found. For a worker; ``check`` may raise to stop."""
    mask = bytearray(texts.table.row_count)
    for rows in texts.pieces():
        check()
        plain = PlainRows(texts, rows, check)
        left: Sequence[int] = rows
        for term in terms:
            left = _holding(texts, term, left, plain, check) if left else left
        for row in left:
            mask[row] = 1
    return bytes(mask)


def _holding(
    texts: ColumnTexts, term: Term, left: Sequence[int], plain: PlainRows, check: Callable[[], None]
) -> Sequence[int]:
    """Those rows of a piece that hold the term.

    First the plain rows are searched in their bytes; then column by column what may still hold it: the other
    rows, and of the plain ones only what is shown in other words than it is written.
    """
    word, found = term.word, set[int]()
    others, rest = left, list[int]()
    if len(term.columns) > _FEW_COLUMNS:
        found = plain.holding(word, term.columns)
        others = [row for row in left if not plain.covers(row) and row not in found]
        rest = [row for row in left if plain.covers(row) and row not in found]
    for column in term.columns:
        check()
        shown = may_be_shown(column, word, texts.viewer)
        missing = sorted([*rest, *others]) if rest and shown else others
        if missing:
            found.update(_in_cells(texts, column, word, missing, check))
            others, rest = ([row for row in each if row not in found] for each in (others, rest))
    return [row for row in left if row in found]


def _in_cells(
    texts: ColumnTexts, column: Column, word: str, rows: Sequence[int], check: Callable[[], None]
) -> Iterator[int]:
    """Those rows whose cell in a column holds the word, in its value or in what is shown."""
    document, nodes = texts.table.document, texts.nodes(column, rows)
    for row, node, text in zip(rows, nodes, texts.searched(column, rows, nodes), strict=True):
        cut = len(text) >= _LONG_TEXT and _is_long(document, node)
        if word in text or (cut and holds(document, node, word, check)):
            yield row


def may_be_shown(column: Column, word: str, viewer: Viewer) -> bool:
    """Whether a cell of the column may show a word that is not in its value."""
    if column.layout is not None and column.layout.words:
        shown = [each.show for each in column.layout.words]
        if any("{name}" in each for each in shown):
            shown += viewer.names.values()
        if any(word in each.casefold() for each in shown):
            return True
    return word_of_kind(column.kind, word)


def _is_long(document: Document, node: int) -> bool:
    start, end = document.span(node)
    return end - start > LONG and not document.is_container(node)


def holds(document: Document, node: int, word: str, check: Callable[[], None] = lambda: None) -> bool:
    """Whether a plain value of any length holds a word (without case); looks slice by slice."""
    start, end = document.span(node)
    quotes = document.kind(node) is NodeKind.STRING
    overlap = 12 * len(word) + 16  # each character may be written as two escapes
    for at in range(start + quotes, end - quotes, LONG):
        check()
        source = document.piece(at, min(at + LONG + overlap, end - quotes))
        if word in decode(source).casefold():
            return True
    return False
