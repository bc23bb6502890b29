"""Where sharing is reached from: the Work menu, an image's menu, and a piece of work that shared one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog

from api.errors import NotOffered
from api.model import Place
from api.work.plan import Offer
from api.work.sharing.calls import SharingCalls, sharing_calls
from api.work.sharing.share import KIND

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench


def image_offers(place: Place, image: Mapping[str, Any], bench: WorkBench) -> Iterable[Offer]:
    """ "Share…" for an image of one's own that can have members."""
    if place.account and image.get("owner") == place.account:
        yield Offer("Share…", lambda: open_share(bench, place, image))


def work_deeds(work: Work, bench: WorkBench) -> Iterable[Offer]:
    """What is left to do after sharing: tell the other side, and look who has it."""
    value = work.outcome.value if work.plan.kind == KIND and work.outcome is not None else None
    if isinstance(value, dict) and (text := value.get("message")):
        yield Offer("Copy the text for them", lambda: _copy(text, bench))
        yield Offer("Who has what…", lambda: open_holders(bench, work.plan.place))


def open_share(
    bench: WorkBench, place: Place | None = None, image: Mapping[str, Any] | None = None
) -> QDialog | None:
    """Open the dialog that shares an image; None, and a message, where there is no image service."""
    from gui.work.sharing.share_dialog import ShareDialog

    return _open(bench, place, lambda where, calls: ShareDialog(where, calls, bench, bench.window, image))


def open_offers(bench: WorkBench, place: Place | None = None) -> QDialog | None:
    """Open the list of what others share."""
    from gui.work.sharing.offers_dialog import OffersDialog

    return _open(bench, place, lambda where, calls: OffersDialog(where, calls, bench, bench.window))


def open_holders(bench: WorkBench, place: Place | None = None) -> QDialog | None:
    """Open the list of who has what."""
    from gui.work.sharing.holders_dialog import HoldersDialog

    return _open(bench, place, lambda where, calls: HoldersDialog(where, calls, bench, bench.window))


def _open(
    bench: WorkBench, place: Place | None, make: Callable[[Place, SharingCalls], QDialog]
) -> QDialog | None:
    where = place or bench.window.place
    if bench.desk.cloud(where.profile) is None:
        bench.window.notices.warn("Sharing needs a sign-in.", "Sign in, then try again.")
        bench.window.side.sign_in_again(where.profile or "")
        return None
    try:
        calls = sharing_calls((product.id for product in bench.desk.offered(where)), where)
    except NotOffered as error:
        bench.window.notices.error(error)
        return None
    dialog = make(where, calls)
    dialog.show()
    return dialog


def _copy(text: str, bench: WorkBench) -> None:
    from gui.answer.clipboard import copy_text

    copy_text(text)
    bench.window.status.show_hint("Copied: send it to those you shared with.")
