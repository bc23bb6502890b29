"""What a documented answer holds: resources, secrets and ways on; the part of the vocabulary that links are made by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from api.schema import Resource


class Mention(NamedTuple):
    """A place in an answer where a resource stands: the tokens of its JSON pointer, ``*`` for any of a level.

    ``whole`` says that what stands there is the resource itself; else the value there is the id of one.
    ``besides`` are names that the last ``*`` does not stand for.
    """

    place: tuple[str, ...]
    resource: Resource
    whole: bool = False
    besides: tuple[str, ...] = ()


class Detour(NamedTuple):
    """A place in an answer whose address leads nowhere, the call (its complete id) to offer instead, and why."""

    place: tuple[str, ...]
    call: str
    reason: str


class Way(NamedTuple):
    """A call (its complete id) that goes on from an answer: an OpenAPI link.

    ``fill`` are names of its parameters with the runtime expressions that give their values
    (``$response.body#/id``, ``$request.path.image_id``).
    """

    call: str
    fill: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One documented answer: status code ("200", "default"), what it means, and where it holds secrets.

    ``secrets`` are JSON pointers with ``*`` for any member, ``secret_headers`` header names in lower case.
    ``mentions``, ``detours`` and ``ways`` say what can be gone on with from it.
    """

    status: str
    description: str
    content_types: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    secret_headers: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    detours: tuple[Detour, ...] = ()
    ways: tuple[Way, ...] = ()
