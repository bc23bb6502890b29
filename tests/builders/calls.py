"""Calls made by hand, for tests that need no catalogue."""

from __future__ import annotations

from typing import Any

from api.model import (
    UNSET,
    Body,
    Call,
    CallHead,
    Change,
    Effects,
    Key,
    Kind,
    Location,
    Parameter,
    Schema,
)


def parameter(
    name: str, location: Location = Location.QUERY, kind: Kind = Kind.TEXT, **more: Any
) -> Parameter:
    """A parameter; keyword arguments of Parameter are taken as such, all others go to its schema."""
    own = {"required", "target", "merge", "encode", "within", "style", "explode", "description", "pick"}
    fields = {key: more.pop(key) for key in list(more) if key in own}
    return Parameter(location, name, Schema(kind, **more), **fields)


def body_parameter(name: str, kind: Kind = Kind.TEXT, **more: Any) -> Parameter:
    """A body parameter placed where its dotted name says."""
    more.setdefault("target", tuple(name.split(".")))
    return parameter(name, Location.BODY, kind, **more)


def call(
    *parameters: Parameter,
    method: str = "GET",
    path: str = "/v2/things",
    content_types: tuple[str, ...] = ("application/json",),
    fixed: Any = UNSET,
    changes: Change = Change.NONE,
    **more: Any,
) -> Call:
    """A call of the product "shop"; body parameters go to every content type."""
    body = tuple(p for p in parameters if p.location is Location.BODY)
    body_options = {key: more.pop(key) for key in ("required", "binary") if key in more}
    bodies = tuple(Body(t, body, fixed=fixed, **body_options) for t in content_types)
    return Call(
        head=CallHead("shop.call", "shop", "Things", "Do Things", "", method, path, changes),
        parameters=tuple(p for p in parameters if p.location is not Location.BODY),
        bodies=bodies if body or fixed is not UNSET else (),
        success=(200,),
        effects=Effects(changes),
        **more,
    )


def query(name: str) -> Key:
    """The key of a query parameter."""
    return Key(Location.QUERY, name)


def path(name: str) -> Key:
    """The key of a path parameter."""
    return Key(Location.PATH, name)


def body(name: str) -> Key:
    """The key of a body parameter."""
    return Key(Location.BODY, name)


def header(name: str) -> Key:
    """The key of a header parameter."""
    return Key(Location.HEADER, name)
