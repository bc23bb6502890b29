"""The ways JSON may write a text, and which characters are alike when case does not matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_LAST_CASED = 0x1E943
"""No character above has two cases."""
_SHORT = {'"': '"', "\\": "\\", "/": "/", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}
_NEVER_RAW = {'"'}
_REPLACED = "\ufffd"
_WIDEST = 12
"""Bytes of the longest spelling of one character: an escaped pair."""


def folded(text: str) -> str:
    """The text with the cases of each character made alike; every character stays one.

    Letters of ASCII are only like letters of ASCII (the Kelvin sign is no k).
    """
    return text.lower() if text.isascii() else text.translate(_FOLDS)


def _fold(character: str) -> str:
    for other in (character.casefold(), character.lower()):
        if len(other) == 1 and not other.isascii():
            return other
    return character


class _Folds(dict[int, int | str]):
    """For each character which one stands for all that are like it; found when it is asked for."""

    def __missing__(self, number: int) -> int | str:
        character = chr(number)
        found = self[number] = character.lower() if number < 0x80 else _fold(character)
        return found


_FOLDS = _Folds()


@cache
def _alike() -> dict[str, str]:
    """For each character beyond ASCII that stands for others, all of them."""
    found: dict[str, str] = {}
    for number in range(0x80, _LAST_CASED + 1):
        character = chr(number)
        if (fold := _fold(character)) != character:
            found[fold] = found.get(fold, fold) + character
    return found


class Spelling:
    """Proposes where a text may stand in the bytes of a document.

    No place where it does stand is missed; some are proposed where it does not (in brackets and spaces, in the
    middle of an escape): the decoded text decides. Bytes are looked at part by part, see ``reader``.
    """

    def __init__(self, text: str, *, case: bool) -> None:
        self._case = case
        letters = [_letters(each, case=case) for each in text]
        self.overlap = _WIDEST * len(text)
        self._literal = _literal(letters, case=case)
        self._raw = re.compile(b"".join(_one_of(_raw(each, case=case)) for each in letters), re.DOTALL)
        escapes = {escape for each in letters for escape in _escapes(each)}
        self._escape = re.compile(b"|".join(sorted(escapes)))
        self._any = re.compile(
            b"".join(_one_of(_raw(each, case=case) + _escapes(each)) for each in letters), re.DOTALL
        )

    def reader(self, part: bytes) -> Callable[[int], int]:
        """How to look through a part of the bytes: from where to what is proposed next; -1 when nothing is left.

        An occurrence that begins in the part must end in it: parts overlap by ``overlap`` bytes.
        """
        part = part if self._case else part.lower()
        if b"\\" in part and self._escape.search(part):
            pattern = self._any
        elif self._literal is not None:
            literal = self._literal
            return lambda at: part.find(literal, at)
        else:
            pattern = self._raw
        return lambda at: found.start() if (found := pattern.search(part, at)) else -1


def _letters(character: str, *, case: bool) -> str:
    """The characters that count as this one."""
    if case:
        return character
    if character.isascii():  # as the most are, and the table of all others takes its time
        return "".join(dict.fromkeys((character.lower(), character.upper())))
    fold = folded(character)
    return _alike().get(fold, fold)


def _literal(letters: list[str], *, case: bool) -> bytes | None:
    """The one way to write the text without escapes; None where there are several."""
    raw = [_raw(each, case=case) for each in letters]
    return b"".join(_unescaped(each[0]) for each in raw) if all(_plain(each) for each in raw) else None


def _plain(ways: list[bytes]) -> bool:
    return len(ways) == 1 and ways[0] != _NEVER


_NEVER = rb"(?!)"
_STRAY = rb"[\x80-\xff]{1,3}?"


def _unescaped(way: bytes) -> bytes:
    return re.sub(rb"\\(.)", rb"\1", way, flags=re.DOTALL)


def _raw(letters: str, *, case: bool) -> list[bytes]:
    """Patterns of the letters as they are; in bytes in lower case when case does not matter."""
    shown = {each if case or not each.isascii() else each.lower() for each in letters} - _NEVER_RAW
    ways = [re.escape(each.encode("utf-8", "surrogatepass")) for each in sorted(shown)]
    return ([*ways, _STRAY] if _REPLACED in letters else ways) or [_NEVER]


def _escapes(letters: str) -> list[bytes]:
    ways = []
    for each in letters:
        units = each.encode("utf-16-be", "surrogatepass")
        hexes = [units[at : at + 2].hex().encode() for at in range(0, len(units), 2)]
        ways.append(b"".join(rb"\\u(?i:" + digits + rb")" for digits in hexes))
        if each in _SHORT:
            ways.append(re.escape(b"\\" + _SHORT[each].encode()))
    return ways


def _one_of(ways: list[bytes]) -> bytes:
    return ways[0] if len(ways) == 1 else b"(?:" + b"|".join(ways) + b")"
