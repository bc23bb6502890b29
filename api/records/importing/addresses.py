"""Which calls an address may belong to: by method and path, with whatever a cloud puts before the path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from api.catalog.catalogue import Catalogue
from api.model import CallHead, Product, Server

_AUTHORITY = re.compile(r"^(?:[A-Za-z][\w+.-]*://[^/?#]*|\ue000[^\ue001]*\ue001)")
_FREE_END = "object"
"""A parameter of this name at the end of a path takes slashes as well: the names of objects have them."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart: the part with the host (a placeholder may stand for it), the path, the query."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call whose path fits. ``path_values`` are texts by parameter name, ``query`` what its path does not hold.

    ``score`` is larger the better it fits.
    """

    head: CallHead
    path_values: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...]
    score: int


def address_of(url: str) -> Address:
    """The parts of an address, whatever it is."""
    whole = url.partition("#")[0]
    found = _AUTHORITY.match(whole)
    host = found[0] if found else ""
    path, _, query = whole[len(host) :].partition("?")
    return Address(host, path, tuple(parse_qsl(query, keep_blank_values=True, max_num_fields=1000)))


class Addresses:
    """The paths of all calls of a catalogue, ready for matching. Making one takes a moment: a worker's work."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._patterns = [
            _Pattern(head, product)
            for product in catalogue.products()
            for category in product.categories
            for head in category.calls
        ]

    def candidates(self, method: str, address: Address) -> list[Candidate]:
        """The calls that the address may belong to, the best first."""
        found = (pattern.match(address) for pattern in self._patterns if pattern.head.method == method)
        fitting = [candidate for candidate in found if candidate is not None]
        return sorted(fitting, key=lambda candidate: -candidate.score)

    def methods(self, address: Address) -> list[str]:
        """The methods with which some call has this address."""
        return sorted({pattern.head.method for pattern in self._patterns if pattern.match(address)})


class _Pattern:
    def __init__(self, head: CallHead, product: Product) -> None:
        self.head = head
        path, _, query = head.path.partition("?")
        self._fixed = frozenset(parse_qsl(query, keep_blank_values=True))
        self._names = re.findall(r"\{([^}]*)\}", path)
        base = "" if path.startswith("/") and path[1:2].isalpha() else _base(product.server)
        self._path = re.compile(f"(?P<base>{base or '.*?'}){_expression(path)}/?")
        self._host = re.compile(_host_expression(product.server))
        self._rackspace = "rackspace" in product.sign_ins

    def match(self, address: Address) -> Candidate | None:
        found = self._path.fullmatch(address.path or "/")
        if found is None or not self._fixed.issubset(address.query):
            return None
        own_host = self._host.fullmatch(address.host) is not None
        score = 40 * own_host + 10 * len(self._fixed) - 2 * found["base"].count("/") - 3 * len(self._names)
        score -= 5 * (self._rackspace and not own_host)  # others' hosts are rather OpenStack's
        texts = (unquote(text, errors="replace") for text in found.groups()[1:])
        rest = tuple(pair for pair in address.query if pair not in self._fixed)
        return Candidate(self.head, tuple(zip(self._names, texts, strict=True)), rest, score)


def _expression(path: str) -> str:
    def written() -> Iterator[str]:
        pieces = re.split(r"\{([^}]*)\}", path.rstrip("/"))
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 2 and not pieces[-1]
            free = piece == _FREE_END and last
            yield ("(.+)" if free else "([^/]+)") if number % 2 else re.escape(piece)

    return "".join(written())


def _base(server: Server) -> str:
    """What stands before a path that begins with nothing fixed: the path of the server, any account's."""
    path = urlsplit(server.url.replace("{region}", "region")).path.rstrip("/")
    stem, underscore, _account = path.rpartition("_")
    if not underscore:
        return f".*{re.escape(path)}" if path else "(?:)"
    version = stem.rpartition("/")[0]
    return f".*{re.escape(version)}/(?:MossoCloudFS|AUTH)_[^/]+|.*{re.escape(version)}/\ue000[^/]*"


def _host_expression(server: Server) -> str:
    base = server.url.partition("://")[2].partition("/")[0]
    return r"https?://" + r"[\w-]+".join(map(re.escape, base.split("{region}"))) + r"(?::\d+)?"
