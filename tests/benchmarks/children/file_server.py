"""A child process that serves a file as fast as the system can, and takes bodies as fast as they come: FILE RECORD.

GET of a target that ends in ``/file`` answers with the file by sendfile (whole, or from the first byte of a Range on),
any other GET with the record (JSON); what has a body is read and answered with 204. Prints its port, then serves
until its input ends.
"""

from __future__ import annotations

import os
import re
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

_RANGE = re.compile(rb"\r\nrange: *bytes=(\d+)-\r\n", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
_FILE = re.compile(rb"GET [^ ]*/file ")
_JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
_BUFFER = 1 << 20


def serve(path: str, record: str) -> None:
    """Serve until standard input ends."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=16)
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=_accept, args=(listener, path, record.encode()), daemon=True).start()
    sys.stdin.read()


def _accept(listener: socket.socket, path: str, record: bytes) -> None:
    while True:
        connection, _address = listener.accept()
        threading.Thread(target=_answer_all, args=(connection, path, record), daemon=True).start()


def _answer_all(connection: socket.socket, path: str, record: bytes) -> None:
    with connection, suppress(OSError):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pending = b""
        while True:
            while b"\r\n\r\n" not in pending:
                if not (block := connection.recv(65536)):
                    return
                pending += block
            head, _, pending = pending.partition(b"\r\n\r\n")
            if _FILE.match(head):
                _send_file(connection, head + b"\r\n", path)
            elif head.startswith(b"GET"):
                connection.sendall(_JSON % (len(record), record))
            else:
                pending = _take(connection, head + b"\r\n", pending)


def _send_file(connection: socket.socket, head: bytes, path: str) -> None:
    with Path(path).open("rb") as file:
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
    serve(sys.argv[1], sys.argv[2])
