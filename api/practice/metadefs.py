"""Glance's metadata definitions: everybody reads them, only administrators write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from werkzeug import Response
from werkzeug.datastructures import MultiDict

from api.practice.bodies import json_reply, read_object, refuse_body
from api.practice.clock import Document
from api.practice.faults import Refusal
from api.practice.ground import Visit
from api.practice.listing import links, page_size
from api.practice.routing import Handler, Route
from api.practice.sample_metadefs import NAMESPACES, resource_types

_HERE = "/v2/metadefs/namespaces"
_CONTENT = ("properties", "objects", "tags")


def index(visit: Visit) -> Response:
    """``GET /v2/metadefs/namespaces``."""
    parameters = MultiDict(visit.request.args)
    size = page_size(parameters, 25, 1000)
    rows = _sorted(parameters, [each for each in NAMESPACES if _wanted(parameters, each)])
    names = [each["namespace"] for each in rows]
    marker = parameters.get("marker")
    if marker is not None and marker not in names:
        raise Refusal(404, f"Metadata definition namespace={marker} was not found.")
    start = names.index(marker) + 1 if marker is not None else 0
    shown = rows[start : start + size]
    more = shown[-1]["namespace"] if shown and len(shown) == size else None
    heads = [{k: v for k, v in _view(each).items() if k not in _CONTENT} for each in shown]
    body: Document = {"namespaces": heads, "schema": "/v2/schemas/metadefs/namespaces"}
    return json_reply(body | links(visit.request, _HERE, more))


def _wanted(parameters: MultiDict[str, str], namespace: Document) -> bool:
    visibility = parameters.get("visibility", "public")
    if visibility not in {"public", "private"}:
        raise Refusal(400, f"Invalid visibility value: {visibility}")
    kinds = set(filter(None, parameters.get("resource_types", "").split(",")))
    tied = {tie["name"] for tie in namespace["resource_type_associations"]}
    return namespace["visibility"] == visibility and (not kinds or bool(kinds & tied))


def _sorted(parameters: MultiDict[str, str], rows: list[Document]) -> list[Document]:
    key, direction = parameters.get("sort_key", "created_at"), parameters.get("sort_dir", "desc")
    if direction not in {"asc", "desc"}:
        raise Refusal(400, f"Invalid sort direction: {direction}")
    if key not in {"namespace", "created_at", "updated_at"}:
        raise Refusal(400, f"Invalid sort key: {key}")
    return sorted(rows, key=lambda row: (row.get(key, ""), row["namespace"]), reverse=direction == "desc")


def show(visit: Visit, namespace: str) -> Response:
    """``GET /v2/metadefs/namespaces/{namespace}``: with its content; empty parts are left out."""
    refuse_body(visit.request)
    shown = _view(_find(namespace))
    kind = visit.request.args.get("resource_type")
    prefix = next(
        (tie.get("prefix", "") for tie in shown["resource_type_associations"] if tie["name"] == kind), ""
    )
    shown["properties"] = {prefix + name: value for name, value in shown["properties"].items()}
    shown["objects"] = [_object(namespace, each) for each in shown["objects"]]
    return json_reply({key: value for key, value in shown.items() if key not in _CONTENT or value})


def _find(name: str) -> Document:
    found = next((each for each in NAMESPACES if each["namespace"] == name), None)
    if found is None:
        raise Refusal(404, f"Metadata definition namespace={name} was not found.")
    return found


def _view(namespace: Document) -> Document:
    here = {"self": f"{_HERE}/{namespace['namespace']}", "schema": "/v2/schemas/metadefs/namespace"}
    return namespace | here


def _object(namespace: str, found: Document) -> Document:
    here = f"{_HERE}/{namespace}/objects/{found['name']}"
    return found | {"self": here, "schema": "/v2/schemas/metadefs/object"}


def all_resource_types(visit: Visit) -> Response:
    """``GET /v2/metadefs/resource_types``."""
    refuse_body(visit.request)
    return json_reply({"resource_types": resource_types()})


def associations(visit: Visit, namespace: str) -> Response:
    """``GET .../resource_types``."""
    refuse_body(visit.request)
    return json_reply({"resource_type_associations": _find(namespace)["resource_type_associations"]})


def properties(visit: Visit, namespace: str) -> Response:
    """``GET .../properties``."""
    refuse_body(visit.request)
    return json_reply({"properties": _find(namespace)["properties"]})


def objects(_visit: Visit, namespace: str) -> Response:
    """``GET .../objects``."""
    rows = [_object(namespace, each) for each in _find(namespace)["objects"]]
    return json_reply({"objects": rows, "schema": "v2/schemas/metadefs/objects"})


def tags(_visit: Visit, namespace: str) -> Response:
    """``GET .../tags``."""
    return json_reply({"tags": [{"name": tag["name"]} for tag in _find(namespace)["tags"]]})


def one_property(visit: Visit, namespace: str, name: str) -> Response:
    """``GET .../properties/{name}``: with ``resource_type``, the name may carry that type's prefix."""
    refuse_body(visit.request)
    found = _find(namespace)
    kind = visit.request.args.get("resource_type")
    ties = [tie.get("prefix", "") for tie in found["resource_type_associations"] if tie["name"] == kind]
    for prefix in (*ties, ""):
        bare = name.removeprefix(prefix)
        if bare in found["properties"]:
            return json_reply({"name": bare} | found["properties"][bare])
    raise Refusal(404, f"Could not find property {name}")


