"""How a stop or a pause reaches what a piece of work is blocked on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.running import CancelToken

if TYPE_CHECKING:
    from api.work.work import Work


class Link:
    """Passes a cancel on to another token."""

    def __init__(self, token: CancelToken) -> None:
        self._token = token

    def stop(self) -> None:
        """The other token's holder was asked to stop."""
        self._token.cancel()


class Interruptible:
    """While it is entered, a pause cancels its token, and so does a stop of the work."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._token = CancelToken()
        self._link = Link(self._token)

    def __enter__(self) -> CancelToken:
        work = self._work
        with work._lock:
            work._pausable = True
            work._blocked = self._token
            work._interrupted = paused = work._paused
        if paused:
            self._token.cancel()
        work.cancel.add(self._link)
        work._changed(work)
        return self._token

    def __exit__(self, *_error: object) -> None:
        work = self._work
        work.cancel.remove(self._link)
        with work._lock:
            work._blocked = None
            work._pausable = False


@contextmanager
def passed_on(source: CancelToken, target: CancelToken) -> Iterator[None]:
    """Meanwhile, who cancels ``source`` cancels ``target`` as well."""
    link = Link(target)
    if source is not target:
        source.add(link)
    try:
        yield
    finally:
        source.remove(link)
