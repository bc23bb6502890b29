"""Writes request bodies: values placed into the constant part, secrets as slots, files as streams."""

from __future__ import annotations

import copy
import json
import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from api.exchange.convert import spelt
from api.exchange.slots import secret_slot
from api.model import UNSET, Body, FileValue, Parameter, Values
from api.wire.request import CONTENT_LENGTH, Encoding, FileBody, RequestBody, Slot, Template


@dataclass(frozen=True, slots=True)
class Written:
    """A body ready for a Request, or the reason (``fault``) why it cannot be written."""

    body: RequestBody = None
    fault: str = ""

    @property
    def length(self) -> str | Slot | None:
        """The value of Content-Length; a slot when it depends on a secret; None without a body."""
        if self.body is None:
            return None
        if isinstance(self.body, Template):
            return Slot(CONTENT_LENGTH, "CONTENT_LENGTH")
        return str(self.body.size if isinstance(self.body, FileBody) else len(self.body))


def write_body(body: Body | None, values: Values) -> Written:
    """The bytes (or template, or file) of a body form with these values; no body where none is to be sent."""
    if body is None:
        return Written()
    filled = [p for p in body.parameters if p.key in values]
    if not filled and body.fixed is UNSET and (not body.required or _is_one_value(body)):
        return Written()
    if body.binary:
        return _binary(values[filled[0].key]) if filled else Written()
    if is_json(body.content_type):
        return _json(body, filled, values)
    if body.content_type == "application/x-www-form-urlencoded":
        return _form(filled, values)
    if body.content_type.startswith("text/"):
        text = values[filled[0].key] if filled else ""
        return Written(spelt(text).encode("utf-8", "replace"))
    return Written(fault=f"Bodies of the type {body.content_type} cannot be written here.")


def _is_one_value(body: Body) -> bool:
    return any(not parameter.target and not parameter.merge for parameter in body.parameters)


def is_json(content_type: str) -> bool:
    """Whether a media type is JSON: application/json, text/json, +json and OpenStack's -json-patch types."""
    subtype = content_type.split(";", 1)[0].strip().rpartition("/")[2].lower()
    return subtype == "json" or subtype.endswith(("+json", "-json", "json-patch"))


def _binary(value: Any) -> Written:
    if isinstance(value, bytes):
        return Written(value)
    if not isinstance(value, FileValue):
        return Written()
    try:
        return Written(FileBody.of(value.path))
    except OSError:
        return Written()  # check() says so at the field


def _form(filled: list[Parameter], values: Values) -> Written:
    parts: list[str | Slot] = []
    for parameter in filled:
        parts.append(f"{'&' if parts else ''}{quote_plus(parameter.name)}=")
        if parameter.secret:
            parts.append(secret_slot(parameter, Encoding.PERCENT))
        else:
            parts.append(quote_plus(spelt(values[parameter.key])))
    return _from_parts(parts)


def _json(body: Body, filled: list[Parameter], values: Values) -> Written:
    root = Placed(copy.deepcopy(body.fixed) if body.fixed is not UNSET else UNSET)
    hidden: dict[str, Slot] = {}
    for parameter in filled:
        value = values[parameter.key]
        if parameter.secret and value is not None:
            value = secrets.token_hex(16)
            hidden[value] = secret_slot(parameter, Encoding.JSON)
        elif parameter.encode == "json-pointer-token":
            value = pointer_of_token(str(value))
        root.put(parameter.target, value, merge=parameter.merge)
    value = {} if root.value is UNSET else root.value
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (RecursionError, ValueError):
        return Written(fault="This body is nested too deeply to be written as JSON.")
    return _from_parts(_split(text, hidden))


def pointer_of_token(token: str) -> str:
    """A JSON pointer of one token, escaped as RFC 6901 says: ``~`` first, then ``/``."""
    return "/" + token.replace("~", "~0").replace("/", "~1")


def _split(text: str, hidden: dict[str, Slot]) -> list[str | Slot]:
    if not hidden:
        return [text]
    pieces = re.split('"(' + "|".join(hidden) + ')"', text)
    return [hidden[piece] if number % 2 else piece for number, piece in enumerate(pieces)]


def _from_parts(parts: list[str | Slot]) -> Written:
    if all(isinstance(part, str) for part in parts):
        return Written("".join(str(part) for part in parts).encode("utf-8", "replace"))
    return Written(Template(tuple(part for part in parts if part != "")))


class Placed:
    """A JSON value that grows as values are placed at JSON pointers in it."""

    def __init__(self, value: Any = UNSET) -> None:
        self.value = value

    def put(self, target: tuple[str, ...], value: Any, *, merge: bool = False) -> None:
        """Place a value at a pointer; with ``merge`` its members are placed beside those already there.

        Missing objects and list entries on the way are made: a token of digits makes a list only where a
        list already stands.
        """
        if not target:
            known = self.value if isinstance(self.value, dict) else {}
            self.value = {**value, **known} if merge and isinstance(value, dict) else value
            return
        if self.value is UNSET:
            self.value = {}
        holder = self.value
        for token in target[:-1]:
            holder = self._step(holder, token)
        self._set(holder, target[-1], value, merge)

    def _step(self, holder: Any, token: str) -> Any:
        if isinstance(holder, list):
            while len(holder) <= int(token):
                holder.append({})
            return holder[int(token)]
        return holder.setdefault(token, {})

    def _set(self, holder: Any, token: str, value: Any, merge: bool) -> None:
        if isinstance(holder, list):
            self._step(holder, token)
            holder[int(token)] = value
        elif merge and isinstance(value, dict):
            inner = holder.setdefault(token, {})
            holder[token] = {**value, **inner}
        else:
            holder[token] = value
