"""A desk that answers by a script: what work needs of the real one, without any network."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from api.catalog.catalogue import Catalogue
from api.errors import PitchforkError
from api.exchange.build import Draft, build
from api.exchange.exchange import Exchange
from api.model import Call, Place, Values
from api.running import CancelToken
from api.wire.request import Request
from api.wire.response import Content, Response, Timings

HOME = Place("p1", "912345", "DFW")


class Asked:
    """One request as the script sees it: its region, path, and queries with every value."""

    def __init__(self, request: Request, cancel: CancelToken) -> None:
        self.request, self.cancel = request, cancel
        parts = urlsplit(request.url.masked())
        self.region, self.path = request.place.region, parts.path
        self.query = parse_qs(parts.query, keep_blank_values=True)

    def value(self, name: str) -> str:
        """The last value of a query; "" for none."""
        return self.query.get(name, [""])[-1]


def said(
    body: Any,
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
    kind: str = "application/json",
) -> Response:
    """A response; a body that is no bytes is written as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    own = {"Content-Type": kind, "x-openstack-request-id": "req-1", **(headers or {})}
    now = datetime.now(UTC)
    return Response(
        status, "OK" if status < 400 else "No", tuple(own.items()), Content(data), "", Timings(now)
    )


Script = Callable[[Asked], Response | PitchforkError]


class ScriptedDesk:
    """Sends nothing: ``script`` answers each request, and may raise; ``asked`` are all of them in order."""

    def __init__(self, script: Script, catalogue: Catalogue | None = None) -> None:
        self.catalogue = catalogue or Catalogue()
        self.script = script
        self.asked: list[Asked] = []
        self.recorded: list[Exchange] = []
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def draft(
        self,
        call: Call,
        values: Values,
        place: Place,
        *,
        content_type: str | None = None,
        raw_body: Any = None,
    ) -> Draft:
        """The request as it would go to ``https://<region>.example``."""
        return build(call, values, f"https://{place.region}.example".lower(), place, content_type, raw_body)

    def send(self, request: Request, _secrets: Any = None, **more: Any) -> Exchange:
        """Ask the script."""
        asked = Asked(request, more["cancel"])
        with self._lock:
            self.asked.append(asked)
            number = next(self._numbers)
        more["cancel"].check()
        came = self.script(asked)
        error = came if isinstance(came, PitchforkError) else None
        response = came if isinstance(came, Response) else None
        now = datetime.now(UTC)
        return Exchange(f"x{number}", request, response, error, self.who(request.place), now, 0.01)

    def record(self, exchange: Exchange) -> None:
        """Remember what would be kept in the history."""
        self.recorded.append(exchange)

    def who(self, place: Place) -> str:
        """Profile and region."""
        return f"{place.profile} · {place.region}"
