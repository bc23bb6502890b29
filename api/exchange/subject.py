"""A fresh look at what a call is about to destroy: what the person must know before saying yes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.errors import Cancelled, PitchforkError
from api.exchange.exchange import Exchange
from api.exchange.reading import read_json, read_response
from api.model import Call, Key, Subject, Values

Read = Callable[[Call, Values], Exchange]
"""Sends a reading call with these values to the place of the destroying one."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reading call said about a resource.

    ``kind`` is the word for it, ``name`` and ``id`` identify it, ``mine`` says whether the signed-in account owns
    it (None: unknown), ``size`` is in bytes, ``created`` as the service wrote it, ``losers`` are the accounts
    that lose it, ``keeps`` a sentence on what stays, ``error`` a sentence when the read failed.
    """

    kind: str
    name: str = ""
    id: str = ""
    owner: str = ""
    mine: bool | None = None
    size: int | None = None
    created: str = ""
    status: str = ""
    protected: bool | None = None
    region: str = ""
    losers: tuple[str, ...] = ()
    keeps: str = ""
    error: str = ""


def look(call: Call, values: Values, read: Read, find: Callable[[str], Call], account: str) -> Facts:
    """Read the subject of a destructive call; a failed read is told in ``error``, never raised (but Cancelled is).

    ``find`` returns the call of an operationId of the same product, ``account`` is the signed-in account's id.
    """
    subject = call.subject
    if subject is None:
        return Facts(kind="", name=_last_path_value(call, values))
    try:
        read_now = read(find(subject.call), _filled(subject.fill, values))
        document = _told(subject, read_now) if subject.headers else read_json(read_now)
    except Cancelled:
        raise
    except PitchforkError as error:
        return Facts(
            subject.kind, name=_last_path_value(call, values), keeps=subject.keeps, error=str(error)
        )
    losers = _losers(subject, values, read, find)
    name = _last_path_value(call, values) if subject.headers else ""
    return _facts(subject, _resource(document), account, losers, name) or Facts(
        subject.kind, name=_last_path_value(call, values), keeps=subject.keeps, losers=losers
    )


def _told(subject: Subject, exchange: Exchange) -> dict[str, Any]:
    """What the headers of an answer tell: numbers as such."""
    response = read_response(exchange)
    told = ((member, response.header(name)) for member, name in subject.headers)
    return {member: int(text) if text.isdecimal() else text for member, text in told if text}


def _filled(fill: tuple[tuple[str, str], ...], values: Values) -> dict[Key, Any]:
    by_name = {key.name: (key, value) for key, value in values.items()}
    filled: dict[Key, Any] = {}
    for theirs, ours in fill:
        if ours in by_name:
            key, value = by_name[ours]
            filled[Key(key.location, theirs)] = value
    return filled


def _last_path_value(call: Call, values: Values) -> str:
    given = [
        str(values[p.key])
        for p in call.parameters
        if p.location == "path" and p.key in values and not p.secret
    ]
    return given[-1] if given else ""


def _resource(document: Any) -> dict[str, Any]:
    """The resource itself: OpenStack wraps some in one member ({"region": {...}})."""
    if isinstance(document, dict) and len(document) == 1:
        (inner,) = document.values()
        if isinstance(inner, dict):
            return inner
    return document if isinstance(document, dict) else {}


def _losers(subject: Subject, values: Values, read: Read, find: Callable[[str], Call]) -> tuple[str, ...]:
    if not subject.members_call:
        return ()
    try:
        document = read_json(read(find(subject.members_call), _filled(subject.members_fill, values)))
    except Cancelled:
        raise
    except PitchforkError:
        return ()  # public and private images have no member list; the facts stand without it
    members = document.get("members", []) if isinstance(document, dict) else []
    return tuple(str(m.get("member_id", "")) for m in members if isinstance(m, dict))


def _facts(
    subject: Subject, resource: dict[str, Any], account: str, losers: tuple[str, ...], name: str
) -> Facts | None:
    if not resource:
        return None
    owner = _text(resource, "owner", "owner_id", "project_id")
    size = resource.get("size")
    protected = resource.get("protected")
    return Facts(
        kind=subject.kind,
        name=_text(resource, "name", "namespace", "display_name", "member_id") or name,
        id=_text(resource, "id"),
        owner=owner,
        mine=owner == account if owner and account else None,
        size=size if isinstance(size, int) else None,
        created=_text(resource, "created_at"),
        status=_text(resource, "status"),
        protected=protected if isinstance(protected, bool) else None,
        losers=losers,
        keeps=subject.keeps,
    )


def _text(resource: dict[str, Any], *names: str) -> str:
    return next((str(resource[name]) for name in names if resource.get(name) not in (None, "")), "")
