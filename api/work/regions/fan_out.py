"""The plan that sends one reading call to several places at once and puts their answers side by side."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from api.answer.plain import pointer_tokens
from api.answer.sizes import counted
from api.errors import NoAnswer, PitchforkError, SignInExpired
from api.exchange.exchange import Exchange
from api.exchange.merged import ANSWERS, Merged
from api.model import Call, Change, Key, Place
from api.running import CancelToken, Progress, WorkerPool
from api.wire.response import Response, Timings
from api.work.answers import CallRefused
from api.work.pages.gather import noun_of, with_page_size
from api.work.pages.store import put_together
from api.work.pages.walk import Bounds
from api.work.plan import Outcome
from api.work.regions.asked import Asked, Stage, own_size
from api.work.regions.label import labels
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.wire.request import Request

MOST_AT_ONCE = 32
_LAST_WAIT = 0.5
"""Seconds that a stopped place has to end; a name that is being looked up cannot be interrupted."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class FanOut:
    """Ask every place the same; ``whole``: fetch lists to their end, at most ``most`` items of each place.

    ``profiles`` are the names of profiles by id, for places of several. ``work.so_far`` and the outcome's value are an
    Everywhere. Raises PitchforkError where no place answered.
    """

    call: Call
    values: Mapping[Key, Any]
    places: tuple[Place, ...]
    whole: bool = False
    most: int | None = None
    profiles: tuple[tuple[str | None, str], ...] = ()
    kind: str = "regions"

    @property
    def title(self) -> str:
        """What the person reads."""
        return f"{self.call.title}: {counted(len(self.places), 'regions')}"

    @property
    def place(self) -> Place:
        """The first of the places, without its region: what comes is of all of them."""
        return replace(self.places[0], region=None)

    @property
    def unit(self) -> str:
        """What it counts."""
        return "regions"

    @property
    def labels(self) -> tuple[str, ...]:
        """What the places are called."""
        return labels(self.places, dict(self.profiles))

    def carry_out(self, work: Work) -> Outcome:
        """Ask all of them; each has a thread of its own."""
        everywhere = Everywhere(self, work)
        work.so_far = everywhere
        everywhere.ask()
        return everywhere.outcome()


