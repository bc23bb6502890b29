"""Finds text or a regular expression in the names and values of a document of any size."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from api.answer.document import Document
from api.answer.matchers import Matcher, PatternMatcher, PlainMatcher, Wanted, Where
from api.answer.spelling import Spelling
from api.answer.texts.pieces import text_pieces
from api.answer.veil import Veil
from api.errors import TooLong

MOST = 100_000
"""Matches that are kept."""
_SLICE = 1 << 18
_READ_WHOLE = 1 << 18
_SURELY_WHOLE = _READ_WHOLE // 16
"""Characters: no beginning of that many bytes has so few."""
_CHECK_EVERY = 128
_BETWEEN = ":, "
"""What stands between all values: its bytes lead to nearly every node, and reading them in turn is faster."""


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
        everywhere = wanted.pattern or not wanted.text.strip(_BETWEEN)
        search.by_nodes(tell) if everywhere else search.by_bytes(tell)
    except _Enough:
        matches.more = True
    except TooLong as stop:
        matches.stopped = stop.sentence


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

    def by_nodes(self, tell: Callable[[], None]) -> None:
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
        if offset < start:  # between the name and the value
            return start
        if offset >= end or document.is_container(node):
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
