"""The service catalogue: which services the signed-in cloud has, in which regions, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.errors import NotOffered, ProfileError
from api.identity.addresses import service_root
from api.model import Product


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a service; ``region`` is "" for a service that serves all regions."""

    service_type: str
    service_name: str
    region: str
    interface: str
    url: str


@dataclass(frozen=True, slots=True)
class ServiceCatalogue:
    """The endpoints in the order in which the identity service lists them."""

    endpoints: tuple[Endpoint, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.endpoints)

    @property
    def regions(self) -> tuple[str, ...]:
        """Every region, in the order of the catalogue."""
        return tuple(dict.fromkeys(e.region for e in self.endpoints if e.region))

    def services(self, product: Product, *, by_name: bool) -> tuple[Endpoint, ...]:
        """The endpoints that carry the product.

        The type decides, and the service's name where the product has names: strictly with ``by_name``,
        else only as a preference, because operators of OpenStack clouds name their services freely.
        """
        of_type = tuple(e for e in self.endpoints if e.service_type in product.service_types)
        names = {name.casefold() for name in product.service_names}
        named = tuple(e for e in of_type if e.service_name.casefold() in names)
        return named if named or (names and by_name) else of_type


def find_endpoint(endpoints: Iterable[Endpoint], region: str | None, interface: str, title: str) -> str:
    """The address of a service in a region, without slash and version at its end.

    A service without regions serves every one. Raises NotOffered that names the regions there are.
    """
    reachable = [e for e in endpoints if e.interface == interface]
    if not reachable:
        raise NotOffered(f"{title} has no {interface} address in this cloud's catalogue.")
    for endpoint in reachable:
        if region is None or not endpoint.region or same_region(endpoint.region, region):
            return _root(endpoint, title)
    known = ", ".join(dict.fromkeys(e.region for e in reachable))
    raise NotOffered(f"{title} is not offered in the region {region}.", f"It is offered in {known}.")


def same_region(one: str, other: str) -> bool:
    """Region names are compared without regard to case: people write dfw, catalogues DFW."""
    return one.casefold() == other.casefold()


def read_catalogue(services: object) -> ServiceCatalogue:
    """The catalogue from the normalized form of keystoneauth1; entries without a type or address are left out."""
    return ServiceCatalogue(tuple(_endpoints(services)))


def read_endpoint_list(endpoints: object) -> ServiceCatalogue:
    """The catalogue from Rackspace's flat list of a token's endpoints."""
    items = endpoints if isinstance(endpoints, list) else []
    return ServiceCatalogue(
        tuple(
            Endpoint(_text(item, "type"), _text(item, "name"), _text(item, "region"), interface, url)
            for item in items
            if isinstance(item, Mapping)
            for interface in ("public", "internal", "admin")
            if (url := _text(item, f"{interface}URL"))
        )
    )


def _endpoints(services: object) -> Iterator[Endpoint]:
    for service in services if isinstance(services, list) else []:
        kind, name = _text(service, "type"), _text(service, "name")
        for item in service.get("endpoints", []):
            url = _text(item, "url")
            if kind and url:
                interface = _text(item, "interface").removesuffix("URL")
                yield Endpoint(kind, name, _text(item, "region_name"), interface, url)


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _root(endpoint: Endpoint, title: str) -> str:
    try:
        return service_root(endpoint.url)
    except ProfileError as error:
        raise NotOffered(
            f"The catalogue's address of {title} cannot be used.", details=endpoint.url
        ) from error
