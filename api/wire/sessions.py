"""requests' sessions without its defaults: own connections, own trust, no environment, no cookies, no redirects."""

from __future__ import annotations

from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager

from api.running import CancelToken
from api.wire.connections import BLOCK, WirePool, WireTlsPool
from api.wire.failures import FAILURES, explain
from api.wire.flight import Flight, Flights
from api.wire.limits import MIB, Limits
from api.wire.lookup import Resolver
from api.wire.proxying import Proxying
from api.wire.reading import read_body
from api.wire.redaction import Veil
from api.wire.tls import context_for
from api.wire.trust import Trust

LIBRARY_LIMITS = Limits(size=64 * MIB, memory=64 * MIB)
"""For calls of libraries, which take an answer as one piece of memory."""


class WireAdapter(HTTPAdapter):
    """requests' adapter over connections that can be cancelled and that trust what ``trust`` says."""

    def __init__(self, flights: Flights, resolver: Resolver, trust: Trust) -> None:
        self._connection = {"flights": flights, "resolver": resolver}
        self._trust = trust
        super().__init__(pool_maxsize=16)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **settings: Any
    ) -> None:
        """Make the pools of connections."""
        self.poolmanager = PoolManager(
            connections, maxsize=maxsize, block=block, blocksize=BLOCK, **settings
        )
        self._use_own_pools(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **settings: Any) -> Any:
        """The pools of connections through a proxy; the proxy itself is never covered by a pin."""
        if proxy in self.proxy_manager:
            return self.proxy_manager[proxy]
        manager = super().proxy_manager_for(
            proxy, proxy_ssl_context=context_for(self._trust.of_proxy()), **settings
        )
        self._use_own_pools(manager)
        return manager

    def cert_verify(self, *_args: Any, **_settings: Any) -> None:
        """requests would add its own authorities here; the connections decide alone."""

    def build_connection_pool_key_attributes(  # type: ignore[override]
        self, request: requests.PreparedRequest, *_args: Any, **_settings: Any
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Which pool a request takes: by origin alone, whatever a library says about verifying."""
        parts = urlsplit(str(request.url))
        return {"scheme": parts.scheme.lower(), "host": parts.hostname, "port": parts.port}, {}

    def _use_own_pools(self, manager: Any) -> None:
        connection = {"connection": self._connection}
        manager.pool_classes_by_scheme = {
            "http": _bound(WirePool, connection),
            "https": _bound(WireTlsPool, {**connection, "trust": self._trust}),
        }


def _bound(pool: type, extra: dict[str, Any]) -> Any:
    return lambda *args, **settings: pool(*args, **settings, **extra)


class WireSession(requests.Session):
    """A session that adds nothing to a request; the current flight of the thread says how long it may take."""

    def __init__(self, trust: Trust, resolver: Resolver) -> None:
        super().__init__()
        self.flights = Flights()
        self.trust_env = False
        self.headers.clear()
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for old in self.adapters.values():
            old.close()
        adapter = WireAdapter(self.flights, resolver, trust)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        """None: requests follows nothing, and does not read a redirect's body without a limit either."""
        return None


class LibrarySession(WireSession):
    """A session for a library such as keystoneauth: what it sends can be cancelled, is limited, and fails with this
    program's own errors.
    """

    def __init__(
        self,
        trust: Trust,
        resolver: Resolver,
        user_agent: str,
        cancel: CancelToken | None,
        proxying: Proxying,
    ) -> None:
        super().__init__(trust, resolver)
        self._cancel = cancel
        self._proxying = proxying
        self.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"})

    def send(self, request: requests.PreparedRequest, **settings: Any) -> requests.Response:
        """Send, and read the whole answer. Raises the NoAnswer family and Cancelled."""
        flight = Flight(self._cancel or CancelToken(), LIBRARY_LIMITS)
        settings.update(
            stream=True, allow_redirects=False, timeout=(flight.limits.connect, flight.limits.read)
        )
        with self.flights.carry(flight):
            flight.begin()
            try:
                settings["proxies"] = self._proxying.for_url(str(request.url))
                return self._send(request, flight, settings)
            except FAILURES as cause:
                failure = explain(cause, flight, Veil({}))
        flight.cancel.check()
        raise failure

    def _send(
        self, request: requests.PreparedRequest, flight: Flight, settings: dict[str, Any]
    ) -> requests.Response:
        response = super().send(request, **settings)
        try:
            content = read_body(response.raw, flight)
        except BaseException:
            response.close()
            raise
        response._content = content.bytes()
        response._content_consumed = True  # type: ignore[attr-defined]
        return response
