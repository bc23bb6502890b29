"""Example bodies: an example of the whole handed down to its fields, or examples of the fields put together."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from api.catalog.nodes import escape
from api.model import UNSET, Body, Parameter


def with_body_example(body: Body, example: Any) -> Body:
    """The body form with an example; fields without an example of their own take theirs from it."""
    example = body.schema.example if example is UNSET else example
    if example is UNSET:
        return replace(body, example=assemble(body.fixed, body.parameters))
    parameters = tuple(_with_part(parameter, example) for parameter in body.parameters)
    return replace(body, parameters=parameters, example=example)


def with_field_examples(body: Body, examples: dict[str, Any]) -> Body:
    """The body form with examples for its fields by name, and an example of the whole made from them."""
    parameters = tuple(
        replace(p, schema=replace(p.schema, example=examples[p.name])) if p.name in examples else p
        for p in body.parameters
    )
    filled = replace(body, parameters=parameters)
    told = tuple(p for p in parameters if p.required or p.name in examples)
    return replace(filled, example=assemble(filled.fixed, told))


def assemble(fixed: Any, parameters: tuple[Parameter, ...]) -> Any:
    """The body that the examples of these fields make; UNSET when a required one has none."""
    value = copy.deepcopy(fixed)
    for parameter in parameters:
        example = _example(parameter)
        if example is UNSET and parameter.required and parameter.within is None:
            return UNSET
        if example is not UNSET and not parameter.merge:
            value = _put(value, parameter.target, example)
    return value


def _example(parameter: Parameter) -> Any:
    example = parameter.schema.example
    if example is UNSET and parameter.required and parameter.within is None and parameter.schema.choices:
        example = parameter.schema.choices[0]
    if example is not UNSET and parameter.encode == "json-pointer-token":
        return f"/{escape(str(example))}"
    return example


def _put(holder: Any, target: tuple[str, ...], value: Any) -> Any:
    """The holder with the value placed in it, grown by objects where nothing stood."""
    if not target:
        return value
    token, rest = target[0], target[1:]
    if isinstance(holder, list):
        number = int(token)
        grown = holder + [{}] * (number + 1 - len(holder))
        return [*grown[:number], _put(grown[number], rest, value), *grown[number + 1 :]]
    known = holder if isinstance(holder, dict) else {}
    return {**known, token: _put(known.get(token), rest, value)}


def _with_part(parameter: Parameter, example: Any) -> Parameter:
    part = example
    for token in parameter.target:
        if not isinstance(part, dict) or token not in part:
            return parameter
        part = part[token]
    if parameter.merge or parameter.schema.example is not UNSET:
        return parameter
    return replace(parameter, schema=replace(parameter.schema, example=part))
