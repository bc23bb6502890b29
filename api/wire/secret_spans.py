"""Finds secrets in text of any size by what stands in front of them: where they begin and end, as bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from api.wire.secret_names import SECRET_MEMBERS, SIGNATURES, is_secret_header, is_secret_name

Buffer = bytes | memoryview
Span = tuple[int, int]

WINDOW = 1 << 16
"""Bytes that are looked at in one step, about half a millisecond: other threads run between two of them."""
_OVERLAP = 16
_LONGEST_NAME = 96
_LONGEST_AUTHORITY = 1 << 14
_ENDS = "|".join(sorted({re.escape(name[-3:]) for name in SECRET_MEMBERS | SIGNATURES})).encode()
_ANCHOR = re.compile(
    rb"[=:](?:(?<=(?:%b)[=:])|(?<=[\"' \t][=:])|(?<=:)(?=//|\\/|%%2f))|%%3[ad]|/tokens/|<(?=[a-z])|session"
    % _ENDS,
    re.IGNORECASE,
)
"""Names that end like no secret's are passed over at once."""
_NAME_BEFORE = re.compile(rb"([A-Za-z][\w.:-]*)(\\*[\"']?)[ \t]{0,8}\Z")
_LINE_START = re.compile(rb"(?:\A|[\r\n]|\\n)[ \t-]*\Z")
_ESCAPED = re.compile(rb"%[0-9A-Fa-f]{2}")
_QUOTED = re.compile(rb"\s{0,64}(\\*)([\"'])")
_WORD = re.compile(rb"\s{0,64}(?!null\b|true\b|false\b|None\b)([^\s,;&}\]\"'<>{\[]++)")
_BARE = re.compile(rb"(?:[^&#;\s\"'<>\\]|\\(?!\\*[\"']))*+")
_PERCENT = re.compile(rb"(?:(?!%26|%23)[^&#;\s\"'<>\\])*+", re.IGNORECASE)
_LINE = re.compile(rb"[ \t]{0,8}(?:[^\r\n\"'\\]|\\(?![\"'nr]))*+")
_PATH_PART = re.compile(rb"(?!OS-)[^/?#\s\"'<>\\]++")
_AUTHORITY = re.compile(rb"[^/?#\s\"'<>\\]*+")
_ODD = re.compile(rb"[^/?#\s\"'<>\\@\[\]]{0,512}:(?!\d{0,5}(?:[/?#]|\Z))[^\s\"'<>\\@]{0,512}@")
"""A password with a slash that should have been percent-encoded: what follows the colon is no port."""
_AUTHORITY_PERCENT = re.compile(
    rb"(?:(?!%2F|%3F|%23|%40)[^/?#&\s\"'<>\\@]|%40(?=[^/?#&\s\"'<>\\]*%40))*+%40", re.IGNORECASE
)
_SESSION = re.compile(rb"session-?id\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s,;]+)", re.IGNORECASE)
_TOKEN_OBJECT = re.compile(rb"\s{0,64}{(?:[^{}]{0,4096}?[,\s])?\\*[\"']id\\*[\"']\s{0,64}:")
_ELEMENT = re.compile(rb"<(?:\w{1,64}:)?(\w{1,64})(?:\s[^<>]{0,1024})?>")
_TOKEN_ELEMENT = re.compile(rb"<(?:\w{1,64}:)?token\s(?:[^<>]{0,1024}?\s)?id\s?=\s?([\"'])", re.IGNORECASE)


def secret_spans(
    data: Buffer, start: int = 0, stop: int | None = None, check: Callable[[], None] = lambda: None
) -> list[Span]:
    """Where secrets stand in the text from one byte to another, in order.

    Those are user names and passwords in addresses, signatures of signed ones (also inside percent-encoded
    ones), token ids in paths of Identity v2.0, ``name=value``, ``"name": "value"`` and ``<name>value</name>``
    with the name of a secret, and whole lines like headers.
    """
    stop, found, end = len(data) if stop is None else stop, [], start
    for anchor in _anchors(data, start, stop, check):
        if anchor.start() < end:
            continue
        span = _secret_after(data, anchor, start, stop)
        if span is not None and span[1] > span[0] and span[0] >= end:
            found.append(span)
            end = span[1]
    return found


def _anchors(data: Buffer, start: int, stop: int, check: Callable[[], None]) -> Iterator[re.Match[bytes]]:
    """Every place behind which a secret may begin. Windows overlap, so that none is cut."""
    seen = start
    for begin in range(start, stop, WINDOW):
        check()
        for match in _ANCHOR.finditer(data, max(begin - _OVERLAP, seen), min(begin + WINDOW, stop)):
            seen = match.end()
            yield match


