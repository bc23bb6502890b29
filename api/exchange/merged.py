"""An exchange that was put together from several: which they were, and what puts such a one together again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.model import Place
from api.wire.request import Request

ORIGIN = "@region"
"""The member that says, first in each item of an answer of several regions, where the item comes from."""
ANSWERS = "/answers"
"""Where the answers of several regions stand, one an item, when they hold no lists."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the exchanges that an answer was put together from: a page of a list, or a region's answer.

    ``request`` is None where nothing could be sent, ``status`` where nothing came back, ``count`` where no list
    came; ``trouble`` says what was wrong with it ("" is nothing). ``who`` names its place for the person, ``label``
    tells the regions of one answer apart, in ORIGIN of their items as well; ``more`` says that its list goes on.
    """

    place: Place
    who: str
    request: Request | None = None
    status: int | None = None
    request_id: str = ""
    started: datetime | None = None
    seconds: float = 0.0
    count: int | None = None
    trouble: str = ""
    label: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """``kind`` is "pages" or "regions", ``parts`` in the order in which they were asked.

    ``plan`` is a plan of api.work that asks for all of it anew, ``rest`` one that goes on where this ended
    (None: nothing is missing). ``trouble`` is a sentence on what is missing ("" is nothing).
    """

    kind: str
    parts: tuple[Part, ...]
    plan: Any
    rest: Any = None
    trouble: str = ""
