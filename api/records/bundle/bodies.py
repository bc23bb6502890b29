"""A body as a bundle gives it: text a piece at a time (redaction leaves nothing else), with what was left out said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from api.answer.answer import Form, form_of
from api.answer.document import ROOT, Document
from api.answer.pretty import pretty_pieces
from api.answer.sizes import counted
from api.exchange.body import is_json
from api.exchange.exchange import Exchange
from api.records.bundle.stand_ins import StandIns
from api.records.bundle.texts import cut, pieces_of, request_content
from api.records.bundle.wish import Wish
from api.wire.request import FileBody
from api.wire.response import Content


@dataclass(frozen=True, slots=True)
class Body:
    """``note`` says what was left out and why ("" is nothing), ``content`` is None where all of it was."""

    size: int
    content_type: str
    stand_ins: StandIns
    wish: Wish
    content: Content | None = None
    form: Form = Form.EMPTY
    note: str = ""

    def text(self) -> Iterator[str]:
        """The characters as they came, with stand-ins, as far as they are wanted."""
        if self.content is not None:
            found = pieces_of(self.content, self.content_type)
            yield from cut(self.stand_ins.pieces(found, as_json=self.form is Form.JSON), self.wish.longest)

    def source(self) -> Iterator[str]:
        """All the characters as they came: what ``pretty`` writes has the same ones between the white space."""
        if self.content is not None:
            yield from pieces_of(self.content, self.content_type)

    def document(self, check: Callable[[], None]) -> Document | None:
        """The body read as JSON, to be closed; None where it is none, or broken."""
        if self.content is None or self.form is not Form.JSON:
            return None
        document = Document(self.content, check)
        if len(document) and not document.fault:
            return document
        document.close()
        return None

    def pretty(self, check: Callable[[], None]) -> Iterator[str]:
        """The characters for reading: JSON one member a line, all else as it came."""
        document = self.document(check)
        if document is None:
            yield from self.text()
            return
        try:
            found = pretty_pieces(document, ROOT, check=check)
            yield from cut(self.stand_ins.pieces(found, as_json=True), self.wish.longest)
        finally:
            document.close()

    def left_out(self, shown: int) -> str:
        """A sentence on what is missing of a body of which so many characters were written; "" for nothing."""
        if self.note or self.content is None or self.wish.longest is None or shown < self.wish.longest:
            return self.note
        return f"Shortened to {counted(shown, 'characters')}; the whole body has {counted(self.size, 'bytes')}."


def request_body(exchange: Exchange, stand_ins: StandIns, wish: Wish) -> Body | None:
    """What was sent; None without a body."""
    request = exchange.request
    header = request.header("Content-Type")
    content_type = header.masked() if header else ""
    if isinstance(request.body, FileBody):
        note = f"The file {request.body.path.name} was sent; it is left out."
        return Body(request.body.size, content_type, stand_ins, wish, note=stand_ins.text(note))
    content = request_content(request)
    if content is None:
        return None
    form = Form.JSON if is_json(content_type) else Form.TEXT
    return _body(content, content_type, form, stand_ins, wish)


def response_body(exchange: Exchange, stand_ins: StandIns, wish: Wish) -> Body | None:
    """What came back; None without a body."""
    response = exchange.response
    if response is None or not len(response.content):
        return None
    content_type = response.header("Content-Type") or ""
    return _body(response.content, content_type, form_of(response), stand_ins, wish)


def _body(content: Content, content_type: str, form: Form, stand_ins: StandIns, wish: Wish) -> Body:
    size, note = len(content), ""
    if not wish.bodies:
        note = f"The body of {counted(size, 'bytes')} is left out."
    return Body(size, content_type, stand_ins, wish, None if note else content, form, note)
