"""The JSON schemas of images, members and tasks, and checking values against them."""

from __future__ import annotations

import re
from typing import Any

from werkzeug import Response

from api.practice.bodies import json_reply, refuse_body
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.routing import Route

_UUID = "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$"
_CONTAINERS = ("ami", "ari", "aki", "bare", "ovf")
_DISKS = ("ami", "ari", "aki", "vhd", "vmdk", "raw", "qcow2", "vdi", "iso")
_MORE_CONTAINERS = (*_CONTAINERS, "ova", "docker", "compressed")
_MORE_DISKS = ("ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop")
_RESERVED = frozenset({"location", "deleted", "deleted_at"})


def _text(description: str, most: int = 0, null: bool = False, **more: Any) -> Document:
    schema: Document = {"type": ["null", "string"] if null else "string", "description": description}
    return schema | ({"maxLength": most} if most else {}) | more


def _choice(description: str, values: tuple[str, ...], null: bool = False) -> Document:
    return _text(description, null=null, enum=[None, *values] if null else list(values))


def image_properties(rackspace: bool) -> Document:
    """The image's members as JSON schema, in the words of one face."""
    containers, disks = (_CONTAINERS, _DISKS) if rackspace else (_MORE_CONTAINERS, _MORE_DISKS)
    statuses = ("queued", "saving", "active", "killed", "deleted", "pending_delete")
    shared: Document = {
        "id": _text("The image's identifier", pattern=_UUID),
        "name": _text("What the image is called", 255, null=True),
        "visibility": _choice("Who can see it", ("public", "private")),
        "protected": {"type": "boolean", "description": "A protected image cannot be deleted."},
        "checksum": _text("MD5 of the data", 32, null=True, readOnly=True),
        "owner": _text("Who owns the image", 255, null=True),
        "size": _number("Bytes of data", null=True),
        "container_format": _choice("What the disk is wrapped in", containers, null=True),
        "disk_format": _choice("How the disk is written", disks, null=True),
        "created_at": _text("When it was registered", readOnly=True),
        "updated_at": _text("When it last changed", readOnly=True),
        "tags": {
            "type": "array",
            "description": "Free labels",
            "items": {"type": "string", "maxLength": 255},
        },
        "min_ram": {"type": "integer", "description": "Memory in MB that a server needs"},
        "min_disk": {"type": "integer", "description": "Disk in GB that a server needs"},
        "self": _text("Where the record lives", readOnly=True),
        "file": _text("Where the data lives", readOnly=True),
        "schema": _text("Where this schema lives", readOnly=True),
        "status": _choice("Where it is in its life", statuses) | {"readOnly": True},
    }
    return shared if rackspace else shared | _of_glance(statuses)


_LOCATION: Document = {
    "type": "object",
    "required": ["url", "metadata"],
    "properties": {
        "url": {"type": "string", "maxLength": 255},
        "metadata": {"type": "object"},
        "validation_data": {
            "type": "object",
            "description": "What the record's hashes are, or must be",
            "writeOnly": True,
            "additionalProperties": False,
            "required": ["os_hash_algo", "os_hash_value"],
            "properties": {
                "checksum": {"type": "string", "minLength": 32, "maxLength": 32},
                "os_hash_algo": {"type": "string", "maxLength": 64},
                "os_hash_value": {"type": "string", "maxLength": 128},
            },
        },
    },
}


def _of_glance(statuses: tuple[str, ...]) -> Document:
    every = (*statuses, "uploading", "importing", "deactivated")
    return {
        "status": _choice("Where it is in its life", every) | {"readOnly": True},
        "visibility": _choice("Who can see it", ("community", "public", "private", "shared")),
        "os_hidden": {"type": "boolean", "description": "A hidden image is left out of the usual list."},
        "virtual_size": _number("Bytes of the disk inside", null=True),
        "os_hash_algo": _text("How os_hash_value was made", 64, null=True, readOnly=True),
        "os_hash_value": _text("Hash of the data", 128, null=True, readOnly=True),
        "stores": _text("The stores that hold the data, comma-separated", readOnly=True),
        "direct_url": _text("Where a store keeps the data", readOnly=True),
        "locations": {
            "type": "array",
            "description": "Where the data is kept",
            "items": _LOCATION,
        },
    }


def _number(description: str, null: bool = False) -> Document:
    return {
        "type": ["null", "integer"] if null else "integer",
        "readOnly": True,
        "description": description,
    }


