"""The ways to send one call with many requests, and their words in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from api.desk import Desk
    from api.model import Call, Place


class Words(NamedTuple):
    """What a menu says of a way, and what its tip."""

    title: str
    tip: str


PAGES, REGIONS, ACCOUNTS = "pages", "regions", "accounts"

WORDS = {
    PAGES: Words("All pages", "Fetches the list to its end, page after page, as one answer"),
    REGIONS: Words("Send to all regions", "Asks every region of this account at once, as one answer"),
    ACCOUNTS: Words(
        "Send to all accounts", "Asks every region of everybody who is signed in, as one answer"
    ),
}


def ways(desk: Desk, call: Call, place: Place) -> tuple[str, ...]:
    """In which ways a call can be sent from a place besides as it is."""
    from api.work.regions.fan_out import can_ask
    from api.work.regions.places import regions_of

    cloud = desk.cloud(place.profile)
    if cloud is None:
        return ()
    product = desk.catalogue.product(call.head.product)
    found = [PAGES] if call.paging is not None and call.paging.goes_on else []
    if can_ask(call) and len(regions_of(cloud, product)) > 1:
        found.append(REGIONS)
    if can_ask(call) and sum(not each.offers(product) for each in desk.clouds) > 1:
        found.append(ACCOUNTS)
    return tuple(found)
