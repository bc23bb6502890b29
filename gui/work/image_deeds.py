"""What can be done with an image or a stored object besides single calls: entries for the menus of its row and node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMenu, QWidget

from api.answer.answer import Answer
from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.model import Key, Location, Place

if TYPE_CHECKING:
    from api.desk import Desk
    from api.work.plan import Offer
    from gui.work.bench import WorkBench

Image = dict[str, Any]
"""An image or object as the service describes it; an object has its ``container`` beside."""
Offers = Callable[[Place, Image, "WorkBench"], Iterable["Offer"]]

IMAGE, OBJECT = "image", "stored object"
"""The kinds of resources, as the catalogue names them."""


def _share(place: Place, image: Image, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.sharing.entries import image_offers

    return image_offers(place, image, bench)


def _download(place: Place, image: Image, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.transfers.saving import download_offers

    return download_offers(place, image, bench)


def _move(place: Place, image: Image, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.moving.entries import image_offers

    return image_offers(place, image, bench)


def _import(place: Place, found: Image, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.moving.entries import object_offers

    return object_offers(place, found, bench)


PARTS: tuple[Offers, ...] = (_download, _share, _move)
"""Who offers something for an image, in the order of the menu. Each imports what it needs when it is called."""
OBJECT_PARTS: tuple[Offers, ...] = (_import,)
"""The same for an object."""


def add_deeds(
    menu: QMenu, place: Place, image: Image, bench: WorkBench, parts: Iterable[Offers] | None = None
) -> None:
    """Add an entry for all that can be done with this image of that place; nothing where nothing can."""
    offers = [offer for part in (PARTS if parts is None else parts) for offer in part(place, image, bench)]
    for offer in offers:
        menu.addAction(offer.title).triggered.connect(lambda _on=False, do=offer.do: do())
    if offers:
        menu.addSeparator()


class ImageDeeds(QObject):
    """Adds them to the menus of one answer's views; nothing where the answer holds no image."""

    def __init__(self, exchange: Exchange, answer: Answer, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._exchange, self._answer, self._desk, self._widget = exchange, answer, desk, parent

    @Slot(object, object)
    def add_to(self, menu: QMenu, node: int) -> None:
        """Add the entries for the image or object that a node belongs to."""
        bench = getattr(self._widget.window(), "bench", None)  # an answer may stand in no window, in tests
        if bench is None:
            return
        place = self._place_of(node)
        if place is None:
            return
        if (image := self._found(IMAGE, node)) is not None:
            add_deeds(menu, place, image, bench)
        elif (stored := self._found(OBJECT, node)) is not None:
            container = self._exchange.request.values.get(Key(Location.PATH, "container"))
            add_deeds(menu, place, stored | {"container": container}, bench, OBJECT_PARTS)

    def _place_of(self, node: int) -> Place | None:
        """Where the item is; None where an answer of several places does not tell."""
        from api.answer.origin import origin

        merged = self._exchange.merged is not None and self._exchange.merged.kind == "regions"
        place = origin(self._exchange, self._answer.document, node)
        return None if merged and place.region is None else place

    def _found(self, kind: str, node: int) -> Image | None:
        """The resource of a kind that a node belongs to."""
        from api.answer.uses.mentions import answer_of
        from api.answer.uses.whole import whole_at

        document, veil = self._answer.document, self._answer.veil
        try:
            call = self._desk.catalogue.call(self._exchange.request.call_id)
        except PitchforkError:  # a call that is in no document
            return None
        told = answer_of(call.answers, self._exchange.status)
        if document is None or veil is None or told is None:
            return None
        return whole_at(document, veil, told.mentions, kind, node)
