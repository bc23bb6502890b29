"""Fetching the bytes of a download, in as many attempts as it takes: pauses, broken connections, busy services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.answer.sizes import size as size_text
from api.answer.times import duration
from api.errors import (
    BrokenAnswer,
    Cancelled,
    NoAnswer,
    PitchforkError,
    RedirectStopped,
    TlsFailed,
    TooLarge,
    WrongBytes,
)
from api.exchange.exchange import Exchange
from api.running import CancelToken, Progress
from api.wire.streams import Streams
from api.work.answers import CallRefused, good, refusal
from api.work.patience import LONGEST_WAIT, asked_to_wait
from api.work.transfers.facts import Facts
from api.work.transfers.part_file import PartFile
from api.work.transfers.receiver import TAKEN, OtherPart, Receiver
from api.work.work import Tone, Work

if TYPE_CHECKING:
    from api.work.transfers.download import Download

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds before the next try, as long as no byte comes; each byte begins them anew."""
_LASTING = (TlsFailed, RedirectStopped, TooLarge, WrongBytes)
"""Faults of the network that the next try would meet as well."""
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
RECEIVING = "receiving"


class NoData(PitchforkError):
    """There is nothing to download (yet), or it may not be downloaded."""


class Fetching:
    """The attempts of one download. ``interruptions`` counts those that broke."""

    def __init__(
        self, plan: Download, work: Work, part: PartFile, receiver: Receiver, facts: Facts
    ) -> None:
        self._plan, self._work, self._facts = plan, work, facts
        self._part, self._receiver = part, receiver
        receiver.moved = self._report
        self._ranges = True
        self._in_vain = 0
        self._before = 0
        self.interruptions = 0

    def run(self) -> None:
        """Fetch until nothing is missing. Raises what carry_out() of the plan raises."""
        while self._missing():
            self._work.resting_place()
            self._before = self._part.count
            if (exchange := self._attempt()) is not None and self._is_whole(exchange):
                return

    def _missing(self) -> bool:
        return self._receiver.size is None or self._part.count < self._receiver.size

    def _attempt(self) -> Exchange | None:
        """One request; None when it was paused or could not be gone on with."""
        try:
            with self._work.interruptible() as token:
                return self._ask(token)
        except Cancelled:
            self._work.check()
            self._work.note(f"Paused at {self._so_far()}.")
            return None
        except OtherPart as reason:
            self._work.note(f"{reason} All of it is asked for.", Tone.WARNING)
            self._start_over()
            return None

    def _ask(self, token: CancelToken) -> Exchange:
        values = dict(self._plan.values)
        transfer = self._plan.call.transfer
        if self._part.count and self._ranges and transfer is not None and transfer.part:
            values[transfer.part] = f"bytes={self._part.count}-"
        request, secrets = self._work.draft(self._plan.call.id, values)
        self._report()
        return self._work.send(
            request,
            secrets,
            streams=Streams(sink=self._receiver),
            cancel=token,
        )

    def _report(self) -> None:
        self._work.report(Progress(RECEIVING, self._part.count, self._receiver.size))

    def _is_whole(self, exchange: Exchange) -> bool:
        """Whether all is there; else what it takes before the next try has been done. Raises what ends it."""
        if exchange.error is not None:
            if not isinstance(exchange.error, NoAnswer) or isinstance(exchange.error, _LASTING):
                raise exchange.error
            self._again(exchange.error.sentence, exchange.error)
        elif exchange.status in TAKEN:
            self._report()
            if self._receiver.size is None or not self._missing():
                return True
            short = BrokenAnswer(f"The service ended its answer at {self._so_far()}.", "Try again later.")
            self._again("the service ended its answer too early.", short)
        elif exchange.status == 416 and self._part.count and self._ranges:
            self._work.note("The server has no such part. All of it is asked for.", Tone.WARNING)
            self._start_over()
        else:
            self._refused(exchange)
        return False

    def _refused(self, exchange: Exchange) -> None:
        """Wait where the service is busy; else raise what it means."""
        wait = asked_to_wait(exchange)
        if wait is not None and wait <= LONGEST_WAIT:
            self._again(f"{refusal(exchange)} It asks to wait.", _error(exchange), wait)
        elif exchange.status in _PASSING:
            self._again(refusal(exchange), _error(exchange))
        else:
            self._explain(exchange)

    def _explain(self, exchange: Exchange) -> None:
        status = self._facts.status
        if exchange.status == 204:
            told = f", for its status is {status}" if status and status != "active" else ""
            raise NoData(f"There is no data to download{told}.", "Wait until it is active.")
        if exchange.status == 403 and status == "deactivated":
            raise NoData(
                "The image is deactivated: its data cannot be downloaded.",
                "An administrator can reactivate it.",
                refusal(exchange),
            )
        good(exchange, *TAKEN)

    def _again(self, why: str, error: PitchforkError, asked: float = 0.0) -> None:
        """Count a try that broke, and wait; raises its error when there were too many without any progress."""
        if self._part.count > self._before:
            self._in_vain = 0
        self.interruptions += 1
        if self._in_vain >= len(self._plan.pauses):
            raise error
        pause = max(self._plan.pauses[self._in_vain], asked)
        self._in_vain += 1
        self._work.note(
            f"Interrupted at {self._so_far()}: {why} Going on in {duration(pause)}.", Tone.WARNING
        )
        with self._work.interruptible() as token:
            token.wait(pause)
        self._work.check()

    def _start_over(self) -> None:
        """Without ranges from here on: the server does not keep to them."""
        self._ranges = False
        self._receiver.start_over()

    def _so_far(self) -> str:
        size = self._receiver.size
        done = size_text(self._part.count)
        return f"{done} of {size_text(size)}" if size is not None else done


def _error(exchange: Exchange) -> CallRefused:
    return CallRefused(exchange, f"{exchange.request.title}: {refusal(exchange)}")
