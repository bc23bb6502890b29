"""What a cell says instead of its value: mine for one's own account, snapshot for an image of a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from api.model import TableColumn
from api.table_layout import Texts

Said = Callable[[str], str]
"""Gives the text of a member of the row; "" where it says nothing."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a table: the account that was asked, the names of accounts by id, and when it is."""

    account: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


def first_said(members: Texts, said: Said) -> str:
    """The text of the first member that says something; "" where none does."""
    return next((text for member in members if (text := said(member))), "")


def worded(layout: TableColumn, said: Said, viewer: Viewer) -> str | None:
    """What the column's words make of a row, with {value} left in; None where the value is shown as it is."""
    for word in layout.words:
        if all(_passes(said(member), expected, viewer) for member, expected in word.tests):
            value = first_said(layout.members, said)
            name = viewer.names.get(value, "") if value else ""
            if ("{value}" not in word.show or value) and ("{name}" not in word.show or name):
                return word.show.replace("{name}", name)
    return None


def _passes(text: str, expected: Texts | bool, viewer: Viewer) -> bool:
    if isinstance(expected, bool):
        return bool(text) is expected
    return bool(text) and text in {viewer.account if each == "{account}" else each for each in expected}
