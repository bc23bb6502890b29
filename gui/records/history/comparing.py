"""Compares an old answer with the one that the same call gets now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.answer.answer import Answer, read_answer
from api.errors import PitchforkError
from api.records.history.entry import Entry
from api.running import CancelToken, ProgressReport
from gui.answer.compare.comparisons import side_of
from gui.answer.learning import let_go

if TYPE_CHECKING:
    from gui.answer.compare.side import CompareSide
    from gui.records.history.side import HistorySide


def compare_with_now(entry: Entry, history: HistorySide) -> None:
    """Send the call of an entry again and open what differs; problems are told."""
    desk = history.desk

    def work(cancel: CancelToken, _report: ProgressReport) -> tuple[CompareSide, CompareSide]:
        paging = desk.catalogue.call(entry.call_id).paging
        kept = desk.history.open(entry.id, cancel)
        old = read_answer(kept.redacted.exchange, paging, cancel.check)
        left = side_of(entry.title, kept.redacted.exchange, old)
        if left is None:
            old.close()
            raise PitchforkError(
                "Only answers that are complete JSON can be compared.", "Open it to look at it."
            )
        try:
            exchange = desk.replay(kept, cancel=cancel)
            if exchange.error is not None:
                raise exchange.error
            new = read_answer(exchange, paging, cancel.check)
        except BaseException:
            old.close()
            raise
        right = side_of(entry.title, exchange, new)
        if right is None:
            old.close()
            new.close()
            raise PitchforkError(
                f"Now the answer is {exchange.status}, and no JSON that could be compared.",
                "Send it again to look at it.",
            )
        return left, right

    def drop(answer: Answer) -> None:
        history.jobs.run(lambda _cancel, _report: let_go(answer), lambda _done: None)

    def done(sides: tuple[CompareSide, CompareSide]) -> None:
        history.window.show_answers()
        history.window.answers.compare(*sides)
        for side in sides:  # the tab has its own hold on them
            drop(side.answer)

    history.jobs.run(work, done, history.fail, owner=history)
