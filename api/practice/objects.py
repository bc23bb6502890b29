"""The calls on objects of the object storage: upload, copy, manifests, download with ranges, metadata, delete."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from werkzeug import Response
from werkzeug.http import http_date

from api.practice.clock import Document
from api.practice.containers import find_container, named, reply, timestamp
from api.practice.faults import Refusal
from api.practice.shelf import is_large

if TYPE_CHECKING:
    from api.practice.object_service import Call

_LARGEST = 5 * 2**30
_LONGEST = 1024
_META = "X-Object-Meta-"
_MOST_SEGMENTS = 1000


def show(call: Call, container: str, name: str) -> Response:
    """``HEAD /{container}/{object}``."""
    found = _find(call, container, name)
    size = str(call.shelf.size(found))
    return _answer(found, 200, _headers(call, found) | {"Content-Length": size}, [])


def download(call: Call, container: str, name: str) -> Response:
    """``GET /{container}/{object}``: 206 for one range of it."""
    found = _find(call, container, name)
    if call.request.args.get("multipart-manifest") == "get" and is_large(found):
        return _manifest(call, found)
    if any(part is None for part, _ in call.shelf.segments(found)):
        raise Refusal(409, "")  # a segment that a static manifest names is gone
    headers, size = _headers(call, found), call.shelf.size(found)
    wanted = call.request.headers.get("If-Match", "*").strip('"')
    if wanted not in {"*", headers["ETag"].strip('"')}:
        raise Refusal(412, "")
    start, end = _range(call.request.headers.get("Range", ""), size) or (0, size)
    partly = (start, end) != (0, size)
    headers["Content-Length"] = str(end - start)
    if partly:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return _answer(found, 206 if partly else 200, headers, call.shelf.content(found, start, end - start))


def put(call: Call, container: str, name: str) -> Response:
    """``PUT /{container}/{object}``: content, a copy, or a manifest."""
    find_container(call, container)
    if len(name.encode()) > _LONGEST:
        raise Refusal(400, f"Object name length of {len(name.encode())} longer than {_LONGEST}")
    if call.request.headers.get("If-None-Match") == "*" and call.shelf.object(container, name):
        raise Refusal(412, "")
    content = _content(call)
    own: Document = {"name": name, "at": timestamp(call), "meta": named(call.request, _META)} | _life(call)
    kind = {"content_type": call.request.headers.get("Content-Type") or "application/octet-stream"}
    with call.ground.store.writing() as documents:
        call.shelf.put_object(documents, container, kind | content | own | {"meta": _meta(content, own)})
    etag = f'"{content["hash"]}"' if "static" in content else content["hash"]
    return reply(201, {"ETag": etag, "Last-Modified": http_date(own["at"])})


def update(call: Call, container: str, name: str) -> Response:
    """``POST /{container}/{object}``: all metadata anew."""
    found = _find(call, container, name)
    found.pop("delete_at", None)
    fresh = found | {"meta": named(call.request, _META)} | _life(call)
    with call.ground.store.writing() as documents:
        call.shelf.put_object(documents, container, fresh)
    return reply(202)


def delete(call: Call, container: str, name: str) -> Response:
    """``DELETE /{container}/{object}``; with its segments where that is asked of a static large object."""
    found = _find(call, container, name)
    if call.request.args.get("multipart-manifest") == "delete":
        return _delete_whole(call, container, found)
    with call.ground.store.writing() as documents:
        call.shelf.drop_object(documents, container, name)
    return reply(204)


def _find(call: Call, container: str, name: str) -> Document:
    find_container(call, container)
    found = call.shelf.object(container, name)
    if found is None:
        raise Refusal(404, "")
    return found


def _headers(call: Call, found: Document) -> dict[str, str]:
    headers = {
        "ETag": call.shelf.etag(found),
        "Last-Modified": http_date(found["at"]),
        "X-Timestamp": f"{found['at']:.5f}",
        "Accept-Ranges": "bytes",
    }
    headers |= {_META + name: value for name, value in found["meta"].items()}
    if "dynamic" in found:
        headers["X-Object-Manifest"] = quote(found["dynamic"])
    if "static" in found:
        headers["X-Static-Large-Object"] = "True"
    if "delete_at" in found:
        headers["X-Delete-At"] = str(int(found["delete_at"]))
    return headers


def _answer(found: Document, status: int, headers: dict[str, str], body: Any) -> Response:
    return Response(body, status=status, content_type=found["content_type"], headers=headers)


def _manifest(call: Call, found: Document) -> Response:
    headers = _headers(call, found)
    if "dynamic" in found:
        return _answer(found, 200, headers | {"ETag": found["hash"]}, b"")
    body = json.dumps(found["static"])
    return Response(body, content_type="application/json; charset=utf-8", headers=headers)


def _range(text: str, size: int) -> tuple[int, int] | None:
    """(first, one after the last) of the wanted bytes; None for all; 416 for what lies outside."""
    match = re.fullmatch(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", text)
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    start, end = (int(first), int(last or size - 1) + 1) if first else (max(size - int(last), 0), size)
    if start >= size or end <= start:
        raise Refusal(416, "", {"Content-Range": f"bytes */{size}"})
    return start, min(end, size)


def _life(call: Call) -> Document:
    after = call.request.headers.get("X-Delete-After", "")
    if after and not after.isdecimal():
        raise Refusal(400, "Non-integer X-Delete-After")
    return {"delete_at": timestamp(call) + int(after)} if after else {}


def _meta(content: Document, own: Document) -> dict[str, str]:
    """A copy keeps the metadata that are not given anew."""
    return {**content.get("meta", {}), **own["meta"]}


def _content(call: Call) -> Document:
    headers = call.request.headers
    if "X-Copy-From" in headers:
        return _copied(call, headers["X-Copy-From"])
    if call.request.args.get("multipart-manifest") == "put":
        return _static(call)
    content = _received(call)
    if "X-Object-Manifest" in headers:
        return content | {"dynamic": _prefix(headers["X-Object-Manifest"])}
    return content


def _received(call: Call) -> Document:
    request = call.request
    length = request.content_length
    if length is None and "chunked" not in request.headers.get("Transfer-Encoding", "").lower():
        raise Refusal(411, "")
    if length is not None and length > _LARGEST:
        raise Refusal(413, "")
    file, received = call.shelf.receive(request.environ["wsgi.input"].read)
    announced = request.headers.get("ETag", received.md5).strip('"').lower()
    if length is not None and received.size < length:
        call.shelf.discard(file)
        raise Refusal(499, "Client Disconnect")
    if announced != received.md5:
        call.shelf.discard(file)
        raise Refusal(422, "")
    return {"file": file, "bytes": received.size, "hash": received.md5}


def _prefix(text: str) -> str:
    container, slash, prefix = unquote(text).lstrip("/").partition("/")
    if not (container and slash and prefix) or "?" in text or "&" in text:
        raise Refusal(400, "X-Object-Manifest must be in the format container/prefix")
    return f"{container}/{prefix}"


def _copied(call: Call, source: str) -> Document:
    container, _, name = unquote(source).lstrip("/").partition("/")
    if not name:
        raise Refusal(412, "X-Copy-From header must be of the form <container name>/<object name>")
    found = _find(call, container, name)
    stream = _Stream(call.shelf.content(found))
    file, received = call.shelf.receive(stream.read)
    fresh = call.request.headers.get("X-Fresh-Metadata", "").lower() == "true"
    return {
        "file": file,
        "bytes": received.size,
        "hash": received.md5,
        "content_type": found["content_type"],
        "meta": {} if fresh else found["meta"],
    }


class _Stream:
    """Blocks as something to read from."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)

    def read(self, _size: int) -> bytes:
        return next(self._blocks, b"")


