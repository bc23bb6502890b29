"""Reads ``x-calls``: several calls that are one operation on the wire, each with fields of its own in a fixed body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from api.catalog.bodies import read_bodies
from api.catalog.examples import with_field_examples
from api.catalog.extensions import read_pick
from api.catalog.nodes import Node, tokens_of
from api.catalog.reading import read_shape
from api.catalog.schemas import to_schema
from api.model import UNSET, Body, Location, Parameter

_BY_MEDIA = "x-media"


def read_call_bodies(x_call: Node, request_body: Node | None, product: str) -> tuple[Body, ...]:
    """The body forms of one of the calls; the operation's own where it has neither ``fixed`` nor ``fields``.

    ``media`` are those of the operation's media types that it has.
    """
    bodies = read_bodies(request_body, product)
    if x_call.get("media") is not None:
        bodies = tuple(body for body in bodies if body.content_type in x_call.texts("media"))
    if x_call.get("fixed") is not None or x_call.get("fields") is not None:
        bodies = tuple(_form(x_call, body, product) for body in bodies)
    example = x_call.get("example")
    return tuple(with_field_examples(b, example.mapping()) if example is not None else b for b in bodies)


def _form(x_call: Node, body: Body, product: str) -> Body:
    node = x_call.get("fixed")
    fixed = UNSET if node is None else _for_media(node, body.content_type)
    parameters = tuple(_fields(x_call, body.content_type, product))
    for parameter in parameters:
        if not _has_place(fixed, parameter.target):
            raise x_call.error(f"x-target of “{parameter.name}” leads to no place in fixed")
    return replace(
        body,
        parameters=parameters,
        fixed=fixed,
        example=UNSET,
        required=True,
    )


def _fields(x_call: Node, content_type: str, product: str) -> Iterator[Parameter]:
    for field in x_call.each("fields"):
        if not field.text("name"):
            raise field.error("the field has no name")
        shape = read_shape(field.need("schema"))
        schema = to_schema(shape)
        pointer = _for_media(field.need("x-target"), content_type)
        if not isinstance(pointer, str):
            raise field.error(f"x-target says nothing for {content_type}")
        pick = field.get("x-pick") or shape.words.get("x-pick")
        yield Parameter(
            location=Location.BODY,
            name=field.text("name"),
            schema=schema,
            required=field.flag("required"),
            description=field.text("description") or schema.description,
            deprecated=field.flag("deprecated"),
            target=tokens_of(pointer),
            merge=field.flag("x-merge"),
            encode=field.text("x-encode"),
            pick=read_pick(pick, product),
        )


def _has_place(fixed: Any, target: tuple[str, ...]) -> bool:
    """Whether a value can be put there: objects grow as needed, arrays by one item at their end."""
    holder = fixed
    for token in target:
        if isinstance(holder, dict):
            holder = holder.get(token, UNSET)
        elif isinstance(holder, list):
            if not (token.isascii() and token.isdigit() and int(token[:9]) <= len(holder)):
                return False
            holder = [*holder, UNSET][int(token[:9])]
        else:
            return holder is UNSET
    return True


def _for_media(node: Node, content_type: str) -> Any:
    """The value for a media type where values differ by it, else the value itself."""
    if not isinstance(node.value, dict) or _BY_MEDIA not in node.value:
        return node.value
    return node.need(_BY_MEDIA).mapping().get(content_type, UNSET)
