"""The one place that says how text is shown while somebody presents: the same text, with dots for who it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QObject, Signal

DOT = "•"
SHORTEST = 3
"""Characters of the shortest name that is hidden wherever it stands."""
_WHOSE = ("account", "tenant", "project", "user")
ACCOUNT_MEMBERS = frozenset(
    {
        *(
            "owner",
            "email",
            "member",
            "member_id",
            "owner_id",
            "domainid",
            "rax-auth:domainid",
            "project_domain_id",
        ),
        *(f"{whose}{what}" for whose in _WHOSE for what in ("", "id", "_id", "name", "_name")),
        *(f"x-{whose}{what}" for whose in (*_WHOSE, "owner") for what in ("", "-id", "-name")),
    }
)
"""Members and headers, in lower case, whose plain values are hidden whole: other people's accounts, too."""
_VALUE = r"[^\s\"',:{}\[\]]"
_NAMED = (
    r"""(?P<name>"[\w:-]{1,60}"|'[\w:-]{1,60}'|(?<![\w:-])[\w-][\w:-]{0,60})(?P<is>\s*[:=]\s*)"""
    r"""(?P<value>"(?:\\.|[^"\\])*"?|'[^']*'?|[^\s,;&}\]"']+)"""
)
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"


class Presenting(QObject):
    """Whether somebody presents now, and what is hidden then. One for the program.

    ``names`` tells accounts, projects and users by their names and ids; it is asked when it is switched on and by
    ``learn``.
    """

    changed = Signal(bool)
    """It was switched on or off."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("presenting")
        self.on = False
        self.names: Callable[[], Iterable[str]] = tuple
        self._pattern = re.compile(_MAIL)

    def switch(self, on: bool) -> None:
        """Switch it on or off."""
        if on != self.on:
            self.on = on
            self.learn()
            self.changed.emit(on)

    def learn(self) -> None:
        """Ask again who there is: somebody signed in."""
        names = {name for name in self.names() if len(name) >= SHORTEST}
        found = [re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))]
        known = [rf"(?<![^\W_])(?:{'|'.join(found)})(?![^\W_])"] if found else []
        self._pattern = re.compile("|".join([_MAIL, *known]), re.IGNORECASE)

    def shown(self, text: str) -> str:
        """The text as it is shown: while presenting, as long as it is, with dots in place of what is hidden."""
        return self._pattern.sub(_dots, text) if self.on else text

    def shown_value(self, name: str, text: str) -> str:
        """The same for the value of a member or header; one that names an account is all dots."""
        if not self.on or name.lower() not in ACCOUNT_MEMBERS:
            return self.shown(text)
        return re.sub(_VALUE, DOT, text)

    def shown_line(self, text: str) -> str:
        """The same for a line of JSON, of headers or of variables: values of such names are all dots."""
        if not self.on:
            return text
        return self.shown(re.sub(_NAMED, self._named, text))

    def _named(self, found: re.Match[str]) -> str:
        return found["name"] + found["is"] + self.shown_value(found["name"].strip("\"'"), found["value"])

    def shown_pieces(self, pieces: Iterable[tuple[str, bool]]) -> list[str]:
        """The same for the pieces of a row: each text, and whether it is (part of) a member's name."""
        pieces = list(pieces)
        whole, at, name, named = self.shown("".join(text for text, _is_name in pieces)), 0, "", False
        found = []
        for text, is_name in pieces:
            part, at = whole[at : at + len(text)], at + len(text)
            if is_name:
                name = f"{name if named else ''}{text}"
            elif self.on and name.strip('" :').lower() in ACCOUNT_MEMBERS:
                part = re.sub(_VALUE, DOT, part)
            found.append(part)
            named = is_name
        return found


def _dots(match: re.Match[str]) -> str:
    return DOT * len(match[0])


def presenting() -> Presenting:
    """The program's one; a child of the application."""
    app = QCoreApplication.instance()
    found = app.findChild(Presenting, "presenting") if app is not None else None
    return found or Presenting(app)


def on_screen(text: str) -> str:
    """The text as it is shown now."""
    return presenting().shown(text)
