"""From the link to a list's next page to the values that ask for it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from api.errors import BadInput
from api.exchange.convert import from_texts
from api.model import Call, Key, Location, Values


def next_values(call: Call, values: Values, link: str) -> dict[Key, Any]:
    """The values of the call for its next page.

    Where the call names its marker only that is taken from the link, because services repeat the other
    parameters incompletely; otherwise every parameter of the link that the call knows.
    """
    query = link.partition("#")[0].partition("?")[2]  # a broken link still has its query
    queries = parse_qs(query, keep_blank_values=True)
    wanted = {call.paging.marker} if call.paging and call.paging.marker else set(queries)
    found = dict(values)
    for parameter in call.parameters:
        if parameter.location is Location.QUERY and parameter.name in wanted & queries.keys():
            with suppress(BadInput):  # a service may write what its own document does not allow
                found[parameter.key] = from_texts(parameter, queries[parameter.name])
    return found
