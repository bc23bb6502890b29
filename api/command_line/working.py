"""Carries a plan out for a headless command: with its progress on standard error, and stopped in order by Ctrl+C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from api.command_line.progress_line import progress_line
from api.desk import Desk
from api.running import CancelToken
from api.work.plan import Outcome, Plan


def carry_out(desk: Desk, plan: Plan, cancel: CancelToken) -> Outcome:
    """Carry it out on this thread. Raises PitchforkError; Cancelled, saying what stays, after Ctrl+C."""
    with progress_line() as line, _stopped_in_order(cancel):
        return desk.works.run(plan, cancel, line.hear)


@contextmanager
def _stopped_in_order(cancel: CancelToken) -> Iterator[None]:
    """Ctrl+C and SIGTERM ask the work to stop, so that it can say what is half done; a second one ends it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        restore()
        # Not here: whatever this interrupted may hold the very locks that cancelling takes.
        threading.Thread(target=cancel.cancel, name="stop", daemon=True).start()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    try:
        yield
    finally:
        restore()
