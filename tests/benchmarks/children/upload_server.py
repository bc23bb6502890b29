"""A child process that takes image data as fast as it comes: RECORD (JSON of the image once it is active).

GET answers with the record: queued until a body came, then once as it is given, then queued again. Prints its port,
then serves until its input ends.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from contextlib import suppress

BUFFER = 1 << 20
_JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"


class Server:
    """One image that can be filled again and again."""

    def __init__(self, active: str) -> None:
        record = json.loads(active)
        self._active = active.encode()
        self._queued = json.dumps(
            record | {"status": "queued", "size": None, "os_hash_value": None}
        ).encode()
        self._filled = False

    def serve(self) -> None:
        """Serve until standard input ends."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        print(listener.getsockname()[1], flush=True)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        sys.stdin.read()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            connection, _address = listener.accept()
            threading.Thread(target=self._answer_all, args=(connection,), daemon=True).start()

    def _answer_all(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pending = b""
            while True:
                while b"\r\n\r\n" not in pending:
                    if not (block := connection.recv(65536)):
                        return
                    pending += block
                head, _, pending = pending.partition(b"\r\n\r\n")
                if head.startswith(b"GET"):
                    record, self._filled = self._active if self._filled else self._queued, False
                    connection.sendall(_JSON % (len(record), record))
                else:
                    self._take(connection, head.lower(), len(pending))
                    pending = b""

    def _take(self, connection: socket.socket, head: bytes, had: int) -> None:
        length = next(
            (
                int(line.partition(b":")[2])
                for line in head.split(b"\r\n")
                if line.startswith(b"content-length:")
            ),
            0,
        )
        if b"expect: 100-continue" in head:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        left, buffer = length - had, memoryview(bytearray(BUFFER))
        while left > 0:
            count = connection.recv_into(buffer, min(BUFFER, left))
            if not count:
                raise ConnectionError
            left -= count
        self._filled = True
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


if __name__ == "__main__":
    Server(sys.argv[1]).serve()
