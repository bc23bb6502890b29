"""Builds requests, responses and exchanges for tests without any network."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.model import Place
from api.wire.request import TOKEN_SLOT, Request, RequestBody, Template
from api.wire.response import Content, Hop, Response, Timings

STARTED = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WHO = "Practice cloud · 912345 · DFW"


def a_request(
    title: str = "List Images",
    method: str = "GET",
    url: str = "https://dfw.images.example.com/v2/images?limit=60",
    *,
    body: RequestBody = None,
    secret_pointers: tuple[str, ...] = (),
    secret_headers: tuple[str, ...] = (),
    region: str = "DFW",
) -> Request:
    """A request with a token slot, as the program builds them."""
    headers = (
        ("User-Agent", Template.of("pitchfork-desktop/0.1.0")),
        ("Accept", Template.of("application/json")),
        ("X-Auth-Token", Template.of(TOKEN_SLOT)),
    )
    return Request(
        call_id="cloud-images." + title.lower().replace(" ", "-"),
        method=method,
        url=Template.of(url),
        headers=headers,
        body=body,
        place=Place("p1", "912345", region),
        title=title,
        secret_pointers=secret_pointers,
        secret_headers=secret_headers,
    )


def a_response(
    body: bytes | str | dict[str, Any] | list[Any] = b"",
    status: int = 200,
    reason: str = "OK",
    *,
    content_type: str = "application/json",
    headers: tuple[tuple[str, str], ...] = (),
    hops: tuple[Hop, ...] = (),
) -> Response:
    """A response; a body that is no bytes and no text is written as JSON."""
    data = (
        body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    )
    own = (
        ("Content-Type", content_type),
        ("Content-Length", str(len(data))),
        ("x-openstack-request-id", "req-4f1c2b7a-90d1-4d2f-8b55-1f2e3d4c5b9a"),
    )
    return Response(
        status=status,
        reason=reason,
        headers=own + headers,
        content=Content(data),
        url="https://dfw.images.example.com/v2/images?limit=60",
        timings=Timings(STARTED, 0.041, 0.052),
        hops=hops,
    )


def an_exchange(
    response: Response | None = None,
    request: Request | None = None,
    *,
    error: PitchforkError | None = None,
    who: str = WHO,
) -> Exchange:
    """An exchange of these; without a response it needs an error."""
    return Exchange("x1", request or a_request(), response, error, who, STARTED, 0.052)


def an_image(number: int = 0, **more: Any) -> dict[str, Any]:
    """An image as Rackspace describes it."""
    names = (
        ("Debian 10 (Buster) (PVHVM)", "active", "public", "debian", 741591040),
        ("Ubuntu 24.04 LTS (Noble)", "active", "public", "ubuntu", 851443712),
        ("web-01 golden", "active", "shared", "ubuntu", 3328599654),
        ("db replica base", "saving", "private", "debian", None),
        ("import of edge-router.vhd", "queued", "private", None, None),
        ("legacy-app 2019", "killed", "private", "centos", None),
        ("Windows Server 2022", "deactivated", "public", "windows", 12240656793),
    )
    name, status, visibility, distro, size = names[number % len(names)]
    return {
        "id": f"cc45237e-27d1-4592-aa0a-{0x817904B99C70 + number * 7919:012x}",
        "name": name,
        "status": status,
        "visibility": visibility,
        "size": size,
        "checksum": None if size is None else f"{number * 2654435761 % (1 << 128):032x}",
        "min_disk": 10,
        "min_ram": 512,
        "protected": number % 2 == 0,
        "owner": None,
        "created_at": "2021-02-20T01:39:41Z",
        "updated_at": f"2026-11-{20 - number % 7:02}T13:{number % 60:02}:00Z",
        "tags": [] if number % 3 else ["golden", "web"],
        "org.openstack__1__architecture": "x64",
        "org.openstack__1__os_distro": distro,
        "com.rackspace__1__options": "0",
        "vm_mode": "hvm",
        "self": "/v2/images/x",
        "schema": "/v2/schemas/image",
        **more,
    }


def an_image_list(count: int = 60) -> dict[str, Any]:
    """A page of images with links."""
    return {
        "images": [an_image(number) for number in range(count)],
        "schema": "/v2/schemas/images",
        "first": "/v2/images?limit=60",
        "next": "/v2/images?limit=60&marker=9f1b",
    }
