"""What could be cleaned up: one's own old images that nobody needs to miss, how large they are and what they cost."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING, Any

from api.answer.sizes import counted, size
from api.answer.times import moment
from api.catalog.catalogue import Catalogue
from api.errors import BadInput, Fault, NotOffered
from api.exchange.exchange import Exchange
from api.model import Call, Key, Place
from api.running import Progress, WorkerPool
from api.work.answers import value
from api.work.bulk.plan import BulkPlan, plan_bulk, rows_by_id
from api.work.pages.records import records
from api.work.patience import send_patiently
from api.work.plan import Outcome
from api.work.story import Tone

if TYPE_CHECKING:
    from api.work.work import Work

SNAPSHOT = "snapshot"
GLANCE = "image"
PRODUCTS = ("cloud-images", GLANCE)
"""The products that keep images; their calls have the same names."""
GIB = 1 << 30
_AT_ONCE = 4
_MOST_NAMED = 5
_OPEN = frozenset({"public", "community"})
_LARGEST_PRICE = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which of one's own images are looked for; ``older_than`` are days, None takes any age, no statuses any status."""

    older_than: int | None = 30
    snapshots_only: bool = True
    unprotected_only: bool = True
    unshared_only: bool = True
    statuses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An image that could go. ``members`` are the accounts that it is shared with, None where nobody asked or told."""

    image: Mapping[str, Any]
    members: tuple[str, ...] | None = None

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.image["id"])

    @property
    def name(self) -> str:
        """Its name, "" without one."""
        return str(self.image.get("name") or "")

    @property
    def size(self) -> int:
        """Bytes, 0 where the service does not say."""
        size = self.image.get("size")
        return size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else 0


@dataclass
class Stock:
    """What was asked already, so that another wish asks only for what is missing. Used by one job at a time."""

    images: list[Mapping[str, Any]] | None = None
    members: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    """By id; None where the service does not tell."""


@dataclass(frozen=True, slots=True)
class LookForCandidates:
    """Looks for the images of the place's account that fit the wish: its outcome's value is a list of Candidates.

    ``listing`` is the call that lists images; look_for() finds it. They stand in order of their size, the largest
    first. ``stock`` remembers what was asked. Half a list would look like all there is, so a page that does not come
    is an error.
    """

    wish: Wish
    listing: Call
    place: Place
    stock: Stock = field(default_factory=Stock, compare=False, repr=False)
    kind: str = "clean-up"
    unit: str = "images"
    title: str = "Look for images to clean up"

    def carry_out(self, work: Work) -> Outcome:
        """Read the images, then who has those that fit. Raises PitchforkError, Cancelled."""
        if not self.place.account:
            raise NotOffered("Without a project nobody can tell which images are yours.", "Sign in to one.")
        if self.stock.images is None:
            self.stock.images = _all(self.listing, self.place, work)
        now = datetime.now(UTC)
        fitting = [image for image in self.stock.images if fits(image, self.wish, self.place, now)]
        if self.wish.unshared_only:
            _ask_members(fitting, self.listing.head.product, work, self.stock)
        found = [Candidate(image, self.stock.members.get(str(image["id"]))) for image in fitting]
        left_out = [each for each in found if self.wish.unshared_only and each.members is None]
        kept = (each for each in found if not self.wish.unshared_only or each.members == ())
        ordered = sorted(kept, key=lambda each: (-each.size, each.name, each.id))
        total = sum(each.size for each in ordered)
        told = f"{counted(len(ordered), 'images')} could go, {size(total)} in all."
        return Outcome(told + _tell_left_out(left_out, work), ordered)


def look_for(
    catalogue: Catalogue, offered: Iterable[str], place: Place, wish: Wish, stock: Stock | None = None
) -> LookForCandidates:
    """The plan that looks, with the image service of those products that are offered. Raises NotOffered."""
    product = next((each for each in offered if each in PRODUCTS), "")
    if not product:
        where = place.region or "this cloud"
        raise NotOffered(f"There is no image service in {where}.", "Choose another region.")
    return LookForCandidates(wish, catalogue.call(f"{product}.list-images"), place, stock or Stock())


def deletion(catalogue: Catalogue, look: LookForCandidates, candidates: Iterable[Candidate]) -> BulkPlan:
    """The plan that deletes candidates; without consent. Raises BadInput for none."""
    call = catalogue.call(f"{look.listing.head.product}.delete-image")
    rows = rows_by_id(call, {}, [each.image for each in candidates])
    return plan_bulk(catalogue, call.id, look.place, rows)


def fits(image: Mapping[str, Any], wish: Wish, place: Place, now: datetime) -> bool:
    """Whether an image is what is looked for, as far as its own record says."""
    made = moment(str(image.get("created_at") or ""))
    young = wish.older_than is not None and (made is None or made > now - timedelta(days=wish.older_than))
    return (
        image.get("owner") == place.account
        and not young
        and (not wish.snapshots_only or image.get("image_type") == SNAPSHOT)
        and (not wish.unprotected_only or image.get("protected") is not True)
        and (not wish.unshared_only or image.get("visibility") not in _OPEN)
        and (not wish.statuses or image.get("status") in wish.statuses)
    )


def price_of(text: str) -> Decimal | None:
    """A price for a GiB and month as a person writes it, None for none. Raises BadInput."""
    text = text.strip().replace(",", ".")
    try:
        price = Decimal(text) if text else None
    except InvalidOperation:
        price = Decimal(-1)
    if price is not None and not (price.is_finite() and 0 <= price <= _LARGEST_PRICE):
        raise BadInput([Fault(None, "A price is a number such as 0.10.")])
    return price


def cost(size: int, price: Decimal) -> Decimal:
    """What so many bytes cost a month at a price for a GiB."""
    return (Decimal(size) / GIB * price).quantize(Decimal("0.01"))


def _all(call: Call, place: Place, work: Work) -> list[Mapping[str, Any]]:
    """Every own image, each once; hidden ones, which an OpenStack cloud lists apart, too."""
    keys = {parameter.name: parameter.key for parameter in call.parameters}
    own: dict[Key, Any] = {keys["owner"]: place.account}
    found: dict[str, Mapping[str, Any]] = {}
    for values in [own, {**own, keys["os_hidden"]: True}] if "os_hidden" in keys else [own]:
        for image in records(work, call, values, place):
            found.setdefault(str(image["id"]), image)
    return list(found.values())


def _ask_members(images: Iterable[Mapping[str, Any]], product: str, work: Work, stock: Stock) -> None:
    """Ask who has the images that fit; several at once."""
    missing = [image for image in images if str(image["id"]) not in stock.members]
    answers: queue.SimpleQueue[tuple[str, tuple[str, ...] | BaseException | None]] = queue.SimpleQueue()
    pool = WorkerPool(_AT_ONCE, "members")
    for image in missing:
        pool.submit(partial(_members, image, product, work, answers.put))
    try:
        for done in range(len(missing)):
            work.report(Progress("asking who has them", done, len(missing)))
            image_id, result = answers.get()
            if isinstance(result, BaseException):
                raise result
            stock.members[image_id] = result
    finally:
        pool.close()


def _members(
    image: Mapping[str, Any],
    product: str,
    work: Work,
    put: Callable[[tuple[str, tuple[str, ...] | BaseException | None]], None],
) -> None:
    image_id = str(image["id"])
    try:
        request, secrets = work.draft(f"{product}.list-image-members", {"image_id": image_id})
        exchange = send_patiently(work, request, secrets, keep=False)
        put((image_id, _members_of(exchange, listed=_has_list(image, product))))
    except BaseException as error:  # noqa: BLE001 - the one who waits for it raises it
        put((image_id, error))


def _has_list(image: Mapping[str, Any], product: str) -> bool:
    """Whether the service keeps a list for such an image: Glance only where it is ``shared``, Rackspace always."""
    return product != GLANCE or image.get("visibility") == "shared"


def _members_of(exchange: Exchange, *, listed: bool) -> tuple[str, ...] | None:
    """The accounts that have it and did not refuse it; None where there is a list that is not shown."""
    if exchange.status in (403, 404):
        return None if listed else ()
    document = value(exchange)
    rows = document.get("members") if isinstance(document, dict) else None
    members = (row for row in rows or () if isinstance(row, dict) and row.get("status") != "rejected")
    return tuple(str(row.get("member_id", "")) for row in members)


def _tell_left_out(left_out: Sequence[Candidate], work: Work) -> str:
    """Name them in the story; returns the sentence for the outcome, "" for none."""
    if not left_out:
        return ""
    names = ", ".join(each.name or each.id for each in left_out[:_MOST_NAMED])
    more = len(left_out) - _MOST_NAMED
    rest = f" and {more:,} more" if more > 0 else ""
    told = f"{counted(len(left_out), 'images')} left out: nobody says who has"
    work.note(f"{told} {names}{rest}.", Tone.WARNING)
    return f" {told} them."
