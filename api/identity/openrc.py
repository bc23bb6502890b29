"""openrc files: read as text, never run. What a shell would have to work out is skipped, and told by its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from api.errors import ProfileError
from api.identity.profiles import Profile, new_profile_id

LARGEST = 1 << 20
"""Bytes; no openrc is as large."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPENS, _CLOSES = ("if", "for", "while", "until", "case", "{", "("), ("fi", "done", "esac", "}", ")")
_BETWEEN = ("then", "else", "elif", "do")
_QUIET = ("unset", "echo", "printf", "set", "return", "[", "[[", "test", "true", ":")
"""What sets nothing, and is not worth a word."""


@dataclass(frozen=True, slots=True)
class OpenRc:
    """What a file sets. ``variables`` may hold a password; ``skipped`` are sentences that never do."""

    variables: Mapping[str, str] = field(repr=False)
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """A profile made of an openrc file, its secret ("" where the file has none), and what the person should know."""

    profile: Profile
    secret: str = field(repr=False)
    notes: tuple[str, ...] = ()


def import_openrc(path: Path, name: str = "") -> Imported:
    """A new profile of the file (blocking), named after it unless ``name`` says otherwise. Raises ProfileError."""
    from api.identity.clouds_file import read_variables

    found = parse_openrc(_text(path))
    entry = read_variables(name or _name_of(path), found.variables)
    profile = replace(entry.profile, id=new_profile_id(), cloud="", clouds_file="")
    return Imported(profile, entry.secret, (*found.skipped, *entry.notes))


