"""Rows as whole values: with tabs for pasting, as JSON, as CSV. Hidden values are dots."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from api.answer.index import NodeKind
from api.answer.pretty import pretty
from api.answer.tables.column_texts import PIECE, ColumnTexts
from api.answer.tables.columns import Column
from api.answer.tables.table import ABSENT
from api.answer.veil import DOTS

BOM = "\ufeff"
"""Spreadsheets read a CSV file as UTF-8 only where it begins with this."""
_WHOLE = 0xFFFFFFFF
_MOST_NODES = 4_000_000
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")

Check = Callable[[], None]


class RowValues:
    """The whole values of some columns, row by row in any order. For workers."""

    def __init__(self, texts: ColumnTexts, columns: Sequence[Column] = ()) -> None:
        self._texts, self._table, self._columns = texts, texts.table, tuple(columns)
        self._whole: dict[str, Sequence[int]] = {}

    def pieces(self, rows: Sequence[int], check: Check = lambda: None) -> Iterator[list[tuple[str, ...]]]:
        """The values of these rows, some thousand rows at a time; ``check`` may raise to stop."""
        count = self._table.row_count
        if len(rows) * 10 > count and count * len(self._columns) <= _MOST_NODES:
            for column in self._columns:  # rows that are sorted stand all over the document
                check()
                self._whole[column.key] = self._texts.nodes(column, range(count))
        for start in range(0, len(rows), PIECE):
            piece, columns = rows[start : start + PIECE], []
            for column in self._columns:
                check()
                columns.append(self._values(column, piece))
            yield list(zip(*columns, strict=True)) if columns else [()] * len(piece)

    def value(self, row: int, column: Column) -> str:
        """The whole value of one cell: null as null, objects and arrays as JSON."""
        node = self._table.cell(row, column)
        if node is not None and self._table.document.kind(node) is NodeKind.NULL and not column.worded:
            return "null"
        return self._values(column, [row])[0]

    def _values(self, column: Column, rows: Sequence[int]) -> list[str]:
        whole = self._whole.get(column.key)
        nodes = self._texts.nodes(column, rows) if whole is None else [whole[row] for row in rows]
        texts = self._texts.texts(nodes, _WHOLE)
        values = [text or self._other(node) for node, text in zip(nodes, texts, strict=True)]
        if column.worded and not all(values):
            words = self._texts.words(column, rows)
            values = [value or word or "" for value, word in zip(values, words, strict=True)]
        return values

    def _other(self, node: int) -> str:
        """What stands for a cell that is no plain value: nothing, dots, or JSON."""
        document, veil = self._table.document, self._texts.veil
        if node == ABSENT:
            return ""
        if self._texts.hidden and veil.hides(node):
            return DOTS
        if not document.is_container(node):
            return ""
        return " ".join(line.strip() for line in pretty(document, node, veil).split("\n"))


def with_tabs(
    values: RowValues, rows: Sequence[int], headings: Sequence[str] = (), check: Check = lambda: None
) -> str:
    """Rows with tabs between their values, one a line; blanks stand for tabs and line ends within a value."""
    lines = ["\t".join(map(_one_cell, headings))] if headings else []
    for piece in values.pieces(rows, check):
        lines += ["\t".join(map(_one_cell, row)) for row in piece]
    return "\n".join(lines)


def as_json(texts: ColumnTexts, rows: Sequence[int], check: Check = lambda: None) -> str:
    """One row as its item's JSON, several as an array of them."""
    table, document = texts.table, texts.table.document
    items = [pretty(document, table.row(row), texts.veil, check) for row in rows]
    return items[0] if len(items) == 1 else "[\n" + ",\n".join(items) + "\n]"


def csv_pieces(
    values: RowValues, rows: Sequence[int], headings: Sequence[str], check: Check = lambda: None
) -> Iterator[str]:
    """The text of a CSV file (RFC 4180) in pieces, the headings first.

    What a spreadsheet would take for a formula gets an apostrophe before it; numbers stay as they are.
    """
    yield csv_line(headings)
    for piece in values.pieces(rows, check):
        yield "".join(map(csv_line, piece))


def _one_cell(text: str) -> str:
    return " ".join(text.split())


def csv_line(values: Sequence[str]) -> str:
    """One line of a CSV file, formulas made harmless."""
    return ",".join(map(_field, values)) + "\r\n"


def _field(text: str) -> str:
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
