"""Fetches page after page of a list, as long as pages come, and says why it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.answer.sizes import counted, singular, size
from api.errors import Cancelled, PitchforkError
from api.model import Key, Location, Place
from api.running import CancelToken, Progress
from api.wire.limits import Limits
from api.work.answers import refusal
from api.work.pages.page import Page
from api.work.patience import send_patiently
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange
    from api.work.pages.listing import Listing

MOST_BYTES = Limits().size
"""A list that is larger is not gathered any further."""
MOST_BEGINNINGS = 3
"""How often a list is begun anew whose markers vanish."""
MOST_BARREN = 20
"""Pages without anything new, one after another, after which the list is taken for one without an end."""
LIMIT = Key(Location.QUERY, "limit")
"""The parameter for the size of a page, wherever calls have one."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """``most`` items in all and ``pages`` pages (None: to the end); ``own_size``: the page's size is the person's.

    Where one list is ``among`` others its progress is not the work's.
    """

    most: int | None = None
    pages: int | None = None
    own_size: bool = False
    among: bool = False


class Walk:
    """Carries one listing on. ``place`` is asked, ``cancel`` ends it besides the work's own token."""

    def __init__(
        self, work: Work, listing: Listing, place: Place, bounds: Bounds, cancel: CancelToken | None = None
    ) -> None:
        self._work, self._listing, self._place, self._bounds = work, listing, place, bounds
        self._cancel = cancel or work.cancel
        self._noun = listing.paging.items.rpartition("/")[2].replace("_", " ") or "items"
        self._steps = self._beginnings = self._barren = 0
        self._pages = 0

    @property
    def page(self) -> int:
        """The number of the page that is asked for now, from 1."""
        return len(self._listing.parts) + 1

    def go(self) -> None:
        """Gather until nothing is left, or the bounds are reached; ``listing.trouble`` says what is missing else.

        Raises PitchforkError, Cancelled among it, where a page did not come; the listing can be carried on then.
        """
        self._listing.trouble = ""
        while self._listing.values is not None and not self._full() and not self._listing.trouble:
            self._report()
            self._next()
        self._report()

    def told(self, error: PitchforkError) -> str:
        """What a page that did not come means for the whole: "4,300 of unknown, page 44 failed: …"."""
        count = f"{self._listing.count:,}"
        if isinstance(error, Cancelled):
            pages = counted(self.page - 1, "pages")
            return f"Stopped after {pages}: {counted(self._listing.count, self._noun)}, and more exist."
        return f"{count} of unknown, page {self.page:,} failed: {error.sentence}"

    def _full(self) -> bool:
        bounds = self._bounds
        return (bounds.pages is not None and self._pages >= bounds.pages) or self._room() == 0

    def _room(self) -> int | None:
        most = self._bounds.most
        return None if most is None else max(most - self._listing.count, 0)

    def _next(self) -> None:
        listing = self._listing
        request, secrets = self._work.draft(
            listing.call.id, {key.name: value for key, value in self._values().items()}, self._place
        )
        address = request.url.masked()
        if address in listing.asked:
            listing.trouble = (
                f"The link to page {self.page:,} leads to a page that came before: "
                "the service repeats itself."
            )
            return
        exchange = send_patiently(self._work, request, secrets, cancel=self._cancel, keep=False)
        if exchange.status == 400 and self._has_marker() and self._go_back(exchange):
            return
        self._take(exchange)
        listing.asked.add(address)

    def _values(self) -> dict[Key, Any]:
        """The values of the next page; it never asks for more items than there is room."""
        values = dict(self._listing.values or {})
        room = self._room()
        if room is not None and LIMIT in values and not self._bounds.own_size and values[LIMIT] > room:
            values[LIMIT] = room
        return values

    def _take(self, exchange: Exchange) -> None:
        listing = self._listing
        page = Page(exchange, listing.paging, self._cancel.check)
        try:
            again = listing.repeated
            news = listing.take(page, exchange, self._room())
            expected = page.count - news - (listing.repeated - again)
            self._steps = 0 if news else self._steps
            self._barren = 0 if news or expected else self._barren + 1
            self._pages += 1
        finally:
            page.close()
        self._look_at_bounds()

    def _look_at_bounds(self) -> None:
        listing = self._listing
        if listing.size > MOST_BYTES and listing.values is not None:
            listing.trouble = f"The list is larger than {size(MOST_BYTES)}: the rest was not asked for."
        elif self._barren >= MOST_BARREN and listing.values is not None:
            listing.trouble = (
                f"The last {self._barren} pages brought nothing new: the rest was not asked for."
            )

    def _has_marker(self) -> bool:
        """Whether the page was asked for with a marker of ours."""
        listing = self._listing
        return listing.marker is not None and listing.values is not listing.first and listing.count > 0

    def _go_back(self, exchange: Exchange) -> bool:
        """The item that the page should begin after may be gone: begin after one before it, else from the start.

        Returns whether there is another way to try.
        """
        listing, one = self._listing, singular(self._noun)
        self._steps = max(self._steps * 2, 1)
        if self._steps == 1:
            said = refusal(exchange)
            self._work.note(
                f"Page {self.page:,} was refused: {said} The {one} that it begins after may be gone, "
                f"so the list goes on after the {one} before it.",
                Tone.WARNING,
            )
        if listing.begin_before(self._steps):
            return True
        if self._beginnings >= MOST_BEGINNINGS:
            return False
        self._beginnings += 1
        self._steps = 0
        listing.begin_anew()
        self._work.note(
            f"No {one} is left to go on after: the list was begun anew. What comes again is counted once.",
            Tone.WARNING,
        )
        return True

    def _report(self) -> None:
        if not self._bounds.among:
            self._work.report(Progress(f"page {self.page:,}", self._listing.count, self._bounds.most))
