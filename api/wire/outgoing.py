"""A Request with its secrets filled in: what goes on the wire, for the moment in which it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from api.errors import BadInput, Fault
from api.model import Key, Location
from api.wire.redaction import Veil, mask_headers
from api.wire.request import CONTENT_LENGTH, FileBody, Request, RequestBody, Template, masked_slot

Header = tuple[str, str]

_PORTS = {"http": 80, "https": 443}
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNSAFE_VALUE = re.compile(r"[^\t\x20-\x7e]")
_URL = re.compile(r"https?://[!-~]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request as it is written on the wire; holds secrets, so it is never shown, logged or kept."""

    method: str
    url: str = field(repr=False)
    headers: tuple[Header, ...] = field(repr=False)
    body: bytes | FileBody | None = field(repr=False)
    shown_headers: tuple[Header, ...]
    veil: Veil = field(repr=False)
    changes: bool = False

    @property
    def target(self) -> str:
        """The request target: path and query as they are written, at least "/"."""
        before = self.url.index("//") + 2 + len(urlsplit(self.url).netloc)
        rest = self.url[before:].partition("#")[0]
        return rest if rest.startswith("/") else "/" + rest

    @property
    def absolute(self) -> str:
        """The URL as a proxy gets it."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{self.target}"

    @property
    def host(self) -> str:
        """The Host header that http.client writes first."""
        parts = urlsplit(self.url)
        name = (parts.hostname or "").rstrip(".")
        name = f"[{name}]" if ":" in name else name
        return name if parts.port in {None, _PORTS[parts.scheme.lower()]} else f"{name}:{parts.port}"

    @property
    def sent_headers(self) -> tuple[Header, ...]:
        """All headers in their order on the wire, secrets masked."""
        if any(name.lower() == "host" for name, _value in self.shown_headers):
            return self.shown_headers
        return (("Host", self.host), *self.shown_headers)

    @property
    def shown_url(self) -> str:
        """The URL to show."""
        return self.veil.hide(self.url)

    def redirected(self, url: str, *, to_get: bool) -> Outgoing:
        """The same request to another place; as a GET without a body when the answer was a 303."""
        if not to_get:
            return replace(self, url=url)
        return replace(
            self,
            url=url,
            method="HEAD" if self.method == "HEAD" else "GET",
            headers=_without_content(self.headers),
            shown_headers=_without_content(self.shown_headers),
            body=None,
        )


class ExactHeaders(Mapping[str, str]):
    """Headers that reach the wire in exactly this order, case and number.

    Iteration also names those that urllib3 adds when they are missing: it then takes them as given and
    leaves them out.
    """

    SETTLED = ("User-Agent", "Accept-Encoding", "Content-Length")

    def __init__(self, pairs: tuple[Header, ...]) -> None:
        self._pairs = pairs

    def __getitem__(self, name: str) -> str:
        for known, value in self._pairs:
            if known.lower() == name.lower():
                return value
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return name in self.SETTLED or any(known == name for known, _value in self._pairs)

    def __iter__(self) -> Iterator[str]:
        yield from self.SETTLED
        yield from (name for name, _value in self._pairs)

    def __len__(self) -> int:
        return len(self._pairs) + len(self.SETTLED)

    def items(self) -> tuple[Header, ...]:  # type: ignore[override]
        """The pairs that are sent."""
        return self._pairs

    def copy(self) -> ExactHeaders:
        """A copy, as urllib3 makes before it adds a proxy's headers."""
        return ExactHeaders(self._pairs)

    def update(self, others: Mapping[str, str]) -> None:
        """Add a proxy's headers at the end."""
        self._pairs += tuple(others.items())


def fill(request: Request, secrets: Mapping[str, str]) -> Outgoing:
    """Fill the slots. Raises BadInput for what HTTP cannot carry and for a slot without a secret."""
    missing = [s for s in request.slots if s.name != CONTENT_LENGTH and s.name not in secrets]
    if missing:
        raise BadInput([Fault(None, f"There is no value for {slot.variable}.") for slot in missing])
    body = _fill_body(request.body, secrets)
    length = str(_length(body))
    known = {**secrets, CONTENT_LENGTH: length}
    headers = [(name, value.fill(known)) for name, value in request.headers]
    shown = [(name, _shown(value, length)) for name, value in request.headers]
    if body is not None and request.header("Content-Length") is None:
        headers.append(("Content-Length", length))
        shown.append(("Content-Length", length))
    url = request.url.fill(known)
    _check(request.method, url, headers, body)
    return Outgoing(
        method=request.method,
        url=url,
        headers=tuple(headers),
        body=body,
        shown_headers=mask_headers(shown, request.secret_headers),
        veil=Veil(secrets),
        changes=request.changes or request.destroys,
    )


def _fill_body(body: RequestBody, secrets: Mapping[str, str]) -> bytes | FileBody | None:
    return body.fill(secrets).encode() if isinstance(body, Template) else body


def _length(body: bytes | FileBody | None) -> int:
    return body.size if isinstance(body, FileBody) else len(body or b"")


def _shown(value: Template, length: str) -> str:
    return value.render(lambda slot: length if slot.name == CONTENT_LENGTH else masked_slot(slot))


def _check(method: str, url: str, headers: list[Header], body: bytes | FileBody | None) -> None:
    faults = list(_header_faults(headers, _length(body)))
    if not _TOKEN.fullmatch(method):
        faults.append(Fault(None, "The method holds characters that HTTP does not allow."))
    if (sentence := url_fault(url)) != "":
        faults.append(Fault(None, sentence))
    if faults:
        raise BadInput(faults)


def url_fault(url: str) -> str:
    """Why nothing can be sent to an address, as a sentence; "" when it can."""
    if not _URL.fullmatch(url):
        return (
            "The address has to begin with http:// or https:// and its other characters be percent-encoded."
        )
    try:
        parts = urlsplit(url)
        if not parts.hostname or parts.port == 0:
            return "The address names no host."
    except ValueError:
        return "The address is not valid: check host and port."
    return (
        "The address holds a user name or password; they do not belong there."
        if "@" in parts.netloc
        else ""
    )


def _header_faults(headers: list[Header], length: int) -> Iterator[Fault]:
    for name, value in headers:
        key = Key(Location.HEADER, name)
        if not _TOKEN.fullmatch(name):
            yield Fault(None, f"{name!r} cannot be the name of a header.")
        elif (unsafe := _UNSAFE_VALUE.search(value)) is not None:
            yield Fault(key, _unsafe_sentence(unsafe[0]))
        elif value != value.strip():
            yield Fault(key, "A header's value cannot begin or end with a blank.")
        elif name.lower() == "transfer-encoding":
            yield Fault(key, "Bodies are sent with their length, never in chunks.")
        elif name.lower() == "content-length" and value != str(length):
            yield Fault(key, f"The body has {length} bytes, the header says otherwise.")


def _unsafe_sentence(character: str) -> str:
    if ord(character) < 0xA0:
        return "Line breaks and control characters cannot stand in a header."
    return f"Only ASCII can stand in a header; {character!r} cannot."


def _without_content(headers: tuple[Header, ...]) -> tuple[Header, ...]:
    return tuple(pair for pair in headers if not pair[0].lower().startswith("content-"))
