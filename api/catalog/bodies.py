"""Reads request bodies: one form for each media type, with the members of JSON objects flattened to parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from api.catalog.examples import with_body_example
from api.catalog.extensions import read_pick
from api.catalog.nodes import Node, escape
from api.catalog.parameters import example_at
from api.catalog.reading import read_shape
from api.catalog.schemas import to_schema
from api.catalog.shapes import Shape
from api.model import Body, Kind, Location, Parameter, Schema

_MAX_PARAMETERS = 400
"""A form with more rows serves nobody; such a body is given as one JSON value."""


def read_bodies(found: Node | None, product: str) -> tuple[Body, ...]:
    """The forms of a Request Body Object in the order of the document; none where there is no body."""
    if found is None:
        return ()
    request = found.resolved()
    required = request.flag("required")
    return tuple(
        read_body(media_type, media, product, required)
        for media_type, media in request.need("content").members()
    )


def read_body(media_type: str, media: Node, product: str, required: bool) -> Body:
    """The form of one media type."""
    schema_node = media.get("schema")
    shape = read_shape(schema_node) if schema_node is not None else Shape()
    schema = to_schema(shape)
    bytes_only = schema.kind is Kind.FILE or (schema_node is None and "*" in media_type)
    if bytes_only or not (is_json(media_type) or _is_form(media_type)):
        return _opaque(media_type, schema, required)
    parameters = tuple(_flatten(shape, product, required))
    if len(parameters) > _MAX_PARAMETERS:
        parameters = (_whole(shape, product, required),)
    content_type = "application/json" if "*" in media_type else media_type
    body = Body(content_type, parameters, schema, required=required)
    return with_body_example(body, example_at(media))


def is_json(media_type: str) -> bool:
    """Whether bodies of this media type are JSON; of ``*/*`` JSON is what is sent."""
    subtype = media_type.split(";", 1)[0].strip().lower().rpartition("/")[2]
    if subtype == "*":
        return media_type in ("*/*", "application/*")
    return subtype == "json" or subtype.endswith(("+json", "-json", "json-patch"))


def _is_form(media_type: str) -> bool:
    return media_type.split(";", 1)[0].strip().lower() in (
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    )


def _opaque(media_type: str, schema: Schema, required: bool) -> Body:
    """A body that is not taken apart: text is typed, everything else comes from a file."""
    if media_type.startswith("text/") and schema.kind is not Kind.FILE:
        text = Schema(kind=Kind.MULTILINE, description=schema.description, example=schema.example)
        whole = Parameter(Location.BODY, "body", text, required, schema.description)
        return Body(media_type.replace("/*", "/plain"), (whole,), schema, required=required)
    file = Schema(kind=Kind.FILE, description=schema.description, format="binary")
    whole = Parameter(Location.BODY, "file", file, required, schema.description)
    content_type = "application/octet-stream" if "*" in media_type else media_type
    return Body(content_type, (whole,), schema, required=required, binary=True)


def _flatten(shape: Shape, product: str, required: bool) -> Iterator[Parameter]:
    """The parameters of a JSON body: its members, or the whole where it is not an object of known members."""
    if _is_open(shape):
        yield from _distinct(_members(shape, (), None if required else (), product))
    elif shape.members or not shape.closed:
        yield _whole(shape, product, required)


def _distinct(parameters: Iterator[Parameter]) -> Iterator[Parameter]:
    """Each under a name of its own: where ``a.b`` is both a member and a member of a member, one is ``/a/b``."""
    names: set[str] = set()
    for parameter in parameters:
        if parameter.name in names:
            parameter = replace(parameter, name="/" + "/".join(escape(token) for token in parameter.target))
        names.add(parameter.name)
        yield parameter


def _whole(shape: Shape, product: str, required: bool) -> Parameter:
    return _parameter(shape, (), "body", required, None, product)


def _is_open(shape: Shape) -> bool:
    """Whether it is an object that can be taken apart into its members."""
    return (
        bool(shape.members)
        and shape.types == {"object"}
        and not (shape.nullable or shape.variants or shape.choices)
    )


def _members(
    shape: Shape, at: tuple[str, ...], within: tuple[str, ...] | None, product: str
) -> Iterator[Parameter]:
    """``within`` is the nearest object on the way that may be left out."""
    for name, inner in shape.members.items():
        if inner.words.get("readOnly"):
            continue
        target, required = (*at, name), name in shape.required
        if _is_open(inner):
            yield from _members(inner, target, within if required else target, product)
        else:
            yield _parameter(inner, target, ".".join(target), required, within, product)
    if shape.rest is not None:
        rest = Shape(types=frozenset({"object"}), rest=shape.rest, words=_rest_words(shape.rest))
        yield _parameter(rest, at, ".".join((*at, "*")), False, None, product, merge=True)


def _rest_words(rest: Shape) -> dict[str, str]:
    said = rest.words.get("description", "")
    return {"description": said or "Further members of this object, by name."}


def _parameter(  # noqa: PLR0913 - a private constructor; every argument differs by caller
    shape: Shape,
    target: tuple[str, ...],
    name: str,
    required: bool,
    within: tuple[str, ...] | None,
    product: str,
    *,
    merge: bool = False,
) -> Parameter:
    schema = to_schema(shape)
    return Parameter(
        location=Location.BODY,
        name=name,
        schema=schema,
        required=required,
        description=schema.description,
        deprecated=bool(shape.words.get("deprecated")),
        target=target,
        merge=merge,
        within=within if required else None,
        pick=read_pick(shape.words.get("x-pick"), product),
    )
