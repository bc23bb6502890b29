"""A request as the ``openstack`` command that does the same, where there is one."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from api.errors import NoSnippet
from api.records.snippets.counterparts import counterpart, given, service_of, unplaced
from api.records.snippets.pieces import Draft
from api.wire.request import Request

_NOTE = "It signs in by OS_CLOUD (clouds.yaml) or the other OS_* variables, and may read before it changes."


def write(request: Request) -> Draft:
    """The command for a POSIX shell. Raises NoSnippet where there is none."""
    service = service_of(request)
    if reason := service.get("no_command") or counterpart(request, "no_command"):
        raise NoSnippet(str(reason))
    found = counterpart(request, "command")
    if found is None:
        raise NoSnippet("The openstack command has nothing for this call.")
    _check(request, found)
    region = f" --os-region-name {shlex.quote(request.place.region)}" if request.place.region else ""
    words = " ".join([found["run"], *_options(request, found), *_positional(request, found)])
    own = "The user is the one who is signed in." if found.get("own") else ""
    return Draft((f"openstack{region} {words}",), tuple(note for note in (_NOTE, own) if note))


def _check(request: Request, found: Mapping[str, Any]) -> None:
    take, choices = found.get("take", []), found.get("choices", {})
    places = {*take, *found.get("options", {}), *choices, *found.get("own", [])}
    missing = unplaced(request, places, set(take))
    values = _values(request)
    missing += [name for name in choices if name in values and _spelt(values[name]) not in choices[name]]
    missing += [
        name for name in values if isinstance(values[name], dict | list) or values[name] in (None, "")
    ]
    if missing:
        raise NoSnippet(f"The openstack command cannot say this: {', '.join(dict.fromkeys(missing))}.")


def _values(request: Request) -> dict[str, Any]:
    """The values by name; a list of one is its item."""
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in given(request).items()
    }


def _options(request: Request, found: Mapping[str, Any]) -> Iterator[str]:
    values = _values(request)
    for name, option in found.get("options", {}).items():
        if name in values:
            yield f"{option}={shlex.quote(_spelt(values[name]))}"
    for name, choices in found.get("choices", {}).items():
        if name in values:
            yield from choices[_spelt(values[name])]


def _positional(request: Request, found: Mapping[str, Any]) -> list[str]:
    values = _values(request)
    words = [_spelt(values[name]) for name in found.get("take", [])]
    dashes = ["--"] if any(each.startswith("-") for each in words) else []
    return dashes + [shlex.quote(each) for each in words]


def _spelt(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
