"""Takes pasted command lines apart as shells do: POSIX, Windows' cmd and PowerShell. Nothing is run or looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from api.records.importing.foreign import cleared, mark

_NAME = re.compile(r"[A-Za-z_]\w*")
_SNIPPET = re.compile(r'\$\((as_json|percent) "\$([A-Za-z_]\w*)"\)')
_POSIX_ESCAPE = re.compile(
    r"\\(x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|[0-7]{1,3}|.)", re.DOTALL
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
RAN = "$(…)"
"""What stands in a word for the output of a command: it is not run."""


class Shell(Enum):
    """Whose quoting a command line has."""

    POSIX = "POSIX"
    CMD = "cmd"
    POWERSHELL = "PowerShell"


Command = list[str]
"""The words of one command."""


def shell_of(text: str) -> Shell:
    """Whose words these are most likely."""
    if re.search(r"\^\s*$|\^[\"'{}\\&^%]", text, re.MULTILINE):
        return Shell.CMD
    if re.search(r"`[ \t]*\r?$", text, re.MULTILINE) and not re.search(r"\\\s*$", text, re.MULTILINE):
        return Shell.POWERSHELL
    return Shell.POSIX


def commands(text: str, shell: Shell | None = None) -> list[Command]:
    """The words of each command in a text; what is between ``|``, ``;``, ``&`` and line ends is one."""
    split = {Shell.POSIX: _Posix, Shell.CMD: _Cmd, Shell.POWERSHELL: _PowerShell}
    return [words for words in split[shell or shell_of(text)](cleared(text)).commands() if words]


class _Splitter:
    """Reads characters one after the other; ``word`` is None between words."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text.replace("\r\n", "\n"), 0
        self.word: list[str] | None = None
        self.words: Command = []

    def commands(self) -> Iterator[Command]:
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char in "\n;|&":
                yield self._end()
            elif char in " \t":
                self._end_word()
            elif char in "<>":
                self._redirect()
            else:
                self.take(char)
        yield self._end()

    def take(self, char: str) -> None:
        """Take a character that is in a word, or begins a quotation."""
        raise NotImplementedError

    def add(self, text: str) -> None:
        """Add characters to the word; also none, which makes it one."""
        if self.word is None:
            self.word = []
        self.word.append(text)

    def _end_word(self) -> None:
        if self.word is not None:
            self.words.append("".join(self.word))
        self.word = None

    def _end(self) -> Command:
        self._end_word()
        words, self.words = self.words, []
        return words

    def _redirect(self) -> None:
        """``2>&1`` and ``> file`` tell where answers go, which is nothing of the request."""
        if self.word is not None and "".join(self.word).isdigit():
            self.word = None
        self._end_word()
        found = re.compile(r"[<>]*&?[ \t]*[^\s;|&]*").match(self.text, self.at)
        self.at = found.end() if found else self.at


class _Posix(_Splitter):
    """sh, bash and zsh: ``'...'``, ``"..."``, ``$'...'`` and the backslash."""

    def take(self, char: str) -> None:
        if char == "\\":
            following = self._next()
            self.add("") if following == "\n" and self.word is not None else None
            if following != "\n":
                self.add(following)
        elif char == "'":
            self.add(self._until("'"))
        elif char == '"':
            self._double()
        elif char == "$" and self.text.startswith("'", self.at):
            self._ansi()
        elif char in "$`":
            self._variable(char)
        elif char == "#" and self.word is None:
            self._until("\n")
            self.at -= self.at <= len(self.text) and self.text[self.at - 1 : self.at] == "\n"
        else:
            self.add(char)

    def _next(self) -> str:
        self.at += 1
        return self.text[self.at - 1 : self.at]

    def _until(self, end: str) -> str:
        found = self.text.find(end, self.at)
        stop = len(self.text) if found < 0 else found
        part, self.at = self.text[self.at : stop], stop + 1
        return part

    def _double(self) -> None:
        self.add("")
        while self.at < len(self.text):
            char = self._next()
            if char == '"':
                return
            if char == "\\":
                following = self._next()
                self.add(
                    "" if following == "\n" else following if following in '$`"\\' else f"\\{following}"
                )
            elif char in "$`":
                self._variable(char)
            else:
                self.add(char)

    def _ansi(self) -> None:
        stop = self.at + 1
        while stop < len(self.text) and self.text[stop] != "'":
            stop += 2 if self.text[stop] == "\\" else 1
        self.add(_POSIX_ESCAPE.sub(_unescaped, self.text[self.at + 1 : stop]))
        self.at = stop + 1

    def _variable(self, char: str) -> None:
        """A variable becomes a placeholder; the output of a command is not known."""
        if char == "`":
            self._until("`")
            self.add(RAN)
        elif own := _SNIPPET.match(self.text, self.at - 1):  # as this program writes secrets
            quotes = '"' if own[1] == "as_json" else ""
            self.add(f"{quotes}{mark(own[2])}{quotes}")
            self.at = own.end()
        elif self.text.startswith("(", self.at):
            self.at = _closing(self.text, self.at)
            self.add(RAN)
        elif self.text.startswith("{", self.at):
            self.at += 1
            found = _NAME.match(inner := self._until("}"))
            self.add(mark(found[0]) if found else f"${{{inner}}}")
        elif found := _NAME.match(self.text, self.at):
            self.at = found.end()
            self.add(mark(found[0]))
        else:
            self.add(char)


