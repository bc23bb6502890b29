"""One of many resources that a call is run on, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Row:
    """A resource: its id, its name for the person, and the values of the call's parameters that tell it.

    ``known`` is the resource as an answer showed it, empty where nothing is known of it; never a hidden value.
    """

    id: str
    name: str = ""
    fill: tuple[tuple[str, Any], ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def identity(self) -> str:
        """Equal for rows that mean the same resource, however its UUID is written."""
        return "\n".join(f"{name}={_spelling(value)}" for name, value in self.fill)


def _spelling(value: Any) -> str:
    text = str(value)
    return text.lower() if _UUID.fullmatch(text) else text


class RowState(StrEnum):
    """How it stands with one row; the words are for the person."""

    WAITING = "waiting"
    RUNNING = "under way"
    DONE = "done"
    ALREADY = "already so"
    LEFT_OUT = "left out"
    REFUSED = "refused"
    NO_ANSWER = "no answer"
    NOT_BEGUN = "not begun"

    @property
    def failed(self) -> bool:
        """Whether it can be tried again."""
        return self in (RowState.REFUSED, RowState.NO_ANSWER, RowState.NOT_BEGUN)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row: its state, why, the answer's status and request id, and the exchange's id."""

    state: RowState = RowState.WAITING
    sentence: str = ""
    status: int | None = None
    request_id: str = ""
    exchange_id: str = ""
