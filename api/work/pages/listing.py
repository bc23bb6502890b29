"""A list while it is gathered: its items so far, the pages they came on, and what to ask for next."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.exchange.exchange import Exchange
from api.exchange.merged import Merged, Part
from api.exchange.next_page import next_values
from api.model import Call, Key, Location
from api.wire.response import Response
from api.work.pages.page import ID, Page
from api.work.pages.store import Store, put_together

if TYPE_CHECKING:
    from collections.abc import Callable

Values = Mapping[Key, Any]


class Listing:
    """What one thread gathers and others may look at meanwhile. Thread-safe.

    ``first`` are the values that the list begins with, ``values`` those of the next page (None: the list is
    complete), ``count`` the items so far, ``repeated`` how many came again because the list moved, and were left out.
    ``label`` is a member that each item gets besides its own (b"": none).
    """

    def __init__(self, call: Call, values: Values, label: bytes = b"") -> None:
        assert call.paging is not None
        self.call, self.paging = call, call.paging
        self.first: dict[Key, Any] = dict(values)
        self.values: dict[Key, Any] | None = self.first
        self.count = self.repeated = 0
        self.asked: set[str] = set()
        """The addresses of the pages that came, to notice a list that runs in a circle."""
        self.trouble = ""
        self.store = Store()
        self._label = label
        self._member = ID
        self._ids: dict[str, None] = {}
        self._expected: set[str] = set()
        self._parts: list[Part] = []
        self._answers: list[Exchange] = []
        self._shell = (b"", b"")
        self._lock = threading.RLock()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The pages that came."""
        with self._lock:
            return tuple(self._parts)

    @property
    def last(self) -> Exchange | None:
        """The exchange of the last page that came; its content is closed."""
        return self._answers[-1] if self._answers else None

    @property
    def size(self) -> int:
        """The bytes of all items."""
        return self.store.size

    @property
    def marker(self) -> Key | None:
        """The parameter that says after which item a page begins, where the call has one."""
        name = self.paging.marker
        return next(
            (p.key for p in self.call.parameters if p.name == name and p.location is Location.QUERY), None
        )

    def take(self, page: Page, exchange: Exchange, room: int | None = None) -> int:
        """Add a page that came, at most ``room`` items of it; returns how many items were news."""
        assert self.values is not None
        following = next_values(self.call, self.values, page.link) if page.link else None
        if following is not None and self.marker is not None:
            self._member = page.marked_by(str(following.get(self.marker, ""))) or self._member
        with self._lock:
            ids = page.ids(self._member)
            kept, again = self._sort_out(ids)
            news = len(kept)
            if room is not None and len(kept) > room:
                kept = kept[:room]
                following = self._after(ids[kept[-1]] if kept else None)
            self.store.add(page.labelled(self._label, kept) if self._label else page.items(kept))
            self._ids.update((each, None) for at in kept if (each := ids[at]) is not None)
            self.count += len(kept)
            self.repeated += again
            self.values = following
            self._shell = page.shell()
            self._note(exchange, page.count)
        return news

    def begin_before(self, steps: int) -> bool:
        """Go on after the item that came so many before the last one; whether there is such an item."""
        marker, ids = self.marker, list(self._ids)
        if marker is None or steps >= len(ids):
            return False
        self._expected = set(ids[-steps:])
        self.asked.clear()
        self.values = {**self.first, marker: ids[-steps - 1]}
        return True

    def begin_anew(self) -> None:
        """Go on from the first page; what is there stays and is expected to come again."""
        self._expected = set(self._ids)
        self.asked.clear()
        self.values = self.first

    def snapshot(self, plan: Any, rest: Callable[[], Any]) -> Exchange:
        """Everything so far as one exchange: the last page with all items in its list, byte by byte as they came.

        ``rest`` makes the plan that goes on. Raises ValueError before the first page.
        """
        with self._lock:
            if not self._answers:
                raise ValueError("no page came yet")
            first, last = self._answers[0], self._answers[-1]
            content = put_together(self._shell[0], [self.store], self._shell[1])
            merged = Merged(
                "pages", self.parts, plan, None if self.values is None else rest(), self.trouble
            )
        assert last.response is not None
        return Exchange(
            id=uuid.uuid4().hex,
            request=first.request,
            response=Response(
                status=last.response.status,
                reason=last.response.reason,
                headers=tuple(_lasting(last.response.headers)),
                content=content,
                url=last.response.url,
                timings=replace(last.response.timings, started=first.started, total=_seconds(first, last)),
                http_version=last.response.http_version,
            ),
            error=None,
            who=first.who,
            started=first.started,
            seconds=_seconds(first, last),
            merged=merged,
        )

    def close(self) -> None:
        """Forget the items."""
        self.store.close()

    def _sort_out(self, ids: list[str | None]) -> tuple[list[int], int]:
        """Which items of a page are news, and how many of the others nobody expected again."""
        known, expected = self._ids, self._expected
        kept = [at for at, each in enumerate(ids) if each is None or each not in known]
        again = sum(1 for each in ids if each is not None and each in known and each not in expected)
        return kept, again

    def _after(self, item: str | None) -> dict[Key, Any] | None:
        """The values that ask for what comes after an item."""
        if self.marker is None or item is None or self.values is None:
            return None
        return {**self.values, self.marker: item}

    def _note(self, exchange: Exchange, count: int) -> None:
        self._answers = [*self._answers[:1], exchange]
        self._parts.append(part_of(exchange, count))


def part_of(exchange: Exchange, count: int | None, trouble: str = "") -> Part:
    """An exchange as a part of a merged one."""
    return Part(
        place=exchange.place,
        who=exchange.who,
        request=exchange.request,
        status=exchange.status,
        request_id=exchange.request_id,
        started=exchange.started,
        seconds=exchange.seconds,
        count=count,
        trouble=trouble,
    )


def _lasting(headers: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Of one page's headers those that hold for the whole as well; each page's own id stands with the page."""
    return ((name, value) for name, value in headers if name.lower() == "content-type")


def _seconds(first: Exchange, last: Exchange) -> float:
    return max((last.started - first.started).total_seconds() + last.seconds, 0.0)
