"""Uploads in the window: calls that send a file, the form for a new image, and what can be done afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from api.model import Call, FileValue, TransferKind
from api.work.plan import Offer
from api.work.work import State, Work

if TYPE_CHECKING:
    from api.exchange.build import Draft
    from gui.work.bench import WorkBench

_SIZE = "x-openstack-image-size"


def take_upload(bench: WorkBench, call: Call, draft: Draft, _asker: object) -> bool:
    """Carry an upload to an image out as long work; one with a size by hand, or to elsewhere, is left alone."""
    from api.work.transfers.standing import PRODUCT
    from api.work.transfers.upload import Upload, Way

    values = {key.name: value for key, value in draft.preview.values.items()}
    file = values.get("file")
    if call.head.product != PRODUCT or not isinstance(file, FileValue) or _SIZE in values:
        return False
    assert call.transfer is not None
    way = Way.STAGE if call.transfer.kind is TransferKind.STAGE else Way.DIRECT
    path = Path(file.path).expanduser().absolute()
    store = str(values.get("X-Image-Meta-Store", ""))
    bench.begin_changing(Upload(draft.preview.place, str(values["image_id"]), path, way, store))
    return True


def open_new_image(bench: WorkBench, path: str = "") -> None:
    """Open the window's form for a new image, or bring the one that is open to the front; ``path`` is its file."""
    from gui.work.transfers.new_image import NewImageDialog

    window = bench.window
    there = (each for each in window.findChildren(NewImageDialog) if each.isVisible())
    dialog = next((each for each in there if each.place == window.place), None)
    if dialog is None:
        dialog = NewImageDialog(window.place, bench.desk, bench.jobs, window)
        dialog.begun.connect(bench.begin_changing)
        dialog.sign_in_needed.connect(window.side.sign_in_again)
    if path:
        dialog.use_file(path)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def upload_deeds(work: Work, bench: WorkBench) -> Iterable[Offer]:
    """What can be done with an upload that ended: look at its image, and take back what failed."""
    image_id = _image_of(work)
    if not image_id or not work.state.ended:
        return
    yield Offer("Show Image", lambda: _open_call(bench, "image.show-image", work, image_id, at_once=True))
    if work.state is not State.DONE:
        yield Offer("Delete Image…", lambda: _open_call(bench, "image.delete-image", work, image_id))


def _image_of(work: Work) -> str:
    from api.work.transfers.upload import Upload

    plan = work.plan
    return plan.image_id if isinstance(plan, Upload) else str(work.memory.facts.get("image", ""))


def _open_call(bench: WorkBench, call_id: str, work: Work, image_id: str, *, at_once: bool = False) -> None:
    call = bench.desk.catalogue.call(call_id)
    values = {parameter.key: image_id for parameter in call.parameters if parameter.name == "image_id"}
    go = bench.window.calls.follow if at_once else bench.window.calls.open
    go(call_id, work.plan.place, values)
