"""The list of everything that runs or ran: starts pieces of work on threads of its own and tells who listens."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from api.errors import PitchforkError
from api.running import CancelToken, WorkerPool
from api.work.plan import Outcome, Plan, Sender
from api.work.work import Work

MOST_AT_ONCE = 64
"""Watches rest most of the time: a thread each is no burden."""
MOST_ENDED = 200
"""The oldest that ended are forgotten beyond this."""

Listener = Callable[[Work], None]


class Works:
    """Every piece of work of one desk. Thread-safe.

    Listeners are called on whatever thread something happened on, and must return at once.
    """

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._lock = threading.Lock()
        self._works: list[Work] = []
        self._listeners: list[Listener] = []
        self._pool = WorkerPool(MOST_AT_ONCE, "work")

    def all(self) -> tuple[Work, ...]:
        """Everything that runs or ran, the oldest first."""
        with self._lock:
            return tuple(self._works)

    @property
    def running(self) -> tuple[Work, ...]:
        """What has not ended."""
        return tuple(work for work in self.all() if not work.state.ended)

    def begin(self, plan: Plan) -> Work:
        """Carry a plan out on a thread of its own; returns at once."""
        work = self._add(plan)
        self._pool.submit(lambda: self._run(work))
        return work

    def run(self, plan: Plan, cancel: CancelToken, listener: Listener = lambda _work: None) -> Outcome:
        """Carry a plan out on this thread, for headless commands. Raises PitchforkError."""
        work = self._add(plan)
        cancel.add(_Stop(work))
        with _Listening(self, lambda changed: listener(changed) if changed is work else None):
            return work.run()

    def again(self, work: Work) -> Work:
        """Carry the plan of one that ended out once more."""
        return self.begin(work.plan)

    def remove(self, work: Work) -> None:
        """Forget one that ended; one that runs stays."""
        with self._lock:
            if work.state.ended and work in self._works:
                self._works.remove(work)
        self._tell(work)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear of every change; returns what ends that."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock, suppress(ValueError):
                self._listeners.remove(listener)

        return end

    def cancel_all(self) -> None:
        """Ask everything to stop."""
        for work in self.running:
            work.cancel.cancel()

    def close(self, seconds: float = 1.0) -> bool:
        """Stop everything and wait that long; returns whether all ended in time."""
        with self._lock:
            self._listeners.clear()
        self._pool.close()
        self.cancel_all()
        return self._pool.join(seconds)

    def _add(self, plan: Plan) -> Work:
        work = Work(plan, self._sender, self._tell)
        with self._lock:
            self._works.append(work)
            ended = [each for each in self._works if each.state.ended]
            for each in ended[: max(len(ended) - MOST_ENDED, 0)]:
                self._works.remove(each)
        self._tell(work)
        return work

    def _run(self, work: Work) -> None:
        try:
            work.run()
        except PitchforkError:
            pass  # it stands in the work
        except Exception:
            logging.getLogger(__name__).exception("A piece of work failed: %s", work.plan.kind)

    def _tell(self, work: Work) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(work)


class _Stop:
    def __init__(self, work: Work) -> None:
        self._work = work

    def stop(self) -> None:
        self._work.cancel.cancel()


class _Listening:
    def __init__(self, works: Works, listener: Listener) -> None:
        self._works, self._listener = works, listener
        self._end: Callable[[], None] = lambda: None

    def __enter__(self) -> None:
        self._end = self._works.listen(self._listener)

    def __exit__(self, *_error: object) -> None:
        self._end()
