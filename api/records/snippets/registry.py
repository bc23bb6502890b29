"""The kinds of snippets and who writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from api.errors import NoSnippet
from api.records.snippets.ansible import write as write_ansible
from api.records.snippets.curl import write as write_curl
from api.records.snippets.hidden import with_slots_for_all
from api.records.snippets.httpie import write as write_httpie
from api.records.snippets.kinds import Kind
from api.records.snippets.openstack_command import write as write_openstack
from api.records.snippets.openstacksdk import write as write_openstacksdk
from api.records.snippets.pieces import Draft, variables, with_own_variables
from api.records.snippets.powershell import write as write_powershell
from api.records.snippets.python_requests import write as write_requests
from api.wire.request import Request, Template

_WRITERS: dict[Kind, Callable[[Request], Draft]] = {
    Kind.CURL: write_curl,
    Kind.HTTPIE: write_httpie,
    Kind.REQUESTS: write_requests,
    Kind.OPENSTACKSDK: write_openstacksdk,
    Kind.OPENSTACK: write_openstack,
    Kind.POWERSHELL: write_powershell,
    Kind.ANSIBLE: write_ansible,
}

MOST_BODY = 256 * 1024
"""Bytes of a body that stand in a snippet: nobody reads more, shells refuse it, and a window must not wait for it."""


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
    if sentence := _too_large(request):
        raise NoSnippet(sentence, "Keep it as a file, and send that.")
    own = with_own_variables(with_slots_for_all(request))
    draft = _WRITERS[kind](own)
    text = "\n".join(draft.lines)
    head = f"# {' '.join(draft.notes)}\n" if draft.notes else ""
    return Snippet(kind, f"{head}{text}\n", draft.notes, _used(variables(own), text))


def why_not(request: Request, kind: Kind) -> str:
    """Why there is no snippet of a kind, as a sentence; "" when there is one."""
    if (sentence := _too_large(request)) or kind is not Kind.OPENSTACK:
        return sentence
    try:
        write_openstack(with_own_variables(with_slots_for_all(request)))
    except NoSnippet as error:
        return error.sentence
    return ""


def _too_large(request: Request) -> str:
    body = request.body
    if isinstance(body, bytes | Template) and _size(body) > MOST_BODY:
        return f"The body has {_size(body):,} bytes: a snippet takes {MOST_BODY:,} at most."
    return ""


def _size(body: bytes | Template) -> int:
    return len(body if isinstance(body, bytes) else body.masked())


def _used(names: tuple[str, ...], text: str) -> tuple[str, ...]:
    return tuple(name for name in names if name in text)
