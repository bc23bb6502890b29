"""One page of a list as it came: where its items stand, what they are called, and where the next page is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.answer.answer import next_link
from api.answer.document import Document
from api.answer.index import NodeKind
from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.model import Paging
from api.work.answers import good

ID = "id"
"""The member that tells items apart where no marker shows another."""
_LONGEST_ID = 4096


class Page:
    """Reads a good answer; close() gives its memory back.

    Raises what ``good`` raises, and PitchforkError where there is no list in it or it ends too early.
    """

    def __init__(self, exchange: Exchange, paging: Paging, check: Callable[[], None]) -> None:
        response = good(exchange).response
        assert response is not None
        self._content = response.content
        self._document = document = Document(response.content, check)
        try:
            self._list = _list_of(document, paging.items)
        except PitchforkError:
            self.close()
            raise
        self.count = document.child_count(self._list)
        self.link = next_link(document, paging, exchange.request.values) if paging.goes_on else ""

    def shell(self) -> tuple[bytes, bytes]:
        """The page without its items: what stands before them and what behind."""
        start, end = self._document.span(self._list)
        return self._document.piece(0, start + 1), self._document.piece(end - 1, self._document.size)

    def items(self, kept: Sequence[int] | None = None) -> bytes:
        """The items as they came, with the commas between them; only those at some positions, or all."""
        document, node = self._document, self._list
        if kept is not None and len(kept) < self.count:
            return b",".join(document.source(document.child(node, each)) for each in kept)
        if not self.count:
            return b""
        first, last = document.child(node, 0), document.child(node, self.count - 1)
        return document.piece(document.span(first)[0], document.span(last)[1])

    def labelled(self, label: bytes, kept: Sequence[int]) -> bytes:
        """The items at some positions, each with one more member at its beginning; see labelled()."""
        document, node = self._document, self._list
        return b",".join(labelled(document, document.child(node, each), label) for each in kept)

    def ids(self, member: str) -> list[str | None]:
        """What that member of each item says; None where it says nothing short."""
        document = self._document
        nodes = document.column(self._list, member)
        texts = document.texts(nodes, _LONGEST_ID)
        return [text if text and len(text) < _LONGEST_ID else None for text in texts]

    def marked_by(self, marker: str) -> str:
        """The member of the last item that the marker of the next page was taken from; "" for none."""
        document = self._document
        if not self.count or not marker:
            return ""
        last = document.child(self._list, self.count - 1)
        if document.kind(last) is not NodeKind.OBJECT:
            return ""
        for node in document.children(last):
            if not document.is_container(node) and document.text(node, _LONGEST_ID) == marker:
                return document.key(node) or ""
        return ""

    def close(self) -> None:
        """Let go of the answer."""
        self._document.close()
        self._content.close()


def labelled(document: Document, node: int, label: bytes) -> bytes:
    """A value as it came, with one more member (``b'"name":1'``) at its beginning; no object becomes one first."""
    source = document.source(node)
    if document.kind(node) is not NodeKind.OBJECT:
        return b'{%b,"value":%b}' % (label, source)
    return b"{%b%b%b" % (label, b"," if document.child_count(node) else b"", source[1:])


def _list_of(document: Document, pointer: str) -> int:
    if document.fault:
        line, column = document.line_and_column(document.stopped)
        raise PitchforkError(
            f"The answer is not complete JSON (line {line:,}, column {column:,}): {document.fault}"
        )
    node = document.find(pointer)
    if node is None or document.kind(node) is not NodeKind.ARRAY:
        raise PitchforkError(f"The answer has no list at {pointer}.")
    return node
