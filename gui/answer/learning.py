"""What happens to an answer beside being shown: other calls learn from it, and its memory is given back at the end."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from api.answer.answer import Answer
from api.exchange.exchange import Exchange
from api.memory import give_back
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.jobs import Jobs

if TYPE_CHECKING:
    from api.desk import Desk


def learn(exchange: Exchange, answer: Answer, jobs: Jobs, desk: Desk, owner: QObject) -> CancelToken:
    """Let the fields of other calls offer what stands in the answer; on a worker, which the token stops."""
    seen = desk.seen

    def work(cancel: CancelToken, _report: ProgressReport) -> None:
        try:
            answer.keep()
        except ValueError:  # the tab was closed meanwhile
            return
        try:
            seen.learn(exchange, answer, cancel.check)
        finally:
            answer.close()

    return jobs.run(work, lambda _nothing: None, unless_cancelled, owner=owner)


def let_go(answer: Answer) -> None:
    """Give an answer's memory back; a hundred megabytes take their time."""
    size = len(answer.content)
    with suppress(BufferError):  # another worker still reads it: the last reference frees it
        answer.close()
    give_back(size)
