"""An answer, read: what kind of thing came back, its document, its list, and what to say about it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import quote

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.native_index import library
from api.answer.sizes import counted
from api.answer.summary import error_sentence, page_sentence
from api.answer.tables.table import lists
from api.answer.veil import Veil
from api.exchange.exchange import Exchange
from api.model import Key, Location, Paging, Values
from api.wire.response import Content, Response

LARGEST_UNAIDED = 64 << 20
"""Bytes that are read as a document where the native reader is missing; it would take too long."""
_HEAD = 4096
_READ_ALOUD = 8192
_JSON_TYPE = re.compile(r"application/(json|[\w.+-]*(\+json|-json|json-.*))")
_HTML_START = re.compile(rb"\s*<(!doctype html|html|head|body)\b", re.IGNORECASE)
_BINARY_BYTES = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))
_NEXT_LINKS = ("/next", "/links/next")


class Form(Enum):
    """What the body of an answer is, whatever its headers call it."""

    EMPTY = "empty"
    JSON = "JSON"
    HTML = "HTML"
    TEXT = "text"
    BINARY = "binary"


class Holders:
    """How many need something; the one who made it is the first. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 1

    def add(self) -> None:
        """One more. Raises ValueError when nobody was left."""
        with self._lock:
            if self._count == 0:
                raise ValueError("it was closed")
            self._count += 1

    def remove(self) -> bool:
        """One less; returns whether somebody is left."""
        with self._lock:
            self._count = max(self._count - 1, 0)
            return self._count > 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as the views need it.

    ``document`` and ``veil`` are there for JSON; ``note`` says why there is none where one was promised, or
    what is wrong with it. ``lists`` are the arrays of objects, the main one first; ``count`` what is on this
    page ("60 images", and 60 as ``shown``), ``next_link`` where the next page is, ``sentence`` what an error
    says. ``covered`` hides a whole body that may hold secrets and could not be read.
    """

    form: Form
    content: Content
    document: Document | None = None
    veil: Veil | None = None
    note: str = ""
    lists: Sequence[int] = ()
    count: str = ""
    shown: int = 0
    next_link: str = ""
    sentence: str = ""
    covered: bool = False
    _holders: Holders = field(default_factory=Holders, repr=False, compare=False)

    @property
    def complete(self) -> bool:
        """Whether it is JSON that was read to its end."""
        return self.document is not None and len(self.document) > 0 and not self.document.fault

    def keep(self) -> Answer:
        """One more needs the answer: it stays open until each has closed it. Raises ValueError if it is closed."""
        self._holders.add()
        return self

    def close(self) -> None:
        """Let go of document and content, unless somebody else still needs them."""
        if self._holders.remove():
            return
        if self.document is not None:
            self.document.close()
        self.content.close()


def form_of(response: Response) -> Form:
    """What the body is: by its first bytes, and by its media type where those do not tell."""
    content = response.content
    if not len(content):
        return Form.EMPTY
    head = content.bytes(min(len(content), _HEAD))
    media = response.content_type
    if _JSON_TYPE.fullmatch(media):
        return Form.JSON
    if head.translate(None, _BINARY_BYTES) != head:
        return Form.BINARY
    if media == "text/html" or _HTML_START.match(head):
        return Form.HTML
    if media in ("", "text/plain", "text/json") and head.lstrip()[:1] in (b"{", b"["):
        return Form.JSON
    return Form.BINARY if media.startswith("application/octet") and not _reads_as_text(head) else Form.TEXT


def _reads_as_text(head: bytes) -> bool:
    try:
        head[:-3].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_answer(
    exchange: Exchange, paging: Paging | None = None, check: Callable[[], None] = lambda: None
) -> Answer:
    """Read what came back; work for a worker. Raises ValueError if nothing came back."""
    response = exchange.response
    if response is None:
        raise ValueError("an exchange without a response has no answer to read")
    form = form_of(response)
    if form is Form.JSON and (library() is not None or len(response.content) <= LARGEST_UNAIDED):
        return _read_json(exchange, response, paging, check)
    note = ""
    if form is Form.JSON:
        form, note = Form.TEXT, "This document is too large for the tree; it is shown as text."
    secret = bool(exchange.request.secret_pointers) and response.status < 400 and form is not Form.EMPTY
    sentence = page_sentence(_beginning(response)) if form in (Form.HTML, Form.TEXT) and not secret else ""
    return Answer(
        form,
        response.content,
        note=note,
        sentence=sentence if response.status >= 400 else "",
        covered=secret,
    )


def _read_json(
    exchange: Exchange, response: Response, paging: Paging | None, check: Callable[[], None]
) -> Answer:
    document = Document(response.content, check)
    found = _ordered_lists(document, paging)
    counted_list = _counted_list(document, paging, found)
    return Answer(
        Form.JSON,
        response.content,
        document,
        Veil(document, exchange.request.secret_pointers),
        note=_broken(document),
        lists=found,
        count=_count(document, counted_list),
        shown=0 if counted_list is None else document.child_count(counted_list),
        next_link=_link_of(exchange, document, paging),
        sentence=error_sentence(document) if response.status >= 400 else "",
    )


def _broken(document: Document) -> str:
    if not document.fault:
        return ""
    line, column = document.line_and_column(document.stopped)
    return f"Not complete JSON, line {line:,}, column {column:,}: {document.fault}"


def _ordered_lists(document: Document, paging: Paging | None) -> list[int]:
    found = lists(document)
    main = document.find(paging.items) if paging else None
    if main is not None and document.kind(main) is NodeKind.ARRAY:
        return [
            main,
            *(node for node in found if node != main),
        ]  # also an empty one: it has none, and says so
    return found


def _counted_list(document: Document, paging: Paging | None, found: Sequence[int]) -> int | None:
    """What to count: the list that pages, else a list that is the whole or nearly so."""
    node = document.find(paging.items) if paging else None
    if node is None and len(document):
        near = [ROOT, *document.children(ROOT, 0, 20)] if document.is_container(ROOT) else []
        node = next((n for n in found if n in near), None)
    return node if node is not None and document.kind(node) is NodeKind.ARRAY else None


def _count(document: Document, node: int | None) -> str:
    if node is None:
        return ""
    noun = (document.key(node) or "").replace("_", " ")
    plural = noun.isascii() and noun.endswith("s") and len(noun) < 30
    return counted(document.child_count(node), noun if plural else "items")


def _link_of(exchange: Exchange, document: Document, paging: Paging | None) -> str:
    """The link of an answer; of one that was put together only where a list was left off, as a page of any size."""
    merged = exchange.merged
    if merged is None:
        return next_link(document, paging, exchange.request.values)
    return next_link(document, paging) if merged.kind == "pages" and merged.rest is not None else ""


def next_link(document: Document, paging: Paging | None, asked: Values | None = None) -> str:
    """The link to a list's next page as it stands in the answer; "" for none.

    Where the service gives no links, one is made that goes on after the last item: if the page is as large as
    ``asked`` (the values of the request), or if that is not known, as long as there is an item.
    """
    if paging is not None and paging.after:
        return _link_after(document, paging, asked)
    for pointer in (paging.next,) if paging and paging.next else _NEXT_LINKS:
        node = document.find(pointer)
        if node is not None and document.kind(node) is NodeKind.STRING:
            return document.text(node)
    return ""


def _link_after(document: Document, paging: Paging, asked: Values | None) -> str:
    items = document.find(paging.items)
    count = document.child_count(items) if items is not None and document.is_container(items) else 0
    limit = (asked or {}).get(Key(Location.QUERY, paging.limit), paging.full)
    if items is None or not count or (asked is not None and isinstance(limit, int) and count < limit):
        return ""
    last = document.child(items, count - 1)
    whole = document.kind(last) is NodeKind.OBJECT
    found = (document.member(last, name) for name in paging.after) if whole else ()
    marker = next((document.text(node) for node in found if node is not None), "")
    return f"?{quote(paging.marker)}={quote(marker, safe='')}" if marker else ""


def _beginning(response: Response) -> str:
    return response.content.bytes(min(len(response.content), _READ_ALOUD)).decode("utf-8", "replace")