def parse_openrc(text: str) -> OpenRc:
    """The variables that the text of an openrc file sets."""
    reading = _Reading()
    for number, words in _statements(text):
        reading.take(number, words)
    return OpenRc(reading.variables, tuple(reading.skipped))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise ProfileError(f"{path} is too large for an openrc file.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ProfileError(f"{path} cannot be read.", details=error.strerror or "") from None
    except UnicodeDecodeError:
        raise ProfileError(f"{path} is no text.", "Choose an openrc file.") from None


def _name_of(path: Path) -> str:
    """ "shop-openrc.sh" is "shop"."""
    stem = path.name.removesuffix(".sh").removesuffix(".txt")
    return re.sub(r"[-_. ]*openrc(-v3)?$", "", stem, flags=re.IGNORECASE).strip() or "openrc"


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a word: its text, or the variable whose value it is; ``unknown`` is what only a shell could tell."""

    text: str = ""
    variable: str = ""
    unknown: bool = False


_Word = list[_Part]


class _Reading:
    """Goes through the statements in order and keeps what is set."""

    def __init__(self) -> None:
        self.variables: dict[str, str] = {}
        self.skipped: list[str] = []
        self._locals: dict[str, str] = {}
        self._depth = 0

    def take(self, number: int, words: list[_Word]) -> None:
        """One statement, which begins in that line."""
        while words and _plain(words[0]) in _BETWEEN:
            words = words[1:]
        first = _plain(words[0]) if words else ""
        if first in _OPENS or first in _CLOSES:
            self._depth = max(0, self._depth + (1 if first in _OPENS else -1))
            return
        if first in ("export", "declare", "typeset", "local"):
            words = words[1:]
        elif first == "unset":
            self._unset(words[1:])
            return
        elif not words or first in _QUIET:
            return
        elif first == "read":
            self._skip(number, "asks for something when it is run")
            return
        self._set(number, words)

    def _set(self, number: int, words: list[_Word]) -> None:
        for word in words:
            name, equals, rest = word[0].text.partition("=") if word else ("", "", "")
            if not equals or not _NAME.fullmatch(name):
                if not _NAME.fullmatch(_plain(word)) and not _plain(word).startswith("-"):
                    self._skip(number, "is a command")
                    return
                continue
            self._keep(number, name, [_Part(rest), *word[1:]])

    def _keep(self, number: int, name: str, parts: _Word) -> None:
        if self._depth:
            self._skip(number, f"sets {name} under a condition")
            return
        value = self._value(parts)
        if value is None:
            self._skip(number, f"sets {name} to what only a shell can work out")
            self._locals.pop(name, None)
            self.variables.pop(name, None)
            return
        self._locals[name] = value
        if name.startswith("OS_"):
            self.variables[name] = value

    def _value(self, parts: _Word) -> str | None:
        """The text of the parts; None where one is not known from the lines before."""
        texts: list[str] = []
        for part in parts:
            text = self._locals.get(part.variable) if part.variable else part.text
            if part.unknown or text is None:
                return None
            texts.append(text)
        return "".join(texts)

    def _unset(self, words: list[_Word]) -> None:
        if (
            not self._depth
        ):  # under a condition it is the usual care for empty values, which count as unset anyway
            for word in words:
                self.variables.pop(_plain(word), None)
                self._locals.pop(_plain(word), None)

    def _skip(self, number: int, why: str) -> None:
        self.skipped.append(f"Line {number} {why}; it was skipped, for nothing of the file is run.")


def _plain(word: _Word) -> str:
    return word[0].text if len(word) == 1 and not (word[0].variable or word[0].unknown) else ""


_TOKEN = re.compile(
    r"""(?P<gap>[ \t\r\f\v]+)
    |(?P<joint>\\\n)
    |(?P<end>\n|;;?|&&?|\|\|?)
    |(?<![^\s;&|])(?P<comment>\#[^\n]*)
    |'(?P<single>[^']*)'
    |"(?P<double>(?:\\.|\$\([^()"]*\)|[^"\\])*)"
    |\\(?P<escaped>.)
    |(?P<substitution>\$\(\(?[^()]*\)?\)|`[^`]*`)
    |\$(?:\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<named>[A-Za-z_][A-Za-z0-9_]*))
    |(?P<dollar>\$\{[^}]*\}?|\$)
    |(?P<broken>['"])
    |(?P<text>[^\s;&|'"\\`$]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_INSIDE = re.compile(
    r"""\\(?P<escaped>["\\$`])|(?P<gone>\\\n)|(?P<substitution>\$\([^()]*\)|`[^`]*`)
    |\$(?:\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<named>[A-Za-z_][A-Za-z0-9_]*))
    |(?P<dollar>\$\{[^}]*\}?)|(?P<text>[^\\$`]+|.)""",
    re.VERBOSE | re.DOTALL,
)


def _statements(text: str) -> Iterator[tuple[int, list[_Word]]]:
    """Each statement with the number of the line in which it begins."""
    words: list[_Word] = []
    open_ = False  # whether the last word goes on
    at, line, began = 0, 1, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found is not None  # the last alternatives take any character
        kind, value = found.lastgroup or "double", found[0]
        if kind in ("gap", "comment"):
            open_ = False
        elif kind == "end":
            yield began, words
            words, open_ = [], False
        elif kind != "joint":
            if not words:
                began = line
            if not open_:
                words.append([])
            words[-1] += _parts(kind, found)
            open_ = True
        line += value.count("\n")
        at += len(value)
    yield began, words


def _parts(kind: str, found: re.Match[str]) -> _Word:
    if kind == "double":
        return [part for each in _INSIDE.finditer(found["double"]) for part in _inner(each)] or [_Part()]
    if kind in ("braced", "named"):
        return [_Part(variable=found[kind])]
    if kind in ("substitution", "dollar", "broken"):
        return [_Part(unknown=True)]
    return _joined(found[kind])


def _inner(found: re.Match[str]) -> _Word:
    kind = found.lastgroup or ""
    if kind in ("braced", "named"):
        return [_Part(variable=found[kind])]
    if kind in ("substitution", "dollar"):
        return [_Part(unknown=True)]
    return [] if kind == "gone" else _joined(found[kind])


def _joined(text: str) -> _Word:
    return [_Part(text)]
