"""Finds text or a regular expression in the names and values of a document of any size."""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from api.answer.document import Document
from api.answer.pieces import text_pieces
from api.answer.spelling import Spelling, folded
from api.answer.veil import Veil
from api.errors import PitchforkError, TooLong

MOST = 100_000
"""Matches that are kept."""
SECONDS = 10.0
"""How long a regular expression may take over one search, the reading of the document not counted."""
_SLICE = 1 << 18
_READ_WHOLE = 1 << 18
_SURELY_WHOLE = _READ_WHOLE // 16
"""Characters: no beginning of that many bytes has so few."""
_CHECK_EVERY = 128
_SPANS = 100
"""Marks in one text: a row has no room for more."""


class Where(Enum):
    """What is looked through."""

    BOTH = "names and values"
    NAMES = "names"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for. ``pattern``: the text is a regular expression; ``case``: upper and lower case differ."""

    text: str
    case: bool = False
    pattern: bool = False
    where: Where = Where.BOTH


class BadPattern(PitchforkError):
    """A regular expression that is none: why, and the character (from 1) where."""


class Matches:
    """The nodes that match, in the document's order; a worker adds to them while the window reads.

    ``more``: there are more than are kept. ``stopped`` is a sentence when the search ended before its time.
    """

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.matcher: Matcher | None = None
        self.more = False
        self.stopped = ""
        self._nodes = array("Q")

    def __len__(self) -> int:
        return len(self._nodes)

    def __getitem__(self, number: int) -> int:
        return self._nodes[number]

    def __contains__(self, node: object) -> bool:
        at = self.at(node) if isinstance(node, int) else len(self)
        return at < len(self) and self[at] == node

    def at(self, node: int) -> int:
        """The number of the first match that is not before the node."""
        return bisect_left(self._nodes, node, 0, len(self._nodes))

    def add(self, node: int) -> None:
        """One more match; they come in the document's order."""
        self._nodes.append(node)


class Matcher(Protocol):
    """What is looked for, ready to be looked for."""

    def within(self, parts: Iterable[str], check: Callable[[], None]) -> bool:
        """Whether it occurs in a long text that comes in parts. Raises TooLong."""

    def holds(self, text: str, check: Callable[[], None]) -> bool:
        """Whether it occurs in a text. Raises TooLong."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where it occurs in a short text; quick, so nothing where that would take long."""


def find(
    document: Document,
    veil: Veil,
    matches: Matches,
    check: Callable[[], None] = lambda: None,
    tell: Callable[[], None] = lambda: None,
) -> None:
    """Put into ``matches`` every node whose name or own text holds what they want; hidden ones are left out.

    ``check`` is called often and may raise to stop, ``tell`` whenever there may be more matches.
    Raises BadPattern.
    """
    wanted = matches.wanted
    if not wanted.text:
        return
    matches.matcher = PatternMatcher(wanted) if wanted.pattern else PlainMatcher(wanted)
    search = _Search(document, veil, matches, check)
    try:
        search.by_pattern(tell) if wanted.pattern else search.by_bytes(tell)
    except _Enough:
        matches.more = True
    except TooLong as stop:
        matches.stopped = stop.sentence


class PlainMatcher:
    """Text, with or without regard to case."""

    def __init__(self, wanted: Wanted) -> None:
        self._case = wanted.case
        self._needle = self._ready(wanted.text)

    def _ready(self, text: str) -> str:
        return text if self._case else folded(text)

    def holds(self, text: str, _check: Callable[[], None]) -> bool:
        """Whether it occurs in a text."""
        return self._needle in self._ready(text)

    def within(self, parts: Iterable[str], check: Callable[[], None]) -> bool:
        """Whether it occurs in a long text."""
        before, keep = "", len(self._needle) - 1
        for part in parts:
            check()
            text = before + self._ready(part)
            if self._needle in text:
                return True
            before = text[-keep:] if keep else ""
        return False

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where it occurs."""
        text, size = self._ready(text), len(self._needle)
        found: list[tuple[int, int]] = []
        at = text.find(self._needle)
        while at >= 0 and len(found) < _SPANS:
            found.append((at, at + size))
            at = text.find(self._needle, at + size)
        return found


class PatternMatcher:
    """A regular expression, with a limit to the time that it may take. Raises BadPattern for a wrong one."""

    _PATIENCE = 0.2
    _PATIENCE_FOR_SPANS = 0.002

    def __init__(self, wanted: Wanted, seconds: float = SECONDS) -> None:
        import regex

        try:
            self._pattern: Any = regex.compile(wanted.text, 0 if wanted.case else regex.IGNORECASE)
        except regex.error as error:
            raise BadPattern(_fault(error)) from error
        self._seconds = self._left = seconds
        self._slow = False

    def holds(self, text: str, check: Callable[[], None]) -> bool:
        """Whether it matches somewhere in a text.

        A slow one is tried again with more patience, so that a search that nobody wants any more ends early.
        """
        patience = self._PATIENCE
        while True:
            check()
            if self._left <= 0:
                raise TooLong(f"Stopped after {self._seconds:g} s of matching.")
            began = time.perf_counter()
            try:
                found = self._pattern.search(text, timeout=min(patience, self._left), concurrent=True)
                return found is not None
            except TimeoutError:
                patience *= 4
            finally:
                self._left -= time.perf_counter() - began

    def within(self, parts: Iterable[str], check: Callable[[], None]) -> bool:
        """Whether it matches somewhere in a long text, which is read whole: anchors mean its ends."""
        return self.holds("".join(parts), check)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where it matches; nothing from here on when that takes too long."""
        if self._slow:
            return []
        try:
            found = self._pattern.finditer(text, timeout=self._PATIENCE_FOR_SPANS)
            return [each.span() for each in found if each.end() > each.start()][:_SPANS]
        except TimeoutError:
            self._slow = True
            return []


