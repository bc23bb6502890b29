"""The one way to the network: sends a Request exactly as it is shown and returns what came back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from api import constants
from api.errors import Cancelled, ConnectionLost, NoAnswer
from api.running import CancelToken, ProgressReport, ignore_progress
from api.wire.failures import FAILURES, explain
from api.wire.flight import Flight
from api.wire.limits import Limits
from api.wire.lookup import Resolver
from api.wire.outgoing import ExactHeaders, Outgoing, fill
from api.wire.proxying import Network
from api.wire.reading import announced_length, pour_body, read_body
from api.wire.redirects import check_trail, followed
from api.wire.request import Request
from api.wire.response import Content, Hop, Response, Timings
from api.wire.sessions import LibrarySession, WireSession
from api.wire.streams import NO_STREAMS, Head, Streams
from api.wire.trust import Trust
from api.wire.uploading import open_body

REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS"})


class Transport:
    """Sends requests. Thread-safe; connections are kept and used again until close().

    ``temp_dir`` holds the temporary files of large answers (the system's folder when None). ``network`` is
    asked at every request for the proxy and further authorities that count now; it may block.
    """

    def __init__(
        self,
        *,
        user_agent: str = constants.USER_AGENT,
        temp_dir: Path | None = None,
        network: Callable[[], Network] = Network,
    ) -> None:
        self._user_agent = user_agent
        self._temp_dir = temp_dir
        self._network = network
        self._lock = threading.Lock()
        self._resolver = Resolver()
        self._sessions: dict[Trust, WireSession] = {}
        self._closed = False

    def send(  # noqa: PLR0913 - all but two are keywords with a default
        self,
        request: Request,
        secrets: Mapping[str, str],
        *,
        trust: Trust = Trust(),  # noqa: B008 - frozen
        limits: Limits = Limits(),  # noqa: B008
        cancel: CancelToken,
        report: ProgressReport = ignore_progress,
        streams: Streams = NO_STREAMS,
    ) -> Response:
        """Send the request with these secrets in its slots, and read the whole answer.

        An answer that the streams' sink takes has no content of its own.
        Raises BadInput before anything is sent, the NoAnswer family, or Cancelled.
        """
        cancel.check()
        outgoing = fill(request, secrets)
        network = self._network()
        session = self._session_for(trust.beside(network.ca_file))
        flight = Flight(cancel, limits, report)
        with session.flights.carry(flight):
            try:
                return _Trip(session, flight, self._temp_dir, streams, network).run(outgoing)
            except FAILURES as cause:
                failure = explain(cause, flight, outgoing.veil)
        # Raised out here, so that no library's exception with an unmasked URL hangs on it.
        if cancel.cancelled:
            raise _cancelled(outgoing, flight)
        raise failure

    def session(self, trust: Trust, cancel: CancelToken | None = None) -> requests.Session:
        """A requests session for a library: same connections' care, cancelled by ``cancel``, no redirects.

        What it sends raises this program's errors. The caller closes it.
        """
        network = self._network()
        trust = trust.beside(network.ca_file)
        return LibrarySession(trust, self._resolver, self._user_agent, cancel, network.proxying)

    def close(self) -> None:
        """End all idle connections; calls under way are ended by their cancel tokens."""
        with self._lock:
            self._closed = True
            sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            session.close()

    def _session_for(self, trust: Trust) -> WireSession:
        with self._lock:
            if self._closed:
                raise NoAnswer("Nothing is sent any more: the program is closing.")
            if trust not in self._sessions:
                self._sessions[trust] = WireSession(trust, self._resolver)
            return self._sessions[trust]


_Outcome = tuple[requests.Response, Content, Outgoing | None]
"""The answer, its body, and the request that it leads to if it is a redirect to follow."""


@dataclass(slots=True)
class _Trip:
    """One call with its redirects and the one repetition that a stale connection allows."""

    session: WireSession
    flight: Flight
    temp_dir: Path | None
    streams: Streams
    network: Network
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.monotonic)
    hops: list[Hop] = field(default_factory=list)

    def run(self, outgoing: Outgoing) -> Response:
        visited: list[tuple[str, str]] = []
        while True:
            check_trail(outgoing, visited)
            answer, content, following = self._attempt(outgoing)
            if following is None:
                return self._response(outgoing, answer, content)
            content.close()
            self.hops.append(Hop(answer.status_code, following.shown_url))
            outgoing = following

    def _attempt(self, outgoing: Outgoing) -> _Outcome:
        try:
            return self._exchange(outgoing)
        except FAILURES as cause:
            if not self._was_stale(cause, outgoing):
                raise
        return self._exchange(outgoing)

    def _was_stale(self, cause: Exception, outgoing: Outgoing) -> bool:
        """Whether the server had closed a kept connection just before: the request then never arrived."""
        flight = self.flight
        lost = isinstance(explain(cause, flight, outgoing.veil), ConnectionLost)
        unanswered = flight.reused and flight.first_byte is None
        return lost and unanswered and outgoing.method in REPEATABLE and not flight.cancel.cancelled

    def _exchange(self, outgoing: Outgoing) -> _Outcome:
        flight = self.flight
        flight.begin(outgoing.target, outgoing.absolute)
        with open_body(outgoing.body, flight, self.streams.tap) as body:
            answer = self.session.send(
                _prepared(outgoing, body),
                stream=True,
                allow_redirects=False,
                timeout=(flight.limits.connect, flight.limits.read),
                proxies=self.network.proxying.for_url(outgoing.url),
            )
        try:
            following = followed(outgoing, answer.status_code, answer.headers.get("location"))
            if following is None and self._sunk(answer):
                return answer, Content(), None
            return answer, read_body(answer.raw, flight, self.temp_dir), following
        except BaseException:
            answer.close()
            raise

    def _sunk(self, answer: requests.Response) -> bool:
        """Whether the sink takes the body; it has it all then."""
        sink = self.streams.sink
        head = Head(answer.status_code, _headers(answer), announced_length(answer.raw))
        if sink is None or not sink.begin(head):
            return False
        pour_body(answer.raw, self.flight, sink.write)
        return True

    def _response(self, outgoing: Outgoing, answer: requests.Response, content: Content) -> Response:
        now = time.monotonic()
        first_byte = (self.flight.first_byte or now) - self.clock
        return Response(
            status=answer.status_code,
            reason=answer.reason or "",
            headers=_headers(answer),
            content=content,
            url=outgoing.shown_url,
            timings=Timings(self.started, first_byte, now - self.clock),
            hops=tuple(self.hops),
            http_version=answer.raw.version_string,
            sent_headers=outgoing.sent_headers,
        )


def _prepared(outgoing: Outgoing, body: Any) -> requests.PreparedRequest:
    """requests' own preparing would spell the URL anew and add headers."""
    prepared = requests.PreparedRequest()
    prepared.method = outgoing.method
    prepared.url = outgoing.url
    prepared.headers = ExactHeaders(outgoing.headers)  # type: ignore[assignment]
    prepared.body = body
    return prepared


def _headers(answer: requests.Response) -> tuple[tuple[str, str], ...]:
    """In the order, case and number in which they came; requests and urllib3 merge them."""
    original: Any = answer.raw._original_response
    return tuple(original.msg.items())


def _cancelled(outgoing: Outgoing, flight: Flight) -> Cancelled:
    arrived = outgoing.changes and flight.stage.value[0] not in {"preparing", "connecting"}
    return Cancelled(hint="The server may have carried it out all the same." if arrived else "")
