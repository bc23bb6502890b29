"""Runs a bulk plan: some rows at once, each looked at before it is changed, waits and stops for all together."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from api.answer.plain import middle, one_line
from api.answer.times import duration
from api.errors import (
    BadInput,
    Cancelled,
    NotConfirmed,
    NotOffered,
    PitchforkError,
    ProfileError,
    ReadOnly,
    SignInFailed,
)
from api.exchange.exchange import Exchange
from api.exchange.reading import read_json
from api.running import CancelToken, Progress, WorkerPool
from api.work.answers import refusal
from api.work.bulk.results import Results
from api.work.bulk.row import Result, Row, RowState
from api.work.patience import LONGEST_WAIT, MOST_WAITS, asked_to_wait
from api.work.work import Tone

if TYPE_CHECKING:
    from api.work.bulk.plan import BulkPlan
    from api.work.work import Work

_FOR_ALL = (SignInFailed, NotOffered, ProfileError, ReadOnly, NotConfirmed)
"""Errors that the next row would meet, too."""


class _Lasting(CancelToken):
    """The token of a request that is finished once it was begun: what it changed must be known."""

    def cancel(self) -> None:
        """Let it go on; its time limits hold."""


class _Pause:
    """All rows wait together when the service asks one of them to."""

    def __init__(self) -> None:
        self._until = 0.0

    def ask(self, seconds: float) -> None:
        """Nobody sends before so many seconds."""
        self._until = max(self._until, time.monotonic() + seconds)

    def hold(self, work: Work) -> None:
        """Wait for the end of the pause. Raises Cancelled."""
        work.check()
        while (left := self._until - time.monotonic()) > 0:
            work.rest(left)


class Running:
    """One carrying-out of a bulk plan."""

    def __init__(self, plan: BulkPlan, work: Work) -> None:
        self._plan, self._work = plan, work
        self._results = work.so_far = Results(plan.rows)
        self._condition = threading.Condition()
        self._next = 0
        self._stopped = ""
        self._left = 0
        self._fault: BaseException | None = None
        self._pause = _Pause()

    def run(self) -> Results:
        """Run every row, and return how each ended. Raises only what is a mistake of the program."""
        plan = self._plan
        self._left = min(plan.parallel, len(plan.rows))
        pool = WorkerPool(self._left, "bulk")
        for _ in range(self._left):
            pool.submit(self._take_rows)
        with self._condition:
            self._condition.wait_for(lambda: not self._left)
        pool.close()
        if self._fault is not None:
            raise self._fault
        self._results.end()
        self._tell()
        return self._results

    def _tell(self) -> None:
        """Why it did not come to the end, as a line of the work's story."""
        not_begun = self._results.counts()[RowState.NOT_BEGUN]
        if self._stopped or self._work.cancel.cancelled:
            reason = self._stopped or "Stopped."
            self._work.note(f"{reason} {not_begun:,} were not begun.", Tone.WARNING)
        self._work.report(Progress("done", self._results.ended - not_begun, len(self._plan.rows)))

    def _take_rows(self) -> None:
        try:
            while (number := self._take()) is not None:
                self._results.put(number, Result(RowState.RUNNING))
                self._end_row(number, self._attempt(self._plan.rows[number]))
        except BaseException as error:  # noqa: BLE001 - the one who waits raises it
            self._fault = error
            self._stop("An error of this program ended it.")
        finally:
            with self._condition:
                self._left -= 1
                self._condition.notify_all()

    def _take(self) -> int | None:
        """The number of a row that nobody else has; None when there is none, or it was stopped."""
        with self._condition:
            if self._stopped or self._work.cancel.cancelled or self._next == len(self._plan.rows):
                return None
            self._next += 1
            return self._next - 1

    def _end_row(self, number: int, result: Result) -> None:
        self._results.put(number, result)
        row = self._plan.rows[number]
        if result.state.failed and result.state is not RowState.NOT_BEGUN:
            self._work.note(f"{middle(one_line(row.name or row.id), 80)}: {result.sentence}", Tone.BAD)
            if self._plan.stop_on_error:
                self._stop("Stopped at the first error.")
        self._work.report(Progress(self._plan.call_title, self._results.ended, len(self._plan.rows)))

    def _stop(self, reason: str) -> None:
        with self._condition:
            self._stopped = self._stopped or reason

    def _attempt(self, row: Row) -> Result:
        try:
            return self._change(row)
        except Cancelled:
            return Result(RowState.NOT_BEGUN)
        except BadInput as error:
            return Result(RowState.LEFT_OUT, str(error))
        except _FOR_ALL as error:
            self._stop(str(error))
            return Result(RowState.NOT_BEGUN, str(error))
        except PitchforkError as error:
            return Result(RowState.NO_ANSWER, str(error))

    def _change(self, row: Row) -> Result:
        looked = self._look(row)
        if isinstance(looked, Result):
            return looked
        against = self._plan.against(row, looked)
        if against is not None:
            return against
        return self._judge(self._ask(self._plan.call_for(looked), self._plan.given(row), lasting=True))

    def _look(self, row: Row) -> Mapping[str, Any] | Result:
        """The resource as it is now, empty where nobody needs to know; a result where that ends it."""
        reading = self._plan.reading
        if reading is None:
            return {}
        exchange = self._ask(reading.call_id, reading.values(self._plan.given(row)))
        if exchange.status == HTTPStatus.NOT_FOUND and reading.destroyed:
            return _result(RowState.ALREADY, "It is gone already.", exchange)
        if not _is_good(exchange):
            return self._judge(exchange)
        value = read_json(exchange)
        return value if isinstance(value, dict) else {}

    def _judge(self, exchange: Exchange) -> Result:
        if exchange.error is not None:
            hint = " It may have been done all the same: look at it." if exchange.request.changes else ""
            return _result(RowState.NO_ANSWER, f"{exchange.error}{hint}", exchange)
        if _is_good(exchange):
            return _result(RowState.DONE, "", exchange)
        if exchange.status == HTTPStatus.UNAUTHORIZED:
            self._stop("The service does not accept the sign-in any more.")
        return _result(RowState.REFUSED, refusal(exchange), exchange)

    def _ask(self, call_id: str, values: Mapping[str, Any], *, lasting: bool = False) -> Exchange:
        """Send a call; again, together with all others, when the service asks to wait."""
        work = self._work
        request, secrets = work.draft(call_id, values)
        for _ in range(MOST_WAITS):
            self._pause.hold(work)
            token = _Lasting() if lasting else None
            exchange = work.send(request, secrets, confirmed=self._plan.word or False, cancel=token)
            wait = asked_to_wait(exchange)
            if wait is None or wait > LONGEST_WAIT:
                break
            work.note(f"{exchange.status}: the service asks to wait {duration(wait)}.", Tone.WARNING)
            self._pause.ask(wait)
        return exchange


def _is_good(exchange: Exchange) -> bool:
    return exchange.error is None and 200 <= (exchange.status or 0) < 300


def _result(state: RowState, sentence: str, exchange: Exchange) -> Result:
    return Result(state, sentence, exchange.status, exchange.request_id, exchange.id)
