"""Lets links in: a link that another process was started with is opened by the window that runs already."""

from __future__ import annotations

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from api.plain_file import make_private_folder

NAME = "links.sock"
PATIENCE = 1.0
"""Seconds that a process waits for the other one to take its link, before it opens a window of its own."""
_LONGEST = 20_000
_TAKEN = b"taken"


def hand_over(data_dir: Path, link: str) -> bool:
    """Give a link to the process whose window shows this data folder; False if there is none, or it does not answer."""
    with suppress(OSError), _socket() as door:
        door.settimeout(PATIENCE)
        door.connect(str(data_dir / NAME))
        door.sendall(link.encode("utf-8", "replace"))
        door.shutdown(socket.SHUT_WR)
        return door.recv(len(_TAKEN)) == _TAKEN
    return False


class LinkDoor(QObject):
    """A socket in the data folder, which nobody but this person can reach; where there is none, links open windows."""

    came = Signal(str)
    """A link, as it was given."""

    def __init__(self, data_dir: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = data_dir / NAME
        self._door: socket.socket | None = None
        self._guests: dict[QSocketNotifier, tuple[socket.socket, bytearray]] = {}

    def open(self) -> bool:
        """Listen, unless another process does; returns whether links come in here."""
        with suppress(OSError):
            make_private_folder(self._path.parent)
            if self._is_left_over():
                self._path.unlink()
            self._listen(_socket())
        return self._door is not None

    def _listen(self, door: socket.socket) -> None:
        try:
            door.bind(str(self._path))
            self._path.chmod(0o600)
            door.listen()
        except OSError:
            door.close()
            raise
        self._door = door
        self._notifier = self._watch(door)
        self._notifier.activated.connect(self._let_in)

    def close(self) -> None:
        """Listen no longer."""
        for notifier in list(self._guests):
            self._part(notifier)
        if self._door is not None:
            self._notifier.setEnabled(False)
            self._door.close()
            self._door = None
            with suppress(OSError):
                self._path.unlink()

    def _is_left_over(self) -> bool:
        """Whether there is a socket to which nobody listens: its process was killed."""
        if not self._path.exists() or not stat.S_ISSOCK(self._path.lstat().st_mode):
            return False
        with _socket() as other:
            other.settimeout(PATIENCE)
            return other.connect_ex(str(self._path)) != 0

    def _watch(self, source: socket.socket) -> QSocketNotifier:
        source.setblocking(False)
        return QSocketNotifier(source.fileno(), QSocketNotifier.Type.Read, self)

    @Slot()
    def _let_in(self) -> None:
        if self._door is None:
            return
        with suppress(OSError):
            guest, _address = self._door.accept()
            notifier = self._watch(guest)
            self._guests[notifier] = (guest, bytearray())
            notifier.activated.connect(self._hear)

    @Slot()
    def _hear(self) -> None:
        notifier = self.sender()
        if not isinstance(notifier, QSocketNotifier) or notifier not in self._guests:
            return
        guest, said = self._guests[notifier]
        try:
            more = guest.recv(_LONGEST + 1)
        except OSError:
            self._part(notifier)
            return
        said += more
        if more and len(said) <= _LONGEST:
            return
        link = said.decode("utf-8", "replace").strip() if len(said) <= _LONGEST else ""
        if link:
            with suppress(OSError):
                guest.send(_TAKEN)
        self._part(notifier)
        if link:
            self.came.emit(link)

    def _part(self, notifier: QSocketNotifier) -> None:
        guest, _said = self._guests.pop(notifier)
        notifier.setEnabled(False)
        notifier.deleteLater()
        guest.close()


def _socket() -> socket.socket:
    """Raises OSError where the system has no such sockets."""
    family = getattr(socket, "AF_UNIX", None)
    if family is None or os.name == "nt":
        raise OSError("no sockets in folders here")
    return socket.socket(family, socket.SOCK_STREAM)
