"""Turns what the form holds into a Draft: at once while that is quick, else on a worker (long texts, files)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from api.errors import Fault, NotOffered, PitchforkError, SignInExpired
from api.model import Call, Place
from gui.jobs import Jobs
from gui.parameters.form import FormCapture

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.build import Draft

LARGE = 64 * 1024
PAUSE_MS = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What a draft is made of."""

    capture: FormCapture
    content_type: str | None
    address: str


class Drafting(QObject):
    """Makes drafts of one call at one place. The newest question wins; an older answer is dropped."""

    drafted = Signal(object)
    """The Draft, or the PitchforkError that says why there is none."""
    busy = Signal()
    """A draft is being made on a worker: what is shown is not what would be sent."""

    def __init__(self, call: Call, place: Place, desk: Desk, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._call, self._place, self._desk, self._jobs = call, place, desk, jobs
        self._question: Question | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._start)

    def ask(self, question: Question) -> None:
        """Draft anew."""
        self._question = question
        if question.capture.size > LARGE or question.capture.slow:
            self.busy.emit()
            self._pause.start()
        else:
            self._pause.stop()
            self.drafted.emit(self._attempt(question))

    @Slot()
    def _start(self) -> None:
        question = self._question
        if question is None:
            return

        def done(result: Draft | PitchforkError) -> None:
            if question is self._question:
                self.drafted.emit(result)

        self._jobs.run(lambda _cancel, _report: self._attempt(question), done, owner=self)

    def _attempt(self, question: Question) -> Draft | PitchforkError:
        values, unreadable = question.capture.read()
        try:
            draft = self._desk.draft(
                self._call,
                values,
                self._place,
                content_type=question.content_type,
                address=question.address,
            )
        except (NotOffered, SignInExpired) as error:
            return error
        return replace(draft, faults=_merged(unreadable, draft.faults))


def _merged(unreadable: tuple[Fault, ...], others: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """A field whose text has no value is not also missing."""
    keys = {fault.key for fault in unreadable}
    return unreadable + tuple(fault for fault in others if fault.key not in keys or fault.key is None)
