"""Sorts the rows of a table by one column."""

from __future__ import annotations

from api.answer.cells import EMPTY, sort_key
from api.answer.document import Document
from api.answer.table import Table
from api.answer.veil import Veil


def sorted_rows(
    document: Document, veil: Veil, table: Table, column: int, *, descending: bool
) -> list[int]:
    """The table's row numbers in the column's order; equal ones keep theirs, empty cells stay at the end."""
    kind = table.columns[column].kind
    keys = [sort_key(document, veil, table.cell(row, column), kind) for row in range(table.row_count)]
    filled = [row for row, key in enumerate(keys) if key[0] < EMPTY]
    empty = [row for row, key in enumerate(keys) if key[0] >= EMPTY]
    return sorted(filled, key=keys.__getitem__, reverse=descending) + empty