class Everywhere:
    """The places that are asked together; may be looked at while they answer. Thread-safe.

    ``eager``: every bit more is worth showing at once.
    """

    eager = True

    def __init__(self, plan: FanOut, work: Work) -> None:
        self._plan, self._work = plan, work
        size = with_page_size if plan.whole else _as_given
        values = size(plan.call, plan.values, plan.most)
        self.places: tuple[Asked, ...] = tuple(
            Asked(place, label, work.who_at(place), plan.call, values)
            for place, label in zip(plan.places, plan.labels, strict=True)
        )
        self._bounds = Bounds(
            plan.most, None if plan.whole else 1, own_size=own_size(plan.values), among=True
        )
        self._ended = threading.Condition()
        self._open = len(self.places)
        self._started = datetime.now(UTC)

    @property
    def count(self) -> int:
        """How many items there are of all places."""
        return sum(place.count for place in self.places)

    @property
    def answered(self) -> int:
        """How many places are done, well or not."""
        return sum(place.stage not in (Stage.WAITING, Stage.ASKING) for place in self.places)

    @property
    def parts(self) -> int:
        """How much there is to look at: more and more of it, 0 for nothing yet."""
        return sum(1 + place.count for place in self.places if place.count or place.stage is Stage.ANSWERED)

    @property
    def told(self) -> str:
        """How far it is: "2 of 3 regions · waiting for ORD"."""
        waiting = f" · waiting for {self._slow_words()}" if self.slow else ""
        return f"{self.answered} of {counted(len(self.places), 'regions')}{waiting}"

    @property
    def slow(self) -> tuple[str, ...]:
        """The places that did not answer yet."""
        return tuple(p.label for p in self.places if p.stage in (Stage.WAITING, Stage.ASKING))

    @property
    def rest(self) -> FanOut | None:
        """What fetches the lists to their end; None where none has more."""
        return replace(self._plan, whole=True) if self._more() else None

    def stop(self, label: str = "") -> None:
        """Do not wait for that place any longer (for none of them)."""
        for place in self.places:
            if label in ("", place.label):
                place.cancel.cancel()

    def ask(self) -> None:
        """Ask all and wait; returns at once when the work is stopped."""
        pool = WorkerPool(MOST_AT_ONCE, "region")
        stop = _Stop(self)
        self._report()
        self._work.cancel.add(stop)
        try:
            for place in self.places:
                pool.submit(lambda place=place: self._ask(place))  # type: ignore[misc]
            self._wait(self._work.cancel)
        finally:
            self._work.cancel.remove(stop)
            pool.close()

    def exchange(self) -> Exchange:
        """What came so far as one exchange; work for a worker. The caller closes its content.

        Raises ValueError before the first answer, PitchforkError where there is no room for it.
        """
        request = self._request()
        if request is None:
            raise ValueError("no answer came yet")
        pointer, plan = self._pointer(), self._plan
        head, tail = _shell(pointer)
        content = put_together(head, [place.store for place in self.places], tail)
        seconds = max(place.seconds for place in self.places)
        timings = Timings(self._started, 0.0, seconds)
        json_type = (("Content-Type", "application/json"),)
        return Exchange(
            id=uuid.uuid4().hex,
            request=request,
            response=Response(200, "OK", json_type, content, "", timings),
            error=None,
            who=", ".join(plan.labels),
            started=self._started,
            seconds=seconds,
            merged=Merged(
                "regions",
                tuple(place.part() for place in self.places),
                plan,
                self.rest,
                self.trouble,
            ),
        )

    @property
    def trouble(self) -> str:
        """Which places did not answer, and why; "" for none."""
        return "; ".join(f"{p.label}: {p.trouble}" for p in self.places if p.trouble)

    def outcome(self) -> Outcome:
        """What it came to. Raises PitchforkError where nothing came at all."""
        trouble = self.trouble
        if all(place.trouble and not place.count for place in self.places):
            self._work.check()
            raise self._error(f"No region answered. {trouble}")
        good = [place for place in self.places if not place.trouble]
        sentence = f"{counted(self.count, self._noun())} from {counted(len(good), 'regions')}."
        if more := self._more():
            sentence += f" More exist in {', '.join(more)}."
        return Outcome(
            f"{sentence} {trouble}".rstrip() if trouble else sentence, value=self, whole=not trouble
        )

    def _error(self, sentence: str) -> PitchforkError:
        """The sentence as an error of the places' own kind: that of a refusal, where one of them answered at all."""
        errors = [place.error for place in self.places if place.error is not None]
        refused = next((each for each in errors if isinstance(each, CallRefused)), None)
        if refused is not None:
            return CallRefused(refused.exchange, sentence)
        kinds = (kind for kind in (NoAnswer, SignInExpired) if any(isinstance(e, kind) for e in errors))
        return next(kinds, PitchforkError)(sentence)

    def _noun(self) -> str:
        return noun_of(self._plan.call) if self._plan.call.paging is not None else "answers"

    def _more(self) -> list[str]:
        return [place.label for place in self.places if place.more and not place.trouble]

    def _pointer(self) -> str:
        paging = self._plan.call.paging
        return paging.items if paging is not None else ANSWERS

    def _request(self) -> Request | None:
        """The first request, without a region, and with its secrets where they stand now."""
        exchanges = (place.exchange for place in self.places if place.count or not place.trouble)
        first = next((each.request for each in exchanges if each is not None), None)
        if first is None:
            return None
        pointers = first.secret_pointers
        if self._plan.call.paging is None:
            roots = (f"{ANSWERS}/*", f"{ANSWERS}/*/value")
            pointers = tuple(root + pointer for root in roots for pointer in pointers)
        place = replace(first.place, region=None)
        return replace(first, place=place, values=dict(self._plan.values), secret_pointers=pointers)

    def _ask(self, place: Asked) -> None:
        try:
            place.ask(self._work, self._bounds)
            if place.trouble:
                self._work.note(f"{place.label}: {place.trouble}", Tone.BAD)
            else:
                self._work.note(f"{place.label}: {counted(place.count, self._noun())}.", Tone.GOOD)
        finally:
            with self._ended:
                self._open -= 1
                self._ended.notify_all()
            self._report()

    def _wait(self, cancel: CancelToken) -> None:
        with self._ended:
            self._ended.wait_for(lambda: not self._open or cancel.cancelled)
            self._ended.wait_for(lambda: not self._open, _LAST_WAIT if cancel.cancelled else None)

    def wake(self) -> None:
        """The work was stopped."""
        self.stop()
        with self._ended:
            self._ended.notify_all()

    def _slow_words(self) -> str:
        more = " and others" if len(self.slow) > _NAMED else ""
        return f"{', '.join(self.slow[:_NAMED])}{more}"

    def _report(self) -> None:
        stage = f"waiting for {self._slow_words()}" if self.slow else "done"
        self._work.report(Progress(stage, self.answered, len(self.places)))


class _Stop:
    """What the work's token does with all places."""

    def __init__(self, everywhere: Everywhere) -> None:
        self._everywhere = everywhere

    def stop(self) -> None:
        self._everywhere.wake()


def can_ask(call: Call) -> bool:
    """Whether a call may be sent to several places at once: it reads, and what it answers is a document."""
    return (
        call.effects.changes is Change.NONE and call.method == "GET" and call.accept == "application/json"
    )


def _as_given(_call: Call, values: Mapping[Key, Any], _most: int | None) -> dict[Key, Any]:
    return dict(values)


def _shell(pointer: str) -> tuple[bytes, bytes]:
    """What stands before and behind the items of a list at a pointer, and nothing else."""
    import json

    tokens: Sequence[str] = list(pointer_tokens(pointer))
    head = "".join(f"{{{json.dumps(token)}:" for token in tokens)
    return f"{head}[".encode(), b"]" + b"}" * len(tokens)
