"""A child process that serves one file as fast as the system can, and takes bodies as fast as they come.

GET answers with the file by sendfile (whole, or from the first byte of a Range on); anything with a body is read and
answered with 204. Prints its port, then serves until its input ends.
"""

from __future__ import annotations

import os
import re
import socket
import sys
import threading
from contextlib import suppress

_RANGE = re.compile(rb"\r\nrange: *bytes=(\d+)-\r\n", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_BUFFER = 1 << 20


def serve(path: str) -> None:
    """Serve until standard input ends."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=16)
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=_accept, args=(listener, path), daemon=True).start()
    sys.stdin.read()


def _accept(listener: socket.socket, path: str) -> None:
    while True:
        connection, _address = listener.accept()
        threading.Thread(target=_answer_all, args=(connection, path), daemon=True).start()


def _answer_all(connection: socket.socket, path: str) -> None:
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
                _send_file(connection, head + b"\r\n", path)
            else:
                pending = _take(connection, head + b"\r\n", pending)


def _send_file(connection: socket.socket, head: bytes, path: str) -> None:
    with open(path, "rb") as file:
        whole = os.fstat(file.fileno()).st_size
        wanted = _RANGE.search(head)
        start = int(wanted[1]) if wanted else 0
        status = b"206 Partial Content" if wanted else b"200 OK"
        more = b"Content-Range: bytes %d-%d/%d\r\n" % (start, whole - 1, whole) if wanted else b""
        connection.sendall(
            b"HTTP/1.1 %b\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n%b\r\n"
            % (status, whole - start, more)
        )
        while start < whole:
            start += os.sendfile(connection.fileno(), file.fileno(), start, whole - start)


def _take(connection: socket.socket, head: bytes, pending: bytes) -> bytes:
    """Read a body and say so; returns what came behind it."""
    found = _LENGTH.search(head)
    length = int(found[1]) if found else 0
    if b"\r\nexpect: 100-continue\r\n" in head.lower():
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    left, buffer = length - len(pending), memoryview(bytearray(_BUFFER))
    while left > 0:
        count = connection.recv_into(buffer, min(_BUFFER, left))
        if not count:
            raise ConnectionError
        left -= count
    connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
    return pending[length:]


if __name__ == "__main__":
    serve(sys.argv[1])
