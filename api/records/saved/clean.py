"""What of a value may be kept: nothing secret, and nothing that only this computer has."""

from __future__ import annotations

from typing import Any

from api.exchange.convert import read_json
from api.model import FileValue
from api.schema import UNSET, Kind, Schema
from api.wire.redaction import DOTS, SECRET_HEADERS, SECRET_MEMBERS, mask_json, mask_url

_NEVER = SECRET_MEMBERS | SECRET_HEADERS | {"user_data", "token"}


def clean(schema: Schema, name: str, value: Any) -> Any:
    """The value without its secrets, by schema, by name and by what stands in addresses; UNSET if nothing is left."""
    if schema.kind is Kind.SECRET or name.lower() in _NEVER or isinstance(value, FileValue | bytes):
        return UNSET
    if isinstance(value, str):
        return UNSET if _tells(value) else value
    if isinstance(value, dict):
        return _members(schema, value)
    if isinstance(value, list):
        items = [clean(schema.item or Schema(), "", each) for each in value]
        return UNSET if UNSET in items else items
    return value


def _members(schema: Schema, value: dict[str, Any]) -> Any:
    known = {member.name: member.schema for member in schema.members}
    inner = {
        name: clean(known.get(name, schema.rest or Schema()), name, each) for name, each in value.items()
    }
    left = {name: each for name, each in inner.items() if each is not UNSET}
    return left if left or not value else UNSET


def _tells(text: str) -> bool:
    """Whether a text has a secret in it, or dots for one: an address with a password, or JSON with one."""
    if DOTS in text or mask_url(text) != text:
        return True
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        value = read_json(text)
    except ValueError:
        return False
    return bool(mask_json(value) != value)
