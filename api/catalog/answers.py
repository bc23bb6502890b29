"""Reads the documented answers: what each status means, its media types, where it holds secrets and resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from api.catalog.bodies import is_json
from api.catalog.nodes import Node, escape
from api.catalog.schemas import read_schema
from api.model import Answer, Detour, Kind, Mention, Resource, Schema, Way

JSON = "application/json"
ANY = "*"
"""Stands for any member or item of its level in a place of an answer."""
Found = TypeVar("Found")


def read_answers(found: Node | None, product: str = "") -> tuple[Answer, ...]:
    """The answers of a Responses Object in the order of the document; calls become complete call ids."""
    if found is None:
        return ()
    return tuple(_answer(s, n.resolved(), product) for s, n in found.members() if not s.startswith("x-"))


def success_codes(answers: tuple[Answer, ...]) -> tuple[int, ...]:
    """The status codes that mean success: 2xx, and the 3xx that are answers (300 of a version list)."""
    return tuple(sorted(int(a.status) for a in answers if a.status.isdigit() and a.status[0] in "23"))


def accept_header(answers: tuple[Answer, ...]) -> str:
    """What to ask for: JSON; where success is another type, that first, so that errors still come as JSON."""
    types = [t for a in answers if a.status[:1] in ("2", "3") for t in a.content_types]
    if not types or any(is_json(t) for t in types):
        return JSON
    return f"{types[0]}, {JSON};q=0.9"


def _answer(status: str, node: Node, product: str) -> Answer:
    content = node.get("content")
    media = list(content.members()) if content is not None else []
    schemas = [read_schema(s) for t, m in media if is_json(t) and (s := m.get("schema"))]
    places = [found for schema in schemas for found in _places(schema, ())]
    return Answer(
        status=status,
        description=node.text("description"),
        content_types=tuple(media_type for media_type, _ in media),
        secrets=_unique(_pointer(at) for at, schema in places if schema.kind is Kind.SECRET),
        secret_headers=tuple(_secret_headers(node.get("headers"))),
        mentions=_unique(mention for schema in schemas for mention in _mentions(schema, ())),
        detours=_unique(
            Detour(at, f"{product}.{s.instead[0]}", s.instead[1]) for at, s in places if s.instead
        ),
        ways=tuple(_ways(node.get("links"), product)),
    )


def _places(schema: Schema, at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Schema]]:
    """Every schema within a schema with the tokens of its place, ``*`` for any of a level."""
    yield at, schema
    for member in schema.members:
        yield from _places(member.schema, (*at, member.name))
    for inner in (schema.item, schema.rest):
        if inner is not None:
            yield from _places(inner, (*at, ANY))
    for variant in schema.variants:
        yield from _places(variant, at)


def _pointer(at: tuple[str, ...]) -> str:
    return "".join(f"/{escape(token)}" for token in at)


def _unique(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(found))


def _mentions(schema: Schema, at: tuple[str, ...], besides: tuple[str, ...] = ()) -> Iterator[Mention]:
    if schema.resource:
        yield Mention(at, schema.resource, whole=True, besides=besides)
    if schema.names:
        yield Mention(at, Resource(schema.names), besides=besides)
    for member in schema.members:
        yield from _mentions(member.schema, (*at, member.name))
    if schema.item is not None:
        yield from _mentions(schema.item, (*at, ANY))
    if schema.rest is not None:
        yield from _mentions(schema.rest, (*at, ANY), tuple(member.name for member in schema.members))
    for variant in schema.variants:
        yield from _mentions(variant, at, besides)


def _ways(found: Node | None, product: str) -> Iterator[Way]:
    """The Link Objects that name their call by its operationId."""
    for _name, link in found.members() if found is not None else ():
        way = link.resolved()
        if operation := way.text("operationId"):
            fill = way.get("parameters")
            told = fill.members() if fill is not None else ()
            yield Way(
                f"{product}.{operation}", tuple((n, e.value) for n, e in told if isinstance(e.value, str))
            )


def _secret_headers(found: Node | None) -> Iterator[str]:
    for name, header in found.members() if found is not None else ():
        schema = header.resolved().get("schema")
        if schema is not None and read_schema(schema).kind is Kind.SECRET:
            yield name.lower()
