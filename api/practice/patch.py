"""Changes of an image: the two patch media types, JSON pointers, and what each operation does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from werkzeug import Request

from api.practice.bodies import read_json
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.image import PROPERTY_QUOTA, TAG_QUOTA
from api.practice.schemas import check_image, reserved

OLD = "application/openstack-images-v2.0-json-patch"
NEW = "application/openstack-images-v2.1-json-patch"
_OPERATIONS = ("add", "remove", "replace")
_READ_ONLY = frozenset(
    {
        "created_at", "updated_at", "status", "checksum", "size", "virtual_size", "direct_url", "self", "file",
        "schema", "id", "os_hash_algo", "os_hash_value",
    }
)  # fmt: skip
_BASE = frozenset(
    {
        "checksum", "created_at", "container_format", "disk_format", "id", "min_disk", "min_ram", "name", "size",
        "virtual_size", "status", "tags", "owner", "updated_at", "visibility", "protected", "os_hidden",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One operation on one member; ``old`` says that it came in the older media type."""

    operation: str
    name: str
    value: Any
    old: bool


def read_changes(request: Request) -> list[Change]:
    """The operations of a PATCH, all checked; 415, 400 or 403 for what cannot be."""
    media_type = request.mimetype
    if media_type not in {OLD, NEW}:
        both = f"{OLD}, {NEW}"
        raise Refusal(415, f"Image PATCH expects Content-Type one of: {both}", {"Accept-Patch": both})
    body = read_json(request)
    if not isinstance(body, list):
        raise Refusal(400, "Request body must be a JSON array of operation objects.")
    return [_read(raw, media_type == OLD) for raw in body]


def _read(raw: Any, old: bool) -> Change:
    if not isinstance(raw, dict):
        raise Refusal(400, "Operations must be JSON objects.")
    operation, path = _old_form(raw) if old else _new_form(raw)
    tokens = _tokens(path)
    name = tokens[0]
    if len(tokens) != 1:
        raise Refusal(400, f"Invalid JSON pointer for this resource: '/{'/'.join(tokens)}'")
    if operation != "remove" and "value" not in raw:
        raise Refusal(400, f'Operation "{operation}" requires a member named "value".')
    change = Change(operation, name, raw.get("value"), old)
    _check(change)
    return change


def _old_form(raw: dict[str, Any]) -> tuple[str, Any]:
    named = [operation for operation in _OPERATIONS if operation in raw]
    if len(named) != 1:
        raise Refusal(
            400, 'Operation objects must contain exactly one member named "add", "remove", or "replace".'
        )
    return named[0], raw[named[0]]


def _new_form(raw: dict[str, Any]) -> tuple[str, Any]:
    operation = raw.get("op")
    if operation not in _OPERATIONS:
        raise Refusal(
            400,
            f"Invalid operation: `{operation}`. It must be one of the following: {', '.join(_OPERATIONS)}.",
        )
    if "path" not in raw:
        raise Refusal(400, "Unable to find 'path' in JSON Schema change")
    return operation, raw["path"]


def _tokens(pointer: Any) -> list[str]:
    if not isinstance(pointer, str) or not pointer.startswith("/"):
        raise Refusal(400, f'Pointer `{pointer}` does not start with "/".')
    if re.search(r"/\s*?/", pointer[1:]):
        raise Refusal(400, f'Pointer `{pointer}` contains adjacent "/".')
    if len(pointer) > 1 and pointer.endswith("/"):
        raise Refusal(400, f'Pointer `{pointer}` ends with "/".')
    if re.search("~(?![01])", pointer):
        raise Refusal(400, f'Pointer `{pointer}` contains "~" not part of a recognized escape sequence.')
    parts = pointer.lstrip("/").split("/")
    return [part.replace("~1", "/").replace("~0", "~").strip() for part in parts]


def _check(change: Change) -> None:
    if change.name in _READ_ONLY:
        raise Refusal(403, f"Attribute '{change.name}' is read-only.")
    reserved(change.name)
    if change.operation != "remove":
        check_image({change.name: change.value})


def apply_change(visit: Visit, image: Document, change: Change) -> None:
    """Make the change in the record; 403, 409 or 413 when it may not be."""
    _check_allowed(visit, image, change)
    if change.name in _BASE:
        _set_base(image, change)
        return
    properties = image["properties"]
    exists = change.name in properties
    if change.operation == "add" and exists and (change.old or visit.rackspace):
        raise Refusal(409, f"Property {change.name} already present.")
    if change.operation != "add" and not exists:
        raise Refusal(409, f"Property {change.name} does not exist.")
    if change.operation == "remove":
        del properties[change.name]
        return
    properties[change.name] = change.value
    if len(properties) > PROPERTY_QUOTA:
        raise Refusal(
            413,
            f"The limit has been exceeded on the number of allowed image properties. Attempted: "
            f"{len(properties)}, Maximum: {PROPERTY_QUOTA}",
        )


def _check_allowed(visit: Visit, image: Document, change: Change) -> None:
    if change.name == "locations":
        raise Refusal(403, "The locations of an image are changed by its service only.")
    if change.name == "owner" or (change.name == "visibility" and change.value == "public"):
        raise Refusal(403, "You are not authorized to complete this action.")
    if visit.rackspace and change.name.startswith("com.rackspace"):
        raise Refusal(403, f"Property '{change.name}' is protected")
    if visit.rackspace and change.name == "visibility" and change.value not in {"private", "public"}:
        raise Refusal(400, f"Invalid visibility value: {change.value}")
    if change.name in {"container_format", "disk_format"} and image["status"] != "queued":
        raise Refusal(403, f"Attribute {change.name} can be only replaced for a queued image.")


def _set_base(image: Document, change: Change) -> None:
    if change.operation == "remove":
        raise Refusal(403, f"Property {change.name} may not be removed.")
    if change.operation == "add" and change.old:
        raise Refusal(409, f"Property {change.name} already present.")
    value = list(dict.fromkeys(change.value)) if change.name == "tags" else change.value
    if change.name == "tags" and len(value) > TAG_QUOTA:
        raise Refusal(413, f"The limit of {TAG_QUOTA} tags is exceeded.")
    image[change.name] = value
