"""Which parts of an answer are secret: hidden until the person reveals each one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.plain import pointer_tokens
from api.wire.redaction import DOTS, WELL_KNOWN
from api.wire.secret_names import is_secret_member
from api.wire.secret_spans import secret_spans

_LONGEST_PATH = 1 << 10
_PIECE = 1 << 20
_OVERLAP = 300
_MARKS = {
    b"@": (b"@",),
    b"=": (b"sig=", b"ature=", b"ential=", b"oken="),
    b"/": (b"/tokens/",),
    b"\\": (b"tokens\\/",),
}
"""What stands in every address with a secret: before its host, or in the names of signatures. Each with a byte of it
that is found at once, or is not there at all in most answers."""

__all__ = ["DOTS", "Veil"]


class Veil:
    """Covers the nodes at JSON pointers (``*`` stands for any member or item), with all that is in them.

    Covered in every answer are also the tokens of the Identity APIs, texts and numbers named like a password, also
    where a JSON Patch sets one, and texts in which an address holds a password, a signature or a token (without
    ``addresses`` those are left to whoever can hide a part of them). Of a document that is broken, everything
    after the break is covered too, when there are pointers at all: what could not be read cannot be told from a
    secret.
    """

    def __init__(self, document: Document, pointers: Iterable[str] = (), *, addresses: bool = True) -> None:
        self._document = document
        patterns = [pointer_tokens(pointer) for pointer in pointers]
        everywhere = [list(tokens) for tokens in WELL_KNOWN]
        self._covered = {node for tokens in patterns + everywhere for node in _matching(document, tokens)}
        self._covered.update(_named_like_secrets(document))
        self._covered.update(_patched(document))
        if addresses:
            self._covered.update(_in_addresses(document))
        self.rest = bool(patterns and document.fault)
        self._bare: set[int] = set()
        self._bare_rest = False

    @property
    def hides_something(self) -> bool:
        """Whether anything is hidden now."""
        return self.rest or bool(self._covered)

    @property
    def covered(self) -> frozenset[int]:
        """The nodes that are hidden now."""
        return frozenset(self._covered)

    def hides(self, node: int) -> bool:
        """Whether the node is hidden, by itself or with what holds it."""
        if not self._covered:
            return False
        step: int | None = node
        while step is not None:
            if step in self._covered:
                return True
            step = self._document.parent(step)
        return False

    @property
    def bare(self) -> bool:
        """Whether a secret was revealed."""
        return bool(self._bare) or self._bare_rest

    def bares(self, node: int) -> bool:
        """Whether the node is a secret that was revealed, stands in one or holds one."""
        start, end = self._document.span(node)
        spans = (self._document.span(each) for each in self._bare)
        return any(first < end and start < last for first, last in spans)

    def reveal(self, node: int) -> None:
        """Show that node from now on."""
        step: int | None = node
        while step is not None:
            if step in self._covered:
                self._covered.discard(step)
                self._bare.add(step)
            step = self._document.parent(step)

    def reveal_all(self) -> None:
        """Show everything, also what stands after the break of a broken document."""
        self._bare |= self._covered
        self._bare_rest = self.rest
        self._covered.clear()
        self.rest = False

    def spans(self) -> Sequence[tuple[int, int]]:
        """The hidden byte ranges in order."""
        spans = [self._document.span(node) for node in self.covered]
        if self.rest:
            spans.append((self._document.stopped, self._document.size))
        return sorted(spans)


def _named_like_secrets(document: Document) -> list[int]:
    return [node for node in document.named_like_secrets() if document.text(node, 1)]


def _patched(document: Document) -> Iterator[int]:
    """What a JSON Patch puts where a secret is kept."""
    if not len(document) or document.kind(ROOT) is not NodeKind.ARRAY:
        return
    first = next(iter(document.children(ROOT, 0, 1)), None)
    if first is None or not document.members(first, "op"):
        return
    for change, path in zip(document.children(ROOT), document.column(ROOT, "path"), strict=True):
        target = document.text(path, _LONGEST_PATH) if path >= 0 else ""
        if is_secret_member(pointer_tokens(f"/{target}")[-1]):
            yield from document.members(change, "value")


def _in_addresses(document: Document) -> Iterator[int]:
    """Texts in which an address gives a secret away. Looked for piece by piece: other threads run meanwhile."""
    done = -1
    for start in range(0, document.size, _PIECE):
        piece = document.piece(max(start - _OVERLAP, 0), min(start + _PIECE, document.size))
        for at in sorted(_telling(piece)):
            node = bisect_right(document.starts, max(start - _OVERLAP, 0) + at) - 1
            if node > done and document.kind(node) is NodeKind.STRING:
                done = node
                text = document.text(node, _PIECE).encode("utf-8", "replace")
                if secret_spans(text):
                    yield node


def _telling(piece: bytes) -> Iterator[int]:
    """Where a text may hold such an address."""
    for mark in (mark for byte, marks in _MARKS.items() if byte in piece for mark in marks):
        at = piece.find(mark)
        while at >= 0:
            if (
                mark != b"@"
                or piece.rfind(b"//", max(at - _OVERLAP, 0), at) >= 0
                or piece.rfind(b"\\/", max(at - _OVERLAP, 0), at) >= 0
            ):
                yield at
            at = piece.find(mark, at + 1)


def _matching(document: Document, tokens: Sequence[str]) -> list[int]:
    nodes = [ROOT] if len(document) else []
    for token in tokens:
        if token == "*":  # noqa: S105 - a wildcard
            nodes = [child for node in nodes for child in document.children(node)]
        else:
            nodes = [child for node in nodes for child in document.steps(node, token)]
    return nodes
