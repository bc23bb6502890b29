"""The SavedCall: a call's id and values under a name, and how it is written as a readable file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.exchange.convert import read_json
from api.model import Call, Values
from api.records.saved.clean import clean
from api.records.saved.placeholders import escaped, filled
from api.schema import UNSET

VERSION = 1
LONGEST_NAME = 120
LONGEST_NOTE = 20_000
_OWN = ("version", "call", "name", "note", "tags", "content_type", "values")


@dataclass(frozen=True, slots=True)
class SavedCall:
    """``values`` are templates by the str() of a parameter's Key: JSON values with placeholders in their texts.

    ``content_type`` chooses among the call's bodies ("": the first); ``rest`` is what a file holds beyond what
    this version knows, and is written back as it was.
    """

    call: str
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    tags: tuple[str, ...] = ()
    content_type: str = ""
    rest: Mapping[str, Any] = field(default_factory=dict)


def templates(call: Call, values: Values) -> dict[str, Any]:
    """What of these values may be saved, as templates that stand for exactly them.

    Never secrets, wherever they stand (their fields are asked for anew), and never files of this computer.
    """
    known = {p.key: p for p in call.parameters}
    known |= {p.key: p for body in call.bodies for p in body.parameters}
    kept: dict[str, Any] = {}
    for key, value in values.items():
        if key in known and (plain := clean(known[key].schema, key.name, value)) is not UNSET:
            kept[str(key)] = escaped(plain)
    return kept


def renewed(before: Mapping[str, Any], now: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """The templates of ``now``; those of ``before`` stay where they, filled in, say the same."""
    return {
        name: before[name]
        if name in before and filled(before[name], known) == filled(template, {})
        else template
        for name, template in now.items()
    }


def as_text(saved: SavedCall) -> str:
    """The file: members in one order, values sorted by name, a line end behind it, so that diffs are small."""
    content: dict[str, Any] = {"version": VERSION, "call": saved.call, "name": saved.name}
    for name in ("note", "content_type"):
        if getattr(saved, name):
            content[name] = getattr(saved, name)
    if saved.tags:
        content["tags"] = list(saved.tags)
    content["values"] = {name: saved.values[name] for name in sorted(saved.values)}
    return json.dumps(content | dict(saved.rest), ensure_ascii=False, indent=2) + "\n"


def from_text(text: str) -> SavedCall:
    """The saved call in a file. Raises ValueError with the reason as a sentence."""
    try:
        content = read_json(text)
    except ValueError as error:
        raise ValueError(f"It is not valid JSON: {error}.") from None
    if not isinstance(content, dict):
        raise ValueError("It does not hold a JSON object.")
    version = content.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise ValueError("A newer version of the program wrote it.")
    values = content.get("values", {})
    if not isinstance(values, dict):
        raise ValueError("Its “values” are no JSON object.")
    return SavedCall(
        _text(content, "call", needed=True),
        _text(content, "name", needed=True)[:LONGEST_NAME],
        values,
        _text(content, "note"),
        _tags(content.get("tags", [])),
        _text(content, "content_type"),
        {name: value for name, value in content.items() if name not in _OWN},
    )


def _text(content: dict[str, Any], name: str, *, needed: bool = False) -> str:
    value = content.get(name, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise ValueError(
            f"Its “{name}” is missing." if needed and not value else f"Its “{name}” is no text."
        )
    return value


def _tags(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("Its “tags” are no list of texts.")
    return tuple(dict.fromkeys(each.strip() for each in value if each.strip()))
