"""The plan that fetches a list call to its end and puts its pages together to one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from api.answer.sizes import counted, singular
from api.errors import Cancelled, PitchforkError
from api.model import Call, Key, Location, Place
from api.work.pages.listing import Listing
from api.work.pages.walk import LIMIT, Bounds, Walk
from api.work.plan import Outcome
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Gather:
    """Fetch all pages of a list call, at most ``most`` items.

    ``work.so_far`` and the outcome's value are a Gathered. A page that does not come ends it with what is there and
    ``whole`` False; ``rest`` of the answer's Merged goes on from there. Nothing but an error if not even the
    first page came. ``begun`` is what is carried on.
    """

    call: Call
    values: Mapping[Key, Any]
    place: Place
    most: int | None = None
    begun: Listing | None = field(default=None, compare=False)
    kind: str = "pages"

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"{self.call.title}: all pages"

    @property
    def unit(self) -> str:
        """What it counts: "images"."""
        return noun_of(self.call)

    def carry_out(self, work: Work) -> Outcome:
        """Fetch page after page. Raises what sending raises where nothing came at all."""
        own = LIMIT in self.values
        listing = self.begun or Listing(self.call, with_page_size(self.call, self.values, self.most))
        gathered = Gathered(self, listing)
        work.so_far = gathered
        walk = Walk(work, listing, self.place, Bounds(self.most, own_size=own))
        try:
            walk.go()
        except PitchforkError as error:
            if not listing.parts:
                listing.close()
                raise
            listing.trouble = walk.told(error)
            stopped = isinstance(error, Cancelled)
            work.note(listing.trouble, Tone.WARNING if stopped else Tone.BAD)
        return gathered.outcome()


class Gathered:
    """A list as far as it was gathered; may be looked at while it grows. Thread-safe.

    ``eager``: every bit more is worth showing at once.
    """

    eager = False

    def __init__(self, plan: Gather, listing: Listing) -> None:
        self._plan, self._listing = plan, listing

    @property
    def count(self) -> int:
        """How many items there are."""
        return self._listing.count

    @property
    def pages(self) -> int:
        """How many pages came."""
        return len(self._listing.parts)

    @property
    def parts(self) -> int:
        """How much there is to look at: more and more of it, 0 for nothing yet."""
        return self.pages

    @property
    def told(self) -> str:
        """How far it is: "4,300 images so far · page 44"."""
        return f"{counted(self.count, self._plan.unit)} so far · page {self.pages + 1:,}"

    @property
    def rest(self) -> Gather | None:
        """What goes on where this ended; None where nothing is missing."""
        return self._rest() if self._listing.values is not None else None

    def exchange(self) -> Exchange:
        """All of it as one exchange; work for a worker. The caller closes its content.

        Raises ValueError before the first page, PitchforkError where there is no room for it.
        """
        plan = replace(self._plan, begun=None)
        return self._listing.snapshot(plan, self._rest)

    def close(self) -> None:
        """Forget the items."""
        self._listing.close()

    def outcome(self) -> Outcome:
        """What it came to."""
        trouble = self._listing.trouble
        return Outcome(trouble or self._sentence(), value=self, exchange=self.exchange(), whole=not trouble)

    def _rest(self) -> Gather:
        """What goes on where this ended; beyond a limit, too."""
        return replace(self._plan, begun=self._listing, most=None)

    def _sentence(self) -> str:
        listing, unit = self._listing, self._plan.unit
        told = [f"{counted(listing.count, unit)} on {counted(len(listing.parts), 'pages')}."]
        if listing.values is not None:
            told = [f"{counted(listing.count, unit)}, the limit; more exist."]
        if listing.repeated:
            came = f"{listing.repeated:,} {unit if listing.repeated > 1 else singular(unit)} came"
            told.append(f"{came} more than once because the list moved; each is counted once.")
        return " ".join(told)


def can_gather(call: Call) -> bool:
    """Whether a call lists something that may have more than one page."""
    return call.paging is not None and call.paging.goes_on


def noun_of(call: Call) -> str:
    """What a list call lists, in the plural: "images"."""
    items = call.paging.items if call.paging is not None else ""
    return items.rpartition("/")[2].replace("_", " ") or "items"


def without_marker(call: Call, values: Mapping[Key, Any]) -> dict[Key, Any]:
    """The values of a page as those of the whole list."""
    marker = call.paging.marker if call.paging is not None else ""
    return {key: value for key, value in values.items() if key != Key(Location.QUERY, marker)}


def with_page_size(call: Call, values: Mapping[Key, Any], most: int | None) -> dict[Key, Any]:
    """The values with the largest page that the service gives, unless the person chose a size."""
    found = dict(values)
    for parameter in call.parameters:
        largest = parameter.schema.maximum
        if parameter.key == LIMIT and LIMIT not in values and isinstance(largest, int):
            found[LIMIT] = largest if most is None else min(largest, most)
    return found
