"""Looks at one thing in the cloud again and again until it is done, and tells its states as a time line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from api.answer.times import duration
from api.errors import Cancelled, IdentityUnreachable, NoAnswer, PitchforkError, SignInExpired
from api.exchange.reading import read_json
from api.model import Call, Place, Stage, Watch
from api.running import CancelToken, Progress
from api.work.answers import CallRefused, good, refusal
from api.work.patience import LONGEST_WAIT, asked_to_wait
from api.work.watch.deadline import Deadline
from api.work.watch.ending import Ending, TimeIsUp, missing_ending, seen_ending
from api.work.watch.fresh import Fresh
from api.work.watch.judging import Verdict, judge, judge_missing
from api.work.watch.pauses import CLOCK, PATIENCE, Clock, Outage, Pauses
from api.work.watch.reasons import ReasonFinder
from api.work.watch.sight import Clue, Sight, see
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange
    from api.wire.request import Request

_TROUBLE = frozenset({408, 413, 429})
"""Statuses that say nothing of the thing, beside those from 500 on: it is looked at again."""
_LOOKS_FOR_A_REASON = 3
"""Glance says that an import failed a moment before it says why."""
_TONES = {Stage.GOOD: Tone.GOOD, Stage.BAD: Tone.BAD, Stage.UNKNOWN: Tone.WARNING}


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier watch of the same thing last saw: its state, and where to look when it is no longer found."""

    state: str = ""
    clues: tuple[Clue, ...] = ()

    def kept(self) -> dict[str, Any]:
        """As JSON, for a work's memory."""
        return {"state": self.state, "clues": [[c.sentence, c.call, dict(c.values)] for c in self.clues]}

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> Past:
        """The past that kept() told of; what is damaged is nothing."""
        state, clues = kept.get("state"), kept.get("clues")
        if not isinstance(state, str) or not isinstance(clues, list):
            return cls()
        return cls(state, tuple(clue for each in clues if (clue := _clue(each)) is not None))


@dataclass(frozen=True, slots=True)
class Order:
    """What to watch: a call with a watch, its values by parameter name, the place; and the states to wait for.

    Without a ``goal`` every end is one. ``timeout`` is in seconds, None for as long as it takes. ``remember`` hears
    what was seen whenever that changed.
    """

    call: Call
    values: Mapping[str, Any]
    place: Place
    goal: tuple[str, ...] = ()
    timeout: float | None = None
    past: Past = field(default_factory=Past)
    remember: Callable[[Past], None] = lambda _past: None
    clock: Clock = CLOCK


