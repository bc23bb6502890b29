"""The kinds of snippets and who writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.errors import NoSnippet
from api.records.snippets import (
    ansible,
    curl,
    httpie,
    openstack_command,
    openstacksdk,
    powershell,
    python_requests,
)
from api.records.snippets.kinds import Kind
from api.records.snippets.pieces import Draft, variables, with_own_variables
from api.wire.request import Request

_WRITERS: dict[Kind, Callable[[Request], Draft]] = {
    Kind.CURL: curl.write,
    Kind.HTTPIE: httpie.write,
    Kind.REQUESTS: python_requests.write,
    Kind.OPENSTACKSDK: openstacksdk.write,
    Kind.OPENSTACK: openstack_command.write,
    Kind.POWERSHELL: powershell.write,
    Kind.ANSIBLE: ansible.write,
}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A request as another tool does it.

    ``text`` is complete; ``notes`` (its first line, too) say where it is not to the letter what the program
    sends; ``variables`` are those of the environment that have to be set before it is run.
    """

    kind: Kind
    text: str
    notes: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


def snippet(request: Request, kind: Kind) -> str:
    """The request for another tool, secrets as variables. Raises NoSnippet where the tool cannot do it."""
    return taken(request, kind).text


def taken(request: Request, kind: Kind) -> Snippet:
    """The same with what there is to know about it. Raises NoSnippet."""
    own = with_own_variables(request)
    draft = _WRITERS[kind](own)
    text = "\n".join(draft.lines)
    head = f"# {' '.join(draft.notes)}\n" if draft.notes else ""
    return Snippet(kind, f"{head}{text}\n", draft.notes, _used(variables(own), text))


def why_not(request: Request, kind: Kind) -> str:
    """Why there is no snippet of a kind, as a sentence; "" when there is one."""
    if kind is not Kind.OPENSTACK:
        return ""
    try:
        openstack_command.write(with_own_variables(request))
    except NoSnippet as error:
        return error.sentence
    return ""


def _used(names: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(name for name in names if name in text)