def _fault(error: Any) -> str:
    what = str(error.msg)
    place = f" at character {error.pos + 1}" if error.pos is not None else ""
    return f"Not a regular expression: {what}{place}."


class _Enough(Exception):
    """No further match is kept."""


class _Search:
    """One search over one document."""

    def __init__(self, document: Document, veil: Veil, matches: Matches, check: Callable[[], None]) -> None:
        self._document, self._veil, self._matches, self._check = document, veil, matches, check
        assert matches.matcher is not None
        self._matcher = matches.matcher
        self._names = matches.wanted.where is not Where.VALUES
        self._values = matches.wanted.where is not Where.NAMES
        self._last = self._looks = 0
        self._known: dict[str, bool] = {}
        """What was found out about names: there are few."""

    def by_bytes(self, tell: Callable[[], None]) -> None:
        """Look at the nodes whose bytes may spell the text."""
        wanted, size, on = self._matches.wanted, self._document.size, 0
        spelling = Spelling(wanted.text, case=wanted.case)
        for at in range(0, size, _SLICE):
            self._check()
            following = spelling.reader(self._document.piece(at, at + _SLICE + spelling.overlap))
            hit = following(max(on - at, 0))
            while 0 <= hit < _SLICE:
                on = self._look_at(at + hit)
                hit = following(on - at)
            tell()

    def by_pattern(self, tell: Callable[[], None]) -> None:
        """Look at every node."""
        size = len(self._document)
        for at in range(0, size, _CHECK_EVERY):
            self._check()
            nodes = range(at, min(at + _CHECK_EVERY, size))
            texts = self._document.texts(nodes, _READ_WHOLE)
            for node, text in zip(nodes, texts, strict=True):
                if (self._names and self._in_name(node)) or (self._values and self._is_in(node, text)):
                    self._keep(node)
            tell()

    def _is_in(self, node: int, text: str | None) -> bool:
        """Whether the value matches; ``text`` is its text or the beginning of a very long one, None where unknown."""
        if text is None or len(text) > _SURELY_WHOLE:
            return self._in_value(node)
        return self._matcher.holds(text, self._check)

    def _look_at(self, offset: int) -> int:
        """Look at what a byte belongs to; returns from which byte on to go on."""
        self._looks += 1
        if self._looks % _CHECK_EVERY == 0:
            self._check()
        document, node = self._document, self._node_before(offset)
        if node < 0:
            return offset + 1
        key, (start, end) = document.key_span(node), document.span(node)
        if key is not None and offset < key[1]:
            if not (self._names and self._in_name(node)):
                return key[1]
            self._keep(node)
            return key[1] if document.is_container(node) else end
        if not start <= offset < end or document.is_container(node):
            return self._begin(node + 1)
        if self._values and self._in_value(node):
            self._keep(node)
        return end

    def _node_before(self, offset: int) -> int:
        """The last node that begins at or before a byte; offsets only grow, so it is sought from the last one."""
        low, step = self._last, 1
        while self._begin(low + step) <= offset:
            low, step = low + step, step * 2
        self._last = bisect_right(range(low + step), offset, low, key=self._begin) - 1
        return self._last

    def _begin(self, node: int) -> int:
        """The first byte of a node with its name; behind all bytes for a node that is none."""
        if node >= len(self._document):
            return self._document.size + 1
        return (self._document.key_span(node) or self._document.span(node))[0]

    def _keep(self, node: int) -> None:
        if len(self._matches) >= MOST:
            raise _Enough
        if not self._veil.hides(node) or self._shown_by_name(node):
            self._matches.add(node)

    def _shown_by_name(self, node: int) -> bool:
        """A hidden value's name can be seen, the names inside it cannot."""
        parent = self._document.parent(node)
        seen = parent is None or not self._veil.hides(parent)
        return seen and self._names and self._in_name(node)

    def _in_name(self, node: int) -> bool:
        name = self._document.key(node)
        if name is None:
            return False
        if name not in self._known:
            if len(self._known) > MOST:
                self._known.clear()
            self._known[name] = self._matcher.holds(name, self._check)
        return self._known[name]

    def _in_value(self, node: int) -> bool:
        document = self._document
        if document.is_container(node):
            return False
        start, end = document.span(node)
        if end - start <= _READ_WHOLE:
            return self._matcher.holds(document.text(node), self._check)
        return self._matcher.within(text_pieces(document, node), self._check)
