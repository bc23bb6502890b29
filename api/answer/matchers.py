"""What is looked for in names, values and texts: plain text or a regular expression, ready to be looked for."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from api.answer.spelling import folded
from api.errors import PitchforkError, TooLong

SECONDS = 10.0
"""How long a regular expression may take over one search, the reading of the document not counted."""
_SPANS = 100
"""Marks in one text: a row has no room for more."""
_WINDOW, _LONGEST_MATCH = 1 << 20, 1 << 16
"""Characters that a regular expression looks at in one go: what it remembers of them takes a hundred times the room."""
_MOST_REPEATS = 100_000
"""Repetitions that a regular expression may ask for at least: it is written out before it is used."""
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_REPEATED = re.compile(r"\{(\d+)(?:,\d*)?\}")
_ITSELF = re.compile(r"\(\?(?:R|[+-]?\d|&|P>)")


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


class Matcher(Protocol):
    """What is looked for, ready to be looked for."""

    def within(self, parts: Iterable[str], check: Callable[[], None]) -> bool:
        """Whether it occurs in a long text that comes in parts. Raises TooLong."""

    def holds(self, text: str, check: Callable[[], None]) -> bool:
        """Whether it occurs in a text. Raises TooLong."""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where it occurs in a short text; quick, so nothing where that would take long."""


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

        _refuse_endless(wanted.text)
        try:
            self._pattern: Any = regex.compile(wanted.text, 0 if wanted.case else regex.IGNORECASE)
        except regex.error as error:
            raise BadPattern(_fault(error)) from error
        except RecursionError as error:
            raise BadPattern("Not a regular expression: it is nested too deeply.") from error
        self._seconds = self._left = seconds
        self._slow = False

    def holds(self, text: str, check: Callable[[], None]) -> bool:
        """Whether it matches somewhere in a text; of a very long one, in parts of it that overlap.

        A slow one is tried again with more patience, so that a search that nobody wants any more ends early.
        """
        return any(self._is_in(text, start, check) for start in range(0, max(len(text), 1), _WINDOW))

    def _is_in(self, text: str, start: int, check: Callable[[], None]) -> bool:
        patience, stop = self._PATIENCE, start + _WINDOW + _LONGEST_MATCH
        while True:
            check()
            if self._left <= 0:
                raise TooLong(f"Stopped after {self._seconds:g} s of matching.")
            began = time.perf_counter()
            try:
                found = self._pattern.search(
                    text, start, stop, timeout=min(patience, self._left), concurrent=True
                )
                return found is not None and (found.end() < stop or stop >= len(text))
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


def _refuse_endless(text: str) -> None:
    """Raise BadPattern for what takes gigabytes of memory before any limit to its time ends it."""
    plain = _ESCAPED.sub("", text)
    if _ITSELF.search(plain):
        raise BadPattern("This regular expression cannot be used: it cannot contain itself.")
    if math.prod(int(count[-9:]) or 1 for count in _REPEATED.findall(plain)) > _MOST_REPEATS:
        raise BadPattern("This regular expression cannot be used: it asks for too many repetitions.")


def _fault(error: Any) -> str:
    what = str(error.msg)
    place = f" at character {error.pos + 1}" if error.pos is not None else ""
    return f"Not a regular expression: {what}{place}."
