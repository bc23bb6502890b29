"""Calls that move the data of images are carried out as long work instead of opening an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from api.model import Call, TransferKind

if TYPE_CHECKING:
    from api.exchange.build import Draft
    from gui.work.bench import WorkBench

Taker = Callable[["WorkBench", Call, "Draft", object], bool]
"""Takes a call with its draft and who asks for it (a form, a button); returns whether it carries it out."""


def _download(bench: WorkBench, call: Call, draft: Draft, asker: object) -> bool:
    from gui.work.transfers.saving import take_download

    return take_download(bench, call, draft, asker)


def _upload(bench: WorkBench, call: Call, draft: Draft, asker: object) -> bool:
    from gui.work.transfers.uploading import take_upload

    return take_upload(bench, call, draft, asker)


BY_KIND: dict[TransferKind, Taker] = {
    TransferKind.DOWNLOAD: _download,
    TransferKind.UPLOAD: _upload,
    TransferKind.STAGE: _upload,
}
"""Who carries them out, by ``call.transfer.kind``."""


def divert(bench: WorkBench, draft: Draft, asker: object = None) -> bool:
    """Carry out a draft as long work, if its call is one for that; returns whether it is."""
    call = bench.desk.catalogue.call(draft.preview.call_id)
    take = BY_KIND.get(call.transfer.kind) if call.transfer is not None else None
    return take is not None and take(bench, call, draft, asker)
