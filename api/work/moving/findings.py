"""What stands in the way of an import or export before it begins, each with the field that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.errors import PitchforkError

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange

Ask = Callable[[str, Mapping[str, Any]], "Exchange"]
"""Sends a reading call, by its complete id, with values by parameter name (Desk.asker, or a work's ask)."""

IMAGE, CONTAINER, SOURCE, NAME, TARGET, REGION = (
    "image",
    "container",
    "object",
    "name",
    "target container",
    "region",
)
"""The fields that findings are about."""
CREATE = "create"
"""The remedy of a container that is not there."""
REUSE = "reuse"
"""The remedy of an export that is there already."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one field. ``stops`` says that it would fail; else it is only to be known.

    ``remedy`` is what the plan could do about it, if the person wants that ("" is nothing).
    """

    field: str
    sentence: str
    stops: bool = True
    remedy: str = ""


class Unfit(PitchforkError):
    """What was to be done would fail, and was not begun. ``findings`` say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(" ".join(each.sentence for each in self.findings), "Nothing was begun.")


def stopping(findings: Iterable[Finding], remedies: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Those that stop, apart from those whose remedy is wanted."""
    wanted = set(remedies)
    return tuple(each for each in findings if each.stops and each.remedy not in wanted)
