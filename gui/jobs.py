"""The only bridge between Qt and threads: runs api functions on workers, delivers on the GUI thread, cancels."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from api.errors import Cancelled
from api.foreground import foreground
from api.running import CancelToken, Progress, ProgressReport, WorkerPool

T = TypeVar("T")
Work = Callable[[CancelToken, ProgressReport], T]

WORKERS = 24
"""More than anybody runs at once: an abandoned look-up keeps its worker until the system gives up."""
PROGRESS_INTERVAL_MS = 34


@dataclass(slots=True)
class _Job:
    token: CancelToken
    on_result: Callable[[Any], None]
    on_error: Callable[[Exception], None] | None
    on_progress: Callable[[Progress], None] | None
    owner: QObject | None
    latest: Progress | None = field(default=None)

    def alive(self) -> bool:
        return self.owner is None or shiboken6.isValid(self.owner)


class _CancelNotice:
    """Tells the GUI at once that a job was cancelled, whatever its worker is stuck in."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell

    def stop(self) -> None:
        self._tell()


class Jobs(QObject):
    """Runs work on daemon workers; callbacks run on the GUI thread, and only while their owner lives.

    One object for the whole program, owned by ``gui.app``. It is the long-lived sender of all results.
    """

    changed = Signal()
    """A job began or ended."""
    failed = Signal(object)
    """An error nobody asked to hear of (a job without ``on_error``)."""
    _done = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None, pool: WorkerPool | None = None) -> None:
        super().__init__(parent)
        self._pool = pool or WorkerPool(WORKERS, "job")
        self._ids = itertools.count(1)
        self._jobs: dict[int, _Job] = {}
        self._closing = False
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._pulse = QTimer(self)
        self._pulse.setInterval(PROGRESS_INTERVAL_MS)
        self._pulse.timeout.connect(self._deliver_progress)

    def run(
        self,
        work: Work[T],
        on_result: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        owner: QObject | None = None,
    ) -> CancelToken:
        """Run ``work(cancel, report)`` on a worker; answers with the token that stops it.

        Exactly one of ``on_result`` and ``on_error`` is called, later, on the GUI thread; a cancelled job
        gets ``on_error(Cancelled)`` at once, unless its result was there first. Neither is called once
        ``owner`` was destroyed or the program ends.
        """
        token = CancelToken()
        if self._closing:
            token.cancel()
            return token
        number = next(self._ids)
        job = _Job(token, on_result, on_error, on_progress, owner)
        self._jobs[number] = job
        token.add(_CancelNotice(lambda: self._tell(number, None, Cancelled())))
        with foreground:  # more will be done where work was asked for
            self._pool.submit(lambda: self._work(number, job, work))
            if on_progress is not None and not self._pulse.isActive():
                self._pulse.start()
            self.changed.emit()
        return token

    @property
    def count(self) -> int:
        """How many jobs have not been delivered yet."""
        return len(self._jobs)

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in list(self._jobs.values()):
            job.token.cancel()

    def shutdown(self, seconds: float = 1.0) -> bool:
        """Cancel everything, deliver nothing more, wait that long; returns whether all workers ended.

        A worker that cannot be interrupted (a name look-up, a wallet's question) is left behind: it is a
        daemon thread.
        """
        self._closing = True
        self._pulse.stop()
        jobs, self._jobs = list(self._jobs.values()), {}
        self._pool.close()
        for job in jobs:
            job.token.cancel()
        return self._pool.join(seconds)

    def _work(self, number: int, job: _Job, work: Work[Any]) -> None:
        def report(progress: Progress) -> None:
            job.latest = progress

        result: Any = None
        error: BaseException | None = None
        try:
            job.token.check()
            result = work(job.token, report)
        except Cancelled:
            error = Cancelled()  # the one that was raised holds all that the work held
        except BaseException as caught:  # noqa: BLE001 - whatever happens on a worker belongs to the caller
            error = caught
        self._tell(number, result, error)
        del result, error  # an error holds this frame, which would hold the error

    def _tell(self, number: int, result: object, error: BaseException | None) -> None:
        with suppress(RuntimeError):  # the program ended before this worker did
            self._done.emit(number, result, error)

    @Slot(int, object, object)
    def _finish(self, number: int, result: object, error: Exception | None) -> None:
        job = self._jobs.pop(number, None)
        if job is None:  # cancelled before, or shut down
            return
        if not any(each.on_progress for each in self._jobs.values()):
            self._pulse.stop()
        self.changed.emit()
        if job.alive():
            with foreground:
                self._deliver(job, result, error)

    def _deliver(self, job: _Job, result: object, error: Exception | None) -> None:
        if error is None:
            job.on_result(result)
        elif job.on_error is not None:
            job.on_error(error)
        elif not isinstance(error, Cancelled):
            self.failed.emit(error)

    @Slot()
    def _deliver_progress(self) -> None:
        for job in list(self._jobs.values()):
            latest, job.latest = job.latest, None
            if latest is not None and job.on_progress is not None and job.alive():
                with foreground:
                    job.on_progress(latest)
