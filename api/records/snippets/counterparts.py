"""What of openstacksdk and of the openstack command does the same as a call: read from resources/snippets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from api.constants import RESOURCES
from api.model import FileValue, Location
from api.wire.request import Request

_FILE = RESOURCES / "snippets" / "counterparts.json"


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_FILE.read_bytes())
    return content


def service_of(request: Request) -> Mapping[str, Any]:
    """The service that the request goes to; empty for a product that openstacksdk does not know."""
    found: Mapping[str, Any] = _content()["services"].get(request.call_id.partition(".")[0], {})
    return found


def counterpart(request: Request, tool: str) -> Any:
    """What a tool ("sdk", "command", "no_command") has for the call; None is nothing."""
    return _content()["calls"].get(request.call_id, {}).get(tool)


def given(request: Request) -> dict[str, Any]:
    """The values that the request was built from, by name; files as their paths."""
    return {
        key.name: str(Path(value.path).absolute()) if isinstance(value, FileValue) else value
        for key, value in request.values.items()
    }


def unplaced(request: Request, places: set[str], needed: set[str]) -> list[str]:
    """What a counterpart with these places cannot say: values without a place, and places that need one.

    A body of its own, and secrets, have no place either.
    """
    names = {key.name for key in request.values}
    missing = sorted(names - places) + sorted(needed - names)
    if request.body is not None and not any(key.location is Location.BODY for key in request.values):
        missing.append("body")
    return missing + [
        slot.variable for slot in request.slots if slot.variable not in {"OS_TOKEN", "CONTENT_LENGTH"}
    ]
