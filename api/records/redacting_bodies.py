"""Bodies without their secrets: JSON that stays JSON, text that stays text, of any size and however broken."""

from __future__ import annotations

import json
import re
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from typing import BinaryIO, cast

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.plain import decode
from api.answer.veil import Veil
from api.wire.redaction import DOTS_UTF8, WELL_KNOWN
from api.wire.redaction import Veil as Echoes
from api.wire.response import Content
from api.wire.secret_spans import WINDOW, Buffer, Span, covered, secret_spans

IN_MEMORY = 8 << 20
"""Bytes up to which a body is put together in memory; a longer one in an unlinked temporary file."""
_LONGEST_TEXT = 8 << 20
"""Bytes of one JSON text that is looked into; one that is longer and may hold a secret is dotted as a whole."""
_DEEPEST = 8
"""How far JSON inside texts of JSON is followed; each step doubles its escapes, so that nobody goes further."""
_BINARY = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))
_HEAD = 4096
_SUSPICIOUS = re.compile(rb"\\|=|%3[ADad]|/tokens/|:(?<=[A-Za-z]:)|<(?=[A-Za-z])|session", re.IGNORECASE)
"""What any text of a JSON document must hold to be looked at closely, and every escape: it may hide something."""
_TELLING = {step for pointer in WELL_KNOWN for step in pointer[:-1]} - {"*"}

Edit = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class Hider:
    """Hides the secrets that were sent, and all that look like one.

    ``secrets`` are hidden wherever they are echoed, in every encoding; ``check`` may raise to stop. ``slots`` are
    stand-ins for what is no secret yet and has to survive.
    """

    echoes: Echoes
    check: Callable[[], None] = lambda: None
    slots: frozenset[bytes] = frozenset()
    forms: tuple[bytes, ...] = field(init=False)

    def __post_init__(self) -> None:
        forms = (form.encode("utf-8", "replace") for form in self.echoes.forms)
        object.__setattr__(self, "forms", tuple(forms))

    def text(self, text: str) -> str:
        """A text of ordinary length without secrets."""
        data = text.encode("utf-8", "surrogatepass")
        return self.utf8(data).decode("utf-8", "surrogatepass")

    def utf8(self, data: bytes, depth: int = 0) -> bytes:
        """Text that may hold JSON, or be JSON, without secrets."""
        if data.lstrip()[:1] in (b"{", b"["):
            hidden = self._nested(data, depth)
            if hidden is not None:
                return hidden
        spans = self.text_spans(data, 0, len(data))
        return covered(data, spans, DOTS_UTF8) if spans else data

    def _nested(self, data: bytes, depth: int) -> bytes | None:
        """The same if it is JSON as a whole; None if it is not."""
        if depth >= _DEEPEST:
            return DOTS_UTF8
        document = Document(Content(data), self.check)
        try:
            if document.fault:
                return None
            return b"".join(_applied(document.received, self.json_edits(document, (), depth)))
        finally:
            document.close()

    def text_spans(self, data: Buffer, start: int, stop: int) -> list[Span]:
        """Where secrets stand in text, in order."""
        found = secret_spans(data, start, stop, self.check)
        found += self.echoed(data, start, stop)
        return list(self._without_slots(data, _united(found)))

    def json_edits(self, document: Document, pointers: Iterable[str] = (), depth: int = 0) -> list[Edit]:
        """What to write in place of which bytes of a JSON document, in order; it stays JSON."""
        size = document.stopped if document.fault else document.size
        veil = Veil(document, pointers, addresses=False)
        nodes = sorted(veil.covered)  # in the order in which they stand
        covers = [self._cover(document, node) for node in nodes]
        texts = _Texts(document, self, depth).edits([span[:2] for span in covers], size)
        return [edit for edit in _in_order(covers, texts) if edit[2] != document.piece(*edit[:2])]

    def _cover(self, document: Document, node: int) -> Edit:
        start, end = document.span(node)
        if end - start < _HEAD and document.piece(start, end)[1:-1] in self.slots:
            return start, end, document.piece(start, end)
        return start, end, b'"' + DOTS_UTF8 + b'"'

    def echoed(self, data: Buffer, start: int, stop: int) -> list[Span]:
        """Where the known secrets stand; windows overlap by the longest of them."""
        found: list[Span] = []
        overlap = max(map(len, self.forms), default=0)
        for begin in range(start, stop, WINDOW) if self.forms else ():
            self.check()
            piece = bytes(data[begin : min(begin + WINDOW + overlap, stop)])
            for form in self.forms:
                at = piece.find(form)
                while at >= 0:
                    found.append((begin + at, begin + at + len(form)))
                    at = piece.find(form, at + len(form))
        return found

    def _without_slots(self, data: Buffer, spans: Iterable[Span]) -> Iterator[Span]:
        for start, end in spans:
            if not self.slots:
                yield start, end
                continue
            for match in re.finditer(b"|".join(self.slots), bytes(data[start:end])):
                if match.start() > 0:
                    yield start, start + match.start()
                start += match.end()
            if start < end:
                yield start, end


