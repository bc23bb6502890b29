"""Exchanges for the history: each with an id of its own."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.wire.request import Request
from api.wire.response import Response
from tests.builders.exchanges import STARTED, a_request, a_response, an_exchange

_numbers = itertools.count(1)


def sent(
    answer: Any = None,
    *,
    minutes: float = 0,
    error: PitchforkError | None = None,
    request: Request | None = None,
    **asked: Any,
) -> Exchange:
    """An exchange that was sent some minutes after the others; ``asked`` is what its request is made of."""
    response = answer if isinstance(answer, Response) else a_response({} if answer is None else answer)
    made = an_exchange(None if error is not None else response, request or a_request(**asked), error=error)
    return replace(made, id=f"x{next(_numbers)}", started=STARTED + timedelta(minutes=minutes))