_LINKS = [
    {"rel": "self", "href": "{self}"},
    {"rel": "enclosure", "href": "{file}"},
    {"rel": "describedby", "href": "{schema}"},
]
_MEMBER: Document = {
    "member_id": _text("The account that the image is shared with"),
    "image_id": _text("The shared image", pattern=_UUID),
    "created_at": _text("When it was shared"),
    "updated_at": _text("When the answer last changed"),
    "status": _choice("What the member answered", ("pending", "accepted", "rejected")),
    "schema": {"type": "string", "readOnly": True},
}
_TASK_STATUSES = ("pending", "processing", "success", "failure")


def _task(rackspace: bool, short: bool = False) -> Document:
    types = ("import", "export") if rackspace else ("import", "api_image_import", "location_import")
    long: Document = {
        "input": {"type": ["null", "object"], "description": "What it was asked"},
        "result": {"type": ["null", "object"], "description": "What came of it"},
        "message": _text("What is to be said about it"),
    }
    of_glance = {name: _text(f"Belongs to: {name}") for name in ("image_id", "request_id", "user_id")}
    return {
        "id": _text("The task's identifier", pattern=_UUID),
        "type": _choice("What it does", types),
        "status": _choice("How far it is", _TASK_STATUSES),
        **({} if short else long),
        "owner": _text("Who asked"),
        **({} if rackspace else of_glance),
        "expires_at": _text("When the record goes", null=True),
        "created_at": _text("When it was asked"),
        "updated_at": _text("When it last changed"),
        "self": {"type": "string", "readOnly": True},
        "schema": {"type": "string", "readOnly": True},
    }


def _one(name: str, rackspace: bool, short: bool = False) -> Document:
    if name == "image":
        return {
            "name": "image",
            "properties": image_properties(rackspace),
            "additionalProperties": {"type": "string"},
            "links": _LINKS,
        }
    return {"name": name, "properties": _MEMBER if name == "member" else _task(rackspace, short)}


def _many(name: str, rackspace: bool) -> Document:
    rows = {"type": "array", "items": _one(name.removesuffix("s"), rackspace, short=True)}
    properties: Document = {name: rows, "schema": {"type": "string"}}
    document: Document = {"name": name, "properties": properties}
    document["links"] = [{"rel": "describedby", "href": "{schema}"}]
    if name == "images":
        properties |= {"first": {"type": "string"}, "next": {"type": "string"}}
        document["links"] = [{"rel": rel, "href": f"{{{rel}}}"} for rel in ("first", "next")] + document[
            "links"
        ]
    return document


def show(visit: Visit, name: str) -> Response:
    """``GET /v2/schemas/{name}``."""
    refuse_body(visit.request)
    if name in {"image", "member", "task"}:
        return json_reply(_one(name, visit.rackspace))
    if name in {"images", "members", "tasks"}:
        return json_reply(_many(name, visit.rackspace))
    raise Refusal(404, "The resource could not be found.")


def reserved(name: str) -> None:
    """403 for members that only the service itself writes."""
    if name in _RESERVED or name.startswith("os_glance"):
        raise Refusal(403, f"Attribute '{name}' is reserved.")


_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None),
}  # fmt: skip


def check_image(values: dict[str, Any]) -> None:
    """400 for a member whose value its schema does not allow; unknown members must be text."""
    known = image_properties(rackspace=False)
    for name, value in values.items():
        if name in {"min_ram", "min_disk"} and isinstance(value, int) and not 0 <= value < 2**31:
            raise Refusal(400, f"Invalid value '{value}' for parameter '{name}': it is out of range.")
        if any(
            character > "\uffff" for text in (name, value) if isinstance(text, str) for character in text
        ):
            raise Refusal(400, "Names and values cannot contain letters beyond 16 bit.")
        if fault := _fault(known.get(name, {"type": "string"}), value):
            raise Refusal(400, f"Provided object does not match schema 'image': {name}: {fault}")


def _fault(schema: Document, value: Any) -> str:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(name, value) for name in types):
        return f"{value!r} is not of type {', '.join(map(repr, types))}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{value!r} is not one of {schema['enum']!r}"
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        return f"{value!r} is too long"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return f"{value!r} does not match {schema['pattern']!r}"
    if isinstance(value, list) and "items" in schema:
        return next((fault for each in value if (fault := _fault(schema["items"], each))), "")
    return ""


def _is(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])


ROUTES = (Route("GET", "/v2/schemas/{name}", show),)
