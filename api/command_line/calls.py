"""`calls`: every call of the catalogue, for people and for programs."""

from __future__ import annotations

import sys
from typing import Any

from api.catalog.catalogue import Catalogue
from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json
from api.model import UNSET, Call, CallHead, Parameter


def list_calls(catalogue: Catalogue, *, as_json: bool) -> ExitCode:
    """Print the calls; documents that cannot be used are named on stderr."""
    heads = list(catalogue.heads())
    if as_json:
        print_json([describe(catalogue.call(head.id)) for head in heads])
    else:
        _print_table(heads)
    for error in catalogue.errors:
        print(error, file=sys.stderr)
    return ExitCode.BAD_INPUT if catalogue.errors else ExitCode.FINE


def _print_table(heads: list[CallHead]) -> None:
    width = max((len(head.id) for head in heads), default=0)
    for head in heads:
        print(f"{head.id:<{width}}  {head.method:<6}  {head.title}")


def describe(call: Call) -> dict[str, Any]:
    """A call as `calls --json` prints it."""
    body = call.body()
    return {
        "id": call.id,
        "product": call.head.product,
        "category": call.head.category,
        "title": call.title,
        "method": call.method,
        "path": call.head.path,
        "docs": call.docs,
        "parameters": [_describe_parameter(parameter) for parameter in call.fields()],
        "content_type": body.content_type if body else None,
        "success": list(call.success),
        "changes": call.effects.changes.value,
        "shares": call.effects.shares,
        "costs": bool(call.effects.costs),
    }


def _describe_parameter(parameter: Parameter) -> dict[str, Any]:
    schema = parameter.schema
    return {
        "name": parameter.name,
        "in": parameter.location.value,
        "type": schema.kind.value,
        "required": parameter.required and parameter.within is None,
        "enum": list(schema.choices) or None,
        "default": None if schema.default is UNSET else schema.default,
    }
