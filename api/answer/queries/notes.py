"""What to say about a query that is right and still asks for a name that is nowhere in the answer."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass

from api.answer.document import Document
from api.answer.plain import one_line
from api.answer.queries.check import COMPARING, Token, Tree, tokens
from api.answer.queries.shape import Hides, Shape

_NAMES = ("unquoted_identifier", "quoted_identifier")


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, and the character of the expression it is about, from 0 (None: the whole)."""

    sentence: str
    at: int | None = None


def note_on(
    document: Document,
    tree: Tree,
    expression: str,
    check: Callable[[], None] = lambda: None,
    hides: Hides = lambda _node: False,
) -> Note | None:
    """What the query asks for that no value has; None when everything it names is there.

    ``hides`` says which nodes are hidden: no names in them are told.
    """
    shape = Shape(document, check, hides)
    try:
        shape.follow(tree, shape.root())
    except RecursionError:
        return None
    for name, there in shape.missing.items():
        token, before = _place(tokens(expression), name)
        at = token["start"] if token else None
        return Note(_sentence(name, there, of_lists=name in shape.of_lists, token=token, before=before), at)
    return None


def _place(known: list[Token], name: str) -> tuple[Token | None, str]:
    """Where the name stands, and the kind of what stands before it."""
    for number, token in enumerate(known):
        after = known[number + 1]["type"] if number + 1 < len(known) else ""
        if token["type"] in _NAMES and token["value"] == name and after not in ("lparen", "colon"):
            return token, known[number - 1]["type"] if number else ""
    return None, ""


def _sentence(name: str, there: list[str], *, of_lists: bool, token: Token | None, before: str) -> str:
    shown = one_line(name, 60)
    if name in ("true", "false", "null"):
        return f"{shown} is a name here; the value is written `{shown}`."
    if before in COMPARING:
        quoted = " in double quotes" if token and token["type"] == "quoted_identifier" else ""
        return f"{shown}{quoted} is a name here, and no value has it; a text is written '{shown}'."
    if of_lists:
        return f"{shown} is asked of a list; write [] before it to ask each item."
    like = difflib.get_close_matches(name, there, 1, 0.6)
    return f"Nothing here is called {shown}." + (f" Did you mean {one_line(like[0], 60)}?" if like else "")
