"""Small identity servers on loopback, and the documents they answer with."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it; header names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Reply:
    """One answer: a dict or list as JSON, text as it is."""

    status: int = 200
    body: Any = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Answering = Callable[[Asked], Reply]


class IdentityServer:
    """A loopback server that keeps what it was asked; ``answering`` may be exchanged at any time."""

    def __init__(self, answering: Answering, tls: ssl.SSLContext | None = None) -> None:
        self.answering = answering
        self.asked: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self._server.server_port}"
        if tls:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )

    @property
    def lines(self) -> list[str]:
        return [asked.line for asked in self.asked]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, self.path, headers, body)
                owner.asked.append(asked)
                self._send(owner.answering(asked))

            def _send(self, reply: Reply) -> None:
                is_text = isinstance(reply.body, str)
                data = (reply.body if is_text else json.dumps(reply.body)).encode()
                self.send_response(reply.status)
                headers = {"Content-Type": "text/html" if is_text else "application/json", **reply.headers}
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = do_HEAD = _answer

            def handle(self) -> None:
                with suppress(OSError):  # a client that does not trust us, or was cancelled, just leaves
                    super().handle()

            def log_message(self, *_args: object) -> None:
                """Tests read ``asked`` instead."""

        return Handler


@contextmanager
def serving(answering: Answering, tls: ssl.SSLContext | None = None) -> Iterator[IdentityServer]:
    """A running server for the length of a block."""
    server = IdentityServer(answering, tls)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def by_line(replies: Mapping[str, Reply | Answering]) -> Answering:
    """Answers chosen by "METHOD /path" without the query; 404 for everything else."""

    def answer(asked: Asked) -> Reply:
        found = replies.get(
            f"{asked.method} {asked.path.split('?')[0]}", Reply(404, {"error": "no such path"})
        )
        return found if isinstance(found, Reply) else found(asked)

    return answer


def stamp(moment: datetime) -> str:
    """Rackspace's way to write a time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


RACKSPACE_CATALOGUE: tuple[dict[str, Any], ...] = (
    {
        "name": "cloudImages",
        "type": "image",
        "endpoints": [
            {
                "region": "IAD",
                "tenantId": "912345",
                "publicURL": "https://iad.images.api.rackspacecloud.com/v2",
            },
            {
                "region": "DFW",
                "tenantId": "912345",
                "publicURL": "https://dfw.images.api.rackspacecloud.com/v2",
            },
        ],
    },
    {
        "name": "cloudFiles",
        "type": "object-store",
        "endpoints": [
            {
                "region": "LON",
                "tenantId": "MossoCloudFS_1",
                "publicURL": "https://storage101.lon3.clouddrive.com/v1/MossoCloudFS_1",
                "internalURL": "https://snet-storage101.lon3.clouddrive.com/v1/MossoCloudFS_1",
            }
        ],
    },
)


def rackspace_access(
    token: str = "rax-token",
    *,
    life: float = 86400.0,
    account: str = "912345",
    catalogue: Any = RACKSPACE_CATALOGUE,
    default_region: str = "DFW",
) -> dict[str, Any]:
    """What Rackspace's POST /v2.0/tokens answers."""
    return {
        "access": {
            "token": {
                "id": token,
                "expires": stamp(datetime.now(UTC) + timedelta(seconds=life)),
                "tenant": {"id": account, "name": account},
                "RAX-AUTH:authenticatedBy": ["APIKEY"],
            },
            "serviceCatalog": list(catalogue),
            "user": {
                "id": "172157",
                "name": "alice",
                "roles": [{"id": "3", "name": "identity:user-admin", "description": "User Admin Role."}],
                "RAX-AUTH:defaultRegion": default_region,
            },
        }
    }


def keystone_token(
    *,
    life: float = 3600.0,
    project: str = "alpha",
    image_url: str = "https://glance.example/image",
    skew: float = 0.0,
) -> dict[str, Any]:
    """What Keystone's POST /v3/auth/tokens answers; "" as project leaves the scope and the catalogue out.

    ``skew`` is how far the server's clock is ahead of this machine's, in seconds.
    """
    now = datetime.now(UTC) + timedelta(seconds=skew)
    token: dict[str, Any] = {
        "methods": ["password"],
        "user": {"id": "u1", "name": "bob", "domain": {"id": "default", "name": "Default"}},
        "issued_at": stamp(now),
        "expires_at": stamp(now + timedelta(seconds=life)),
        "audit_ids": ["ysSI0bEWR0Gmrp4LHL9LFw"],
    }
    if project:
        domain = {"id": "default", "name": "Default"}
        token["project"] = {"id": f"{project}-id", "name": project, "domain": domain}
        token["roles"] = [{"id": "r1", "name": "member"}]
        token["catalog"] = [
            {
                "id": "s1",
                "type": "image",
                "name": "glance",
                "endpoints": [
                    v3_endpoint("RegionOne", "admin", "http://10.0.0.1:9292"),
                    v3_endpoint("RegionOne", "public", image_url),
                    v3_endpoint("RegionTwo", "public", f"{image_url}/two/v2"),
                    v3_endpoint("RegionOne", "internal", "http://10.0.0.1:9292"),
                ],
            }
        ]
    return {"token": token}


def v3_endpoint(region: str, interface: str, url: str) -> dict[str, str]:
    """One endpoint of a Keystone catalogue."""
    return {"id": "e", "region": region, "region_id": region, "interface": interface, "url": url}


def keystone_reply(token: str = "ks-token", status: int = 201, **options: Any) -> Reply:
    """That answer with its token in the header."""
    return Reply(status, keystone_token(**options), {"X-Subject-Token": token})
