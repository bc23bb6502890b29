"""Which names may stand where somebody is writing a query."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from api.answer.document import Document
from api.answer.queries.check import BadQuery, Token, check_query, tokens
from api.answer.queries.jmespath_text import identifier
from api.answer.queries.shape import Hides, Shape, Values

MOST = 200
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_BREAKING = {"eq", "ne", "lt", "lte", "gt", "gte", "and", "or", "not", "colon"}


@dataclass(frozen=True, slots=True)
class Completion:
    """What may replace the characters from ``start`` to where the cursor is; functions end with "("."""

    start: int
    choices: Sequence[str]


def complete(
    document: Document,
    before: str,
    check: Callable[[], None] = lambda: None,
    hides: Hides = lambda _node: False,
) -> Completion:
    """What may follow ``before``, the query up to the cursor: names of members that are there, then functions.

    ``hides`` says which nodes are hidden: none of what is in them is offered.
    """
    word = _WORD.search(before)
    start = word.start() if word else len(before)
    if _in_quotes(before):
        return Completion(start, ())
    written = before[start:].lower()
    place = _Place(Shape(document, check, hides), before[:start])
    names = [name for name in place.names() if name.lower().startswith(written)][:MOST]
    wanted = [] if place.after_dot or place.finished else _functions()
    functions = [f"{name}(" for name in wanted if name.startswith(written)]
    return Completion(start, [*map(identifier, names), *functions])


def _functions() -> list[str]:
    from jmespath.functions import Functions

    return sorted(Functions.FUNCTION_TABLE)


def _in_quotes(text: str) -> bool:
    """Whether the end lies between quotes of whatever kind."""
    return (
        re.fullmatch(
            r"""(?:[^'"`]|'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|`(?:[^`\\]|\\.)*+`)*+""", text, re.DOTALL
        )
        is None
    )


@dataclass(slots=True)
class _Level:
    """What stands between one pair of brackets: what its parts are asked of, and where the present part begins."""

    asked: Values | None
    begin: int
    after_pipe: int
    first: str | None = None
    used: Values | None = field(default=None)


class _Place:
    """Walks over an unfinished query and knows at its end what a name would be asked of."""

    def __init__(self, shape: Shape, text: str) -> None:
        self._shape, self._text = shape, text
        self._levels = [_Level(shape.root(), 0, 0)]
        known = tokens(text)
        for number, token in enumerate(known):
            self._take(token, known[number - 1] if number else None)
        self.after_dot = bool(known) and known[-1]["type"] == "dot"
        self.finished = bool(text[self._levels[-1].begin :].strip())
        """Something stands there already that no name can follow, except after a dot."""

    def names(self) -> list[str]:
        """The names that may stand at the end of the text."""
        level = self._levels[-1]
        part = self._text[level.begin :].strip()
        if self.after_dot:
            return self._shape.names(self._value(part.removesuffix("."), level.used or level.asked))
        return [] if self.finished else self._shape.names(level.used or level.asked)

    def _take(self, token: Token, before: Token | None) -> None:
        kind, level = token["type"], self._levels[-1]
        end = token["start"] + len(str(token["value"]))
        if kind in ("filter", "lbrace", "lbracket", "lparen"):
            self._open(kind, before, token["start"], end)
        elif kind in ("rbracket", "rbrace", "rparen"):
            if len(self._levels) > 1:
                self._levels.pop()
        elif kind == "pipe":
            level.asked = self._value(self._text[level.after_pipe : token["start"]], level.asked)
            level.begin = level.after_pipe = end
        elif kind == "comma":
            if level.first is None:
                level.first = self._text[level.begin : token["start"]]
            level.begin, level.used = end, None
        elif kind == "expref":
            items = self._shape.items(self._value(level.first or "", level.asked))
            level.begin, level.used = end, items
        elif kind in _BREAKING:
            level.begin = end

    def _open(self, kind: str, before: Token | None, start: int, end: int) -> None:
        level = self._levels[-1]
        part = self._text[level.begin : start].strip()
        asked = level.used or level.asked
        if kind == "filter":
            asked = self._shape.items(self._value(part, asked))
        elif before is not None and before["type"] == "dot":
            asked = self._value(part.removesuffix("."), asked)
        self._levels.append(_Level(asked, end, end))

    def _value(self, part: str, asked: Values | None) -> Values | None:
        """What a finished part of the query leads to; names that are asked of a list are asked of its items."""
        if asked is not None:
            asked = replace(asked, listed=False)
        if not part.strip():
            return asked
        try:
            return self._shape.follow(check_query(part), asked)
        except (BadQuery, RecursionError):
            return None
