"""Sends a Request for a signed-in cloud: fills the token, renews it once after a 401, returns the Exchange."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from api.errors import BadInput, NoAnswer, PitchforkError, SignInExpired, SignInFailed
from api.exchange.exchange import Exchange
from api.running import CancelToken, ProgressReport, ignore_progress
from api.wire.limits import Limits
from api.wire.request import TOKEN, Request
from api.wire.response import Response
from api.wire.streams import NO_STREAMS, Streams
from api.wire.transport import Transport
from api.wire.trust import Trust


class TokenSource(Protocol):
    """What sending needs of a signed-in cloud."""

    @property
    def renewable(self) -> bool:
        """Whether a new token can be had without asking the person."""

    def token(self, cancel: CancelToken) -> str:
        """A token that is not about to end. Raises SignInExpired."""

    def renew(self, rejected_token: str, cancel: CancelToken) -> str:
        """A token in place of one that a service refused."""


Told = Callable[[Exchange, Collection[str]], None]


def _nobody(_exchange: Exchange, _filled: Collection[str]) -> None:
    """Hears of no exchange."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a request is sent with.

    ``told`` hears of every exchange, also of one that was stopped under way, and of the secrets that filled its slots.
    """

    transport: Transport
    cloud: TokenSource | None = None
    trust: Trust = field(default_factory=Trust)
    limits: Limits = field(default_factory=Limits)
    who: str = ""
    streams: Streams = NO_STREAMS
    told: Told = _nobody


def send(
    request: Request,
    secrets: Mapping[str, str],
    means: Means,
    cancel: CancelToken,
    report: ProgressReport = ignore_progress,
) -> Exchange:
    """Send a request and return what became of it.

    A missing answer is an Exchange with its ``error``. Raises Cancelled, SignInExpired (nothing was sent
    then), and BadInput for a header or file that cannot be sent.
    """
    attempt = _Attempt(request, secrets, means, cancel, report)
    started, clock = datetime.now(UTC), time.monotonic()

    def ended(response: Response | None, error: PitchforkError | None) -> Exchange:
        exchange = Exchange(
            id=uuid.uuid4().hex,
            request=request,
            response=response,
            error=error,
            who=means.who,
            started=started,
            seconds=time.monotonic() - clock,
            attempts=attempt.count,
        )
        means.told(exchange, attempt.filled)
        return exchange

    try:
        return ended(attempt.run(), None)
    except NoAnswer as reason:
        return ended(None, reason)
    except (BadInput, SignInFailed):
        raise
    except PitchforkError as reason:
        if attempt.count:  # it may have reached the service all the same
            ended(None, reason)
        raise


class _Attempt:
    """One request on its way, sent once or, after a refused token, twice."""

    def __init__(
        self,
        request: Request,
        secrets: Mapping[str, str],
        means: Means,
        cancel: CancelToken,
        report: ProgressReport,
    ) -> None:
        self._request, self._secrets, self._means = request, dict(secrets), means
        self._cancel, self._report = cancel, report
        self.count = 0
        self.filled: set[str] = set(secrets.values())
        """Every secret that went into a slot."""

    def run(self) -> Response:
        cloud = self._means.cloud if self._request.needs_token else None
        if self._request.needs_token and cloud is None:
            raise SignInExpired(
                "This call needs a token, and nobody is signed in here.", "Sign in, then send again."
            )
        if cloud is not None:
            self._secrets[TOKEN] = cloud.token(self._cancel)
        response = self._send()
        if response.status != 401 or cloud is None or not cloud.renewable:
            return response
        # A 401 comes from the token check in front of the service: nothing was done yet, so that even a
        # changing call is safe to repeat with a new token (once).
        renewed = cloud.renew(self._secrets[TOKEN], self._cancel)
        if renewed == self._secrets[TOKEN]:
            return response
        response.content.close()
        self._secrets[TOKEN] = renewed
        return self._send()

    def _send(self) -> Response:
        self.count += 1
        self.filled.update(self._secrets.values())
        return self._means.transport.send(
            self._request,
            self._secrets,
            trust=self._means.trust,
            limits=self._means.limits,
            cancel=self._cancel,
            report=self._report,
            streams=self._means.streams,
        )
