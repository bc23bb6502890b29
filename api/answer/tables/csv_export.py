"""Writes the rows of a table into a CSV file: here, or in the child process for answers that are large."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from api.answer.apart import run_apart
from api.answer.document import Document
from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.columns import Column
from api.answer.tables.row_values import BOM, RowValues, csv_pieces
from api.answer.tables.table import Table
from api.answer.tables.wordings import Viewer
from api.answer.veil import Veil
from api.model import TableColumn
from api.running import CancelToken
from api.table_layout import Wording
from api.wire.response import Content

LARGE = 8 << 20
"""Bytes of an answer from which on another process writes the file."""
_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: these rows (by their numbers in the table, in order) of these columns."""

    texts: ColumnTexts
    columns: tuple[Column, ...]
    rows: Sequence[int]


def export_csv(export: Export, target: Path, cancel: CancelToken) -> int:
    """Write the file, in one step at the end; returns how many rows it has. For a worker.

    Raises OSError, Cancelled, and PitchforkError where the child process failed.
    """
    document, part = export.texts.table.document, target.with_name(target.name + ".part")
    try:
        if document.size < LARGE:
            _write(part, export, cancel.check)
        else:
            order = memoryview(array("I", export.rows)).cast("B")
            run_apart("csv", [document.received, order], _arguments(export, part), cancel, _SECONDS)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return len(export.rows)


def written(contents: list[memoryview], arguments: dict[str, Any]) -> bytes:
    """The task of the child process: write the file ``target``, as ``_arguments`` describes it."""
    document = Document(Content(cast("bytes", contents[0])))
    layout = [_layout(each) for each in arguments["layout"]]
    table = Table(document, arguments["node"], layout)
    viewer = Viewer(arguments["account"], arguments["names"], datetime.fromisoformat(arguments["now"]))
    texts = ColumnTexts(table, _veil(document, arguments["hidden"]), viewer)
    by_key = {column.key: column for column in table.columns}
    columns = tuple(by_key[key] for key in arguments["columns"])
    _write(Path(arguments["target"]), Export(texts, columns, contents[1].cast("I")))
    return b""


def _write(path: Path, export: Export, check: Callable[[], None] = lambda: None) -> None:
    values = RowValues(export.texts, export.columns)
    headings = [column.heading for column in export.columns]
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        file.write(BOM)
        for piece in csv_pieces(values, export.rows, headings, check):
            file.write(piece)


def _arguments(export: Export, target: Path) -> dict[str, Any]:
    """What the child process has to know, as JSON."""
    texts = export.texts
    table, viewer = texts.table, texts.viewer
    return {
        "target": str(target),
        "node": table.node,
        "columns": [column.key for column in export.columns],
        "layout": [asdict(column.layout) for column in table.columns if column.layout is not None],
        "account": viewer.account,
        "names": dict(viewer.names),
        "now": viewer.now.isoformat(),
        "hidden": sorted(texts.veil.covered),
    }


def _layout(plain: dict[str, Any]) -> TableColumn:
    words = tuple(Wording(each["show"], tuple(map(_test, each["tests"]))) for each in plain["words"])
    return TableColumn(tuple(plain["members"]), plain["heading"], plain["kind"], plain["help"], words)


def _test(plain: list[Any]) -> tuple[str, tuple[str, ...] | bool]:
    member, expected = plain
    return member, expected if isinstance(expected, bool) else tuple(expected)


def _veil(document: Document, hidden: list[int]) -> Veil:
    """A veil over exactly these nodes."""
    veil = Veil(document, [document.pointer(node) for node in hidden])
    for node in veil.covered - set(hidden):
        veil.reveal(node)
    return veil
