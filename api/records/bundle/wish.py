"""What a bundle shall be: its form, and what of the exchanges it holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

SHORTENED = 20_000
"""Characters of a body that are enough for a ticket."""


class BundleForm(Enum):
    """How exchanges are written."""

    MARKDOWN = "markdown"
    HAR = "har"
    JSON = "json"

    @property
    def title(self) -> str:
        """What the form is called."""
        return {"markdown": "Markdown", "har": "HAR 1.2", "json": "JSON"}[self.value]

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return {"markdown": ".md", "har": ".har", "json": ".json"}[self.value]


@dataclass(frozen=True, slots=True)
class Wish:
    """``stand_ins`` replaces ids of accounts, projects and users; ``longest`` is how many characters of each
    body are written at most (None: all of it).
    """

    form: BundleForm
    stand_ins: bool = False
    bodies: bool = True
    longest: int | None = None
