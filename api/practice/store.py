"""What the practice cloud remembers: JSON documents in one SQLite file that several processes share."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from api.practice.clock import Document

_ATTEMPTS = 1000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, place TEXT NOT NULL, id TEXT NOT NULL,
    body TEXT NOT NULL, UNIQUE (kind, place, id)
)
"""


class Documents:
    """Documents by kind ("image"), place (the region they live in) and id, over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, kind: str, place: str, name: str) -> Document | None:
        """One document, or None."""
        row = self._connection.execute(
            "SELECT body FROM documents WHERE kind = ? AND place = ? AND id = ?", (kind, place, name)
        ).fetchone()
        return None if row is None else json.loads(row[0])

    def all(self, kind: str, place: str) -> list[Document]:
        """Every document of a kind at a place, oldest entry first."""
        return [document for _, document in self.items(kind, place)]

    def items(self, kind: str, place: str) -> list[tuple[str, Document]]:
        """Every document of a kind at a place with its id, oldest entry first."""
        rows = self._connection.execute(
            "SELECT id, body FROM documents WHERE kind = ? AND place = ? ORDER BY number", (kind, place)
        )
        return [(name, json.loads(body)) for name, body in rows.fetchall()]

    def put(self, kind: str, place: str, name: str, document: Document) -> None:
        """Store it, over an older one of the same id."""
        self._connection.execute(
            "INSERT INTO documents (kind, place, id, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, place, id) DO UPDATE SET body = excluded.body",
            (kind, place, name, json.dumps(document)),
        )

    def delete(self, kind: str, place: str, name: str) -> bool:
        """Forget it; returns whether it was there."""
        return (
            self._connection.execute(
                "DELETE FROM documents WHERE kind = ? AND place = ? AND id = ?", (kind, place, name)
            ).rowcount
            > 0
        )

    def clear(self, kind: str) -> None:
        """Forget every document of a kind, at all places."""
        self._connection.execute("DELETE FROM documents WHERE kind = ?", (kind,))


class Store:
    """The file itself: one connection per thread, all closed together."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections: list[sqlite3.Connection] = []

    @property
    def documents(self) -> Documents:
        """Read without a transaction (each read sees the newest state)."""
        return Documents(self._connection())

    @contextmanager
    def writing(self) -> Iterator[Documents]:
        """A transaction that no other thread or process writes beside; rolled back when the block raises."""
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield Documents(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def close(self) -> None:
        """Close every thread's connection; the threads must have ended."""
        with self._lock:
            connections, self._connections = self._connections, []
            self._local = threading.local()
        for connection in connections:
            connection.close()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._open()
            with self._lock:
                self._connections.append(connection)
        return connection

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
        with suppress(OSError):
            self._path.chmod(0o600)
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = OFF")  # practice data: speed over surviving a power cut
        connection.execute(_SCHEMA)
        return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work side by side. Of several processes with a new file one may have to wait for
    another to change it, and SQLite's own waiting does not hold for this.
    """
    for _attempt in range(_ATTEMPTS):
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
            return
        threading.Event().wait(0.01)
    connection.execute("PRAGMA journal_mode = WAL")
