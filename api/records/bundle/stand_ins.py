"""Stand-ins: the same ``account-1`` for the same account wherever it is named, so that nobody is told by an export."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias
from urllib.parse import quote

from api.exchange.exchange import Exchange
from api.records.bundle.identities import Identity, identities

_STRING_END = re.compile(r'(?<!\\)(?:\\\\)*"')
_Tree: TypeAlias = dict[str, "_Tree"]
_NEVER = re.compile(r"(?!)")
_SEEN_BEHIND = 8
"""Characters behind a word that decide whether it is one."""
_BEFORE, _AFTER = frozenset(" \t\r\n:,["), frozenset(" \t\r\n,]}")


class StandIns:
    """Replaces whole words; the numbers are given in the order in which somebody is named first."""

    def __init__(self, found: Iterable[Identity] = ()) -> None:
        numbers: dict[str, int] = {}
        told: dict[str, str] = {}
        for each in found:
            if each.text not in told:
                numbers[each.kind] = numbers.get(each.kind, 0) + 1
                told[each.text] = f"{each.kind}-{numbers[each.kind]}"
        self._told = {form: stand_in for text, stand_in in told.items() for form in _forms(text)}
        self._pattern = _pattern(self._told)
        self._longest = max(map(len, self._told), default=0)

    @classmethod
    def of(cls, exchanges: Iterable[Exchange], check: Callable[[], None] = lambda: None) -> StandIns:
        """Stand-ins for everybody who is named in these; reads the bodies, so it is a worker's work."""
        return cls(identities(exchanges, check))

    def __bool__(self) -> bool:
        """Whether anybody is named."""
        return bool(self._told)

    def text(self, text: str) -> str:
        """The text with stand-ins."""
        return "".join(self.pieces((text,)))

    def pieces(self, pieces: Iterable[str], *, as_json: bool = False) -> Iterator[str]:
        """The same for a text that comes in pieces. In JSON a number that is an id becomes a string."""
        if not self._told:
            yield from pieces
            return
        passage = _Passage(as_json)
        for piece in pieces:
            passage.text += piece
            yield self._replaced(passage, max(len(passage.text) - self._longest - _SEEN_BEHIND, passage.at))
        yield self._replaced(passage, len(passage.text))

    def _replaced(self, passage: _Passage, stop: int) -> str:
        """What stands before ``stop``, replaced; the passage goes on behind it."""
        done: list[str] = []
        while stop > passage.at and passage.text[stop - 1] == "\\":
            stop -= 1
        at, text = passage.at, passage.text
        for found in self._pattern.finditer(text, at):
            if found.start() >= stop:
                break
            stand_in = self._told[found[0]]
            done += [text[at : found.start()], passage.fitting(found, stand_in)]
            at = found.end()
        done.append(text[at:stop])
        passage.go_on(max(at, stop))
        return "".join(done)


class _Passage:
    """A text on its way. In JSON it knows whether a place is within a string, by counting quotes."""

    def __init__(self, as_json: bool) -> None:
        self.text, self.at = "", 0
        self._as_json, self._inside, self._counted = as_json, False, 0

    def fitting(self, found: re.Match[str], stand_in: str) -> str:
        """The stand-in as it has to be written there."""
        if not self._as_json or not found[0].isdigit():
            return stand_in
        before, after = (
            self.text[found.start() - 1 : found.start()],
            self.text[found.end() : found.end() + 1],
        )
        bare = (not before or before in _BEFORE) and (not after or after in _AFTER)
        return f'"{stand_in}"' if bare and not self._is_inside(found.start()) else stand_in

    def go_on(self, at: int) -> None:
        """Forget what is before that place, but for one character."""
        at = max(at, self.at)
        if self._as_json:
            self._is_inside(at)
        kept = max(at - 1, 0)
        self.text, self.at = self.text[kept:], at - kept
        self._counted = self.at

    def _is_inside(self, at: int) -> bool:
        ends = len(_STRING_END.findall(self.text, self._counted, at))
        self._inside, self._counted = self._inside ^ bool(ends % 2), at
        return self._inside


def _forms(text: str) -> set[str]:
    """How somebody may be written: as it is, in an address, in JSON."""
    return {
        text,
        quote(text, safe=""),
        quote(text),
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
    }


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words where it stands alone. A word without digits is no member's name (``"name":``)."""
    lettered = [word for word in words if not any(c.isdigit() for c in word)]
    numbered = [word for word in words if any(c.isdigit() for c in word)]
    choices = [_any_of(numbered)] if numbered else []
    choices += [rf'{_any_of(lettered)}(?!"\s{0, 4}:)'] if lettered else []
    if not choices:
        return _NEVER
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(choices)})(?![A-Za-z0-9])")


def _any_of(words: list[str]) -> str:
    """A pattern that reads each character once, however many words there are."""
    tree: _Tree = {}
    for word in sorted(words):
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _written(tree)


def _written(tree: _Tree) -> str:
    path = ""
    while len(tree) == 1:
        ((letter, inner),) = tree.items()
        if not letter:
            return path
        path, tree = path + re.escape(letter), inner
    ends = "?" if "" in tree else ""
    choices = [re.escape(letter) + _written(inner) for letter, inner in tree.items() if letter]
    return f"{path}(?:{'|'.join(choices)}){ends}"
