"""The calls on accounts and containers of the object storage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from werkzeug import Request, Response

from api.practice.clock import Document
from api.practice.faults import Refusal

if TYPE_CHECKING:
    from api.practice.object_service import Call

FULL_PAGE = 10_000
_LONGEST = 256
_META = "X-Container-Meta-"
_OPEN = ("X-Container-Read", "X-Container-Write")


def list_containers(call: Call) -> Response:
    """``GET /``."""
    rows = [_container_row(call, each) for each in call.shelf.containers()]
    return _listing(call.request, rows, _account_headers(call))


def show_account(call: Call) -> Response:
    """``HEAD /``."""
    return reply(204, _account_headers(call))


def list_objects(call: Call, container: str) -> Response:
    """``GET /{container}``."""
    found = find_container(call, container)
    rows = [_object_row(call, each) for each in call.shelf.objects(container)]
    return _listing(call.request, rows, _container_headers(call, found))


def show_container(call: Call, container: str) -> Response:
    """``HEAD /{container}``."""
    return reply(204, _container_headers(call, find_container(call, container)))


def create_container(call: Call, container: str) -> Response:
    """``PUT /{container}``: 202 where there is one."""
    if len(container.encode()) > _LONGEST:
        raise Refusal(400, f"Container name length of {len(container.encode())} longer than {_LONGEST}")
    before = call.shelf.container(container)
    found = before or {"name": container, "meta": {}, "open": {}, "at": timestamp(call)}
    _write(call, found)
    return reply(202 if before else 201)


def update_container(call: Call, container: str) -> Response:
    """``POST /{container}``: what is not named stays, what is empty goes."""
    _write(call, find_container(call, container))
    return reply(204)


def delete_container(call: Call, container: str) -> Response:
    """``DELETE /{container}``: 409 unless it is empty."""
    find_container(call, container)
    with call.ground.store.writing() as documents:
        if call.shelf.objects(container):
            raise Refusal(409, "")
        call.shelf.drop_container(documents, container)
    return reply(204)


def find_container(call: Call, name: str) -> Document:
    """The container of that name; 404 when there is none."""
    found = call.shelf.container(name)
    if found is None:
        raise Refusal(404, "")
    return found


def reply(status: int, headers: Mapping[str, str] | None = None, body: Any = b"") -> Response:
    """An answer of the object storage: its bodies are HTML or nothing."""
    return Response(body, status=status, content_type="text/html; charset=UTF-8", headers=headers)


def timestamp(call: Call) -> float:
    """The moment as Swift keeps it: seconds since 1970."""
    return call.ground.clock.now().timestamp()


def named(request: Request, prefix: str) -> dict[str, str]:
    """The headers that begin so, by the rest of their names."""
    size = len(prefix)
    return {n[size:]: v for n, v in request.headers.items() if n.lower().startswith(prefix.lower())}


def _write(call: Call, found: Document) -> None:
    meta = found["meta"] | named(call.request, _META)
    opened = found["open"] | {n: call.request.headers[n] for n in _OPEN if n in call.request.headers}
    kept = {"meta": {n: v for n, v in meta.items() if v}, "open": {n: v for n, v in opened.items() if v}}
    with call.ground.store.writing() as documents:
        call.shelf.put_container(documents, found | kept)


def _totals(call: Call, container: str) -> tuple[int, int]:
    rows = call.shelf.objects(container)
    return len(rows), sum(int(row["bytes"]) for row in rows)


def _account_headers(call: Call) -> dict[str, str]:
    totals = [_totals(call, each["name"]) for each in call.shelf.containers()]
    return {
        "X-Account-Container-Count": str(len(totals)),
        "X-Account-Object-Count": str(sum(count for count, _ in totals)),
        "X-Account-Bytes-Used": str(sum(size for _, size in totals)),
    }


def _container_headers(call: Call, found: Document) -> dict[str, str]:
    count, size = _totals(call, found["name"])
    told = {"X-Container-Object-Count": str(count), "X-Container-Bytes-Used": str(size)}
    meta = {_META + name: str(value) for name, value in found["meta"].items()}
    return told | meta | dict(found["open"])


def _container_row(call: Call, found: Document) -> Document:
    count, size = _totals(call, found["name"])
    return {"name": found["name"], "count": count, "bytes": size, "last_modified": _time(found["at"])}


def _object_row(call: Call, found: Document) -> Document:
    size = call.shelf.size(found) if "static" in found else found["bytes"]
    return {
        "name": found["name"],
        "bytes": size,
        "hash": found["hash"],
        "content_type": found["content_type"],
        "last_modified": _time(found["at"]),
    }


def _time(at: float) -> str:
    moment = datetime.fromtimestamp(at, UTC).replace(tzinfo=None)  # Swift names no zone
    return moment.isoformat(timespec="microseconds")


def _listing(request: Request, rows: Iterable[Document], headers: Mapping[str, str]) -> Response:
    limit = request.args.get("limit", str(FULL_PAGE))
    if not limit.isdecimal() or int(limit) > FULL_PAGE:
        raise Refusal(412, f"Maximum limit is {FULL_PAGE}")
    shown = _chosen(request, list(rows))[: int(limit)]
    wants_json = request.args.get("format") == "json" or request.accept_mimetypes.best == "application/json"
    if wants_json:
        body = json.dumps(shown, ensure_ascii=False).encode("utf-8", "backslashreplace")
        return Response(body, content_type="application/json; charset=utf-8", headers=headers)
    text = "".join(f"{row.get('name') or row['subdir']}\n" for row in shown)
    plain = "text/plain; charset=utf-8"
    return Response(text, status=200 if text else 204, content_type=plain, headers=headers)


def _chosen(request: Request, rows: list[Document]) -> list[Document]:
    prefix, delimiter = request.args.get("prefix", ""), request.args.get("delimiter", "")
    rows = [row for row in rows if row["name"].startswith(prefix)]
    if delimiter:
        rows = list(_cut(rows, prefix, delimiter))
    backwards = request.args.get("reverse", "").lower() in {"true", "1", "yes", "on", "t", "y"}
    marker, end = request.args.get("marker", ""), request.args.get("end_marker", "")
    low, high = (end, marker) if backwards else (marker, end)
    rows = [row for row in rows if _own(row) > low and (not high or _own(row) < high)]
    return rows[::-1] if backwards else rows


def _cut(rows: Iterable[Document], prefix: str, delimiter: str) -> Iterable[Document]:
    last = ""
    for row in rows:
        head, found, _rest = row["name"][len(prefix) :].partition(delimiter)
        folder = f"{prefix}{head}{delimiter}" if found else ""
        if not folder:
            yield row
        elif folder != last:
            yield {"subdir": folder}
        last = folder


def _own(row: Document) -> str:
    return str(row.get("name") or row["subdir"])


OF_ACCOUNT = {"GET": list_containers, "HEAD": show_account}
METHODS = {
    "GET": list_objects,
    "HEAD": show_container,
    "PUT": create_container,
    "POST": update_container,
    "DELETE": delete_container,
}
