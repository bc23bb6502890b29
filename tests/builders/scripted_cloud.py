"""A cloud that answers from a script, and a clock that only moves when somebody rests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.catalog.catalogue import Catalogue
from api.errors import PitchforkError
from api.exchange.build import build
from api.exchange.exchange import Exchange
from api.model import Place
from api.work.watch.pauses import Clock
from tests.builders.exchanges import a_response, an_exchange

CATALOGUE = Catalogue()
PLACE = Place("p1", "912345", "DFW")
Answer = tuple[int, Any] | tuple[int, Any, dict[str, str]] | Exception | Callable[[], Any]


class ScriptedCloud:
    """The sender of works. ``answers`` are by call id, each used once but the last, which stays."""

    def __init__(self, **answers: list[Answer]) -> None:
        self.catalogue = CATALOGUE
        self.answers = {
            name.replace("__", ".").replace("_", "-"): list(each) for name, each in answers.items()
        }
        self.asked: list[str] = []

    def who(self, _place: Place) -> str:
        """Whose cloud it is."""
        return "a test"

    def draft(self, call: Any, values: Any, place: Place, **_more: Any) -> Any:
        """The request as the program builds it."""
        return build(call, values, "https://cloud.example.org", place)

    def send(self, request: Any, _secrets: Any = None, **_more: Any) -> Exchange:
        """The next answer of the script; an exception that is no PitchforkError's exchange is raised."""
        self.asked.append(request.call_id)
        script = self.answers[request.call_id]
        answer = script.pop(0) if len(script) > 1 else script[0]
        if callable(answer) and not isinstance(answer, type):
            answer = answer()
        if isinstance(answer, _Raised):
            raise answer.error
        if isinstance(answer, PitchforkError):
            return an_exchange(None, request, error=answer)
        status, body, *rest = answer
        headers = tuple((rest[0] if rest else {}).items())
        return an_exchange(a_response(body, status, "Reason", headers=headers), request)


class _Raised:
    def __init__(self, error: Exception) -> None:
        self.error = error


def raised(error: Exception) -> Any:
    """An answer that is raised by sending, as a sign-in that ended is."""
    return _Raised(error)


class FakeClock(Clock):
    """Time that passes only by resting; ``rests`` are the seconds of each."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.rests: list[float] = []

    def now(self) -> float:
        """The time."""
        return self.time

    def rest(self, work: Any, seconds: float) -> None:
        """No time at all, but the clock has moved on."""
        work.check()
        self.rests.append(seconds)
        self.time += seconds
