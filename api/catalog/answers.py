"""Reads the documented answers: what each status means, its media types, and where it holds secrets."""

from __future__ import annotations

from collections.abc import Iterator

from api.catalog.bodies import is_json
from api.catalog.nodes import Node, escape
from api.catalog.schemas import read_schema
from api.model import Answer, Kind, Schema

JSON = "application/json"


def read_answers(found: Node | None) -> tuple[Answer, ...]:
    """The answers of a Responses Object in the order of the document."""
    if found is None:
        return ()
    return tuple(_answer(s, n.resolved()) for s, n in found.members() if not s.startswith("x-"))


def success_codes(answers: tuple[Answer, ...]) -> tuple[int, ...]:
    """The status codes that mean success: 2xx, and the 3xx that are answers (300 of a version list)."""
    return tuple(sorted(int(a.status) for a in answers if a.status.isdigit() and a.status[0] in "23"))


def accept_header(answers: tuple[Answer, ...]) -> str:
    """What to ask for: JSON; where success is another type, that first, so that errors still come as JSON."""
    types = [t for a in answers if a.status[:1] in ("2", "3") for t in a.content_types]
    if not types or any(is_json(t) for t in types):
        return JSON
    return f"{types[0]}, {JSON};q=0.9"


def _answer(status: str, node: Node) -> Answer:
    content = node.get("content")
    media = list(content.members()) if content is not None else []
    secrets = [
        p for t, m in media if is_json(t) and (s := m.get("schema")) for p in _secrets(read_schema(s), "")
    ]
    return Answer(
        status=status,
        description=node.text("description"),
        content_types=tuple(media_type for media_type, _ in media),
        secrets=tuple(dict.fromkeys(secrets)),
        secret_headers=tuple(_secret_headers(node.get("headers"))),
    )


def _secrets(schema: Schema, at: str) -> Iterator[str]:
    if schema.kind is Kind.SECRET:
        yield at
    for member in schema.members:
        yield from _secrets(member.schema, f"{at}/{escape(member.name)}")
    for inner in (schema.item, schema.rest):
        if inner is not None:
            yield from _secrets(inner, f"{at}/*")
    for variant in schema.variants:
        yield from _secrets(variant, at)


def _secret_headers(found: Node | None) -> Iterator[str]:
    for name, header in found.members() if found is not None else ():
        schema = header.resolved().get("schema")
        if schema is not None and read_schema(schema).kind is Kind.SECRET:
            yield name.lower()
