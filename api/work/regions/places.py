"""Where one call can be sent at the same time: the regions of a cloud, of one profile or of all signed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from api.model import Place, Product

if TYPE_CHECKING:
    from api.identity.cloud import SignedInCloud


def regions_of(cloud: SignedInCloud, product: Product) -> tuple[Place, ...]:
    """Every region of a signed-in cloud; the one place where a product is the same in all."""
    place = Place(cloud.profile.id, cloud.account_id, cloud.default_region or None)
    if product.identity:
        return (place,)
    return tuple(replace(place, region=region) for region in cloud.regions) or (place,)


def everywhere(clouds: Iterable[SignedInCloud], product: Product) -> tuple[Place, ...]:
    """Every region of every signed-in cloud that offers the product."""
    return tuple(
        place for cloud in clouds if not cloud.offers(product) for place in regions_of(cloud, product)
    )