def one_object(_visit: Visit, namespace: str, name: str) -> Response:
    """``GET .../objects/{name}``."""
    return json_reply(_object(namespace, _named(_find(namespace)["objects"], name, "object")))


def one_tag(visit: Visit, namespace: str, name: str) -> Response:
    """``GET .../tags/{name}``."""
    refuse_body(visit.request)
    return json_reply(_named(_find(namespace)["tags"], name, "tag"))


def _named(rows: Sequence[Document], name: str, kind: str) -> Document:
    found = next((row for row in rows if row["name"] == name), None)
    if found is None:
        raise Refusal(404, f"Could not find metadata {kind} {name}")
    return found


def _writer(action: str, *required: str, bodiless: bool = False) -> Handler:
    """A call that changes definitions: its body is checked, its namespace looked for, then it is refused."""

    def handler(visit: Visit, **path: Any) -> Response:
        if bodiless:
            refuse_body(visit.request)
        body = read_object(visit.request) if required else {}
        for name in required:
            if name not in body:
                raise Refusal(
                    400, f"Provided object does not match schema: '{name}' is a required property"
                )
        if "namespace" in path:
            _find(path["namespace"])
        raise Refusal(403, f"You are not authorized to complete {action} action.")

    return handler


def _routes() -> list[Route]:
    one = f"{_HERE}/{{namespace}}"
    rows: list[tuple[str, str, Handler]] = [
        ("GET", "/v2/metadefs/resource_types", all_resource_types),
        ("GET", _HERE, index),
        ("POST", _HERE, _writer("add_metadef_namespace", "namespace")),
        ("GET", one, show),
        ("PUT", one, _writer("modify_metadef_namespace", "namespace")),
        ("DELETE", one, _writer("delete_metadef_namespace")),
        ("GET", f"{one}/resource_types", associations),
        ("POST", f"{one}/resource_types", _writer("add_metadef_resource_type_association", "name")),
        ("DELETE", f"{one}/resource_types/{{name}}", _writer("remove_metadef_resource_type_association")),
    ]
    singles = {"properties": one_property, "objects": one_object, "tags": one_tag}
    for plural, listed in (("properties", properties), ("objects", objects), ("tags", tags)):
        kind = {"properties": "property", "objects": "object", "tags": "tag"}[plural]
        needed = ("name", "title", "type") if kind == "property" else ("name",)
        each = f"{one}/{plural}/{{name}}"
        adds = _writer("add_metadef_tags") if kind == "tag" else _writer(f"add_metadef_{kind}", *needed)
        removes = "remove_metadef_property" if kind == "property" else f"delete_metadef_{kind}"
        rows += [
            ("GET", f"{one}/{plural}", listed),
            ("POST", f"{one}/{plural}", adds),
            ("DELETE", f"{one}/{plural}", _writer("delete_metadef_namespace")),
            ("GET", each, singles[plural]),
            ("PUT", each, _writer(f"modify_metadef_{kind}", *needed)),
            ("DELETE", each, _writer(removes)),
        ]
    rows.append(("POST", f"{one}/tags/{{name}}", _writer("add_metadef_tag", bodiless=True)))
    return [Route(method, path, handler, faces=("openstack",)) for method, path, handler in rows]


ROUTES = tuple(_routes())
