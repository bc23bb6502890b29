"""The Exchange: one request with its response or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.errors import PitchforkError
from api.exchange.merged import Merged
from api.model import Place
from api.wire.request import Request
from api.wire.response import Response


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request that was sent, and what became of it.

    ``response`` is None when nothing came back; ``error`` then says why. ``who`` names the profile, account and
    region for the person ("Practice cloud · 912345 · DFW"), ``started`` is aware (UTC), ``seconds`` the whole
    time, ``attempts`` how often it was sent (2 after a renewed token). ``merged`` is there when the answer was put
    together from several; ``request`` is the first of theirs then.
    """

    id: str
    request: Request
    response: Response | None
    error: PitchforkError | None
    who: str
    started: datetime
    seconds: float
    attempts: int = 1
    merged: Merged | None = None

    @property
    def place(self) -> Place:
        """The cloud that was asked."""
        return self.request.place

    @property
    def status(self) -> int | None:
        """The HTTP status, None when there was no answer."""
        return self.response.status if self.response else None

    @property
    def request_id(self) -> str:
        """The service's own id of this request for support: OpenStack's or Rackspace's header, "" if none."""
        if self.response is None:
            return ""
        for name in ("x-openstack-request-id", "x-compute-request-id", "x-trans-id"):
            if (value := self.response.header(name)) is not None:
                return value
        return ""
