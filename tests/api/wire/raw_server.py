"""A server made of bytes: each connection is handled by a function that reads and writes what it likes."""

import socket
import ssl
import threading
from contextlib import suppress


class Connection:
    """One accepted connection. ``received`` holds everything read so far."""

    def __init__(self, sock, server):
        self.sock = sock
        self.server = server
        self.received = b""

    def start_tls(self):
        self.sock = self.server.tls.wrap_socket(self.sock, server_side=True)

    def read_until(self, mark):
        taken = b""
        while mark not in taken:
            block = self.sock.recv(1)
            if not block:
                raise ConnectionError
            taken += block
        self.received += taken
        return taken

    def read_head(self):
        return self.read_until(b"\r\n\r\n")

    def read_exactly(self, size):
        taken = b""
        while len(taken) < size:
            block = self.sock.recv(min(65536, size - len(taken)))
            if not block:
                raise ConnectionError
            taken += block
        self.received += taken
        return taken

    def send(self, data):
        self.sock.sendall(data)

    def answer(self, body=b"ok", status="200 OK", headers=b""):
        self.send(
            b"HTTP/1.1 %b\r\nContent-Length: %d\r\n%b\r\n%b" % (status.encode(), len(body), headers, body)
        )

    def stay_silent(self):
        self.server.closing.wait(20)


class RawServer:
    """Listens on a free port of 127.0.0.1. ``connections`` are those accepted so far, in order."""

    def __init__(self, handle, tls=None):
        self.handle = handle
        self.tls = tls
        self.closing = threading.Event()
        self.connections = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}/"

    def _accept(self):
        while True:
            try:
                sock, _address = self._listener.accept()
            except OSError:
                return
            connection = Connection(sock, self)
            self.connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection):
        with suppress(OSError, ssl.SSLError):
            try:
                if self.tls and not getattr(self.handle, "bare", False):
                    connection.start_tls()
                self.handle(connection)
            finally:
                with suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_WR)
                connection.sock.close()

    def stop_listening(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def close(self):
        self.closing.set()
        self.stop_listening()
        for connection in self.connections:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)


def bare(handle):
    """A handler that is called before the TLS handshake."""
    handle.bare = True
    return handle


def keep_answering(connection):
    """Answer every request without a body in the same way."""
    while True:
        connection.read_head()
        connection.answer()
