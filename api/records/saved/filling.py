"""Fills a saved call in: its templates become values of the call, with the placeholders of one profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.errors import BadInput, Fault
from api.exchange.check import check_schema
from api.exchange.convert import from_text, spelt
from api.model import Call, Key, Parameter
from api.records.saved.call import SavedCall
from api.records.saved.clean import clean
from api.records.saved.placeholders import filled, names_in, placeholder
from api.records.saved.vault import kept_name
from api.schema import UNSET, Kind

_WRITTEN = (Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN, Kind.CHOICE, Kind.LIST, Kind.OBJECT, Kind.MAP)
"""Kinds whose value a text stands for."""
_SHAPED = (Kind.LIST, Kind.OBJECT, Kind.MAP)
"""Kinds whose editors have parts, which hold nothing but what fits."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a saved call says now.

    ``values`` go into the form, ``content_type`` is the body's ("": the first), ``missing`` the placeholders
    without a value by the parameter that waits for them, ``remarks`` are sentences on what was left out.
    """

    values: dict[Key, Any] = field(default_factory=dict)
    content_type: str = ""
    missing: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


Unlock = Callable[[SavedCall, str], str | None]
"""What the keyring has for a field of a saved call."""


def fill(
    saved: SavedCall,
    call: Call,
    known: Mapping[str, str],
    unlock: Unlock = lambda _saved, _field: None,
) -> Filled:
    """The values of a saved call; ``known`` are the values of the profile's placeholders by name.

    A value that the call does not take (any more) is left out with a remark; a parameter that waits for a
    placeholder has no value. Secrets are never taken from a file or link; ``unlock`` asks the keyring for those
    that are kept there.
    """
    remarks: list[str] = []
    content_type = saved.content_type
    if content_type and call.body(content_type) is None:
        remarks.append(f"{call.title} takes no body of type {content_type}.")
        content_type = ""
    fields = {str(p.key): p for p in call.fields(content_type or None)}
    result = Filled(content_type=content_type)
    for name, template in saved.values.items():
        parameter = fields.get(name)
        if parameter is not None and kept_name(template):
            remark = _unlocked(result, parameter, unlock(saved, name) if parameter.secret else None)
        else:
            remark = _put(result, parameter, template, known) if parameter else _no_value(call, name)
        if remark:
            remarks.append(remark)
    return Filled(result.values, content_type, result.missing, tuple(remarks))


def _no_value(call: Call, name: str) -> str:
    return f"{call.title} takes no value “{name.partition(':')[2] or name}”, which was left out."


def _unlocked(result: Filled, parameter: Parameter, secret: str | None) -> str:
    if secret is None:
        return f"{parameter.name} is a secret, and the keyring has it no more: it is asked for."
    result.values[parameter.key] = secret
    return ""


def _put(result: Filled, parameter: Parameter, template: Any, known: Mapping[str, str]) -> str:
    if clean(parameter.schema, parameter.name, template) is UNSET:
        return f"{parameter.name} is a secret: it is asked for, never filled in."
    if names := tuple(name for name in names_in(template) if name not in known):
        result.missing[parameter.key] = names
        return ""
    try:
        result.values[parameter.key] = _value(parameter, filled(template, known))
    except BadInput as error:
        return f"{parameter.name} was left out: {_with_names(template, error.faults[0].sentence)}"
    return ""


def _with_names(template: Any, sentence: str) -> str:
    names = ", ".join(placeholder(name) for name in names_in(template))
    return f"{sentence} It comes from {names}." if names else sentence


def _value(parameter: Parameter, value: Any) -> Any:
    """The value by the declared type: what a text stands for, or the value itself. Raises BadInput.

    A value of the right type that is wrong all the same is shown in its field, with the fault under it.
    """
    schema = parameter.schema
    if isinstance(value, str) and schema.kind in _WRITTEN:
        value = from_text(parameter, value)
    elif isinstance(value, bool | int | float) and schema.kind not in (*_WRITTEN, Kind.ANY):
        value = spelt(value)
    fault = check_schema(schema, value)
    if fault and (value is None or schema.kind in _SHAPED or isinstance(value, dict | list)):
        raise BadInput([Fault(parameter.key, fault)])
    return value
