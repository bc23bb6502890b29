"""Finds text or a regular expression in a body that is no document: by its bytes, slice by slice."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from api.answer.matchers import SECONDS, PatternMatcher, PlainMatcher, Wanted
from api.answer.search import MOST, Matches
from api.answer.texts.rows import character_start
from api.wire.response import Content

_SLICE = 1 << 18
_OVERLAP = 1 << 12
"""Bytes. Of a line that is longer than a slice, matches up to this long are found at its cuts."""


class TextMatches(Matches):
    """The first bytes of what matches, in order; a worker adds to them while the window reads."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(wanted)
        self._lengths = array("Q")

    def length(self, offset: int) -> int:
        """How many bytes the match has that begins there; 0 if none does."""
        at = self.at(offset)
        return self._lengths[at] if at < len(self) and self[at] == offset else 0

    def add_text(self, offset: int, length: int) -> None:
        """One more match; they come in order."""
        self._lengths.append(length)
        self.add(offset)


def find_in_text(
    content: Content,
    hidden: Sequence[tuple[int, int]],
    matches: TextMatches,
    check: Callable[[], None] = lambda: None,
    tell: Callable[[], None] = lambda: None,
) -> None:
    """Put into ``matches`` where what they want stands; what touches ``hidden`` byte ranges (in order) is left out.

    A match stays in its line. ``check`` is called often and may raise to stop, ``tell`` whenever there may be
    more. Raises BadPattern.
    """
    wanted = matches.wanted
    if not wanted.text:
        return
    matches.matcher = PatternMatcher(wanted) if wanted.pattern else PlainMatcher(wanted)
    pattern = _compiled(wanted)
    try:
        for offset, text, stop in _slices(content, hidden, check):
            for start, size in _found(pattern, text, stop):
                if not _touches(hidden, offset + start, offset + start + size):
                    matches.add_text(offset + start, size)
                if len(matches) >= MOST:
                    matches.more = True
                    return
            tell()
    except TimeoutError:
        matches.stopped = f"Stopped after {SECONDS:g} s of matching."


def _compiled(wanted: Wanted) -> Any:
    import regex

    flags = regex.MULTILINE | (0 if wanted.case else regex.IGNORECASE)
    return regex.compile(wanted.text if wanted.pattern else regex.escape(wanted.text), flags)


def _slices(
    content: Content, hidden: Sequence[tuple[int, int]], check: Callable[[], None]
) -> Iterator[tuple[int, str, int]]:
    """Where each slice begins, its text (one character for a byte that is no UTF-8), and how long it is in bytes.

    Slices end with lines, where there are any; of a longer line a slice shows a little of the next one too.
    Zeros stand for hidden bytes: a pattern could else ask for them beside what it finds.
    """
    with content.view as view:
        at = 0
        while at < len(view):
            check()
            data = _covered(bytes(view[at : at + _SLICE]), at, hidden)
            stop = len(data)
            if at + stop < len(view):
                stop = data.rfind(b"\n") + 1 or character_start(data, len(data) - _OVERLAP)
            whole = data[:stop] if data[stop - 1 : stop] == b"\n" else data
            yield at, whole.decode("utf-8", "surrogateescape"), stop
            at += stop


def _covered(data: bytes, at: int, hidden: Sequence[tuple[int, int]]) -> bytes:
    covered = bytearray(data)
    for start, end in ((max(first - at, 0), min(last - at, len(data))) for first, last in hidden):
        if start < end:
            covered[start:end] = bytes(end - start)
    return bytes(covered)


def _found(pattern: Any, text: str, stop: int) -> Iterator[tuple[int, int]]:
    """The first byte and the length of each match that begins before the byte ``stop``."""
    seen = at = 0
    for match in pattern.finditer(text, timeout=SECONDS, concurrent=True):
        at += _size(text[seen : match.start()])
        seen = match.start()
        if at >= stop:
            return
        if match.end() > match.start() and "\n" not in match[0]:
            yield at, _size(match[0])


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def _touches(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the ranges has a byte in common with another one; they may lie in each other."""
    before = bisect_left(spans, (end, 0))
    return any(last > start for _first, last in spans[:before])
