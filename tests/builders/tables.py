"""Builds documents and tables from values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from api.answer.document import Document
from api.answer.tables.cells import Cell, cell
from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.table import Table
from api.answer.tables.wordings import Viewer
from api.answer.veil import Veil
from api.model import TableColumn
from api.wire.response import Content

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
VIEWER = Viewer("912345", {"p-7": "backup"}, NOW)


def a_document(value: Any) -> Document:
    """A document of a value, or of bytes."""
    return Document(Content(value if isinstance(value, bytes) else json.dumps(value).encode()))


def a_table(value: Any, pointer: str = "", layout: Sequence[TableColumn] = ()) -> Table:
    """The table of an array in a value."""
    document = a_document(value)
    node = document.find(pointer)
    assert node is not None
    return Table(document, node, layout)


def some_texts(table: Table, veil: Veil | None = None, viewer: Viewer = VIEWER) -> ColumnTexts:
    """The texts of a table."""
    return ColumnTexts(table, veil or Veil(table.document), viewer)


def cells(table: Table, veil: Veil | None = None, viewer: Viewer = VIEWER) -> list[list[Cell]]:
    """Every cell, row by row."""
    veil = veil or Veil(table.document)
    return [
        [cell(table, veil, row, column, viewer) for column in table.columns]
        for row in range(table.row_count)
    ]


def shown(table: Table, veil: Veil | None = None) -> list[list[str]]:
    """What every cell shows."""
    return [[each.shown for each in row] for row in cells(table, veil)]
