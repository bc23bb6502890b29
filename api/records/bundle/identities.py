"""Finds who is named in exchanges: accounts, projects and users, wherever the APIs write them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from api.exchange.exchange import Exchange
from api.records.bundle.texts import pieces_of, request_content
from api.wire.redaction import DOTS
from api.wire.response import Content

ACCOUNT, PROJECT, USER, DOMAIN = "account", "project", "user", "domain"
SHORTEST = 3
"""Characters; a shorter word would be found in everything."""
_READ_WHOLE = 256 << 10
_OVERLAP = 1024

_MEMBERS = {
    **dict.fromkeys(
        (
            "account",
            "accountid",
            "account_id",
            "tenant",
            "tenantid",
            "tenant_id",
            "tenantname",
            "tenant_name",
        ),
        ACCOUNT,
    ),
    **dict.fromkeys(("owner", "owner_id", "member", "member_id", "tenants", "rax-auth:domainid"), ACCOUNT),
    **dict.fromkeys(
        ("project", "projectid", "project_id", "project_name", "default_project_id", "defaultprojectid"),
        PROJECT,
    ),
    **dict.fromkeys(
        ("user", "userid", "user_id", "username", "user_name", "email", "rax-auth:contactid"), USER
    ),
    **dict.fromkeys(("domain", "domain_id", "user_domain_id", "project_domain_id", "domain_name"), DOMAIN),
}
"""What stands in a member, parameter or header of such a name, in lower case."""
_HOLDERS = {"account": ACCOUNT, "tenant": ACCOUNT, "project": PROJECT, "user": USER, "domain": DOMAIN}
"""Objects of such names have an ``id`` and a ``name``."""
_COMMON = frozenset({"default", "none", "null", "true", "false", DOTS})
_NAMED = re.compile(
    rf'"({"|".join(map(re.escape, _MEMBERS))})"\s{{0,20}}:\s{{0,20}}(?:"((?:[^"\\]|\\.){{1,256}})"|(\d{{1,40}})\b)',
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_SWIFT = re.compile(r"/(?:MossoCloudFS|AUTH|KEY)_([^/?#]+)")


class Identity(NamedTuple):
    """Somebody: what kind of one, and the id or name."""

    kind: str
    text: str


def identities(exchanges: Iterable[Exchange], check: Callable[[], None]) -> Iterator[Identity]:
    """Everybody who is named, in order, some of them several times. ``check`` may raise to stop."""
    for exchange in exchanges:
        for found in _of(exchange, check):
            if len(found.text) >= SHORTEST and found.text.lower() not in _COMMON and DOTS not in found.text:
                yield found


def _of(exchange: Exchange, check: Callable[[], None]) -> Iterator[Identity]:
    request, response = exchange.request, exchange.response
    if request.place.account:
        yield Identity(ACCOUNT, request.place.account)
    yield from _of_address(request.url.masked())
    for key, value in request.values.items():
        yield from _named(key.name.rpartition(".")[2], value)
    for name, template in request.headers:
        yield from _of_header(name, template.masked())
    yield from _of_content(request_content(request), check)
    for part in exchange.merged.parts if exchange.merged else ():
        if part.place.account:
            yield Identity(ACCOUNT, part.place.account)
    if response is None:
        return
    for name, text in response.headers:
        yield from _of_header(name, text)
    for hop in response.hops:
        yield from _of_address(hop.location)
    yield from _of_content(response.content, check)


def _of_address(url: str) -> Iterator[Identity]:
    parts = urlsplit(url) if url.isprintable() and "[" not in url else urlsplit("")
    for found in _SWIFT.finditer(parts.path):
        yield Identity(ACCOUNT, unquote(found[1]))
    for name, value in parse_qsl(parts.query):
        yield from _named(name, value)
    yield from _emails(unquote(url))


def _of_header(name: str, value: str) -> Iterator[Identity]:
    plain = name.lower().removeprefix("x-").removeprefix("image-meta-").replace("-", "_")
    yield from _named(plain, value)
    yield from _of_address(value) if "/" in value else _emails(value)


def _named(name: str, value: Any) -> Iterator[Identity]:
    kind = _MEMBERS.get(name.lower())
    if kind and isinstance(value, (str, int)) and not isinstance(value, bool):
        yield Identity(kind, str(value))


def _emails(text: str) -> Iterator[Identity]:
    for found in _EMAIL.finditer(text):
        yield Identity(USER, found[0].rstrip("."))


def _of_content(content: Content | None, check: Callable[[], None]) -> Iterator[Identity]:
    if content is None:
        return
    if len(content) <= _READ_WHOLE:
        yield from _of_small(content)
    before = ""
    for piece in pieces_of(content):
        check()
        text = before + piece
        for found in _NAMED.finditer(text):
            yield Identity(
                _MEMBERS[found[1].lower()], _plain(found[2]) if found[2] is not None else found[3]
            )
        yield from _emails(text)
        before = text[-_OVERLAP:]


def _plain(escaped: str) -> str:
    try:
        return str(json.loads(f'"{escaped}"', strict=False))
    except ValueError:
        return escaped


def _of_small(content: Content) -> Iterator[Identity]:
    """Objects that are somebody: ``{"user": {"id": ..., "name": ...}}``."""
    try:
        todo: list[Any] = [json.loads(content.bytes())]
    except (ValueError, RecursionError):
        return
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            todo += reversed(value)
        elif isinstance(value, dict):
            for name, inner in value.items():
                kind = _HOLDERS.get(name.lower())
                if kind and isinstance(inner, dict):
                    found = (inner.get(member) for member in ("id", "name"))
                    yield from (Identity(kind, each) for each in found if isinstance(each, str))
            todo += reversed(value.values())
