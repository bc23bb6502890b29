"""Reading an answer's status line, headers and chunk sizes strictly: what is not whole is not an answer."""

from __future__ import annotations

import http.client
import io
import re
import socket
from contextlib import suppress
from typing import Any, BinaryIO, cast

from api.errors import BrokenAnswer, ConnectionLost
from api.wire.flight import Flight
from api.wire.framing import comes_in_chunks, contradicts
from api.wire.patience import MAY_HAVE_ARRIVED, PatientFile

MOST_INTERIM = 16
"""Interim answers (1xx) before the real one; more is a server that never answers."""
MOST_TRAILERS = 100
_FIRST = b"HTTP/"
_HEADER_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:|[ \t]|\r?\n\Z")
_FORBIDDEN = re.compile(rb"\0|\r(?!\n)")
"""Python would take a single carriage return for the end of a line, and so make a header of a part of a value."""
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(;.*)?\r?\n\Z", re.DOTALL)
_UNKNOWN_HINT = "It may not be an API at all: check address, port, and whether it is http or https."


class HeadReader:
    """The lines of an answer's head; an end in the middle of it is a lost connection, not an end of headers."""

    def __init__(self, file: BinaryIO, flight: Flight) -> None:
        self._file = file
        self._flight = flight
        self._begun = False

    def readline(self, limit: int = -1) -> bytes:
        """The next line; empty only when the server closed before the first one. ``limit`` is in bytes."""
        line = self._file.readline(limit)
        if line:
            self._flight.answered()
        whole = line.endswith(b"\n") or len(line) == limit
        if not self._begun and line[: len(_FIRST)] != _FIRST[: len(line)]:
            raise not_http(self._flight.peer, repr(line[:200]))
        if not whole and (self._begun or line):
            raise ConnectionLost(
                f"{self._flight.peer} closed the connection in the middle of the answer's headers."
            )
        if whole and len(line) != limit:
            self._check(line)
        self._begun = True
        return line

    def _check(self, line: bytes) -> None:
        is_header = not self._begun or _HEADER_LINE.match(line) or line.startswith(_FIRST)
        if not is_header or _FORBIDDEN.search(line):
            raise BrokenAnswer(
                f"{self._flight.peer} sent headers that are not HTTP.", details=repr(line[:200])
            )

    def close(self) -> None:
        """Close what it reads from."""
        self._file.close()


class StrictResponse(http.client.HTTPResponse):
    """http.client's parser, which takes half an answer for a whole one in several places, made strict."""

    def __init__(self, sock: Any, *args: Any, flight: Flight, **settings: Any) -> None:
        super().__init__(sock, *args, **settings)
        self.flight = flight
        self._sock = sock
        self._whole = False
        self._patient = PatientFile(sock, flight)
        with self.fp:  # closed, for the patient one
            self.fp = cast("Any", io.BufferedReader(self._patient))

    def begin(self) -> None:
        """Read the head. Raises ConnectionLost or BrokenAnswer when it is not whole or not HTTP."""
        file = self.fp
        self.fp = cast("Any", HeadReader(cast("BinaryIO", file), self.flight))
        try:
            super().begin()
        except (http.client.HTTPException, ValueError) as reason:
            raise self._not_http(reason) from None
        finally:
            if self.fp is not None:
                self.fp = file
        self._patient.end_of_head()
        if self._has_body() and comes_in_chunks(self.headers, self.flight.peer):
            self.chunked, self.chunk_left, self.length = True, None, None
        self.will_close = self.will_close or contradicts(self.headers)

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MOST_INTERIM):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status >= 200:
                return version, status, reason
            if status == http.HTTPStatus.SWITCHING_PROTOCOLS:
                raise BrokenAnswer(
                    f"{self.flight.peer} switched to another protocol, which was not asked for.",
                    _UNKNOWN_HINT,
                )
            http.client.parse_headers(cast("Any", self.fp))
        raise BrokenAnswer(f"{self.flight.peer} sent {MOST_INTERIM} interim answers and no final one.")

    def _close_conn(self) -> None:
        """The body ends here: another call may get the connection, so a cancel must not reach it any more.

        Bytes behind the end would be taken for the next call's answer: the connection is given up.
        """
        ended = self._whole or (self.length == 0 and self.headers is not None)
        excess = self._excess() if ended else b""
        self.flight.let_go()
        super()._close_conn()  # type: ignore[misc]
        if excess.strip(b"\r\n"):
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)
            if self._has_body():
                raise BrokenAnswer(f"{self.flight.peer} sent more bytes than its answer says it has.")

    def _excess(self) -> bytes:
        """What is there already behind the end, without waiting for more."""
        patience = self._sock.gettimeout()
        try:
            self._sock.settimeout(0)
            return bytes(self.fp.peek(1))
        except OSError:
            return b""
        finally:
            with suppress(OSError):
                self._sock.settimeout(patience)

    def _has_body(self) -> bool:
        return self._method != "HEAD" and self.status not in {204, 304}  # type: ignore[attr-defined]

    def _read_next_chunk_size(self) -> int:
        line = self.fp.readline(65537)
        if not line.endswith(b"\n") and len(line) < 65537:
            raise http.client.IncompleteRead(b"")
        if (match := _CHUNK_SIZE.match(line)) is None:
            raise BrokenAnswer(f"{self.flight.peer} sent a broken chunk.", details=repr(line[:200]))
        return int(match[1], 16)

    def _read_and_discard_trailer(self) -> None:
        for _ in range(MOST_TRAILERS):
            line = self.fp.readline(65537)
            if line in {b"\r\n", b"\n", b""}:
                self._whole = True
                return
        raise BrokenAnswer(f"{self.flight.peer} sent trailers without an end.")

    def _not_http(self, reason: Exception) -> BrokenAnswer | ConnectionLost:
        if isinstance(reason, http.client.RemoteDisconnected):
            sentence = f"{self.flight.peer} closed the connection without an answer."
            return ConnectionLost(sentence, MAY_HAVE_ARRIVED)
        return not_http(self.flight.peer, repr(reason)[:300])


def not_http(peer: str, details: str) -> BrokenAnswer:
    """The error for bytes that are not HTTP at all."""
    return BrokenAnswer(f"What {peer} sent is not an HTTP answer.", _UNKNOWN_HINT, details)
