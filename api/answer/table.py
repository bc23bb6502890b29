"""A list of objects as columns and rows: which node stands in which cell, the useful columns first."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.sizes import SIZE_NAMES
from api.answer.times import moment

MOST_COLUMNS = 200
_ABSENT = -1
_SAMPLE = 50
_DEEPEST_LIST = 3
_MOST_LISTS = 20

_USEFUL = (
    "name", "title", "display_name", "label", "username", "member_id", "status", "state", "type", "size",
    "visibility", "os_distro", "org.openstack__1__os_distro", "updated_at", "updated", "created_at", "created",
    "expires_at", "expires", "min_disk", "min_ram", "protected", "owner", "region", "url", "publicURL", "message",
)  # fmt: skip
_IDS = ("id", "image_id")
_STATES = {"status", "state", "member_status"}
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{32,128}")
_HEADINGS = {
    "id": "ID",
    "min_disk": "Min disk (GB)",
    "min_ram": "Min RAM (MB)",
    "os_distro": "OS",
    "org.openstack__1__os_distro": "OS",
    "updated_at": "Updated",
    "created_at": "Created",
    "expires_at": "Expires",
    "image_id": "Image ID",
    "member_id": "Member",
    "url": "URL",
    "publicURL": "Public URL",
}


class ColumnKind(Enum):
    """How the values of a column are shown and sorted."""

    TEXT = "text"
    STATE = "state"
    NUMBER = "number"
    SIZE = "size"
    TIME = "time"
    ID = "id"
    BOOLEAN = "boolean"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the member's name, what stands over it, and what its values are."""

    key: str
    heading: str
    kind: ColumnKind

    @property
    def right(self) -> bool:
        """Whether it is aligned to the right, with its heading."""
        return self.kind in (ColumnKind.NUMBER, ColumnKind.SIZE)


class Table:
    """The items of an array, one a row; items that are no objects stand in a column of their own (key "").

    At most 200 columns; ``hidden_columns`` tells how many more names the items have.
    """

    def __init__(self, document: Document, node: int, check: Callable[[], None] = lambda: None) -> None:
        self.node = node
        self._document = document
        self._rows = document.children(node)
        cells = self._collect(check)
        order = sorted(cells, key=lambda key: _rank(key, list(cells)))
        self.hidden_columns = max(len(order) - MOST_COLUMNS, 0)
        self._cells = [cells[key] for key in order[:MOST_COLUMNS]]
        columns = [self._column(key, cells[key]) for key in order[:MOST_COLUMNS]]
        self.columns = tuple(_told_apart(columns))

    @property
    def row_count(self) -> int:
        """How many items."""
        return len(self._rows)

    def row(self, row: int) -> int:
        """The node of an item."""
        return self._rows[row]

    def cell(self, row: int, column: int) -> int | None:
        """The node of a cell; None where the item has no such member."""
        node = self._cells[column][row]
        return None if node == _ABSENT else node

    def _collect(self, check: Callable[[], None]) -> dict[str, array[int]]:
        document, count = self._document, len(self._rows)
        cells: dict[str, array[int]] = {}
        for row, item in enumerate(self._rows):
            if row % 256 == 0:
                check()
            is_object = document.kind(item) is NodeKind.OBJECT
            for node in document.children(item) if is_object else (item,):
                key = document.key(node) or ""
                if key not in cells:
                    cells[key] = array("q", [_ABSENT]) * count
                cells[key][row] = node
        return cells

    def _column(self, key: str, cells: Sequence[int]) -> Column:
        present = [node for node in cells if node != _ABSENT]
        kinds = {self._document.kind(node) for node in present[:_SAMPLE]} - {NodeKind.NULL}
        heading = _HEADINGS.get(key) or (_spoken(key) if key in _USEFUL else key) or "Value"
        return Column(key, heading, self._kind(key, kinds, present[:_SAMPLE]))

    def _kind(self, key: str, kinds: set[NodeKind], sample: Sequence[int]) -> ColumnKind:
        if kinds == {NodeKind.NUMBER}:
            return ColumnKind.SIZE if key in SIZE_NAMES else ColumnKind.NUMBER
        if kinds == {NodeKind.BOOLEAN}:
            return ColumnKind.BOOLEAN
        if kinds != {NodeKind.STRING}:
            return ColumnKind.SIZE if key in SIZE_NAMES and not kinds else ColumnKind.MIXED
        if key in _STATES:
            return ColumnKind.STATE
        texts = [t for node in sample if (t := self._document.text(node, 200)) and t != "null"]
        if texts and all(moment(text) for text in texts):
            return ColumnKind.TIME
        return ColumnKind.ID if texts and all(_ID.fullmatch(t) for t in texts) else ColumnKind.TEXT


def _spoken(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _told_apart(columns: Sequence[Column]) -> list[Column]:
    """The columns; one whose heading stands already is called by its member's own name."""
    seen: set[str] = set()
    apart = []
    for column in columns:
        apart.append(replace(column, heading=column.key) if column.heading in seen else column)
        seen.add(column.heading)
    return apart


def _rank(key: str, found: list[str]) -> tuple[int, int]:
    says_the_same = key == "org.openstack__1__os_distro" and "os_distro" in found
    if key in _USEFUL and not says_the_same:
        return 0, _USEFUL.index(key)
    return (1, _IDS.index(key)) if key in _IDS else (2, found.index(key))


def lists(document: Document) -> list[int]:
    """The arrays that hold objects, from the outermost on, at most three levels down and 20 in all."""
    found: list[int] = []
    level = [ROOT] if len(document) else []
    for _depth in range(_DEEPEST_LIST + 1):
        found += [node for node in level if _holds_objects(document, node)]
        objects = (node for node in level if document.kind(node) is NodeKind.OBJECT)
        level = [child for node in objects for child in document.children(node, 0, 200)]
    return found[:_MOST_LISTS]


def _holds_objects(document: Document, node: int) -> bool:
    if document.kind(node) is not NodeKind.ARRAY:
        return False
    sample = document.children(node, 0, 100)
    return any(document.kind(child) is NodeKind.OBJECT for child in sample)
