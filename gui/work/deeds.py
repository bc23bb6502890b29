"""What can be done with a piece of work besides stopping and repeating it: buttons by the kind of its plan.

A kind's entry is a function ``(work, bench) -> offers`` that looks at the work as it is now; it is asked again
whenever the work's state changes. It imports what it needs when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from api.work.plan import Offer

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench

Deeds = Callable[["Work", "WorkBench"], Iterable[Offer]]


def _bulk(work: Work, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.bulk.deeds import bulk_deeds

    return bulk_deeds(work, bench)


def _share(work: Work, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.sharing.entries import work_deeds

    return work_deeds(work, bench)


def _move(work: Work, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.moving.entries import work_deeds

    return work_deeds(work, bench)


def _gathered(work: Work, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.pages.gatherings import offers_of

    return offers_of(work, bench)


_MOVING = ("import", "export", "region-copy", "web-import", "glance-copy", "store-copy")


def _upload(work: Work, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.transfers.uploading import upload_deeds

    return upload_deeds(work, bench)


def _download(work: Work, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.transfers.saving import download_deeds

    return download_deeds(work, bench)


def _watch(work: Work, bench: WorkBench) -> Iterable[Offer]:
    from gui.work.watch.deeds import watch_deeds

    return watch_deeds(work, bench)


BY_KIND: dict[str, Deeds] = {
    "watch": _watch,
    "download": _download,
    "share": _share,
    "bulk": _bulk,
    "pages": _gathered,
    "regions": _gathered,
    "upload": _upload,
    "new-image": _upload,
    **dict.fromkeys(_MOVING, _move),
}
"""The functions by ``plan.kind``."""


def deeds_of(work: Work, bench: WorkBench) -> tuple[Offer, ...]:
    """What can be done now with this one; the first is the most useful."""
    found = BY_KIND.get(work.plan.kind)
    return tuple(found(work, bench)) if found is not None else ()
