"""Which proxy a request goes through: the environment's or the system's, none, or the one that the person gave."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit
from urllib.request import getproxies, proxy_bypass, proxy_bypass_environment  # type: ignore[attr-defined]

from api.errors import NoAnswer

SYSTEM, NONE, GIVEN = "system", "none", "given"


@dataclass(frozen=True, slots=True)
class Proxying:
    """How proxies are chosen. ``mode`` is "system", "none" or "given"; the rest counts for "given".

    ``url`` is the proxy's address without credentials; ``user`` and ``password`` are for that proxy alone.
    ``no_proxy`` names hosts that are reached directly, by commas: names with all below them, addresses,
    networks like 10.0.0.0/8, or * for all.
    """

    mode: str = SYSTEM
    url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    no_proxy: str = ""

    def for_url(self, url: str) -> dict[str, str]:
        """The proxy for a URL as requests takes it, {} for none. Raises NoAnswer for one that cannot be used.

        This computer's own addresses are never reached through a proxy: it would look for them on itself.
        """
        parts = urlsplit(url)
        if self.mode == NONE or not parts.hostname or _is_loopback(parts.hostname):
            return {}
        netloc = parts.netloc.rpartition("@")[2]
        if self.mode == GIVEN:
            direct = not self.url or _left_out(parts.hostname, netloc, self.no_proxy)
            return {} if direct else {parts.scheme: _usable(self._with_credentials(), "in the settings")}
        known = getproxies()
        proxy = known.get(parts.scheme) or known.get("all")
        return (
            {}
            if not proxy or proxy_bypass(netloc)
            else {parts.scheme: _usable(proxy, "of the environment")}
        )

    def _with_credentials(self) -> str:
        if not self.user:
            return self.url
        who = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{who}@{rest}"


@dataclass(frozen=True, slots=True)
class Network:
    """What holds for every request of this computer: its proxy, and a CA file to trust beside the system's store."""

    proxying: Proxying = Proxying()
    ca_file: str = ""


def _usable(proxy: str, where: str) -> str:
    if proxy.lower().startswith("socks"):
        raise NoAnswer(
            f"The proxy {where} is a SOCKS proxy, which is not supported.",
            "Name an HTTP proxy in the settings or in HTTP_PROXY and HTTPS_PROXY, or leave this host out.",
        )
    return proxy


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


def _left_out(host: str, netloc: str, no_proxy: str) -> bool:
    names = [name for name in no_proxy.replace(",", " ").split() if name]
    if "*" in names or _in_networks(host, names):
        return True
    return bool(names) and bool(proxy_bypass_environment(netloc, {"no": ",".join(names)}))


def _in_networks(host: str, names: list[str]) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    for name in names:
        with suppress(ValueError):
            if address in ipaddress.ip_network(name, strict=False):
                return True
    return False