class _Texts:
    """Looks into the texts, names and numbers of a document in which something suspicious stands."""

    def __init__(self, document: Document, hider: Hider, depth: int) -> None:
        self._document, self._hider, self._depth = document, hider, depth
        self._starts = document.starts

    def edits(self, hidden: Sequence[Span], stop: int) -> Iterator[Edit]:
        """The edits outside of what is hidden already, up to a byte of the document."""
        done = 0
        hidden = sorted(hidden)
        for place in self._suspects(stop):
            if place < done:
                continue
            at = bisect_right(hidden, (place, self._document.size)) - 1
            if at >= 0 and place < hidden[at][1]:
                done = hidden[at][1]
                continue
            edit, done = self._look(place)
            if edit is not None:
                yield edit

    def _suspects(self, stop: int) -> Iterator[int]:
        data, check = self._document.received, self._hider.check
        echoed = self._hider.echoed(data, 0, stop)
        if echoed:
            yield from sorted({start for start, _end in echoed} | set(_marked(data, stop, check)))
        else:
            yield from _marked(data, stop, check)

    def _look(self, place: int) -> tuple[Edit | None, int]:
        """What becomes of the text at a byte, and where it ends."""
        document = self._document
        node = bisect_right(self._starts, place) - 1
        if node >= 0:
            start, end = document.span(node)
            if place < end and not document.is_container(node):
                return self._value(node, start, end), end
        key = document.key_span(node + 1) if node + 1 < len(document) else None
        if key is None or not key[0] <= place < key[1]:
            return None, place + 1
        return self._string(*key), key[1]

    def _value(self, node: int, start: int, end: int) -> Edit | None:
        if self._document.kind(node) is NodeKind.STRING:
            return self._string(start, end)
        echoed = self._document.piece(start, min(end, start + _HEAD)) in self._hider.forms
        return (start, end, b'"' + DOTS_UTF8 + b'"') if echoed else None

    def _string(self, start: int, end: int) -> Edit | None:
        if end - start > _LONGEST_TEXT:
            return start, end, b'"' + DOTS_UTF8 + b'"'
        raw = self._document.piece(start + 1, end - 1)
        if b"\\" not in raw:
            hidden = self._hider.utf8(raw, self._depth + 1)
            return (start, end, b'"' + hidden + b'"') if hidden != raw else None
        text = decode(raw).encode("utf-8", "replace")
        hidden = self._hider.utf8(text, self._depth + 1)
        if hidden == text:
            return None
        return start, end, json.dumps(hidden.decode("utf-8", "replace"), ensure_ascii=False).encode()


def _marked(data: Buffer, stop: int, check: Callable[[], None]) -> Iterator[int]:
    seen = 0
    for begin in range(0, stop, WINDOW):
        check()
        for match in _SUSPICIOUS.finditer(data, max(begin - 16, seen), min(begin + WINDOW, stop)):
            seen = match.end()
            yield match.start()


