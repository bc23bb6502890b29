"""Decides what of all that is sent goes into the history, and opens it when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # SQLite has no business before the first paint
    from api.errors import PitchforkError
    from api.exchange.exchange import Exchange
    from api.records.history.entry import News
    from api.records.history.history import History
    from api.records.settings import Settings

Record = bool | Callable[["Exchange"], bool]
"""Whether an exchange is recorded; a function decides by what came."""


class Recorder:
    """The way into the history of a data folder. Thread-safe."""

    def __init__(self, data_dir: Path, settings: Callable[[], Settings]) -> None:
        self._data_dir, self._settings = data_dir, settings
        self._lock = threading.Lock()
        self._history: History | None = None
        self._listeners: list[Callable[[News], None]] = []

    @property
    def history(self) -> History:
        """The history, opened when it is first used."""
        from api.records.history.history import History

        with self._lock:
            if self._history is None:
                self._history = History(self._data_dir, lambda: self._settings().history_limit)
                self._history.listen(self._tell)
            return self._history

    def hear(self, callback: Callable[[News], None]) -> Callable[[], None]:
        """Call back, on any thread, when something changes; returns what ends that. It need not be open yet."""
        with self._lock:
            self._listeners.append(callback)

        def leave() -> None:
            with self._lock:
                self._listeners.remove(callback)

        return leave

    def _tell(self, news: News) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener(news)

    @property
    def problem(self) -> PitchforkError | None:
        """What is wrong with the history, as far as it was used."""
        return self._history.problem if self._history is not None else None

    def note(self, exchange: Exchange, secrets: Iterable[str] = (), record: Record = True) -> None:
        """Record an exchange, unless the person or the caller wants none recorded. Never waits for a disk."""
        if self._settings().record and (record(exchange) if callable(record) else record):
            self.history.note(exchange, secrets)

    def close(self) -> None:
        """Record nothing more, and wait a moment for what is not written yet."""
        if self._history is not None:
            self._history.close()
