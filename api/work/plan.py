"""A Plan says what a piece of long work is to do; an Outcome what it came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from api.exchange.gates import Confirmed
from api.model import Call, Place, Values
from api.running import CancelToken, ProgressReport, ignore_progress
from api.wire.request import Request, RequestBody
from api.wire.streams import NO_STREAMS, Streams

if TYPE_CHECKING:
    from api.catalog.catalogue import Catalogue
    from api.exchange.build import Draft
    from api.exchange.exchange import Exchange
    from api.records.history.recorder import Record
    from api.work.work import Work


class Sender(Protocol):
    """What work needs of the desk."""

    @property
    def catalogue(self) -> Catalogue:
        """Every call there is."""

    def draft(
        self,
        call: Call,
        values: Values,
        place: Place,
        *,
        content_type: str | None = None,
        raw_body: RequestBody = None,
    ) -> Draft:
        """What the values make of a call at a place."""

    def send(  # noqa: PLR0913 - all but two are keywords with a default
        self,
        request: Request,
        secrets: Mapping[str, str] | None = None,
        *,
        cancel: CancelToken,
        report: ProgressReport = ignore_progress,
        confirmed: Confirmed = False,
        streams: Streams = NO_STREAMS,
        record: Record = True,
    ) -> Exchange:
        """The one way to send."""

    def record(self, exchange: Exchange) -> None:
        """Keep an exchange that was put together from several in the history."""

    def who(self, place: Place) -> str:
        """Profile, account and region of a place for the person."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a piece of work came to.

    ``sentence`` is for the person ("Downloaded 1.2 GiB, and its SHA-512 is right."), ``value`` the result as JSON or
    as what the plan's class says, ``exchange`` an answer to look at. ``whole`` is False when a part of it could
    not be done; the sentence says which.
    """

    sentence: str
    value: Any = None
    exchange: Exchange | None = None
    whole: bool = True


class Plan(Protocol):
    """A frozen value that says what to do; it can be carried out any number of times.

    ``kind`` is one word ("download", "watch"), ``title`` what the person reads ("Download Debian 12"), ``place`` the
    cloud, ``unit`` what its progress counts ("bytes", "images", "calls"; "" for steps without a count).
    """

    @property
    def kind(self) -> str:
        """One word for what it is."""

    @property
    def title(self) -> str:
        """What the person reads."""

    @property
    def place(self) -> Place:
        """The cloud that it asks."""

    @property
    def unit(self) -> str:
        """What its progress counts."""

    def carry_out(self, work: Work) -> Outcome:
        """Do it, on the thread of the caller. Raises PitchforkError when it failed, Cancelled when stopped."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be done now with a piece of work: a word for the button, and what it does."""

    title: str
    do: Callable[[], object] = field(compare=False)