def _static(call: Call) -> Document:
    """The manifest of a static large object, checked against the segments that are there."""
    try:
        rows = json.loads(call.request.get_data(cache=False))
    except ValueError:
        raise Refusal(400, "Manifest must be valid JSON.\n") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refusal(400, "Manifest must be a list.\n")
    if not 0 < len(rows) <= _MOST_SEGMENTS:
        raise Refusal(400, f"Number of segments must be from 1 to {_MOST_SEGMENTS}.\n")
    checked = [_checked(call, row) for row in rows]
    faults = [fault for _, fault in checked if fault]
    if faults:
        raise Refusal(400, "Errors:\n" + "".join(f"{fault}\n" for fault in faults))
    parts = [part for part, _ in checked]
    joint = "".join(part["hash"] for part in parts).encode()
    total = sum(part["bytes"] for part in parts)
    return {
        "static": parts,
        "bytes": total,
        "hash": hashlib.md5(joint, usedforsecurity=False).hexdigest(),
    }


def _checked(call: Call, row: Document) -> tuple[Document, str]:
    path = str(row.get("path", ""))
    container, _, name = path.lstrip("/").partition("/")
    found = call.shelf.object(container, name) if name else None
    if found is None:
        return {}, f"{path}, 404 Not Found"
    if row.get("size_bytes") not in {None, found["bytes"]}:
        return {}, f"{path}, Size Mismatch"
    if row.get("etag") not in {None, found["hash"]}:
        return {}, f"{path}, Etag Mismatch"
    about = {name: found[name] for name in ("bytes", "hash", "content_type")}
    return about | {"name": f"/{container}/{name}"}, ""


def _delete_whole(call: Call, container: str, found: Document) -> Response:
    if "static" not in found:
        raise Refusal(400, "Not an SLO manifest")
    gone = missing = 0
    with call.ground.store.writing() as documents:
        for part in found["static"]:
            inside, _, name = part["name"].lstrip("/").partition("/")
            there = call.shelf.object(inside, name) is not None
            gone, missing = gone + there, missing + (not there)
            call.shelf.drop_object(documents, inside, name)
        call.shelf.drop_object(documents, container, found["name"])
    told = {
        "Number Deleted": gone + 1,
        "Number Not Found": missing,
        "Response Status": "200 OK",
        "Errors": [],
    }
    return Response(json.dumps(told), content_type="application/json")


METHODS = {"GET": download, "HEAD": show, "PUT": put, "POST": update, "DELETE": delete}
