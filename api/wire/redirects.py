"""Which redirects are followed: only those within one origin, and never with another method than HTTP lays down."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from api.errors import BrokenAnswer, RedirectStopped
from api.wire.outgoing import Outgoing

MOST_HOPS = 5
STATUSES = frozenset({301, 302, 303, 307, 308})
"""300 offers choices (Glance lists its versions with it): an answer, not a redirect."""
_PORTS = {"http": 80, "https": 443}
_KEPT = "%/:?#[]@!$&'()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port: the boundary that credentials never cross."""

    scheme: str
    host: str
    port: int
    user_info: str = ""

    @classmethod
    def of(cls, url: str) -> Origin:
        """The origin of a URL. Raises ValueError for a port that is none."""
        parts = urlsplit(url)
        scheme = parts.scheme.lower()
        host = (parts.hostname or "").lower().rstrip(".")
        return cls(scheme, host, parts.port or _PORTS.get(scheme, 0), parts.netloc.rpartition("@")[0])


def followed(outgoing: Outgoing, status: int, location: str | None) -> Outgoing | None:
    """The request that a redirect leads to; None when the answer is to be shown as it is.

    Raises RedirectStopped for another origin.
    """
    if status not in STATUSES or not location:
        return None
    url = _resolved(outgoing, location)
    if not _same_origin(outgoing.url, url):
        raise _stopped(outgoing, status, url)
    if status in {301, 302} and outgoing.method not in {"GET", "HEAD"}:
        return None  # browsers would turn a POST into a GET here; that is another call
    return outgoing.redirected(url, to_get=status == 303)


def check_trail(outgoing: Outgoing, visited: list[tuple[str, str]]) -> None:
    """Note one more step. Raises BrokenAnswer when the way goes in a circle or is too long."""
    step = (outgoing.method, outgoing.url)
    if step in visited:
        raise BrokenAnswer(
            "The server redirects in a circle.", "Tell its operator.", _trail(outgoing, visited)
        )
    if len(visited) > MOST_HOPS:
        raise BrokenAnswer(
            f"The server redirected more than {MOST_HOPS} times.",
            "Tell its operator.",
            _trail(outgoing, visited),
        )
    visited.append(step)


def _resolved(outgoing: Outgoing, location: str) -> str:
    as_sent = location.encode(
        "latin-1", "replace"
    )  # http.client reads headers as Latin-1; most servers mean UTF-8
    return urldefrag(urljoin(outgoing.url, quote(as_sent.strip(), safe=_KEPT))).url


def _same_origin(first: str, second: str) -> bool:
    try:
        return Origin.of(first) == Origin.of(second)
    except ValueError:
        return False


def _stopped(outgoing: Outgoing, status: int, url: str) -> RedirectStopped:
    shown = outgoing.veil.hide(url)
    return RedirectStopped(
        f"The server redirects to another place, {_place(shown)}; nothing was sent there.",
        "If that is the right address of the service, put it into the profile.",
        f"status {status}, location {shown}",
        location=shown,
    )


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _trail(outgoing: Outgoing, visited: list[tuple[str, str]]) -> str:
    return " -> ".join(
        outgoing.veil.hide(url) for _method, url in [*visited, (outgoing.method, outgoing.url)]
    )
