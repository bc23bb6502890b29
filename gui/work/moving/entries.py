"""Where moving is reached from: the Work menu, an image's menu, and the pieces of work that moved one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog

from api.model import Place
from api.work.moving import calls
from api.work.moving.findings import CONTAINER, IMAGE, SOURCE
from api.work.plan import Offer

if TYPE_CHECKING:
    from api.work.moving.guides import Guide
    from api.work.work import Work
    from gui.work.bench import WorkBench


def image_offers(place: Place, image: Mapping[str, Any], bench: WorkBench) -> Iterable[Offer]:
    """What can be done with one image: export it, copy it to another region or further stores."""
    products, image_id = _products(bench, place), str(image.get("id", ""))
    mine = image.get("owner") == place.account
    if not image_id:
        return
    if calls.CLOUD_IMAGES in products and calls.CLOUD_FILES in products and mine:
        yield Offer("Export…", lambda: open_export(bench, place, image_id))
    if len(_regions(bench, place)) > 1 and (mine or calls.IMAGE in products):
        yield Offer("Copy to Another Region…", lambda: open_copy(bench, place, image_id))
    if calls.IMAGE in products and image.get("status") == "active":
        yield Offer("Copy to Stores…", lambda: open_stores(bench, place, image_id))


def object_offers(place: Place, found: Mapping[str, Any], bench: WorkBench) -> Iterable[Offer]:
    """What can be done with one object ("container" and "name"): import it as an image."""
    given = {CONTAINER: found.get("container"), SOURCE: found.get("name")}
    if all(given.values()) and calls.CLOUD_IMAGES in _products(bench, place):
        yield Offer("Import as an Image…", lambda: open_import(bench, place, given))


def open_import(
    bench: WorkBench, place: Place | None = None, given: Mapping[str, Any] | None = None
) -> QDialog | None:
    """Open the guided import; None, and a message, where there is no image service."""
    from api.work.moving.guides import import_guide

    where = place or bench.window.place
    products = _products(bench, where)
    if not _offered(bench, where, products, {calls.CLOUD_IMAGES, calls.IMAGE}):
        return None
    return _open(bench, import_guide(bench.desk.catalogue, where, products), given)


def open_export(bench: WorkBench, place: Place | None = None, image_id: str = "") -> QDialog | None:
    """Open the guided export."""
    from api.work.moving.guides import export_guide

    where = place or bench.window.place
    if not _offered(bench, where, _products(bench, where), {calls.CLOUD_IMAGES}):
        return None
    return _open(
        bench,
        export_guide(bench.desk.catalogue, where, _names(bench, where)),
        _given(image_id),
    )


def open_copy(bench: WorkBench, place: Place | None = None, image_id: str = "") -> QDialog | None:
    """Open the guided copy to another region."""
    from api.work.moving.guides import copy_guide

    where = place or bench.window.place
    products, regions = _products(bench, where), _regions(bench, where)
    if not _offered(bench, where, products, {calls.CLOUD_IMAGES, calls.IMAGE}):
        return None
    if len(regions) < 2:
        bench.window.notices.warn(
            "This cloud has one region only.", "There is nowhere to copy an image to."
        )
        return None
    guide = copy_guide(bench.desk.catalogue, where, products, regions, _names(bench, where))
    return _open(bench, guide, _given(image_id))


def open_stores(bench: WorkBench, place: Place | None = None, image_id: str = "") -> QDialog | None:
    """Open the guided copy to further stores."""
    from api.work.moving.guides import stores_guide

    where = place or bench.window.place
    if not _offered(bench, where, _products(bench, where), {calls.IMAGE}):
        return None
    return _open(
        bench,
        stores_guide(bench.desk.catalogue, where, _names(bench, where)),
        _given(image_id),
    )


def work_deeds(work: Work, bench: WorkBench) -> Iterable[Offer]:
    """What is left to do after moving: look at the image or the container, import there, delete the exports."""
    value = work.outcome.value if work.outcome is not None else None
    if not isinstance(value, dict):
        return
    if (image_id := value.get("image_id")) and isinstance(image_id, str):
        yield Offer("Show the image", lambda: show_image(bench, _at(work, value), image_id))
    if work.plan.kind == "export":
        yield Offer(
            "Show the container", lambda: show_container(bench, work.plan.place, str(value["container"]))
        )
    if left := [each for each in value.get("left", ()) if isinstance(each, dict)]:
        yield Offer("Delete the exports…", lambda: ask_to_delete(bench, work, left))


def show_image(bench: WorkBench, place: Place, image_id: str) -> None:
    """Open the image in an answer."""
    from api.model import Key, Location

    rackspace = calls.CLOUD_IMAGES in _products(bench, place)
    call = calls.IMAGE_DETAILS if rackspace else calls.SHOW_IMAGE
    bench.window.calls.follow(call, place, {Key(Location.PATH, "image_id"): image_id})


def show_container(bench: WorkBench, place: Place, container: str) -> None:
    """Open the list of a container in an answer."""
    from api.model import Key, Location

    bench.window.calls.follow(calls.LIST_OBJECTS, place, {Key(Location.PATH, "container"): container})


def ask_to_delete(bench: WorkBench, work: Work, left: list[dict[str, Any]]) -> QDialog:
    """Ask by name before the exports of a copy are deleted."""
    from gui.work.moving.deleting import DeletingDialog

    dialog = DeletingDialog(work.plan.place, left, bench, bench.window)
    dialog.show()
    return dialog


def _open(bench: WorkBench, guide: Guide, given: Mapping[str, Any] | None) -> QDialog:
    from gui.work.moving.guided import GuidedDialog

    dialog = GuidedDialog(guide, bench, given, bench.window)
    dialog.show()
    return dialog


def _given(image_id: str) -> Mapping[str, Any]:
    return {IMAGE: image_id} if image_id else {}


def _at(work: Work, value: Mapping[str, Any]) -> Place:
    from dataclasses import replace

    region = value.get("region")
    return replace(work.plan.place, region=region) if isinstance(region, str) else work.plan.place


def _products(bench: WorkBench, place: Place) -> tuple[str, ...]:
    return tuple(product.id for product in bench.desk.offered(place))


def _names(bench: WorkBench, place: Place) -> Callable[[str], str]:
    """What the images are called that were seen in answers."""
    products = _products(bench, place)
    call = calls.IMAGE_DETAILS if calls.CLOUD_IMAGES in products else calls.SHOW_IMAGE
    pick = bench.desk.catalogue.call(call).parameters[0].pick

    def name_of(image_id: str) -> str:
        known = bench.desk.seen.known(place, pick, image_id) if pick is not None else None
        return known.name if known is not None else ""

    return name_of


def _regions(bench: WorkBench, place: Place) -> tuple[str, ...]:
    cloud = bench.desk.cloud(place.profile)
    return tuple(cloud.regions) if cloud is not None else ()


def _offered(bench: WorkBench, place: Place, products: tuple[str, ...], wanted: set[str]) -> bool:
    """Whether one of the products is there; says so where not."""
    if bench.desk.cloud(place.profile) is None:
        bench.window.notices.warn("This needs a sign-in.", "Sign in, then try again.")
        bench.window.side.sign_in_again(place.profile or "")
        return False
    if wanted & set(products):
        return True
    bench.window.notices.warn(
        "This cloud does not offer that.", "Exports are made by Rackspace's Cloud Images."
    )
    return False
