"""Serves a file as a JSON answer to every request, from a process of its own: FILE. Prints its port."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from pathlib import Path

body = Path(sys.argv[1]).read_bytes()
head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    connection, _address = listener.accept()
    with connection, suppress(OSError):
        while connection.recv(65536):
            connection.sendall(head)
            connection.sendall(body)
