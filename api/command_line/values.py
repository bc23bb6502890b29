"""``-p NAME=VALUE`` arguments turned into values."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from api.errors import BadInput, Fault
from api.exchange.convert import find_parameter, from_texts
from api.model import Call, Key, Kind, Parameter
from api.wire.request import FileBody


def read_values(call: Call, arguments: Sequence[str], content_type: str | None = None) -> dict[Key, Any]:
    """The values that the arguments give. Raises BadInput that names every fault."""
    faults: list[Fault] = []
    grouped: dict[Key, tuple[Parameter, list[str]]] = {}
    for argument in arguments:
        try:
            parameter, text = _read(call, argument, content_type)
        except BadInput as error:
            faults += error.faults
        else:
            grouped.setdefault(parameter.key, (parameter, []))[1].append(text)
    values: dict[Key, Any] = {}
    for key, (parameter, texts) in grouped.items():
        try:
            values[key] = from_texts(parameter, texts)
        except BadInput as error:
            faults += error.faults
    if faults:
        raise BadInput(faults)
    return values


def _read(call: Call, argument: str, content_type: str | None) -> tuple[Parameter, str]:
    name, equals, text = argument.partition("=")
    if not equals or not name:
        raise BadInput([Fault(None, f"“{argument}” is not NAME=VALUE.")])
    parameter = find_parameter(call, name, content_type)
    if parameter.schema.kind is Kind.FILE:
        return parameter, text.removeprefix("@")
    return parameter, from_elsewhere(parameter.key, text)


def from_elsewhere(key: Key | None, text: str) -> str:
    """The text itself, or what ``@FILE``, ``@-`` or ``env:VARIABLE`` name. Raises BadInput."""
    if text.startswith("@"):
        return _read_text(key, text[1:])
    if text.startswith("env:"):
        try:
            return os.environ[text[4:]]
        except KeyError:
            raise BadInput([Fault(key, f"The variable {text[4:]} is not set.")]) from None
    return text


def _read_text(key: Key | None, source: str) -> str:
    """What a file or standard input ("-") holds, without the line end behind it that editors and `echo` add."""
    name = "standard input" if source == "-" else source
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise BadInput([Fault(key, f"{name} cannot be read: {error.strerror}.")]) from None
    except UnicodeDecodeError:
        raise BadInput([Fault(key, f"{name} is not text in UTF-8.")]) from None
    return text.removesuffix("\n").removesuffix("\r")


def read_body(source: str) -> bytes | FileBody:
    """What ``--body`` names: a file to stream, or what a pipe or standard input ("-") holds. Raises BadInput."""
    path = Path(source)
    try:
        if source == "-":
            return sys.stdin.buffer.read()
        return FileBody.of(path) if path.is_file() else path.read_bytes()
    except OSError as error:
        raise BadInput([Fault(None, f"{source} cannot be read: {error.strerror}.")]) from None
