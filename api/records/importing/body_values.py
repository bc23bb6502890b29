"""The reverse of writing a body: the values of a call's fields that make these characters."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from api.errors import BadInput
from api.exchange.body import Placed, is_json
from api.exchange.convert import from_texts, read_json
from api.model import UNSET, Body, Call, Key, Parameter
from api.records.importing.foreign import marks_in

_BARE_MARK = re.compile('(?<=[:\\[,])(\\s*)(\ue000[^\ue000\ue001"]*\ue001)(?=\\s*[,}\\]])')
_MOST_PLACES = 5


@dataclass(slots=True)
class BodyValues:
    """The values, the body form they belong to, what of the characters they do not make, and how much that is."""

    values: dict[Key, Any] = field(default_factory=dict)
    content_type: str = ""
    remarks: list[str] = field(default_factory=list)
    lost: int = 0


def body_values(call: Call, text: str | None, content_type: str) -> BodyValues:
    """What the characters of a body mean to a call."""
    if text is None:
        return BodyValues()
    body = _form(call, content_type)
    if body is None:
        return BodyValues(remarks=[f"{call.title} takes no body; it was left out."], lost=3)
    found = BodyValues(content_type=body.content_type)
    if body.binary:
        found.remarks.append("The bytes of the body were left out: choose a file.")
        return found
    if is_json(body.content_type):
        _read_json(body, text, found)
    elif body.content_type == "application/x-www-form-urlencoded":
        _read_pairs(body, text, found)
    elif body.parameters:
        found.values[body.parameters[0].key] = text
    return found


def _form(call: Call, content_type: str) -> Body | None:
    media = content_type.partition(";")[0].strip().lower()
    exact = (body for body in call.bodies if body.content_type.lower() == media)
    alike = (body for body in call.bodies if is_json(media) == is_json(body.content_type))
    return next(exact, None) or next(alike, None) or (call.bodies[0] if call.bodies else None)


def _read_pairs(body: Body, text: str, found: BodyValues) -> None:
    known = {parameter.name: parameter for parameter in body.parameters}
    texts: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, max_num_fields=1000):
        texts.setdefault(name, []).append(value)
    for name, values in texts.items():
        if name in known:
            take_texts(known[name], values, found)
        else:
            found.remarks.append(f"The body's field “{name}” is not known and was left out.")
            found.lost += 1


def take_texts(parameter: Parameter, texts: list[str], found: BodyValues) -> None:
    """Put the value that these texts mean for a parameter; what means none is a remark."""
    if len(texts) == 1 and marks_in(texts[0]):
        found.values[parameter.key] = texts[0]  # what it will be is not known yet
        return
    try:
        found.values[parameter.key] = from_texts(parameter, texts)
    except BadInput as error:
        found.remarks.append(f"{parameter.name} was left out: {error.faults[0].sentence}")
        found.lost += 1


def _read_json(body: Body, text: str, found: BodyValues) -> None:
    try:
        value = read_json(_BARE_MARK.sub(r'\1"\2"', text))
    except ValueError as error:
        found.remarks.append(f"The body was left out, it is not JSON: {error}.")
        found.lost += 5
        return
    for parameter in body.parameters:
        if not parameter.merge:
            _take(parameter, value, found)
    for parameter in body.parameters:
        if parameter.merge:
            _take_rest(parameter, body, value, found)
    missing = list(_missing(value, _made(body, found.values), ""))
    found.lost += len(missing)
    if missing:
        more = f" and {len(missing) - _MOST_PLACES} more" if len(missing) > _MOST_PLACES else ""
        places = ", ".join(place or "all of it" for place in missing[:_MOST_PLACES])
        found.remarks.append(f"Left out of the body: {places}{more}.")


def _take(parameter: Parameter, root: Any, found: BodyValues) -> None:
    value = _at(root, parameter.target)
    if value is UNSET:
        return
    if parameter.encode == "json-pointer-token":
        if not isinstance(value, str) or not value.startswith("/") or "/" in value[1:]:
            return
        value = value[1:].replace("~1", "/").replace("~0", "~")
    found.values[parameter.key] = value


def _take_rest(parameter: Parameter, body: Body, root: Any, found: BodyValues) -> None:
    """A map takes what stands beside the other fields and the constant part."""
    inside = _at(root, parameter.target)
    if not isinstance(inside, dict):
        return
    depth = len(parameter.target)
    taken = {p.target[depth] for p in body.parameters if not p.merge and len(p.target) > depth}
    fixed = _at(body.fixed, parameter.target)
    taken |= set(fixed) if isinstance(fixed, dict) else set()
    rest = {name: value for name, value in inside.items() if name not in taken}
    if rest:
        found.values[parameter.key] = rest


def _at(root: Any, target: tuple[str, ...]) -> Any:
    value = root
    for token in target:
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdigit() and len(token) < 5 and int(token) < len(value):
            value = value[int(token)]
        else:
            return UNSET
    return value


def _made(body: Body, values: dict[Key, Any]) -> Any:
    """The JSON that these values make, as sending writes it."""
    root = Placed(copy.deepcopy(body.fixed) if body.fixed is not UNSET else UNSET)
    for parameter in body.parameters:
        if parameter.key in values:
            value = values[parameter.key]
            if parameter.encode == "json-pointer-token":
                value = "/" + str(value).replace("~", "~0").replace("/", "~1")
            root.put(parameter.target, value, merge=parameter.merge)
    return {} if root.value is UNSET else root.value


def _missing(asked: Any, made: Any, place: str) -> list[str]:
    """Where two JSON values differ, as places of the first; what only the second has counts, too."""
    if isinstance(asked, dict) and isinstance(made, dict):
        own = [
            each
            for name in asked
            for each in _missing(asked[name], made.get(name, UNSET), f"{place}/{name}")
        ]
        return own + [f"{place}/{name} (added)" for name in made if name not in asked]
    if isinstance(asked, list) and isinstance(made, list) and len(asked) == len(made):
        pairs = enumerate(zip(asked, made, strict=True))
        return [each for number, pair in pairs for each in _missing(*pair, f"{place}/{number}")]
    same = type(asked) is type(made) and asked == made
    return [] if same else [place]
