"""Bodies that go past: an answer's into a sink instead of memory, a request's before somebody who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer whose body is about to come; ``size`` is its announced length in bytes, None if unknown."""

    status: int
    headers: tuple[tuple[str, str], ...]
    size: int | None

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for other, value in self.headers if other.lower() == name.lower()), None)


class Sink(Protocol):
    """Takes the body of an answer block by block, on the thread that receives it."""

    def begin(self, head: Head) -> bool:
        """Whether to take the body of this answer; any other is kept as the answer's content (errors, for one).

        Called once for each answer that is not a followed redirect; a renewed token means a second one.
        """

    def write(self, block: bytes) -> None:
        """The next bytes, unpacked where the answer was packed. A PitchforkError that it raises ends the call.

        Anything else that it raises would be taken for a fault of the network.
        """


class Tap(Protocol):
    """Sees the bytes of a request's file body while they are sent, on the thread that sends them."""

    def begin(self) -> None:
        """The body is sent from its beginning: again after a renewed token."""

    def sent(self, block: bytes) -> None:
        """The next bytes that went out."""


@dataclass(frozen=True, slots=True)
class Streams:
    """Who takes the answer's body, and who looks at the request's; None is nobody."""

    sink: Sink | None = None
    tap: Tap | None = None


NO_STREAMS = Streams()
