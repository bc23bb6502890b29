"""A difference in words: what each change is called, its values, the summary, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum

from api.answer.answer import Answer
from api.answer.compare.difference import ADDED, CHANGED, MOST_CHANGES, REMOVED, Change, Difference
from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.plain import one_line, quote
from api.answer.pretty import pretty
from api.answer.sizes import counted
from api.answer.summary import describe
from api.answer.veil import DOTS, Veil

SHOWN = 300
"""Bytes of a value that a row shows."""
_LONGEST_PATH = 300
_OPERATIONS = {ADDED: "add", REMOVED: "remove", CHANGED: "replace"}


class Which(IntEnum):
    """One of the two sides."""

    LEFT = 0
    RIGHT = 1


class DifferenceText:
    """Words for the changes between two answers that hold JSON; what is hidden in either is dots."""

    def __init__(self, left: Answer, right: Answer) -> None:
        self._sides = tuple((_document(each), _veil(each)) for each in (left, right))

    def node(self, change: Change, which: Which) -> int:
        """The change's node on a side; -1 where it has none."""
        return change.right if which is Which.RIGHT else change.left

    def document(self, which: Which) -> Document:
        """A side's document."""
        return self._sides[which][0]

    def hidden(self, change: Change) -> bool:
        """Whether the change is hidden on one of its sides."""
        return any(self._hides(change, which) for which in Which)

    def name(self, change: Change) -> str:
        """What the thing is called that was added, removed or changed; "" where nothing tells."""
        which = self._where(change)
        document, veil = self._sides[which]
        node = self.node(change, which)
        if self.hidden(change) or document.key(node) is not None:
            return ""
        return describe(document, node, veil.hides)[0]

    def place(self, change: Change, within: Change | None = None) -> str:
        """Where it stands (on the left if it is there): ``images[3]``, or within the changed item: ``tags[0]``."""
        which = self._where(change)
        document = self.document(which)
        path = document.path(self.node(change, which))
        if within is not None:
            path = path[len(document.path(self.node(within, which))) :].removeprefix(".")
        return one_line(path, _LONGEST_PATH) or "the whole answer"

    @property
    def bare(self) -> bool:
        """Whether a secret of either side was revealed."""
        return any(veil.bare for _document, veil in self._sides)

    def pointer(self, change: Change) -> str:
        """The JSON pointer, of the left side if it is there."""
        which = self._where(change)
        return self.document(which).pointer(self.node(change, which))

    def value(self, change: Change, which: Which) -> str:
        """The value on one side, on one line; "" where there is none."""
        node = self.node(change, which)
        if node < 0:
            return ""
        if self.hidden(change):
            return DOTS
        document = self.document(which)
        count = document.child_count(node)
        if document.kind(node) is NodeKind.OBJECT:
            return f"{{ }}  {counted(count, 'members')}"
        if document.kind(node) is NodeKind.ARRAY:
            return f"[ ]  {counted(count, 'items')}"
        start, end = document.span(node)
        more = "…" if end - start > SHOWN + 2 else ""
        text = one_line(document.text(node, SHOWN)) + more
        return f'"{text}"' if document.kind(node) is NodeKind.STRING else text

    def whole(
        self,
        change: Change,
        which: Which,
        limit: int | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> str:
        """The whole value on one side (of a plain one the first ``limit`` bytes); objects and lists as JSON."""
        node = self.node(change, which)
        if node < 0:
            return ""
        document, veil = self._sides[which]
        if self.hidden(change):
            return DOTS
        if document.is_container(node):
            return pretty(document, node, veil, check)
        return document.text(node, limit)

    def as_json(self, difference: Difference, check: Callable[[], None] = lambda: None) -> str:
        """All changes like a JSON patch that also tells the old values; hidden values are left out."""
        lines = []
        for change in difference.changes:
            for each in change.parts or (change,):
                check()
                lines.append("  {" + ", ".join(self._operation(each, check)) + "}")
        return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"

    def _operation(self, change: Change, check: Callable[[], None]) -> Iterator[str]:
        yield f'"op": "{_OPERATIONS[change.sign]}"'
        yield f'"path": {quote(self.pointer(change))}'
        if change.sign == CHANGED:
            there = self.document(Which.RIGHT).pointer(change.right)
            if there != self.pointer(change):
                yield f'"path_on_the_right": {quote(there)}'
        if self.hidden(change):
            yield '"hidden": true'
            return
        for which, name in ((Which.LEFT, "old"), (Which.RIGHT, "value")):
            if (node := self.node(change, which)) >= 0:
                document, veil = self._sides[which]
                yield f'"{name}": ' + pretty(document, node, veil, check).replace("\n", "\n  ")

    def _where(self, change: Change) -> Which:
        return Which.RIGHT if change.left < 0 else Which.LEFT

    def _hides(self, change: Change, which: Which) -> bool:
        node = self.node(change, which)
        return node >= 0 and self._sides[which][1].hides(node)


def summary(difference: Difference) -> str:
    """The difference in a line: ``3 added, 1 removed, 12 changed, 4,982 the same``."""
    if not difference.changes and not difference.cut:
        return f"No differences: {counted(difference.same, difference.unit)} the same"
    counts = {"added": difference.added, "removed": difference.removed, "changed": difference.changed}
    told = [f"{count:,} {word}" for word, count in counts.items() if count]
    return ", ".join([*told, f"{difference.same:,} the same"])


def notes(difference: Difference, *, more: bool = False) -> str:
    """How it was compared, and what else there is to know. ``more``: a list goes on on another page."""
    found = ["only these pages are compared, more exist"] if more else []
    if difference.matched:
        names = list(dict.fromkeys(name or "their place" for name in difference.matched))
        found.append(f"items matched by {' and '.join(one_line(name, 60) for name in names)}")
    if difference.moved:
        found.append("in another order")
    if difference.repeated:
        found.append(f"{counted(difference.repeated, 'names')} twice in an object, the last one counts")
    if difference.cut:
        found.append(f"only the first {MOST_CHANGES:,} differences are shown")
    text = "; ".join(found)
    return text[:1].upper() + text[1:]


def _document(answer: Answer) -> Document:
    assert answer.document is not None
    return answer.document


def _veil(answer: Answer) -> Veil:
    assert answer.veil is not None
    return answer.veil