def _secret_after(data: Buffer, anchor: re.Match[bytes], start: int, stop: int) -> Span | None:
    word, at = anchor[0].lower(), anchor.end()
    if word == b"/tokens/":
        before = bytes(data[max(anchor.start() - 5, start) : anchor.start()])
        return _run(_PATH_PART, data, at, stop) if before.lower() == b"/v2.0" else None
    if word == b"<":
        return _element(data, anchor.start(), stop)
    if word == b"session":
        match = _SESSION.match(data, anchor.start(), stop)
        return match.span(1) if match else None
    if word in {b":", b"%3a"} and (span := _user_info(data, at, stop)) is not None:
        return span
    return _named(data, anchor, start, stop)


def _user_info(data: Buffer, at: int, stop: int) -> Span | None:
    """Behind the colon of ``scheme://``: what stands in front of the last @ of the authority."""
    slashes = bytes(data[at : min(at + 6, stop)]).lower()
    for opening, pattern in ((b"//", _AUTHORITY), (b"\\/\\/", _AUTHORITY), (b"%2f%2f", _AUTHORITY_PERCENT)):
        if slashes.startswith(opening):
            begin = at + len(opening)
            match = pattern.match(data, begin, min(begin + _LONGEST_AUTHORITY, stop))
            if match is None:
                return None
            mark = match[0].rfind(b"@") if pattern is _AUTHORITY else len(match[0]) - 3
            if mark < 0 and (odd := _ODD.match(data, begin, min(begin + _LONGEST_AUTHORITY, stop))):
                mark = len(odd[0]) - 1
            return (begin, begin + mark) if mark > 0 else None
    return None


def _named(data: Buffer, anchor: re.Match[bytes], start: int, stop: int) -> Span | None:
    """What stands behind ``name=`` or ``name:``, if it is the name of a secret."""
    before = _ESCAPED.sub(b" ", bytes(data[max(anchor.start() - _LONGEST_NAME, start) : anchor.start()]))
    match = _NAME_BEFORE.search(before)
    name = match[1].decode("ascii", "replace").lower() if match else ""
    if match is None or not is_secret_name(name):
        return None
    if anchor[0][:1] == b"%":
        return _run(_PERCENT, data, anchor.end(), stop) if anchor[0][1:].lower() == b"3d" else None
    colon, quoted = anchor[0] == b":", bool(match[2])
    if colon and not quoted and not (is_secret_header(name) or _LINE_START.search(before[: match.start()])):
        return None  # "Wrong password: try again" is no secret, a line of YAML or of headers is
    held = _TOKEN_OBJECT.match(data, anchor.end(), stop) if name == "token" else None
    return _value(data, held.end() if held else anchor.end(), stop, _unquoted(colon, quoted))


def _unquoted(colon: bool, quoted: bool) -> re.Pattern[bytes]:
    if not colon:
        return _BARE
    return _WORD if quoted else _LINE


def _value(data: Buffer, at: int, stop: int, unquoted: re.Pattern[bytes]) -> Span | None:
    quoted = _QUOTED.match(data, at, stop)
    if quoted is not None:
        return quoted.end(), _closing(data, quoted.end(), stop, quoted[1] + quoted[2])
    if unquoted is _WORD:
        match = _WORD.match(data, at, stop)
        return match.span(1) if match else None
    return _run(unquoted, data, at, stop)


def _closing(data: Buffer, at: int, stop: int, quote: bytes) -> int:
    """Where the text that begins behind such a quote (it may be escaped itself) ends."""
    end = re.compile(rb"(?<!\\)(?:\\\\){0,64}" + re.escape(quote))
    if quote[:1] == b"\\":
        end = re.compile(rb"(?<!\\)" + re.escape(quote))
    begin = at
    while begin < stop:
        match = end.search(data, begin, min(begin + WINDOW, stop))
        if match is not None:
            return match.end() - len(quote)
        begin = max(min(begin + WINDOW, stop) - 128, begin + 1) if begin + WINDOW < stop else stop
    return stop


def _run(pattern: re.Pattern[bytes], data: Buffer, at: int, stop: int) -> Span | None:
    """As far as the pattern goes, however far that is."""
    end = at
    while end < stop:
        limit = min(end + WINDOW, stop)
        match = pattern.match(data, end, limit)
        if match is None or match.end() == end:
            break
        end = match.end()
        if end < limit - 4:
            break
    return (at, end) if end > at else None


def _element(data: Buffer, at: int, stop: int) -> Span | None:
    match = _TOKEN_ELEMENT.match(data, at, stop)
    if match is not None:
        return match.end(), _closing(data, match.end(), stop, match[1])
    match = _ELEMENT.match(data, at, stop)
    if match is None or match[1].decode("ascii", "replace").lower() not in SECRET_MEMBERS:
        return None
    return _run(re.compile(rb"[^<]++"), data, match.end(), stop)


def covered(data: Buffer, spans: Sequence[Span], cover: bytes) -> bytes:
    """A copy of the text with ``cover`` in place of each span."""
    parts, at = [], 0
    for start, end in spans:
        parts += [bytes(data[at:start]), cover]
        at = end
    parts.append(bytes(data[at:]))
    return b"".join(parts)