def redacted_body(
    content: Content, hider: Hider, pointers: Sequence[str] = (), *, opaque: bool = False
) -> Content:
    """The content without secrets: itself, kept once more, where nothing has to be hidden, else a new one.

    ``pointers`` say where JSON holds secrets; what should be JSON and cannot be read is covered there, and what is
    other text with ``opaque``. Of what is not text only its size is told. The caller closes it.
    """
    size = len(content)
    if is_binary(content):
        return Content(f"({size:,} bytes that are not text: not kept)".encode())
    if looks_like_json(content):
        return _redacted_json(content, hider, pointers)
    if opaque and size:
        return Content(DOTS_UTF8)
    spans = hider.text_spans(content.view, 0, size)
    return _changed(content, [(start, end, DOTS_UTF8) for start, end in spans])


def is_binary(content: Content) -> bool:
    """Whether the body is no text that can be looked through: binary data, or text of two bytes a character."""
    head = content.bytes(min(len(content), _HEAD))
    return head.translate(None, _BINARY) != head


def looks_like_json(content: Content) -> bool:
    """Whether the body begins as JSON does, whatever its headers call it."""
    head = content.bytes(min(len(content), _HEAD)).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] in (b"{", b"[", b'"')


def _redacted_json(content: Content, hider: Hider, pointers: Sequence[str]) -> Content:
    document = Document(content, hider.check)
    try:
        edits = hider.json_edits(document, pointers)
        if document.fault:
            edits = _with_rest(document, hider, edits, pointers)
        return _changed(content, edits)
    finally:
        document.close()


def _with_rest(document: Document, hider: Hider, edits: list[Edit], pointers: Sequence[str]) -> list[Edit]:
    """The edits with those behind the break of a broken document.

    What stands there is read as text. It is covered as a whole where pointers say that secrets may be in it, and
    where reading stopped within what holds tokens in Identity's answers.
    """
    last = len(document) - 1
    start = _read_up_to(document, last)
    within = {document.key(node, _HEAD) for node in document.lineage(last)} if last >= 0 else set()
    if pointers or within & _TELLING:
        rest = [(start, document.size)] if start < document.size else []
    else:
        rest = hider.text_spans(document.received, start, document.size)
    kept = [edit for edit in edits if edit[1] <= start]
    return [*kept, *((begin, end, DOTS_UTF8) for begin, end in rest)]


def _read_up_to(document: Document, last: int) -> int:
    """The byte behind the last text, number or opening bracket that was read."""
    if last < 0:
        return ROOT
    start, end = document.span(last)
    return start + 1 if document.is_container(last) else end


def _united(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _in_order(covers: Iterable[Edit], texts: Iterable[Edit]) -> Iterator[Edit]:
    """The edits in order without those inside of others: the outer one covers them.

    Merged one by one: sorting many at once would hold up all other threads.
    """
    end = 0
    for edit in merge(covers, texts, key=lambda each: (each[0], -each[1])):
        if edit[0] >= end:
            yield edit
            end = edit[1]


def _applied(data: Buffer, edits: Iterable[Edit]) -> Iterator[bytes]:
    """The text with its edits, in pieces."""
    at = 0
    for start, end, new in [*edits, (len(data), len(data), b"")]:
        while at < start:
            stop = min(at + (1 << 20), start)
            yield bytes(data[at:stop])
            at = stop
        yield new
        at = end


def _changed(content: Content, edits: Sequence[Edit]) -> Content:
    if not edits:
        content.keep()
        return content
    view = content.view
    try:
        if len(content) <= IN_MEMORY:
            return Content(b"".join(_applied(view, edits)))
        with cast("BinaryIO", tempfile.TemporaryFile(prefix="answer-")) as file:
            for piece in _applied(view, edits):
                file.write(piece)
            file.flush()
            return Content(file=file)
    finally:
        view.release()
