"""Reads the resources that a command is to run on: ids one a line, CSV, or JSON as other commands print it."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.command_line.bodies import read_json
from api.errors import BadInput, Fault

_WORDS = {"true": True, "false": False}
_DEEPEST = 4


def read_resources(source: str, parameter: str) -> list[dict[str, Any]]:
    """The resources that a file or standard input ("-") names; each has at least an ``id``.

    In CSV the ids stand in the column ``id``, or in one that is called like the call's ``parameter``.
    Raises BadInput that names what is wrong with which line.
    """
    text = _text(source).strip()
    if text.startswith(("{", "[")):
        return _from_json(text, parameter)
    lines = text.splitlines()
    if lines and {"id", parameter} & set(next(csv.reader([lines[0]]), [])):
        return [_checked(row, number, parameter) for number, row in enumerate(_from_csv(text), 2)]
    return [{"id": line.strip()} for line in lines if line.strip()]


def _text(source: str) -> str:
    name = "standard input" if source == "-" else source
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise BadInput([Fault(None, f"{name} cannot be read: {error.strerror}.")]) from None
    except UnicodeDecodeError:
        raise BadInput([Fault(None, f"{name} is not text in UTF-8.")]) from None


def _from_csv(text: str) -> list[dict[str, Any]]:
    try:
        rows = list(csv.DictReader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise BadInput([Fault(None, f"This is no CSV: {error}.")]) from None
    return [{name: _WORDS.get(str(value).lower(), value) for name, value in row.items()} for row in rows]


def _from_json(text: str, parameter: str) -> list[dict[str, Any]]:
    try:
        value = read_json(text)
    except ValueError as error:
        raise BadInput([Fault(None, f"This is not JSON: {error}.")]) from None
    found = _list_in(value)
    if found is None:
        raise BadInput([Fault(None, "There is no list of resources in this JSON, or more than one.")])
    rows = (each if isinstance(each, dict) else {"id": each} for each in found)
    return [_checked(row, number, parameter) for number, row in enumerate(rows, 1)]


def _list_in(value: Any) -> list[Any] | None:
    """The one list of it: itself, or the only list that its members lead to, those of `call --json` first."""
    for _depth in range(_DEEPEST):
        if isinstance(value, list):
            return value
        if not isinstance(value, dict):
            return None
        inner = value.get("response") or value.get("body")
        lists = [each for each in value.values() if isinstance(each, list)]
        if inner is None and len(lists) > 1:
            return None
        value = inner or (lists[0] if lists else None)
    return None


def _checked(row: Mapping[str, Any], number: int, parameter: str) -> dict[str, Any]:
    found = row.get(parameter) or row.get("id")
    if not isinstance(found, str) or not found.strip():
        raise BadInput([Fault(None, f"Number {number:,} of the list has no id.")])
    return {**row, "id": found.strip()}
