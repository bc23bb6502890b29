"""urllib3's connections, made so that a cancel stops them at any stage and only trusted servers are met."""

from __future__ import annotations

import logging
import ssl
from contextlib import suppress
from functools import partial
from socket import socket
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from api.errors import NoAnswer, TlsFailed
from api.wire.dialling import dial
from api.wire.flight import Flight, Flights, Stage
from api.wire.head import StrictResponse
from api.wire.lookup import Resolver
from api.wire.tls import accepts, context_for, unchecked_context
from api.wire.trust import Trust, fingerprint

for _name in ("urllib3.connectionpool", "urllib3.connection"):
    logging.getLogger(_name).addFilter(lambda _record: False)  # they write URLs, and tokens stand in some

BLOCK = 128 * 1024
"""Bytes a read or write moves at once; small blocks halve the speed of uploads."""


class WireConnection(HTTPConnection):
    """A plain connection that serves the flight of the thread that uses it."""

    def __init__(self, *args: Any, flights: Flights, resolver: Resolver, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.flights = flights
        self.resolver = resolver
        self._used = False

    @property
    def flight(self) -> Flight:
        """The call that this connection carries now."""
        return self.flights.current

    def _new_conn(self) -> socket:
        """Look the name up, connect, and let the flight's cancel stop what follows."""
        flight, host, port = self.flight, self._dns_host, self.port or self.default_port
        flight.peer = f"{self.host}:{port}"
        flight.enter(Stage.LOOKING_UP)
        addresses = self.resolver.addresses(host, port, flight.limits.connect, flight.cancel)
        flight.enter(Stage.DIALLING)
        sock = dial(addresses, flight.peer, flight.limits.connect, flight.cancel)
        sock.settimeout(flight.limits.connect)
        for option in self.socket_options or ():
            sock.setsockopt(*option)
        flight.hold(sock)
        self._used = False
        return sock

    def _tunnel(self) -> None:
        super()._tunnel()
        self.flight.hold(self.sock)  # the proxy's answer has ended its hold

    def request(self, method: str, url: str, *args: Any, **settings: Any) -> None:
        """Write the request; on a connection from the pool, the flight takes hold of it first."""
        flight = self.flight
        if self.sock is not None and not flight.holds:
            flight.peer = f"{self.host}:{self.port or self.default_port}"
            flight.hold(self.sock)
        flight.reused = self._used
        super().request(method, url, *args, **settings)

    def putrequest(self, method: str, url: str, *args: Any, **settings: Any) -> None:
        """Write the request line with the target exactly as the Request has it; urllib3 would spell it anew."""
        exact = self.flight.target if url.startswith("/") else self.flight.absolute
        super().putrequest(method, exact or url, *args, **settings)

    def endheaders(self, *args: Any, **settings: Any) -> None:
        """The head goes out: from here on it is sending, with the patience of ``read``."""
        if self.sock is None:
            self.connect()
        self.flight.enter(Stage.SENDING)
        self.sock.settimeout(self.flight.limits.read)
        super().endheaders(*args, **settings)

    def getresponse(self) -> Any:
        """Wait for the answer's head."""
        self.flight.enter(Stage.WAITING)
        self._used = True
        return super().getresponse()

    def response_class(self, sock: Any, *args: Any, **settings: Any) -> StrictResponse:  # type: ignore[override]
        """What http.client calls to read an answer."""
        return StrictResponse(sock, *args, flight=self.flight, **settings)


class WireTlsConnection(WireConnection, HTTPSConnection):
    """A TLS connection to a server that ``trust`` accepts, to no other."""

    def __init__(self, *args: Any, trust: Trust, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.trust = trust

    def connect(self) -> None:
        """Connect and shake hands; a turned-down certificate's fingerprint is left with the flight."""
        # One context per connection: truststore's holds a lock during the handshake, and one silent
        # server would block every other call.
        self.ssl_context = context_for(self.trust)
        self.cert_reqs = self.ssl_context.verify_mode
        try:
            super().connect()
        except ssl.SSLCertVerificationError:
            self._note_presented()
            raise
        self._check_pin()

    def _new_conn(self) -> socket:
        sock = super()._new_conn()
        self.flight.enter(Stage.SHAKING_HANDS)
        return sock

    def _check_pin(self) -> None:
        certificate = self.sock.getpeercert(binary_form=True) or b""  # type: ignore[union-attr]
        if accepts(self.trust, certificate):
            self.is_verified = True
            return
        self.flight.presented = fingerprint(certificate)
        self.close()
        raise TlsFailed(
            f"{self.flight.peer} shows another certificate than the pinned one.",
            "If the server's certificate was renewed, check its fingerprint with the operator and pin the new one.",
            f"presented certificate: sha256 {self.flight.presented}",
        )

    def _note_presented(self) -> None:
        """Ask once more, without a request, which certificate the server shows: the failed handshake hides it."""
        if self.proxy is not None:
            return
        with suppress(OSError, NoAnswer):
            sock = super()._new_conn()
            with unchecked_context().wrap_socket(sock, server_hostname=self.host) as seen:
                self.flight.presented = fingerprint(seen.getpeercert(binary_form=True) or b"")


class WirePool(HTTPConnectionPool):
    """A pool of plain connections."""

    def __init__(self, *args: Any, connection: dict[str, Any], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.ConnectionCls = partial(WireConnection, **connection)  # type: ignore[assignment]


class WireTlsPool(HTTPSConnectionPool):
    """A pool of TLS connections."""

    def __init__(self, *args: Any, connection: dict[str, Any], trust: Trust, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.ConnectionCls = partial(WireTlsConnection, trust=trust, **connection)  # type: ignore[assignment]
