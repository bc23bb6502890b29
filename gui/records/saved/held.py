"""What a form or an answer holds of a call, ready to be saved or copied as a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.catalog.catalogue import Catalogue
from api.model import Call, Place, Values
from api.records.saved.call import SavedCall, templates
from api.wire.request import Request


class Held(NamedTuple):
    """A call with values, the place they are for, the body's content type ("": the first or only one), what of the
    values is to be kept as the profile's value of a placeholder, and the templates, by the str() of a parameter's
    Key, of what has no value as a placeholder of it has none.
    """

    call: Call
    place: Place
    values: Values
    content_type: str = ""
    learned: Mapping[str, str] = {}
    waiting: Mapping[str, Any] = {}

    @classmethod
    def of(cls, request: Request, catalogue: Catalogue) -> Held:
        """What a request was built from. Raises UnknownCall, CatalogueError."""
        call = catalogue.call(request.call_id)
        header = request.header("Content-Type")
        name = header.masked() if header is not None else ""
        known = len(call.bodies) > 1 and call.body(name) is not None
        return cls(call, request.place, request.values, name if known else "")

    @property
    def saved(self) -> SavedCall:
        """It under the call's title, without secrets."""
        values = {**self.waiting, **templates(self.call, self.values)}
        return SavedCall(self.call.id, self.call.title, values, content_type=self.content_type)