class Watching:
    """One watch, carried out within a piece of work on its thread."""

    def __init__(self, work: Work, order: Order, watch: Watch) -> None:
        self._work, self._order, self._watch = work, order, watch
        self._clock = order.clock
        self._began = self._clock.now()
        self._deadline = Deadline(order.clock, order.timeout)
        self._looks = 0
        self._pauses = Pauses(watch.least)
        self._outage = Outage(self._clock)
        self._reasons = ReasonFinder(work, watch, order.values, order.place)
        self._spare_looks = _LOOKS_FOR_A_REASON
        self._past = order.past
        self._told = ""
        self._fresh = Fresh()

    def run(self) -> Ending:
        """Watch until the end, whatever it is. Raises TimeIsUp, CallRefused, NoAnswer, SignInFailed and Cancelled."""
        while True:
            ending, asked = self._look()
            if ending is not None:
                return ending
            self._rest(self._pauses.next(asked))

    def _look(self) -> tuple[Ending | None, float]:
        """Look once; the ending, or the seconds that the service asks to wait."""
        self._looks += 1
        try:
            asked_for = self._work.draft(self._order.call.id, self._order.values, self._order.place)
            exchange = self._send(*asked_for)
        except (IdentityUnreachable, NoAnswer) as error:  # the token had to be renewed
            self._bear(error)
            return None, 0.0
        trouble, asked = _trouble(exchange), asked_to_wait(exchange) or 0.0
        if trouble is not None:
            self._bear(trouble, asked)
            return None, asked
        if exchange.status == 404:
            self._answered()
            return self._missing(exchange), asked
        return self._understand(exchange), asked

    def _send(self, request: Request, secrets: Mapping[str, str]) -> Exchange:
        """One request. Raises TimeIsUp where nobody answered in time."""
        with self._deadline.of_a_look() as token:
            try:
                exchange = self._work.send(request, secrets, keep=False, record=self._fresh, cancel=token)
            except Cancelled:
                self._end_in_time(token)
                raise
        if isinstance(exchange.error, Cancelled):
            self._end_in_time(token)
        return exchange

    def _end_in_time(self, token: CancelToken | None) -> None:
        """A request was stopped: by its deadline, unless the watch itself was."""
        self._work.check()
        if token is not None and token.cancelled:
            raise self._time_is_up()

    def _time_is_up(self) -> TimeIsUp:
        return TimeIsUp(self._past.state, self._order.timeout or 0.0)

    def _understand(self, exchange: Exchange) -> Ending | None:
        """What an answer means; None to look again."""
        if exchange.status == 401:
            raise SignInExpired(f"The token is no longer accepted: {refusal(exchange)}", "Sign in again.")
        sight = _sight(self._watch, good(exchange))
        if sight is None:
            self._bear(CallRefused(exchange, "The answer does not say how it stands."))
            return None
        self._answered()
        self._tell(sight, exchange)
        verdict, reason = self._judge(sight)
        if verdict is Verdict.GO_ON:
            return None
        return seen_ending(self._watch, sight, verdict, exchange, self._seconds(), reason)

    def _judge(self, sight: Sight) -> tuple[Verdict, str]:
        """What a sight means, together with what worked on the thing; and why it failed."""
        verdict = judge(self._watch, sight, self._order.goal)
        waiting = sight.state.stage is Stage.WAITING
        doubtful = not sight.marked(Stage.GOING_ON) and (waiting or sight.marked(Stage.BAD))
        if verdict is Verdict.GOOD or not doubtful:
            return verdict, ""
        reason = self._reasons.find()
        if verdict is Verdict.GO_ON:
            return (Verdict.BAD, reason.message) if waiting and reason.failed else (verdict, "")
        if not reason.message and reason.running and self._spare_looks:
            self._spare_looks -= 1
            return Verdict.GO_ON, ""
        return verdict, reason.message

    def _missing(self, exchange: Exchange) -> Ending:
        """What it means that it is not found. Raises CallRefused when it was never seen, and not waited for."""
        missing = self._watch.missing
        verdict = judge_missing(self._watch, self._past.state, self._order.goal)
        if missing is None or (not self._past.state and verdict is not Verdict.GOOD):
            raise CallRefused(exchange, f"{exchange.request.title}: {refusal(exchange)}")
        tone = Tone.GOOD if verdict is Verdict.GOOD else Tone.WARNING
        self._work.note(f"{missing.state} - {missing.means}", tone)
        return missing_ending(missing, verdict, exchange, self._seconds(), self._past.clues)

    def _tell(self, sight: Sight, exchange: Exchange) -> None:
        """One more line of the time line, where something changed; other looks are not kept."""
        self._work.report(Progress(sight.story))
        if sight.story == self._told:
            return
        self._work.answers.add(exchange)
        if self._told:
            self._pauses.begin_anew()
        self._told = sight.story
        tone = Tone.WARNING if sight.marked(Stage.BAD) else _TONES.get(sight.state.stage, Tone.PLAIN)
        self._work.note(sight.story, tone)
        self._past = Past(sight.state.name, sight.last_clues)
        self._order.remember(self._past)

    def _bear(self, error: PitchforkError, asked: float = 0.0) -> None:
        """Nobody told how it stands: say so once and look again, but not for ever. Raises the error then."""
        if asked > LONGEST_WAIT:
            raise error
        if not self._outage.lasts:
            limit = f"Trying again for {duration(PATIENCE)}."
            wait = f"The service asks to wait {duration(asked)}." if asked else limit
            self._work.note(f"{error.sentence} {wait}", Tone.WARNING)
        if not self._outage.go_on(asked):
            self._work.note(f"No answer for {duration(PATIENCE)}: the watch gives up.", Tone.BAD)
            raise error

    def _answered(self) -> None:
        if self._outage.lasts:
            self._work.note(f"Answered again after {duration(self._outage.end())}.", Tone.GOOD)
            self._pauses.begin_anew()

    def _seconds(self) -> float:
        """How long it took; 0 where it stood so at the first look."""
        return self._clock.now() - self._began if self._looks > 1 else 0.0

    def _rest(self, pause: float) -> None:
        left = self._deadline.left(pause)
        self._clock.rest(self._work, left)
        if left < pause or self._deadline.passed:
            raise self._time_is_up()


def _trouble(exchange: Exchange) -> PitchforkError | None:
    """Why an exchange says nothing of the thing; None where it does."""
    if exchange.error is not None:
        return exchange.error
    status = exchange.status or 0
    if status >= 500 or status in _TROUBLE:
        return CallRefused(exchange, f"{exchange.request.title}: {refusal(exchange)}")
    return None


def _clue(kept: Any) -> Clue | None:
    match kept:
        case [str(sentence), str(call), dict(values)]:
            return Clue(sentence, call, tuple((str(name), str(value)) for name, value in values.items()))
    return None


def _sight(watch: Watch, exchange: Exchange) -> Sight | None:
    try:
        return see(watch, read_json(exchange))
    except PitchforkError:
        return None
