"""Running things that can be stopped: cancel tokens, progress, and a bounded pool of daemon workers."""

from __future__ import annotations

import itertools
import socket
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from api.errors import Cancelled
from api.foreground import foreground


class Stoppable(Protocol):
    """Anything whose ``stop()`` makes a blocked call in another thread return at once."""

    def stop(self) -> None:
        """Interrupt it; called from any thread, at most once, never raises anything that matters."""


class SocketStop:
    """Stops a socket's reads and writes through a duplicate of its descriptor.

    The duplicate is needed because TLS detaches the original during the handshake
    (a shutdown on the original is then lost). It is made from the descriptor, because a TLS socket
    refuses ``dup()``; its family does not matter for a shutdown.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._lock = threading.Lock()
        self._twin: socket.socket | None = socket.fromfd(sock.fileno(), socket.AF_INET, socket.SOCK_STREAM)

    def stop(self) -> None:
        """Shut the connection down in both directions; the blocked call in the worker returns."""
        with self._lock, suppress(OSError):
            if self._twin is not None:
                self._twin.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the duplicate descriptor back; from here on stop() does nothing, not even one under way."""
        with self._lock:
            twin, self._twin = self._twin, None
        if twin is not None:
            twin.close()


class CancelToken:
    """Tells one piece of work to stop, and stops what it is blocked on. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._blocked_on: list[Stoppable] = []

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask to stop; returns at once. Whatever is registered is interrupted."""
        with self._lock:
            self._cancelled.set()
            blocked, self._blocked_on = self._blocked_on, []
        for each in blocked:
            with suppress(Exception):  # one that fails must not save the others
                each.stop()

    def check(self) -> None:
        """Raise Cancelled if somebody asked to stop; first let the foreground do what it does. For workers."""
        foreground.give_way(self.wait)
        if self.cancelled:
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Sleep that ends early when cancelled; returns whether it was."""
        return self._cancelled.wait(seconds)

    def add(self, stoppable: Stoppable) -> None:
        """Register what the work is about to block on; stopped at once if already cancelled."""
        with self._lock:
            if not self.cancelled:
                self._blocked_on.append(stoppable)
                return
        stoppable.stop()

    def remove(self, stoppable: Stoppable) -> None:
        """Forget it: a pooled connection must survive a later cancel of this token."""
        with self._lock, suppress(ValueError):
            self._blocked_on.remove(stoppable)


class Holders:
    """How many need something; the one who made it is the first. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 1

    def add(self) -> None:
        """One more. Raises ValueError when nobody was left."""
        with self._lock:
            if self._count == 0:
                raise ValueError("it was closed")
            self._count += 1

    def remove(self) -> bool:
        """One less; returns whether somebody is left."""
        with self._lock:
            self._count = max(self._count - 1, 0)
            return self._count > 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is: what is going on, how much is done, of how much (None: unknown)."""

    stage: str
    done: int = 0
    total: int | None = None


ProgressReport = Callable[[Progress], None]


def ignore_progress(_progress: Progress) -> None:
    """A report for callers that do not show progress."""


class WorkerPool:
    """At most ``limit`` daemon threads that run jobs in order of submission.

    Daemon threads, because a name look-up cannot be interrupted and exit must never wait for one. A job is
    a callable without arguments that handles its own errors.
    """

    def __init__(self, limit: int, name: str = "worker") -> None:
        self._limit = limit
        self._name = name
        self._numbers = itertools.count(1)
        self._jobs: deque[Callable[[], None]] = deque()
        self._condition = threading.Condition()
        self._threads: set[threading.Thread] = set()
        self._idle = 0
        self._closed = False

    def submit(self, job: Callable[[], None]) -> None:
        """Run the job on a worker; dropped in silence once the pool is closed."""
        with self._condition:
            if self._closed:
                return
            self._jobs.append(job)
            if self._idle >= len(self._jobs):
                self._condition.notify()
            elif len(self._threads) < self._limit:
                self._start()

    def close(self) -> None:
        """Take no more jobs, forget waiting ones and let idle workers end. Does not wait."""
        with self._condition:
            self._closed = True
            self._jobs.clear()
            self._condition.notify_all()

    def join(self, seconds: float) -> bool:
        """Wait for running jobs after close(); returns whether all ended in time."""
        with self._condition:
            return self._condition.wait_for(lambda: not self._threads, timeout=seconds)

    def _start(self) -> None:
        thread = threading.Thread(
            target=self._work, name=f"{self._name}-{next(self._numbers)}", daemon=True
        )
        self._threads.add(thread)
        thread.start()

    def _work(self) -> None:
        try:
            while (job := self._next()) is not None:
                job()
                del job  # a worker that waits for the next one keeps nothing of it alive
        finally:
            with self._condition:
                self._threads.discard(threading.current_thread())
                if self._jobs:  # a job that raised must not strand those behind it
                    self._start()
                self._condition.notify_all()

    def _next(self) -> Callable[[], None] | None:
        with self._condition:
            self._idle += 1
            try:
                self._condition.wait_for(lambda: self._jobs or self._closed)
            finally:
                self._idle -= 1
            return self._jobs.popleft() if self._jobs else None
