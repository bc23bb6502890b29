"""Bodies of answers as they are printed: JSON where they are JSON, bytes where they are bytes, secrets dotted."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from typing import Any

from api.answer.answer import Answer, Form, form_of, read_answer
from api.answer.document import ROOT
from api.answer.pretty import pretty
from api.command_line.output import print_text, write_bytes
from api.exchange.exchange import Exchange
from api.wire.redaction import DOTS, mask_json, mask_url
from api.wire.response import Response


def read_json(text: str) -> Any:
    """The value of a JSON text. Raises ValueError, also for what would not come out as JSON again (NaN, 1e999)."""
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _refuse(name: str) -> Any:
    raise ValueError(f"JSON has no {name}")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is too large")
    return number


def body_value(exchange: Exchange, response: Response, *, masked: bool) -> Any:
    """The body for the document of ``--json``: a value where it is JSON that Python can hold, else text."""
    if form_of(response) is Form.JSON:
        try:
            value = read_json(response.content.bytes().decode("utf-8", "replace"))
        except ValueError:
            pass
        else:
            return mask_json(value, exchange.request.secret_pointers) if masked else value
    return _text(read_answer(exchange), masked=masked)


def print_body(exchange: Exchange, *, masked: bool) -> None:
    """Print the body for reading: JSON one member a line and otherwise as received, bytes untouched."""
    answer = read_answer(exchange)
    if answer.note:
        print(answer.note, file=sys.stderr)
    if answer.covered and masked:
        print("The body may hold a secret: --show-secrets prints it.", file=sys.stderr)
    elif answer.form is Form.BINARY:
        write_bytes(answer.content)
    else:
        print_text(_text(answer, masked=masked))


def _text(answer: Answer, *, masked: bool) -> str:
    if answer.covered and masked:
        return DOTS
    veil = answer.veil if masked else None
    document = answer.document
    if document is not None and len(document) and not document.fault:
        text = pretty(document, ROOT, veil)
    else:
        text = _with_dots(answer.content.bytes(), veil.spans() if veil else ())
    return mask_url(text) if masked else text


def _with_dots(raw: bytes, hidden: Sequence[tuple[int, int]]) -> str:
    """The text of these bytes; the hidden ranges, which are in order, as dots."""
    parts, at = [], 0
    for start, end in hidden:
        parts += [raw[at:start].decode("utf-8", "replace"), DOTS]
        at = end
    return "".join(parts) + raw[at:].decode("utf-8", "replace")
