"""The JSON schemas of metadata definitions, for ``GET /v2/schemas/metadefs/...``."""

from __future__ import annotations

from typing import Any

from werkzeug import Response

from api.practice.bodies import json_reply, refuse_body
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.routing import Route

_TYPES = ["array", "boolean", "integer", "number", "object", "string", None]
_TEXT: Document = {"type": "string"}
_SHORT: Document = {"type": "string", "maxLength": 80}
_WRITTEN: Document = {"type": "string", "readOnly": True}


def _about(description: str, **more: Any) -> Document:
    return {"type": "string", "description": description} | more


def _times(what: str) -> Document:
    moment = {"readOnly": True, "format": "date-time"}
    return {
        "created_at": _about(f"When the {what} was made", **moment),
        "updated_at": _about(f"When the {what} last changed", **moment),
    }


def _ref(name: str) -> Document:
    return {"$ref": f"#/definitions/{name}"}


def _property() -> Document:
    return {
        "name": _SHORT,
        "title": _TEXT,
        "description": _TEXT,
        "operators": {"type": "array", "items": _TEXT},
        "type": {"type": "string", "enum": _TYPES},
        "required": _ref("stringArray"),
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "maxLength": _ref("positiveInteger"),
        "minLength": _ref("positiveIntegerDefault0"),
        "pattern": {"type": "string", "format": "regex"},
        "enum": {"type": "array"},
        "readonly": {"type": "boolean"},
        "default": {},
        "items": {
            "type": "object",
            "properties": {"type": {"type": "string", "enum": _TYPES}, "enum": {"type": "array"}},
        },
        "maxItems": _ref("positiveInteger"),
        "minItems": _ref("positiveIntegerDefault0"),
        "uniqueItems": {"type": "boolean", "default": False},
        "additionalItems": {"type": "boolean"},
    }


def _definitions(with_property: bool) -> Document:
    texts: Document = {"type": "array", "items": _TEXT, "uniqueItems": True}
    shared: Document = {
        "positiveInteger": {"type": "integer", "minimum": 0},
        "positiveIntegerDefault0": {"allOf": [_ref("positiveInteger"), {"default": 0}]},
    }
    if not with_property:
        return shared | {"stringArray": texts | {"minItems": 1}}
    values = {"type": "object", "required": ["title", "type"], "properties": _property()}
    return shared | {"stringArray": texts, "property": {"type": "object", "additionalProperties": values}}


def _named(name: str, properties: Document, required: list[str]) -> Document:
    return {"name": name, "properties": properties, "additionalProperties": False, "required": required}


def _namespace() -> Document:
    tie = {"name": _TEXT, "prefix": _TEXT, "properties_target": _TEXT}
    content = {
        "name": _TEXT,
        "description": _TEXT,
        "required": _ref("stringArray"),
        "properties": _ref("property"),
    }
    properties: Document = {
        "namespace": _about("Its name", maxLength=80),
        "display_name": _about("Its name for people", maxLength=80),
        "description": _about("What it is about", maxLength=500),
        "visibility": _about("Who can see it", enum=["public", "private"]),
        "protected": {"type": "boolean", "description": "A protected namespace cannot be deleted."},
        "owner": _about("Who owns it", maxLength=255),
        **_times("namespace"),
        "schema": _WRITTEN,
        "self": _WRITTEN,
        "resource_type_associations": {"type": "array", "items": {"type": "object", "properties": tie}},
        "properties": _ref("property"),
        "objects": {"type": "array", "items": {"type": "object", "properties": content}},
        "tags": {"type": "array", "items": {"type": "object", "properties": {"name": _TEXT}}},
    }
    return _named("namespace", properties, ["namespace"]) | {"definitions": _definitions(True)}


def _object() -> Document:
    properties: Document = {
        "name": _SHORT,
        "description": _TEXT,
        "required": _ref("stringArray"),
        "properties": _ref("property"),
        "schema": _WRITTEN,
        "self": _WRITTEN,
        **_times("object"),
    }
    return _named("object", properties, ["name"]) | {"definitions": _definitions(True)}


def _association() -> Document:
    properties: Document = {
        "name": _about("The resource type", maxLength=80),
        "prefix": _about("What its properties begin with there", maxLength=80),
        "properties_target": _about("Which of the resource's metadata is meant", maxLength=80),
        **_times("association"),
    }
    return _named("resource_type_association", properties, ["name"])


def _many(name: str, one: Document) -> Document:
    definitions = one.pop("definitions", None)
    rows: Document = {"type": "array", "items": one}
    if name == "properties":
        one["required"].remove("name")
        rows = {"type": "object", "additionalProperties": one}
    properties = {name: rows, "first": _TEXT, "next": _TEXT, "schema": _TEXT}
    links = [{"rel": rel, "href": f"{{{rel}}}"} for rel in ("first", "next")]
    document = {
        "name": name,
        "properties": properties,
        "links": [*links, {"rel": "describedby", "href": "{schema}"}],
    }
    return document | ({"definitions": definitions} if definitions else {})


def _schema(name: str) -> Document | None:
    singles = {
        "namespace": _namespace,
        "object": _object,
        "property": lambda: (
            _named("property", _property(), ["type", "title", "name"])
            | {"definitions": _definitions(False)}
        ),
        "tag": lambda: _named("tag", {"name": _SHORT, **_times("tag")}, ["name"]),
        "resource_type": _association,
    }
    plurals = {"namespaces": "namespace", "objects": "object", "properties": "property", "tags": "tag"}
    if name in singles:
        return singles[name]()
    if name == "resource_types":
        return _many("resource_type_associations", _association())
    return _many(name, singles[plurals[name]]()) if name in plurals else None


def show(visit: Visit, name: str) -> Response:
    """``GET /v2/schemas/metadefs/{name}``."""
    refuse_body(visit.request)
    schema = _schema(name)
    if schema is None:
        raise Refusal(404, "The resource could not be found.")
    return json_reply(schema)


ROUTES = (Route("GET", "/v2/schemas/metadefs/{name}", show, faces=("openstack",)),)
