"""Which parts of an answer are secret: hidden until the person reveals each one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.answer.document import ROOT, Document
from api.answer.plain import pointer_tokens
from api.wire.redaction import DOTS, WELL_KNOWN

__all__ = ["DOTS", "Veil"]


class Veil:
    """Covers the nodes at JSON pointers (``*`` stands for any member or item), with all that is in them.

    Covered in every answer are also the tokens of the Identity APIs and texts named like a password.
    Of a document that is broken, everything after the break is covered too, when there are pointers at all:
    what could not be read cannot be told from a secret.
    """

    def __init__(self, document: Document, pointers: Iterable[str] = ()) -> None:
        self._document = document
        patterns = [pointer_tokens(pointer) for pointer in pointers]
        everywhere = [list(tokens) for tokens in WELL_KNOWN]
        self._covered = {node for tokens in patterns + everywhere for node in _matching(document, tokens)}
        self._covered.update(_named_like_secrets(document))
        self.rest = bool(patterns and document.fault)

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

    def reveal(self, node: int) -> None:
        """Show that node from now on."""
        step: int | None = node
        while step is not None:
            self._covered.discard(step)
            step = self._document.parent(step)

    def reveal_all(self) -> None:
        """Show everything, also what stands after the break of a broken document."""
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


def _matching(document: Document, tokens: Sequence[str]) -> list[int]:
    nodes = [ROOT] if len(document) else []
    for token in tokens:
        if token == "*":  # noqa: S105 - a wildcard
            nodes = [child for node in nodes for child in document.children(node)]
        else:
            nodes = [child for node in nodes for child in document.steps(node, token)]
    return nodes
