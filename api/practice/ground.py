"""What every server of one practice cloud stands on, and one request as its handlers see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from werkzeug import Request

from api.practice.accounts import Accounts
from api.practice.clock import Clock, Document, settled
from api.practice.data import DataFiles
from api.practice.store import Documents, Store
from api.practice.tokens import Caller, Tokens


@dataclass(frozen=True)
class Region:
    """A region's name and the path its image endpoint lives under."""

    name: str
    prefix: str = ""


REGIONS = (Region("DFW"), Region("ORD", "/cloud/images"), Region("LON"))


@dataclass(frozen=True)
class Ground:
    """State, time and people shared by the servers; ``origins`` maps a server's name to its origin."""

    store: Store
    clock: Clock
    accounts: Accounts
    tokens: Tokens
    data: DataFiles
    origins: dict[str, str] = field(default_factory=dict)

    def image_endpoint(self, region: Region) -> str:
        """The base URL of a region's Image service in this process, without a version."""
        return self.origins[region.name] + region.prefix


@dataclass(frozen=True)
class Visit:
    """One request to a region's Image service by somebody who is signed in."""

    request: Request
    ground: Ground
    region: Region
    caller: Caller

    @property
    def rackspace(self) -> bool:
        """Whether Rackspace's face answers."""
        return self.caller.face == "rackspace"

    @property
    def place(self) -> str:
        """Where this caller's documents live: each face of a region is a world of its own."""
        return f"{self.caller.face}/{self.region.name}"

    def load(self, kind: str, name: str, documents: Documents | None = None) -> Document | None:
        """A document as it reads now."""
        document = (documents or self.ground.store.documents).get(kind, self.place, name)
        return None if document is None else settled(document, self.ground.clock.now())

    def load_all(self, kind: str) -> list[Document]:
        """All documents of a kind in this place, as they read now."""
        now = self.ground.clock.now()
        return [settled(document, now) for document in self.ground.store.documents.all(kind, self.place)]
