"""How a table stands, to be brought back over another answer of the same call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TableState:
    """The pointer of its list, sorting, filters, the current column, and the current row by a member and its text."""

    path: str = ""
    sort: str | None = None
    descending: bool = False
    words: str = ""
    picked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    row: tuple[str, str] = ("", "")
    column: str | None = None
