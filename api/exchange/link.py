"""From a link in an answer to the call that it asks for. Only its path and query count, and only on its own service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from api.errors import BadInput
from api.exchange.convert import from_text, from_texts
from api.model import Call, Key, Location, Parameter
from api.wire.redirects import Origin

LONGEST = 4096
_LINK = re.compile(r"(https?://|/|\?)[!-~\u00a0-\uffff]*", re.IGNORECASE)
_VERSION = re.compile(r"v(\d+)(\.\d+)?", re.IGNORECASE)
_MOST_QUERIES = 200


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads: a call with the values that the link says, or no call and the reason as a sentence."""

    call: Call | None
    values: dict[Key, Any] = field(default_factory=dict)
    refusal: str = ""


def follow(text: str, url: str, call: Call, calls: Iterable[Call]) -> Link | None:
    """What the link in an answer asks for; None for a text that is no link, or a path that no call has.

    ``url`` is what was asked and ``call`` what asked it, ``calls`` are those of the same product. A call is
    found by its path, a version of the same number counting as the same; parameters that hold secrets are
    never taken from a link.
    """
    if len(text) > LONGEST or "\\" in text or not _LINK.fullmatch(text):
        return None
    absolute = not text.startswith(("/", "?")) or text.startswith("//")
    try:
        target = urlsplit(urljoin(url, text))
        if Origin.of(target.geturl()) != Origin.of(url):
            host = target.netloc.rpartition("@")[2]  # what stands before it may be a password
            return Link(None, refusal=f"This link leaves this service: it goes to {host}.")
        queries = parse_qs(target.query, keep_blank_values=True, max_num_fields=_MOST_QUERIES)
    except ValueError:
        return Link(None, refusal="This address cannot be read.") if absolute else None
    for path in _paths(target.path, _base(url, call)):
        found = _best(path, call, calls)
        if found is not None:
            asked, values = found
            return Link(asked, values | _from_query(asked, queries))
    return Link(None, refusal="No call of this service has this address.") if absolute else None


def _base(url: str, call: Call) -> str:
    """The path of the endpoint: what stands before the call's own path."""
    whole, own = _segments(urlsplit(url).path), _segments(call.head.path)
    return "".join(f"/{each}" for each in whole[: len(whole) - len(own)])


def _paths(path: str, base: str) -> Iterator[str]:
    """The path within the service; services behind a prefix often write their links without it."""
    if base and f"{path}/".startswith(f"{base}/"):
        yield path[len(base) :]
    yield path


def _best(path: str, own: Call, calls: Iterable[Call]) -> tuple[Call, dict[Key, Any]] | None:
    """The call that reads at this path; of several the one with the fewest parameters in it."""
    fits = [(call, values) for call in calls if (values := _fit(call, path)) is not None]
    return min(fits, key=lambda fit: (len(fit[1]), fit[0].id != own.id), default=None)


def _fit(call: Call, path: str) -> dict[Key, Any] | None:
    template, given = _segments(call.head.path), _segments(path)
    if call.method != "GET" or len(template) != len(given):
        return None
    named = {f"{{{p.name}}}": p for p in call.parameters if p.location is Location.PATH}
    values: dict[Key, Any] = {}
    for wanted, segment in zip(template, given, strict=True):
        parameter = named.get(wanted)
        if parameter is None and not _same(wanted, segment):
            return None
        if parameter is not None:
            value = _path_value(parameter, segment)
            if value is None:
                return None
            values[parameter.key] = value
    return values


def _path_value(parameter: Parameter, segment: str) -> Any:
    if parameter.secret or not segment:
        return None
    with suppress(BadInput):
        return from_text(parameter, unquote(segment))
    return None


def _same(wanted: str, segment: str) -> bool:
    segment = unquote(segment)
    version, given = _VERSION.fullmatch(wanted), _VERSION.fullmatch(segment)
    return wanted == segment or bool(version and given and version[1] == given[1])


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/") if path.strip("/") else []


def _from_query(call: Call, queries: dict[str, list[str]]) -> dict[Key, Any]:
    """The values of the queries that the call knows; what it does not know goes to its free filters, if it has such."""
    values: dict[Key, Any] = {}
    left = dict(queries)
    for parameter in call.parameters:
        if parameter.location is Location.QUERY and not parameter.merge and parameter.name in queries:
            texts = left.pop(parameter.name)
            with suppress(BadInput):  # a service may write what its own document does not allow
                if not parameter.secret:
                    values[parameter.key] = from_texts(parameter, texts)
    free = next((p for p in call.parameters if p.merge and p.location is Location.QUERY), None)
    if free is not None and left:
        values[free.key] = {name: texts[0] if len(texts) == 1 else texts for name, texts in left.items()}
    return values
