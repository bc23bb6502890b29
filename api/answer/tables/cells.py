"""What stands in a cell of a table: short text to show, the beginning of the whole, and a colour."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from api.answer.index import NodeKind
from api.answer.plain import middle, one_line
from api.answer.sizes import size
from api.answer.summary import state_meaning, state_tone
from api.answer.tables.columns import Column, ColumnKind
from api.answer.tables.table import ABSENT, Table
from api.answer.tables.wordings import Said, Viewer, first_said, worded
from api.answer.times import age, moment
from api.answer.veil import DOTS, Veil

NOTHING = "—"
_LONGEST = 300
_LONGEST_WHOLE = 2000
_LONGEST_NUMBER = 25
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_ISOLATE, _ISOLATE_END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Cell:
    """The text to show, the (beginning of the) whole value, a colour role ("" for none), and a dim addition.

    ``wire`` says that the text is something of the wire, like an id.
    """

    shown: str
    whole: str
    tone: str = ""
    aside: str = ""
    wire: bool = False

    @property
    def spoken(self) -> str:
        """The cell as one text; what is written from right to left does not disturb what stands beside it."""
        text = isolated(self.shown)
        return f"{text} – {self.aside}" if self.aside else text


def cell(table: Table, veil: Veil, row: int, column: Column, viewer: Viewer) -> Cell:
    """The cell of a row in a column. However large its value is, only as much is read as is shown."""
    node = table.cell(row, column)
    if node is not None and veil.hides(node):
        return Cell(DOTS, DOTS, "dim")
    if column.worded and (found := _worded_cell(table, veil, row, column, viewer)) is not None:
        return found
    if node is None or table.document.kind(node) is NodeKind.NULL:
        return Cell(NOTHING, "" if node is None else "null", "dim")
    if table.document.is_container(node):
        return Cell(_container_text(table, node), "", "dim")
    whole = table.document.text(node, 4 * _LONGEST_WHOLE)
    return _shown(whole, column, viewer)


def _container_text(table: Table, node: int) -> str:
    """What stands for an object or an array: ``[ ] 2``."""
    brackets = "{ }" if table.document.kind(node) is NodeKind.OBJECT else "[ ]"
    return f"{brackets} {table.document.child_count(node):,}"


def saying(table: Table, veil: Veil, row: int) -> Said:
    """What the members of a row say: plain texts only, hidden ones say nothing."""

    def said(name: str) -> str:
        node = table.member(row, name)
        if node == ABSENT or not table.says(node) or veil.hides(node):
            return ""
        return table.document.text(node, _LONGEST)

    return said


def _worded_cell(table: Table, veil: Veil, row: int, column: Column, viewer: Viewer) -> Cell | None:
    assert column.layout is not None
    said = saying(table, veil, row)
    text = worded(column.layout, said, viewer)
    if text is None:
        return None
    value = first_said(column.layout.members, said)
    return Cell(
        one_line(filled(text, value, column), _LONGEST), value, wire=text == "{value}" and _is_id(column)
    )


def filled(text: str, value: str, column: Column) -> str:
    """Words with the value put in, ids shortened."""
    return text.replace("{value}", middle(value) if _is_id(column) else value)


def _is_id(column: Column) -> bool:
    return column.kind is ColumnKind.ID


def _shown(whole: str, column: Column, viewer: Viewer) -> Cell:
    kind, short = column.kind, one_line(whole, _LONGEST)
    told = whole if len(whole) <= _LONGEST_WHOLE else whole[:_LONGEST_WHOLE] + "…"
    if kind is ColumnKind.SIZE and is_count(whole):
        return Cell(size(int(whole)), f"{int(whole):,} bytes")
    if kind is ColumnKind.ID:
        return Cell(middle(short), told, wire=True)
    if kind is ColumnKind.STATE:
        return Cell(short, told, state_tone(whole), state_meaning(whole))
    if kind is ColumnKind.TIME and (then := moment(whole)):
        day, ago = then.date().isoformat(), age(then, viewer.now)
        return Cell(ago, told) if column.is_age else Cell(day, told, "", ago)
    return Cell(short, told)


def is_count(text: str) -> bool:
    """Whether a text is a number of bytes that can be written as a size."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def isolated(text: str) -> str:
    """The text, in an isolate of its own where parts of it run from right to left."""
    if text.isascii() or not any(unicodedata.bidirectional(each) in _RIGHT_TO_LEFT for each in text):
        return text
    return f"{_ISOLATE}{text}{_ISOLATE_END}"
