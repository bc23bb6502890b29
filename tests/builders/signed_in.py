"""Accesses, catalogues, products and an identity that answers at once or when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from api.identity.access import Access, Account
from api.identity.service_catalogue import Endpoint, ServiceCatalogue
from api.model import Product, Server
from api.running import CancelToken

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def image_endpoint(
    region: str, url: str, *, interface: str = "public", kind: str = "image", name: str = "glance"
) -> Endpoint:
    """One endpoint of a catalogue."""
    return Endpoint(kind, name, region, interface, url)


def an_access(
    token: str = "one",
    *,
    life: float = 3600.0,
    start: datetime = NOON,
    endpoints: tuple[Endpoint, ...] = (),
    default_region: str = "",
    obtained: bool = True,
    account: str = "912345",
) -> Access:
    """A granted access that starts at ``start`` and lives ``life`` seconds."""
    return Access(
        token=token,
        expires=start + timedelta(seconds=life),
        life=life,
        user_name="alice",
        user_id="u1",
        account_id=account,
        account_name="",
        roles=(),
        catalogue=ServiceCatalogue(endpoints),
        default_region=default_region,
        obtained=obtained,
    )


class IdentityStub:
    """An identity whose answers are given by a function; counts what it is asked."""

    root = "https://identity.example"

    def __init__(self, grant: Callable[[int], Access], renewable: bool = True) -> None:
        self.renewable = renewable
        self.asked = 0
        self.revoked: list[str] = []
        self.forgotten = False
        self.entered = threading.Semaphore(0)
        self.gate: threading.Event | None = None
        self.revoking: Callable[[str], Any] = self.revoked.append
        self._grant = grant
        self._lock = threading.Lock()

    def authenticate(self, cancel: CancelToken) -> Access:
        with self._lock:
            self.asked += 1
            number = self.asked
        self.entered.release()
        if self.gate is not None:
            assert self.gate.wait(10)
            cancel.check()
        return self._grant(number)

    def revoke(self, token: str, cancel: CancelToken) -> None:
        self.revoking(token)

    def accounts(self, token: str, cancel: CancelToken) -> tuple[Account, ...]:
        return (Account("912345", f"of {token}"),)

    def forget(self) -> None:
        self.forgotten = True


def a_product(
    product_id: str = "image",
    *,
    title: str = "Image service",
    types: tuple[str, ...] = ("image",),
    names: tuple[str, ...] = (),
    sign_ins: tuple[str, ...] = ("openstack",),
    identity: bool = False,
) -> Product:
    """A product of the catalogue, without calls."""
    return Product(
        id=product_id,
        title=title,
        description="",
        version="2",
        categories=(),
        server=Server(""),
        service_types=types,
        service_names=names,
        sign_ins=sign_ins,
        identity=identity,
    )


CLOUD_IMAGES = a_product(
    "cloud-images", title="Cloud Images", names=("cloudImages",), sign_ins=("rackspace",)
)
IMAGE = a_product()
CLOUD_IDENTITY = a_product(
    "cloud-identity", title="Cloud Identity", types=(), sign_ins=("rackspace",), identity=True
)
