"""The rows of a document's tree: long lists stand in ranges of 1,000, more than 100 ranges in ranges of ranges."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from api.answer.document import ROOT, Document

RANGE, RANGES = 1000, 100
"""Children in a range, and ranges in a range: these are laid out before anything else is seen."""
TOP = -1
"""The invisible row above all others."""


class Range(NamedTuple):
    """The children ``start`` to ``stop`` (not included) of a container, shown as one row."""

    node: int
    start: int
    stop: int


Place = int | Range
"""What a row shows: a node or a range of a container's children."""


class Outline:
    """Rows as integers over the nodes of a document. An object or array at the root is not a row itself.

    Rows keep their number for the outline's life. Even numbers are nodes, odd ones ranges, made on demand.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._ranges: list[Range] = []
        self._numbers: dict[Range, int] = {}

    def node(self, row: int) -> int | None:
        """The node that the row shows; None for a range and for TOP."""
        return row // 2 if row >= 0 and row % 2 == 0 else None

    def range(self, row: int) -> Range | None:
        """The range that the row shows; None for a node and for TOP."""
        return self._ranges[row // 2] if row >= 0 and row % 2 else None

    def row_of(self, node: int) -> int:
        """The row that shows a node."""
        return node * 2

    def place(self, row: int) -> Place | None:
        """What the row shows, in words that hold for the document and not for this outline; None for TOP."""
        return None if row == TOP else self.range(row) or self.node(row)

    def row_at(self, place: Place) -> int:
        """The row that shows a place."""
        return self._number(place) if isinstance(place, Range) else self.row_of(place)

    def nodes_under(self, row: int) -> int:
        """How many nodes stand under the row, at any depth."""
        whole = self._whole(row)
        if whole is None or whole.start >= whole.stop:
            return 0
        first = self.document.child(whole.node, whole.start)
        last = self.document.child(whole.node, whole.stop - 1)
        return self._after(last) - first

    def _after(self, node: int) -> int:
        """The first node behind everything in this one."""
        if not self.document.child_count(node):
            return node + 1
        end = self.document.span(node)[1]
        return bisect_left(range(len(self.document)), end, node + 1, key=lambda n: self.document.span(n)[0])

    def child_count(self, row: int) -> int:
        """How many rows stand under this one, at most 1,000."""
        whole = self._whole(row)
        if whole is None:
            return min(len(self.document), 1)
        width = _width(whole)
        return -(-(whole.stop - whole.start) // width)

    def rows(self, row: int) -> list[int]:
        """The rows under this one."""
        whole = self._whole(row)
        if whole is None:
            return [self.row_of(ROOT)] if len(self.document) else []
        if (width := _width(whole)) == 1:
            return [
                node * 2
                for node in self.document.children(whole.node, whole.start, whole.stop - whole.start)
            ]
        starts = range(whole.start, whole.stop, width)
        return [self._number(Range(whole.node, start, min(start + width, whole.stop))) for start in starts]

    def child(self, row: int, position: int) -> int:
        """The row at a position under another one."""
        whole = self._whole(row)
        if whole is None:
            return self.row_of(ROOT)
        width = _width(whole)
        start = whole.start + position * width
        if width == 1:
            return self.row_of(self.document.child(whole.node, start))
        return self._number(Range(whole.node, start, min(start + width, whole.stop)))

    def parent(self, row: int) -> int:
        """The row that this one stands under; TOP for the outermost rows."""
        held = self.range(row)
        if held is not None:
            return self._holder(held.node, held.start, held)
        node = row // 2
        parent = self.document.parent(node)
        return TOP if parent is None else self._holder(parent, self.document.position(node))

    def position(self, row: int) -> int:
        """The row's place under its parent."""
        held = self.range(row)
        if held is None and self.document.parent(row // 2) is None:
            return 0
        start = held.start if held is not None else self.document.position(row // 2)
        whole = self._whole(self.parent(row))
        return 0 if whole is None else (start - whole.start) // _width(whole)

    def _whole(self, row: int) -> Range | None:
        """What the rows under a row divide between them; None where a scalar root is the only row."""
        if (held := self.range(row)) is not None:
            return held
        node = ROOT if row == TOP else row // 2
        if row == TOP and not (len(self.document) and self.document.is_container(ROOT)):
            return None
        return Range(node, 0, self.document.child_count(node))

    def _holder(self, node: int, start: int, held: Range | None = None) -> int:
        """The row right above the child of ``node`` at ``start``, or right above a range that begins there."""
        whole, row = (
            Range(node, 0, self.document.child_count(node)),
            TOP if node == ROOT else self.row_of(node),
        )
        while (width := _width(whole)) > 1:
            begin = whole.start + (start - whole.start) // width * width
            whole = Range(node, begin, min(begin + width, whole.stop))
            if whole == held:
                break
            row = self._number(whole)
        return row

    def _number(self, held: Range) -> int:
        if held not in self._numbers:
            self._numbers[held] = len(self._ranges) * 2 + 1
            self._ranges.append(held)
        return self._numbers[held]


def _width(whole: Range) -> int:
    """How many children one row under it stands for: 1, 1,000, 100,000, ..."""
    size = whole.stop - whole.start
    return 1 if size <= RANGE else range_width(-(-size // RANGES))


def range_width(size: int) -> int:
    """How many children a range stands for that has room for ``size`` of them."""
    width = RANGE
    while width < size:
        width *= RANGES
    return width
