"""A list of objects as columns and rows: which node stands in which cell, found when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.tables.columns import Column as Column
from api.answer.tables.columns import ColumnKind as ColumnKind
from api.answer.tables.columns import find_columns
from api.model import TableColumn

ABSENT = -1
_DEEPEST_LIST = 3
_MOST_LISTS = 20


class Table:
    """The items of an array, one a row; items that are no objects stand in a column of their own (key "").

    Nothing is kept for each cell, so that any number of rows and columns will do. Making one is work for a
    worker; everything else is immediate but ``nodes`` of many rows.
    """

    def __init__(
        self,
        document: Document,
        node: int,
        layout: Sequence[TableColumn] = (),
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self.node = node
        self.document = document
        self.row_count = document.child_count(node)
        self.columns = find_columns(document, node, layout, check)

    def row(self, row: int) -> int:
        """The node of an item."""
        return self.document.child(self.node, row)

    def column(self, key: str) -> Column | None:
        """The column of that key; None if there is none."""
        return next((column for column in self.columns if column.key == key), None)

    def member(self, row: int, name: str) -> int:
        """The node of an item's last member of that name, or -1; the item itself for "" where it is no object."""
        return self.nodes(name, row, 1)[0]

    def cell(self, row: int, column: Column) -> int | None:
        """The node of a cell's value: the first of the column's members that says something, else one that is there."""
        found = [node for name in column.members if (node := self.member(row, name)) != ABSENT]
        return next((node for node in found if self.says(node)), found[0] if found else None)

    def says(self, node: int) -> bool:
        """Whether a node is there and neither null nor an empty text."""
        if node == ABSENT or self.document.kind(node) is NodeKind.NULL:
            return False
        start, end = self.document.span(node)
        return end - start > 2 or self.document.kind(node) is not NodeKind.STRING

    def nodes(self, name: str, start: int = 0, count: int | None = None) -> Sequence[int]:
        """The members of that name of ``count`` items from ``start``, or -1; fast for many at once."""
        found = self.document.column(self.node, name, start, count)
        return found if name else self._with_plain_items(found, start)

    def _with_plain_items(self, members: Sequence[int], start: int) -> Sequence[int]:
        document, both = self.document, array("q", members)
        for place, item in enumerate(document.children(self.node, start, len(members))):
            if document.kind(item) is not NodeKind.OBJECT:
                both[place] = item
        return both


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
