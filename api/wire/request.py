"""The Request: exactly what will be sent, with slots where secrets go, so that it can be shown and kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from api.model import Place, Values

TOKEN = "token"  # noqa: S105 - the name of the slot that the signed-in cloud fills
CONTENT_LENGTH = "content-length"
"""The slot of a Content-Length that depends on a secret's length: known only while sending."""


class Encoding(StrEnum):
    """How a secret is written into the text around its slot."""

    PLAIN = "plain"
    JSON = "json"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a request that wire fills with a secret at the moment of sending.

    ``name`` tells which secret ("token", or the str() of a parameter's Key), ``variable`` what a copied
    command calls it (``OS_TOKEN``).
    """

    name: str
    variable: str
    encoding: Encoding = Encoding.PLAIN

    def encode(self, secret: str) -> str:
        """The secret as it stands in the request: as it is, as JSON, or percent-encoded (RFC 3986)."""
        if self.encoding is Encoding.JSON:
            return json.dumps(secret, ensure_ascii=False)
        if self.encoding is Encoding.PERCENT:
            return quote(secret, safe="")
        return secret


TOKEN_SLOT = Slot(TOKEN, "OS_TOKEN")


@dataclass(frozen=True, slots=True)
class Template:
    """Text with slots."""

    parts: tuple[str | Slot, ...]

    @classmethod
    def of(cls, *parts: str | Slot) -> Template:
        """A template of these parts in order."""
        return cls(parts)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots in order of appearance."""
        return tuple(part for part in self.parts if isinstance(part, Slot))

    def render(self, replace: Callable[[Slot], str]) -> str:
        """The text with each slot replaced by what the function returns for it (already encoded)."""
        return "".join(part if isinstance(part, str) else replace(part) for part in self.parts)

    def fill(self, secrets: Mapping[str, str]) -> str:
        """The text to send. Raises KeyError for a slot without a secret."""
        return self.render(lambda slot: slot.encode(secrets[slot.name]))

    def masked(self) -> str:
        """The text to show: dots in place of every secret."""
        return self.render(masked_slot)


def masked_slot(slot: Slot) -> str:
    """What stands for a secret wherever a request is shown."""
    if slot.name == CONTENT_LENGTH:
        return "(counted when sent)"
    return '"••••••••"' if slot.encoding is Encoding.JSON else "••••••••"


@dataclass(frozen=True, slots=True)
class FileBody:
    """A body that is streamed from a file, opened anew for each attempt.

    Size in bytes and modification time in nanoseconds are those at building; a file that changed since is
    not sent.
    """

    path: Path
    size: int
    modified: int

    @classmethod
    def of(cls, path: str | Path) -> FileBody:
        """The file as it is now. Raises OSError."""
        facts = Path(path).stat()
        return cls(Path(path), facts.st_size, facts.st_mtime_ns)


RequestBody = bytes | Template | FileBody | None


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, complete. Preview, mock, snippet, history and the wire all read this value.

    ``url`` is the final URL, ``headers`` are in the order in which they are sent, ``values`` what it was built
    from (never secrets), ``place`` the cloud it goes to. ``secret_pointers`` and ``secret_headers`` say
    where its answers hold secrets (see model.Answer).
    """

    call_id: str
    method: str
    url: Template
    headers: tuple[tuple[str, Template], ...]
    body: RequestBody = None
    place: Place = field(default_factory=Place)
    values: Values = field(default_factory=dict)
    title: str = ""
    changes: bool = False
    destroys: bool = False
    secret_pointers: tuple[str, ...] = ()
    secret_headers: tuple[str, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every slot, each once, in order: URL, headers, body."""
        found = list(self.url.slots)
        for _name, value in self.headers:
            found += value.slots
        if isinstance(self.body, Template):
            found += self.body.slots
        return tuple(dict.fromkeys(found))

    @property
    def needs_token(self) -> bool:
        """Whether the signed-in cloud has to fill a token in."""
        return TOKEN_SLOT in self.slots

    def header(self, name: str) -> Template | None:
        """The first header of that name, whatever its case."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)
