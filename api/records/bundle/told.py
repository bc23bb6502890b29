"""What every form of a bundle tells of an exchange, with stand-ins where they are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from api.constants import NAME, VERSION
from api.exchange.exchange import Exchange
from api.records.bundle.bodies import Body, request_body, response_body
from api.records.bundle.stand_ins import StandIns
from api.records.bundle.wish import Wish

Headers = list[tuple[str, str]]

PROGRAM = f"{NAME} {VERSION}"


@dataclass(frozen=True)
class Told:
    """One exchange for a bundle."""

    exchange: Exchange
    stand_ins: StandIns
    wish: Wish

    @property
    def title(self) -> str:
        """The call's name."""
        return self.text(self.exchange.request.title or self.exchange.request.call_id)

    @property
    def where(self) -> str:
        """Whose cloud it was; with stand-ins without the profile's name, which may be anybody's."""
        exchange = self.exchange
        if not self.wish.stand_ins:
            return exchange.who
        told = (self.text(exchange.place.account or ""), exchange.place.region or "")
        return " · ".join(each for each in told if each)

    @property
    def url(self) -> str:
        """The address that was asked."""
        return self.text(self.exchange.request.url.masked())

    @property
    def request_headers(self) -> Headers:
        """What was sent, in order."""
        return [(name, self.text(value.masked())) for name, value in self.exchange.request.headers]

    @property
    def response_headers(self) -> Headers:
        """What came back, in order."""
        response = self.exchange.response
        return [(name, self.text(value)) for name, value in response.headers] if response else []

    @cached_property
    def request_body(self) -> Body | None:
        """What was sent."""
        return request_body(self.exchange, self.stand_ins, self.wish)

    @cached_property
    def response_body(self) -> Body | None:
        """What came back."""
        return response_body(self.exchange, self.stand_ins, self.wish)

    @property
    def error(self) -> str:
        """Why there is no answer; "" if there is one."""
        return self.text(str(self.exchange.error)) if self.exchange.error else ""

    @property
    def redirects(self) -> list[dict[str, Any]]:
        """The redirects that were followed."""
        response = self.exchange.response
        hops = response.hops if response else ()
        return [{"status": hop.status, "location": self.text(hop.location)} for hop in hops]

    @property
    def parts(self) -> list[dict[str, Any]]:
        """What an answer that was put together from several was put together from."""
        merged = self.exchange.merged
        return [
            {
                "region": part.place.region,
                "url": self.text(part.request.url.masked()) if part.request else None,
                "status": part.status,
                "requestId": part.request_id,
                "seconds": round(part.seconds, 6),
                "trouble": self.text(part.trouble),
            }
            for part in (merged.parts if merged else ())
        ]

    def text(self, text: str) -> str:
        """The text with stand-ins."""
        return self.stand_ins.text(text)


def told(exchanges: Iterable[Exchange], stand_ins: StandIns, wish: Wish) -> list[Told]:
    """The exchanges in the order in which they were begun."""
    ordered = sorted(exchanges, key=lambda exchange: exchange.started)
    return [Told(exchange, stand_ins, wish) for exchange in ordered]


def instant(moment: datetime) -> str:
    """ISO 8601 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milliseconds(seconds: float) -> float:
    """Milliseconds, to the microsecond."""
    return round(seconds * 1000, 3)
