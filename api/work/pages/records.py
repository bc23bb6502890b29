"""Every item of a list call as a value, for work that reads a list and does something with what stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from api.answer.document import ROOT, Document
from api.errors import PitchforkError
from api.model import Call, Key, Place
from api.work.pages.gather import with_page_size
from api.work.pages.listing import Listing
from api.work.pages.store import put_together
from api.work.pages.walk import Bounds, Walk

if TYPE_CHECKING:
    from api.work.work import Work


def records(work: Work, call: Call, values: Mapping[Key, Any], place: Place) -> Iterator[Mapping[str, Any]]:
    """The objects of the whole list, over all pages, in the order of the service; those without an id are left out.

    Half a list would look like all there is: a page that does not come, or whose end nobody can tell, raises
    PitchforkError. Raises Cancelled.
    """
    listing = Listing(call, with_page_size(call, values, None))
    try:
        Walk(work, listing, place, Bounds()).go()
        if listing.trouble:
            raise PitchforkError(listing.trouble)
        yield from _objects(listing, work)
    finally:
        listing.close()


def _objects(listing: Listing, work: Work) -> Iterator[Mapping[str, Any]]:
    """One by one: nothing here holds up the window, however many there are."""
    content = put_together(b"[", [listing.store], b"]")
    document = Document(content, work.check)
    try:
        for node in document.children(ROOT):
            work.check()
            record = json.loads(document.source(node))
            if isinstance(record, dict) and isinstance(record.get("id"), str) and record["id"]:
                yield record
    finally:
        document.close()
        content.close()
