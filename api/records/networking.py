"""From the settings to what the wire needs: the proxy with its password from the keyring, and further authorities."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from api.records.settings import Settings
from api.wire.proxying import GIVEN, Network, Proxying

if TYPE_CHECKING:
    from api.identity.secrets import SecretStore

_SECRET = "proxy"  # noqa: S105 - a name


class Networking:
    """The network that the settings describe. Thread-safe; its methods are blocking, the keyring may ask.

    The proxy's password is bound to the proxy's origin and to the user: another proxy or user does not get it.
    """

    def __init__(self, settings: Callable[[], Settings], secrets: Callable[[], SecretStore]) -> None:
        self._settings = settings
        self._secrets = secrets
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], str] = {}

    def now(self) -> Network:
        """What counts for a request that is sent now."""
        settings = self._settings()
        password = ""
        if settings.proxy == GIVEN and settings.proxy_url and settings.proxy_user:
            password = self._password(settings.proxy_url, settings.proxy_user)
        proxying = Proxying(
            settings.proxy, settings.proxy_url, settings.proxy_user, password, settings.no_proxy
        )
        return Network(proxying, settings.ca_file)

    def keep_password(self, proxy_url: str, user: str, password: str) -> bool:
        """Keep the password of a proxy; "" forgets it. Returns whether it outlives the program."""
        with self._lock:
            self._known[proxy_url, user] = password
        if not password:
            self._secrets().delete(_name(user))
            return True
        return self._secrets().set(_name(user), password, proxy_url)

    def has_password(self, proxy_url: str, user: str) -> bool:
        """Whether there is a password for that proxy and user."""
        return bool(self._password(proxy_url, user))

    def _password(self, url: str, user: str) -> str:
        """Asked of the keyring once; other threads wait for that answer."""
        with self._lock:
            if (url, user) not in self._known:
                self._known[url, user] = self._secrets().get(_name(user), url) or ""
            return self._known[url, user]


def _name(user: str) -> str:
    return f"{_SECRET}:{user}"
