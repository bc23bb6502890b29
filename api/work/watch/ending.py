"""How a watch ended, in words, and the errors of those that did not end well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.answer.times import duration
from api.errors import PitchforkError
from api.model import Missing, Watch
from api.work.watch.judging import Verdict
from api.work.watch.sight import Clue, Sight, explain

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Ending:
    """How a watch ended: the word for the ``state``, a ``sentence`` and a ``hint`` ("" is none) for the person,
    where to look next, and the last exchange. ``seconds`` is how long it took, from the first look on.
    """

    verdict: Verdict
    state: str
    sentence: str
    exchange: Exchange
    seconds: float
    hint: str = ""
    clues: tuple[Clue, ...] = ()


class EndedBadly(PitchforkError):
    """What was watched has failed, or ended otherwise than was waited for; ``ending`` says how."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.sentence, ending.hint)
        self.ending = ending


class ResultUnknown(EndedBadly):
    """What was watched is no longer known to the service, so nobody can tell how it ended."""


class TimeIsUp(PitchforkError):
    """What was waited for did not come in the time that was given; ``state`` is how it stood then."""

    def __init__(self, state: str, seconds: float) -> None:
        self.state = state
        word = f"Still {state}" if state else "Nothing was seen of it"
        super().__init__(
            f"{word} after {duration(seconds)}, which was the time given.",
            "Nothing was stopped in the cloud; a watch can be begun again.",
        )


def seen_ending(
    watch: Watch, sight: Sight, verdict: Verdict, exchange: Exchange, seconds: float, reason: str = ""
) -> Ending:
    """The ending that a sight is. ``reason`` are the service's own words on a failure, where they stood elsewhere."""
    message = reason or sight.message
    well = verdict is Verdict.GOOD
    means = "" if message else sight.state.means
    parts = [_head(sight.state.name, seconds, "" if well else _detail(sight, verdict, means))]
    if message and not well:
        parts.append(f"The service says: “{message}”.")
    clues = () if verdict is Verdict.BAD else sight.clues
    parts += [clue.sentence for clue in clues]
    hint = "" if well else explain(watch.explanations, message)
    return Ending(verdict, sight.state.name, " ".join(parts), exchange, seconds, hint, clues)


def missing_ending(
    missing: Missing, verdict: Verdict, exchange: Exchange, seconds: float, clues: tuple[Clue, ...]
) -> Ending:
    """The ending of what is no longer found; ``clues`` are of what was last seen of it."""
    unknown = verdict is Verdict.UNKNOWN
    detail = "" if verdict is Verdict.GOOD else f": {missing.means}"
    sentence = _head(missing.state, seconds, detail + (", so its result is unknown" if unknown else ""))
    clues = clues if unknown else ()
    hint = " ".join(clue.sentence for clue in clues)
    return Ending(verdict, missing.state, sentence, exchange, seconds, hint, clues)


def _head(state: str, seconds: float, detail: str) -> str:
    """ "Active after 3 min 12 s."; without a time where it stood so at the first look."""
    when = f" after {duration(seconds)}" if seconds else ""
    return f"{state.capitalize()}{when}{detail}."


def _detail(sight: Sight, verdict: Verdict, means: str) -> str:
    if verdict is Verdict.PARTLY:
        return f", but {sight.remarks}"
    told = sight.remarks or means
    return f": {told}" if told and told != sight.state.name else ""
