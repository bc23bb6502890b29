"""What can be done with any piece of work: pause, go on, stop, repeat, forget."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from api.work.state import State

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench


class Handle(NamedTuple):
    """One of them: its lasting name, its word, its drawing, and what it does."""

    name: str
    word: str
    icon: str
    do: Callable[[], object]


def handles_of(work: Work, bench: WorkBench) -> tuple[Handle, ...]:
    """What can be done now, in the order of the buttons; what ends it or forgets it is the last."""
    if work.state.ended:
        return _afterwards(work, bench)
    stop = Handle("cancel", "Cancel", "stop", work.cancel.cancel)
    if work.state is State.PAUSED:
        return Handle("resume", "Resume", "play", work.resume), stop
    if work.pausable:
        return Handle("pause", "Pause", "pause", work.pause), stop
    return (stop,)


def _afterwards(work: Work, bench: WorkBench) -> tuple[Handle, ...]:
    remove = Handle("remove", "Remove", "close", lambda: bench.desk.works.remove(work))
    if work.state is State.DONE or not getattr(work.plan, "repeatable", True):
        return (remove,)  # what was done wholly is not there to be done twice by a slip of the hand
    return Handle("retry", "Retry", "refresh", lambda: bench.again(work)), remove
