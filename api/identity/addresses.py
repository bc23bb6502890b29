"""Addresses of services: their origin, and their root without the version of the API."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit, urlunsplit

from api.errors import ProfileError

_VERSION = re.compile(r"/v\d+(?:\.(?:\d+|x))?$", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> str:
    """Scheme, host and port in canonical form ("https://host:443"); raises ProfileError for anything else."""
    parts = _split(url)
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    return f"{parts.scheme}://{host}:{parts.port or _DEFAULT_PORTS[parts.scheme]}"


def service_root(url: str) -> str:
    """The address under which the versions of an API live: no trailing slash, version, query or fragment.

    Catalogues name services with and without a version and below any prefix: ``https://host/image/v2.1/``
    is ``https://host/image``. Raises ProfileError when it is no http(s) address.
    """
    parts = _split(url)
    path = _VERSION.sub("", parts.path.rstrip("/")).rstrip("/")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def version_of(url: str) -> str:
    """The version at the end of an address ("v3", "v2.0"), "" when it has none."""
    match = _VERSION.search(_split(url).path.rstrip("/"))
    return match[0][1:].lower() if match else ""


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine, so that plain http reveals nothing."""
    host = _split(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _split(url: str) -> SplitResult:
    """The parts of an http(s) address that names a host and carries no user name or password."""
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ProfileError(
            "This is not a web address.", "It must look like https://identity.example.com/v3."
        )
    if "@" in parts.netloc:
        raise ProfileError("The address holds a user name or password.", "Give the address without them.")
    return parts
