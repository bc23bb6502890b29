"""One loopback HTTP server: threads, keep-alive, and the checks that keep strangers out."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from cheroot import wsgi
from werkzeug import Request, Response

from api.practice.bodies import has_body
from api.practice.data import CHUNK

_LOG = logging.getLogger(__name__)
_LOCAL = frozenset({"127.0.0.1", "localhost"})
Answer = Callable[[Request], Response]


class LoopbackServer:
    """Serves one application on a free port of 127.0.0.1 from daemon threads."""

    def __init__(self, answer: Answer, name: str) -> None:
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        # Head and body of an answer are two writes: without this each answer waits 40 ms for an acknowledgement.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._socket.getsockname()[1]
        self._server = _Server(self._socket, self._application)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"practice-{name}", daemon=True)

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve. Returns at once: the port listens already, early clients wait in its queue."""
        self._thread.start()

    def wake(self) -> None:
        """Touch the port, so that a server that is told to stop notices at once."""
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()

    def stop(self) -> None:
        """End every thread; uploads and downloads that are under way are cut off."""
        if not self._thread.is_alive():
            self._socket.close()
            return
        self._ready.wait()
        self._server.stop()
        self._thread.join()

    def _run(self) -> None:
        self._server.prepare()
        self._ready.set()
        self._server.serve()

    def _application(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        response = self._guarded(request)
        response.headers.setdefault("Date", _date())
        _drain(request)
        return response(environ, start_response)

    def _guarded(self, request: Request) -> Response:
        try:
            return _refusal(request, self.port) or self._answer(request)
        except OSError:
            raise  # the client has gone
        except Exception:  # noqa: BLE001 -- a fault of ours must not end the worker
            _LOG.exception("The practice cloud failed on %s", request.method)
            return Response("The server failed.", status=500, content_type="text/plain; charset=UTF-8")


class _Server(wsgi.Server):
    """Cheroot on a socket that listens before the server's threads exist."""

    keep_alive_conn_limit = 200
    expiration_interval = 0.2

    def __init__(self, listening: socket.socket, application: Any) -> None:
        super().__init__(
            listening.getsockname(), application, numthreads=8, timeout=60, shutdown_timeout=1,
            request_queue_size=64, server_name="localhost",
        )  # fmt: skip
        self._listening = listening

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:  # noqa: A002, ARG002 -- cheroot's names
        self.socket = self._listening
        self.bind_addr = self._listening.getsockname()
        return self._listening

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        _LOG.log(logging.DEBUG if level < logging.ERROR else level, "%s", msg, exc_info=traceback)


def _refusal(request: Request, port: int) -> Response | None:
    """A page in a browser must not reach this server: not by a name of its own, not with its own scripts."""
    if "Origin" in request.headers:
        return Response("Pages of other origins may not call this server.", status=403)
    host = urlsplit(f"//{request.headers.get('Host', '')}")
    with suppress(ValueError):
        if host.hostname in _LOCAL and host.port == port:
            return None
    return Response("This server answers to 127.0.0.1 only.", status=403)


def _drain(request: Request) -> None:
    """Read what is left of a refused upload, so that the client gets the answer and the connection lives on."""
    if has_body(request):
        read = request.environ["wsgi.input"].read
        with suppress(OSError, ValueError):
            while read(CHUNK):
                pass


def _date() -> str:
    from werkzeug.http import http_date

    return http_date()
