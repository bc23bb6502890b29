"""The list of everything that runs or ran: starts pieces of work on threads of its own and tells who listens."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from api.errors import PitchforkError
from api.running import CancelToken, WorkerPool
from api.work.interrupting import Link
from api.work.mishap import forget_frames, traced
from api.work.plan import Outcome, Plan, Sender
from api.work.work import Work

MOST_AT_ONCE = 64
"""Watches rest most of the time: a thread each is no burden."""
MOST_ENDED = 200
"""The oldest that ended are forgotten beyond this."""
MOST_BYTES = 256 << 20
"""Bytes of answers that all together keep to look at; beyond, the oldest that ended keep none."""

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

    def begin(self, plan: Plan, facts: Mapping[str, Any] | None = None) -> Work:
        """Carry a plan out on a thread of its own; returns at once. ``facts`` are what an earlier try remembered."""
        work = self._add(plan, facts)
        unbegun = _Unbegun(work)
        work.cancel.add(unbegun)

        def run() -> None:
            work.cancel.remove(unbegun)
            self._run(work)

        self._pool.submit(run)
        return work

    def run(self, plan: Plan, cancel: CancelToken, listener: Listener = lambda _work: None) -> Outcome:
        """Carry a plan out on this thread, for headless commands. Raises PitchforkError."""
        work = self._add(plan)
        stop = Link(work.cancel)
        cancel.add(stop)
        try:
            with _Listening(self, lambda changed: listener(changed) if changed is work else None):
                return work.run()
        finally:
            cancel.remove(stop)

    def again(self, work: Work) -> Work:
        """Carry the plan of one that ended out once more."""
        return self.begin(work.plan, work.memory.facts)

    def show(self, plan: Plan, facts: Mapping[str, Any], sentence: str) -> Work:
        """Add one that was interrupted before, for the person to carry out again or to forget."""
        work = self._add(plan, facts)
        work.leave_off(sentence)
        return work

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

    def _add(self, plan: Plan, facts: Mapping[str, Any] | None = None) -> Work:
        work = Work(plan, self._sender, self._tell, facts)
        with self._lock:
            self._works.append(work)
            ended = [each for each in self._works if each.state.ended]
            for each in ended[: max(len(ended) - MOST_ENDED, 0)]:
                self._works.remove(each)
        self._save_memory()
        self._tell(work)
        return work

    def _save_memory(self) -> None:
        works = self.all()
        kept = sum(work.answers.size for work in works)
        for work in works:
            if kept > MOST_BYTES and work.state.ended:
                kept -= work.answers.size
                work.answers.forget()

    def _run(self, work: Work) -> None:
        try:
            work.run()
        except PitchforkError as error:  # it stands in the work
            forget_frames(error)
        except Exception as error:  # noqa: BLE001 - told without its text, which may quote values
            logging.getLogger(__name__).error(
                "A piece of work failed: %s: %s", work.plan.kind, traced(error)
            )
            forget_frames(error)
        if work.error is not None:
            forget_frames(work.error)

    def _tell(self, work: Work) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(work)
            except Exception as error:  # noqa: BLE001 - told without its text, which may quote values
                # who looks at a piece of work must not break it
                logging.getLogger(__name__).error("A listener of the works failed: %s", traced(error))


class _Unbegun:
    """Ends a piece of work that is stopped while it waits for a thread."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def stop(self) -> None:
        self._work.leave_off()


class _Listening:
    def __init__(self, works: Works, listener: Listener) -> None:
        self._works, self._listener = works, listener
        self._end: Callable[[], None] = lambda: None

    def __enter__(self) -> None:
        self._end = self._works.listen(self._listener)

    def __exit__(self, *_error: object) -> None:
        self._end()
