"""A piece of long work that runs or ran: its state, progress, notes and exchanges; and what its plan acts through."""

from __future__ import annotations

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api.errors import BadInput, Cancelled, PitchforkError
from api.exchange.gates import Confirmed
from api.model import Place, Values
from api.running import CancelToken, Progress
from api.wire.streams import NO_STREAMS, Streams
from api.work.interrupting import Interruptible, passed_on
from api.work.kept_exchanges import KeptExchanges
from api.work.memory import Memory
from api.work.meter import Meter
from api.work.mishap import unexpected
from api.work.plan import Outcome, Plan, Sender
from api.work.state import State as State
from api.work.story import Note as Note
from api.work.story import Tone as Tone

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange
    from api.records.history.recorder import Record
    from api.wire.request import Request, RequestBody

MOST_NOTES = 1000
LOOK_BACK = 10.0
"""Seconds that looking back may take after a stop."""


class Work:
    """One carrying-out of a plan. Thread-safe; what is read is always the latest.

    ``changed`` is called, on whatever thread, when something of it did. Its progress may change thousands of times a
    second: who shows it looks again at times of its own.
    """

    def __init__(
        self,
        plan: Plan,
        sender: Sender,
        changed: Callable[[Work], None] = lambda _: None,
        facts: Any = None,
    ) -> None:
        self.id = uuid.uuid4().hex
        self.plan = plan
        self.catalogue = sender.catalogue
        self.memory = Memory(lambda: changed(self), facts)
        self.who = sender.who(plan.place)
        self.cancel = CancelToken()
        self.state = State.WAITING
        self.began: datetime | None = None
        self.ended: datetime | None = None
        self.progress = Progress("waiting")
        self.meter = Meter()
        self.outcome: Outcome | None = None
        self.error: PitchforkError | None = None
        self.so_far: Any = None
        """What its plan has until now, for who shows it while it comes; the plan's class says what it is."""
        self.calls = 0
        """How many calls it has sent."""
        self.changes_cloud = False
        """Whether it has sent something that changes the cloud."""
        self._sender, self._changed = sender, changed
        self._lock = threading.Lock()
        self._go = threading.Condition(self._lock)
        self._pausable = False
        self._paused = False
        self._interrupted = False
        self._blocked: CancelToken | None = None
        self._look_back: Callable[[], str] = str
        self._notes: deque[Note] = deque(maxlen=MOST_NOTES)
        self.answers = KeptExchanges()
        """The last exchanges, to look at."""

    # What is seen of it

    @property
    def title(self) -> str:
        """What the person reads."""
        return self.plan.title

    @property
    def notes(self) -> tuple[Note, ...]:
        """Its story so far, the oldest first."""
        with self._lock:
            return tuple(self._notes)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Its last exchanges, the oldest first."""
        return self.answers.all()

    @property
    def sentence(self) -> str:
        """What it came to, or the last that happened; "" for nothing yet."""
        if self.error is not None:
            return str(self.error)
        if self.outcome is not None:
            return self.outcome.sentence
        notes = self.notes
        return notes[-1].sentence if notes else ""

    @property
    def seconds(self) -> float:
        """How long it has run, or ran."""
        if self.began is None:
            return 0.0
        return ((self.ended or datetime.now(UTC)) - self.began).total_seconds()

    @property
    def pausable(self) -> bool:
        """Whether pause() would do something now."""
        return self._pausable and self.state in (State.RUNNING, State.PAUSED)

    # What the person does with it

    def pause(self) -> None:
        """Rest where it can go on later; what is under way is interrupted. Nothing unless it is pausable."""
        with self._lock:
            if not self._pausable or self._paused:
                return
            self._paused = True
            blocked = self._blocked
            self._interrupted = blocked is not None
        if blocked is not None:
            blocked.cancel()
        self._changed(self)

    def resume(self) -> None:
        """Go on after a pause."""
        with self._go:
            self._paused = False
            self._go.notify_all()
        self._changed(self)

    # What its plan acts through

    def report(self, progress: Progress) -> None:
        """So far it is."""
        self.progress = progress
        self.meter.note(time.monotonic(), progress.done)

    def note(self, sentence: str, tone: Tone = Tone.PLAIN) -> None:
        """One more line of its story. Never holds a secret."""
        with self._lock:
            self._notes.append(Note(datetime.now(UTC), sentence, tone))
        self._changed(self)

    def who_at(self, place: Place) -> str:
        """Profile, account and region of a place for the person."""
        return self._sender.who(place)

    def check(self) -> None:
        """Raise Cancelled when somebody asked to stop."""
        self.cancel.check()

    def rest(self, seconds: float) -> None:
        """Wait. Raises Cancelled at once when somebody asks to stop meanwhile."""
        if self.cancel.wait(seconds):
            raise Cancelled

    def draft(
        self,
        call_id: str,
        values: Mapping[str, Any],
        place: Place | None = None,
        *,
        content_type: str | None = None,
        raw_body: RequestBody = None,
    ) -> tuple[Request, Mapping[str, str]]:
        """The request of a call, from values by parameter name, and its secrets.

        Raises BadInput for values that it does not take, SignInExpired and NotOffered.
        """
        call = self.catalogue.call(call_id)
        keyed: Values = {p.key: values[p.name] for p in call.fields(content_type) if p.name in values}
        made = self._sender.draft(
            call, keyed, place or self.plan.place, content_type=content_type, raw_body=raw_body
        )
        if made.request is None:
            raise BadInput(made.faults)
        return made.request, made.secrets

    def send(  # noqa: PLR0913 - all but two are keywords with a default
        self,
        request: Request,
        secrets: Mapping[str, str] | None = None,
        *,
        confirmed: Confirmed = False,
        streams: Streams = NO_STREAMS,
        report: Callable[[Progress], None] = lambda _progress: None,
        cancel: CancelToken | None = None,
        keep: bool = True,
        record: Record = True,
    ) -> Exchange:
        """Send it and keep the exchange to look at. ``cancel`` stops this one only; the work's own always does.

        Without ``keep`` a good answer is the caller's alone, who may close it, or add it to ``answers`` after all.
        ``record``: see the desk's send.
        Raises what the desk's send raises.
        """
        self.check()
        own = cancel or self.cancel
        self.changes_cloud = self.changes_cloud or request.changes
        with passed_on(self.cancel, own):
            exchange = self._sender.send(
                request,
                secrets,
                cancel=own,
                report=report,
                confirmed=confirmed,
                streams=streams,
                record=record,
            )
        return self._sent(exchange, keep=keep or exchange.status is None or exchange.status >= 400)

    def ask(
        self,
        call_id: str,
        values: Mapping[str, Any],
        place: Place | None = None,
        *,
        confirmed: Confirmed = False,
    ) -> Exchange:
        """Draft and send a call in one step; see draft() and send()."""
        return self.send(*self.draft(call_id, values, place), confirmed=confirmed)

    def afterwards(self, look: Callable[[], str]) -> None:
        """When it is stopped: once it has ended, ``look`` says how it stands with what was begun ("" for nothing).

        It is called on the work's thread, and uses ask_afterwards().
        """
        self._look_back = look

    def ask_afterwards(self, call_id: str, values: Mapping[str, Any]) -> Exchange:
        """Ask a reading call although it was stopped, for LOOK_BACK seconds at most. Raises what ask() raises."""
        token = CancelToken()
        over = threading.Timer(LOOK_BACK, token.cancel)
        over.daemon = True
        over.start()
        try:
            request, secrets = self.draft(call_id, values)
            return self._sent(self._sender.send(request, secrets, cancel=token))
        finally:
            over.cancel()

    def resting_place(self) -> None:
        """Here the plan can stop and go on: wait while the person wants a pause. Raises Cancelled."""
        with self._go:
            self._interrupted = False
            if not self._paused:
                return
        self._set(State.PAUSED)
        self.cancel.add(self)
        try:
            with self._go:
                self._go.wait_for(lambda: not self._paused or self.cancel.cancelled)
        finally:
            self.cancel.remove(self)
        self.check()
        self._set(State.RUNNING)

    def stop(self) -> None:
        """Its cancel token calls this while it rests."""
        with self._go:
            self._go.notify_all()

    def interruptible(self) -> Interruptible:
        """``with work.interruptible() as token:`` what is sent with this token is ended by a pause as well.

        The plan then gets Cancelled, sees that ``work.pausing`` is True, and calls resting_place().
        """
        return Interruptible(self)

    @property
    def pausing(self) -> bool:
        """Whether the person wants it to rest, or wanted it so much that something was interrupted for it."""
        return self._paused or self._interrupted

    # What the list of works does with it

    def run(self) -> Outcome:
        """Carry the plan out on this thread. Raises PitchforkError; what happened stands in the work, too."""
        with self._lock:
            if self.state is not State.WAITING:
                raise Cancelled
            self.began, self.state = datetime.now(UTC), State.RUNNING
        self._changed(self)
        try:
            self.check()
            self.outcome = self.plan.carry_out(self)
            if self.outcome.exchange is not None and self.outcome.exchange.merged is not None:
                self._sender.record(self.outcome.exchange)
        except Cancelled as error:
            self._end(State.CANCELLED, error)
            raise self._stopped(error) from None
        except PitchforkError as error:
            self._end(State.FAILED, error)
            raise
        except BaseException as error:
            self._end(State.FAILED, unexpected(error))
            raise
        self._end(State.DONE if self.outcome.whole else State.PARTLY)
        return self.outcome

    def leave_off(self, sentence: str = "Cancelled.") -> None:
        """End it before it began; nothing once it has."""
        with self._lock:
            if self.state is not State.WAITING:
                return
            self.ended, self.error, self.state = datetime.now(UTC), Cancelled(sentence), State.CANCELLED
        self._changed(self)

    def _stopped(self, error: Cancelled) -> Cancelled:
        """The error of a stop, with what is to be said of what was begun."""
        try:
            told = self._look_back()
        except PitchforkError as reason:
            told = f"What became of it could not be seen: {reason}"
        if told:
            error = self.error = Cancelled(
                error.sentence, told
            )  # its end says it; a note would say it twice
            self._changed(self)
        return error

    def _sent(self, exchange: Exchange, *, keep: bool = True) -> Exchange:
        with self._lock:
            self.calls += 1
        if keep:
            self.answers.add(exchange)
        self._changed(self)
        return exchange

    def _end(self, state: State, error: PitchforkError | None = None) -> None:
        self.ended = datetime.now(UTC)
        self.error = error
        self._set(state)

    def _set(self, state: State) -> None:
        self.state = state
        self._changed(self)
