"""Reads HAR files (1.1 and 1.2): the requests of their entries, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote_plus, urlsplit

from api.answer.document import ROOT, Document
from api.records.importing.foreign import Foreign, Reader


def is_har(document: Document) -> bool:
    """Whether the document is such a file."""
    return document.find("/log/entries") is not None


def read_har(document: Document, check: Callable[[], None]) -> Iterator[Foreign]:
    """The requests of a document that ``is_har``. Answers, cookies and pages are not looked at."""
    reader = Reader(document)
    for entry in reader.items(ROOT, "log", "entries"):
        check()
        yield _foreign(reader, entry)


def _foreign(reader: Reader, entry: int) -> Foreign:
    url, method = reader.text(entry, "request", "url"), reader.text(entry, "request", "method").upper()
    headers = tuple(reader.pairs(entry, "request", "headers"))
    body, remark = _body(reader, entry)
    return Foreign(
        name=reader.text(entry, "_title") or _name(method, url),
        method=method,
        url=url,
        headers=_with_type(headers, reader.text(entry, "request", "postData", "mimeType")),
        body=body,
        remarks=(remark,) if remark else (),
        call_id=reader.text(entry, "_callId"),
    )


def _name(method: str, url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        path = url
    return f"{method} {path}".strip()


def _with_type(headers: tuple[tuple[str, str], ...], media: str) -> tuple[tuple[str, str], ...]:
    if not media or any(name.lower() == "content-type" for name, _value in headers):
        return headers
    return (*headers, ("Content-Type", media))


def _body(reader: Reader, entry: int) -> tuple[str | None, str]:
    data = reader.node(entry, "request", "postData")
    if data is None:
        return None, ""
    comment = reader.text(data, "comment")
    if comment:  # the program that wrote it says that it is not the whole
        return None, f"Its body is not complete: {comment}"
    node = reader.node(data, "text")
    if node is not None and reader.too_large(node):
        return None, "Its body is too large and was left out."
    text = reader.text(data, "text")
    if text or not reader.items(data, "params"):
        return text or None, ""
    pairs = reader.pairs(data, "params")
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs), ""
