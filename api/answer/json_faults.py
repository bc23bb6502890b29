"""What is wrong with a JSON document at the place where reading stopped, as a sentence."""

from __future__ import annotations

import re

from api.answer.index import STRING

_KEY = re.compile(STRING.pattern + rb"[ \t\r\n]*+:", re.DOTALL)
SPACE = re.compile(rb"[ \t\r\n]*+")
_END = "The document ends too early."


def no_value(data: memoryview, at: int, *, empty: bool = False) -> tuple[str, int]:
    """A value should stand here and does not; the sentence, and where exactly. ``empty``: nothing was read yet."""
    at = after_space(data, at)
    if at >= len(data):
        return ("The document is empty." if empty else _END), at
    if _KEY.match(data, at):
        return "A member name stands outside an object.", at
    return f"A value is expected here, not {_here(data, at)}.", at


def no_member(data: memoryview, at: int) -> tuple[str, int]:
    """A name and a value should stand here."""
    at = after_space(data, at)
    if at >= len(data):
        return _END, at
    if named := _KEY.match(data, at):
        return no_value(data, named.end())
    return f'A member name ("name":) is expected here, not {_here(data, at)}.', at


def not_closed(data: memoryview, at: int, closer: str) -> tuple[str, int]:
    """A comma or a closing bracket should stand here."""
    at = after_space(data, at)
    if at >= len(data):
        return _END, at
    return f"A comma or {closer} is expected here, not {_here(data, at)}.", at


def too_much(data: memoryview, at: int) -> tuple[str, int]:
    """Only space may follow the document."""
    return "There is more after the end of the document.", after_space(data, at)


def is_name(data: memoryview, at: int) -> bool:
    """Whether a string with a colon after it stands here."""
    return _KEY.match(data, at) is not None


def after_space(data: memoryview, at: int) -> int:
    """The next byte that is no space."""
    match = SPACE.match(data, at)
    return match.end() if match else at


def _here(data: memoryview, at: int) -> str:
    mark = bytes(data[at : at + 1])
    if mark == b'"':
        return "text" if STRING.match(data, at) else "text without its closing quote"
    return repr(mark.decode("latin-1"))