def _closing(text: str, at: int) -> int:
    """Behind the bracket that closes the one at a place."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place + 1
    return len(text)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "xuU" and len(code) > 1:
        number = int(code[1:], 16)
    elif code[0] in "01234567":
        number = int(code, 8)
    else:
        return _LETTERS.get(code, code)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


class _Cmd(_Splitter):
    """Windows' cmd, then the C runtime: a caret takes the next character as it is, ``\\"`` and ``""`` are quotes."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = _without_carets(self.text)

    def take(self, char: str) -> None:
        if char == "\\":
            self._slashes()
        elif char == '"':
            self._double()
        else:
            self.add(_LITERAL.get(char, char))

    def _double(self) -> None:
        self.add("")
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == "\\":
                self._slashes()
            elif char == '"' and self.text.startswith('"', self.at):
                self.add('"')
                self.at += 1
            elif char == '"':
                return
            else:
                self.add(_LITERAL.get(char, char))

    def _slashes(self) -> None:
        """Backslashes count only before a quote: two are one, and an odd one takes the quote as it is."""
        start = self.at - 1
        while self.text.startswith("\\", self.at):
            self.at += 1
        count = self.at - start
        if not self.text.startswith('"', self.at):
            self.add("\\" * count)
            return
        self.add("\\" * (count // 2))
        if count % 2:
            self.add('"')
            self.at += 1


_TAKEN = {"\n": "\ue010", ";": "\ue011", "|": "\ue012", "&": "\ue013", "<": "\ue014", ">": "\ue015"}
"""What a caret or quotes take as they are, so that they neither end nor redirect a command."""
_LITERAL = {stand_in: char for char, stand_in in _TAKEN.items()}


def _without_carets(text: str) -> str:
    """What cmd hands to the program. A caret at a line's end joins lines; with an empty line it is a line end."""
    done: list[str] = []
    quoted, at = False, 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "^" and not quoted:
            if text.startswith("\n\n", at):
                done.append(_TAKEN["\n"])
                at += 2
            elif text.startswith("\n", at):
                at += 1
            elif at < len(text):
                done.append(_TAKEN.get(text[at], text[at]))
                at += 1
            continue
        quoted ^= char == '"'
        quoted &= char != "\n"
        done.append(_TAKEN.get(char, char) if quoted else char)
    return "".join(done)


class _PowerShell(_Splitter):
    """PowerShell: ``'...'`` with ``''``, ``"..."`` with a backtick before what is meant as it is."""

    def take(self, char: str) -> None:
        if char == "`":
            following = self._next()
            if following.strip():
                self.add(following)
            else:  # a line that goes on, also with blanks behind the backtick
                while following in (" ", "\t"):
                    following = self._next()
        elif char == "'":
            self._single()
        elif char == '"':
            self._double()
        elif char == "$" and (found := _NAME.match(self.text, self.at)):
            self.at = found.end()
            self.add(mark(found[0]))
        else:
            self.add(char)

    def _next(self) -> str:
        self.at += 1
        return self.text[self.at - 1 : self.at]

    def _single(self) -> None:
        self.add("")
        while self.at < len(self.text):
            char = self._next()
            if char == "'" and not self.text.startswith("'", self.at):
                return
            self.at += char == "'"
            self.add(char)

    def _double(self) -> None:
        self.add("")
        while self.at < len(self.text):
            char = self._next()
            if char == "`":
                self.add({"n": "\n", "t": "\t", "r": "\r"}.get(following := self._next(), following))
            elif char == "\\" and self.text.startswith('"', self.at) and not self._ends(self.at + 1):
                self.add(self._next())  # older versions hand inner quotes on like this
            elif char == '"' and self.text.startswith('"', self.at):
                self.add(self._next())
            elif char == '"':
                return
            elif char == "$" and (
                found := re.compile(r"(?:env:)?([A-Za-z_]\w*)").match(self.text, self.at)
            ):
                self.at = found.end()
                self.add(mark(found[1]))
            else:
                self.add(char)

    def _ends(self, at: int) -> bool:
        return at >= len(self.text) or self.text[at] in " \t\n"
