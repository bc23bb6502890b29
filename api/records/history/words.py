"""The text by which an exchange is found again: what stands on its line, and the words of its bodies' beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from api.exchange.exchange import Exchange
from api.wire.request import Template

READ = 128 * 1024
"""Bytes of each body that are read for their words."""
MOST = 32 * 1024
"""Characters of the words that are kept of one exchange."""
APART = "\x1d"
"""Stands between what is told of an exchange anyway, and the words of its bodies."""
_STEP = 16 * 1024
"""Bytes at a time: a long search of a regular expression would hold up the window."""
_WORD = re.compile(r"[^\s\"',;{}\[\]<>\\]{2,200}")
_MARKS = (b'"', b",", b" ", b"\n")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_TEXT = re.compile(r"json|text|xml|yaml|urlencoded|javascript", re.IGNORECASE)


def line_of(exchange: Exchange) -> str:
    """What is told of an exchange without opening it."""
    request, response, error = exchange.request, exchange.response, exchange.error
    parts = [
        request.title,
        request.call_id,
        request.method,
        request.url.masked(),
        exchange.who,
        exchange.request_id,
    ]
    if response is not None:
        parts.append(f"{response.status} {response.reason}")
    if error is not None:
        parts.append(error.sentence)
    return "\n".join(parts).replace(APART, " ")


def text_of(exchange: Exchange) -> str:
    """The text to search in, folded like the words that are looked for; each word of the bodies once."""
    line = line_of(exchange).casefold()
    words: dict[str, None] = {}
    room = MOST
    for word in _words(exchange):
        if word not in words:
            room -= len(word) + 1
            if room < 0:
                break
            words[word] = None
    return storable(f"{line}{APART}{' '.join(words)}")


def storable(text: str) -> str:
    """The text as SQLite takes it: no half characters, no NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")


def wanted_words(text: str) -> tuple[str, ...]:
    """What a person looks for, as words of such texts."""
    folded = text.casefold()
    return tuple(dict.fromkeys(re.findall(r"[^\s\"',;{}\[\]<>\\]+", folded)))


def _words(exchange: Exchange) -> Iterator[str]:
    for start in _beginnings(exchange):
        for block in _blocks(start):
            yield from _WORD.findall(_plain(block).casefold())


def _blocks(start: bytes) -> Iterator[bytes]:
    """Pieces that end between two words, as far as there is anything between words."""
    at = 0
    while at < len(start):
        block = start[at : at + _STEP]
        if at + _STEP < len(start):
            end = max(block.rfind(mark) for mark in _MARKS)
            block = block[: end + 1] or block
        at += len(block)
        yield block


def _plain(block: bytes) -> str:
    """The text, with the letters for their numbers in JSON."""
    text = block.decode("utf-8", "replace")
    if "\\u" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _beginnings(exchange: Exchange) -> Iterable[bytes]:
    body = exchange.request.body
    if isinstance(body, Template):
        yield body.masked().encode("utf-8", "replace")[:READ]
    elif isinstance(body, bytes):
        yield body[:READ]
    response = exchange.response
    if response is not None and (not response.content_type or _TEXT.search(response.content_type)):
        yield response.content.bytes(READ)
