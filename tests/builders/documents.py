"""OpenAPI documents made by hand, as small as a test needs them."""

from __future__ import annotations

import json
from typing import Any

from api.catalog.loader import load_document
from api.catalog.nodes import Node, Source
from api.model import Body, Call, Parameter


def document(paths: dict[str, Any] | None = None, **members: Any) -> bytes:
    """A document named "shop" with these paths; keyword arguments are further members, __ standing for -."""
    further = {name.replace("__", "-"): value for name, value in members.items()}
    start = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": paths or {}}
    return json.dumps(start | further).encode()


def call_of(operation: dict[str, Any], path: str = "/things", method: str = "get", **members: Any) -> Call:
    """The only call of a document with that operation."""
    loaded = load_document(document({path: {method: operation}}, **members), "shop")
    (operation_id,) = loaded.heads
    return loaded.call(operation_id)


def parameter_of(parameter: dict[str, Any], **members: Any) -> Parameter:
    """One parameter of a call."""
    (found,) = call_of({"parameters": [parameter], "responses": {}}, **members).parameters
    return found


def body_of(
    schema: Any, *, required: bool = True, media_type: str = "application/json", **members: Any
) -> Body:
    """The body form of a call whose JSON body has that schema."""
    request = {"required": required, "content": {media_type: {"schema": schema}}}
    (found,) = call_of({"requestBody": request, "responses": {}}, method="post", **members).bodies
    return found


def node_of(value: Any, **schemas: Any) -> Node:
    """A schema node of a document with these component schemas."""
    root = {"openapi": "3.1.0", "here": value, "components": {"schemas": schemas}}
    return Source("shop", root).node().need("here")
