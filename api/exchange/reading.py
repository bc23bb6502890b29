"""Reads the JSON that a reading call answered with, or says why there is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.wire.response import Response

Number = Callable[[str], Any]


def read_json(exchange: Exchange, integer: Number = int, fraction: Number = float) -> Any:
    """The JSON value of an answer with a status of success.

    ``integer`` and ``fraction`` turn the texts of numbers into values. Raises the exchange's own error, and
    PitchforkError where the status is another or the body is not JSON.
    """
    content = read_response(exchange).content
    try:
        return json.loads(content.bytes(), parse_int=integer, parse_float=fraction, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise PitchforkError("It could not be read: the answer is not JSON.") from None


def read_response(exchange: Exchange) -> Response:
    """The answer, where its status is one of success. Raises the exchange's own error, and PitchforkError."""
    if exchange.error is not None:
        raise exchange.error
    response = exchange.response
    if response is None or not 200 <= response.status < 300:
        status = f"{response.status} {response.reason}" if response else "no answer"
        raise PitchforkError(f"It could not be read: {status}.")
    return response


def _refuse(name: str) -> Any:
    raise ValueError(f"JSON has no {name}")
