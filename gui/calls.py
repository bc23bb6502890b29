"""From a chosen call to its answer: opens the dialogs, sends, asks before something is destroyed, shows answers."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from api.errors import PitchforkError, ReadOnly, SignInExpired
from api.model import Call, Change, Key, Place, Values
from api.running import Progress
from gui.answers import Answers
from gui.call_words import first_fault, told_error
from gui.jobs import Jobs
from gui.notify import Notices
from gui.production.questions import Questions, is_form
from gui.running_call import RunningCall
from gui.work.watch.sending import send_and_keep

if TYPE_CHECKING:
    from api.desk import Desk
    from api.edit.undo import SentEdit, Target
    from api.exchange.build import Draft
    from api.exchange.exchange import Exchange
    from api.exchange.gates import Confirmed
    from gui.edit.edits import Edits
    from gui.edit.offer import UndoOrder
    from gui.parameters.dialog import ParameterDialog


JSON = "application/json"
"""What a call asks for whose answer is a document to look at; others may be as large as an image."""


class CallDesk(QObject):
    """One window's calls. Owned by the window; a place is always given, never looked up."""

    running_changed = Signal()
    sign_in_needed = Signal(str)
    """A call found its sign-in ended: the profile's id."""
    many_wanted = Signal(object, str)
    """A Draft that is to be sent in many requests, and in which way."""
    search_wanted = Signal()
    """The person looks for another call, from within a form."""

    def __init__(
        self, desk: Desk, jobs: Jobs, answers: Callable[[], Answers], notices: Notices, window: QWidget
    ) -> None:
        super().__init__(window)
        self._desk, self._jobs = desk, jobs
        self._get_answers, self._notices, self._window = answers, notices, window
        self._numbers = itertools.count(1)
        self._running: dict[int, RunningCall] = {}
        self._dialogs: dict[tuple[str, Place, str], Any] = {}
        self._latest: Any = None
        self._questions = Questions(desk, jobs, window)
        self.divert: Callable[[Draft, Any], bool] = lambda _draft, _asker: False
        """Whether somebody else carries a draft out, which then opens no answer; also given who asks for it."""
        self.advise: Callable[[Any], None] = lambda _dialog: None
        """Told of each new form, to which somebody else may add advice."""
        self.replay: Callable[[Exchange], bool] = lambda _exchange: False
        """Whether somebody else sends an exchange again: the history does that with its own."""

    @property
    def _answers(self) -> Answers:
        return self._get_answers()

    @property
    def running(self) -> tuple[RunningCall, ...]:
        """The calls on their way, the oldest first."""
        return tuple(self._running.values())

    def serve(self, answers: Any) -> None:
        """Do what the answers ask for: the next page, the same call once more, a call with values from them."""
        answers.next_page_requested.connect(self.next_page)
        answers.resend_requested.connect(self.send_again)
        answers.call_requested.connect(self.open)
        answers.link_requested.connect(self.follow)
        answers.edit_requested.connect(self.edit)

    @cached_property
    def edits(self) -> Edits:
        """This window's edits."""
        from gui.edit.edits import Edits

        return Edits(self._desk, self._jobs, self, self._notices, self._window)

    @Slot(object)
    def edit(self, wanted: Target | UndoOrder) -> None:
        """Open the form that edits a resource, or what takes an edit back."""
        self.edits.open(wanted)

    def open(
        self, call_id: str, place: Place, values: dict[Key, Any] | None = None, which: str = ""
    ) -> ParameterDialog | None:
        """Open the call's dialog at that place, or bring the one that is open to the front; None if there is none.

        ``values`` are filled in at first (e.g. an id that was picked in an answer). ``which`` names one of several
        dialogs of a call: that of a saved call, or of a link.
        """
        dialog = self._open_dialog(call_id, place, which)
        if dialog is None:
            return None
        if values:
            dialog.fill(values)
        self._latest = dialog
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def is_open(self, call_id: str, place: Place, which: str) -> bool:
        """Whether that dialog is on the screen."""
        dialog = self._dialogs.get((call_id, place, which))
        return dialog is not None and shiboken6.isValid(dialog) and dialog.isVisible()

    def raise_latest(self) -> bool:
        """Bring the dialog that was used last back; returns whether there is one."""
        if self._latest is None or not shiboken6.isValid(self._latest):
            return False
        self._latest.show()
        self._latest.raise_()
        self._latest.activateWindow()
        return True

    def send_plain(self, call_id: str, place: Place) -> None:
        """Send a call that has nothing to fill in; before sign-in its form asks where to."""
        if place.profile is None and not self._desk.catalogue.call(call_id).needs_token:
            self.open(call_id, place)
        else:
            self._with_draft(call_id, place, self.send)

    @Slot(str, object, object)
    def follow(self, call_id: str, place: Place, values: dict[Key, Any]) -> None:
        """Ask for what a link leads to: at once where that only reads a document, else by the call's form."""
        call = self._desk.catalogue.call(call_id)

        def use(draft: Draft) -> None:
            if draft.faults or call.effects.changes is not Change.NONE or call.accept != JSON:
                self.open(call_id, place, values)
            else:
                self.send(draft)

        self._with_draft(call_id, place, use, values)

    def mock_plain(self, call_id: str, place: Place) -> None:
        """Show the request of a call without values; one that needs some opens its form."""

        def use(draft: Draft) -> None:
            if draft.faults:
                self.open(call_id, place)
            else:
                self.mock(draft)

        self._with_draft(call_id, place, use)

    @Slot(object)
    def send(self, draft: Draft) -> None:
        """Send a draft; one that destroys is looked at and confirmed first."""
        asker: Any = self.sender()
        if self._may_send(draft):
            self._questions.unlock(draft, asker, lambda: self._go(draft, asker))

    def _go(self, draft: Draft, asker: Any) -> None:
        """Send what may be sent; what destroys is asked about, and some is carried out by others."""

        def go(draft: Draft, confirmed: Confirmed) -> None:
            if is_form(asker):
                asker.step_aside()
            self._send(draft, confirmed=confirmed)
            self._go_to_answer(asker)

        if self.divert(draft, asker):
            return
        if draft.preview.destroys:
            self._questions.confirm(draft, asker, go)
        elif draft.preview.changes and self._desk.settings.confirm_changes:
            self._questions.confirm_change(draft, asker, go)
        else:
            go(draft, False)

    def send_edit(self, draft: Draft, sent: SentEdit, then: Callable[[Exchange | Exception], None]) -> bool:
        """Send the draft of an edit; its tab offers the undo, ``then`` hears what came of it. Whether it was sent."""
        if not self._may_send(draft):
            return False
        self._answers.accompany(self._send(draft, confirmed=False, then=then), sent)
        self._window.activateWindow()
        self._answers.setFocus()
        return True

    def _may_send(self, draft: Draft) -> bool:
        if draft.request is None:
            self._notices.warn(first_fault(draft))
            return False
        if draft.request.needs_token and self._desk.cloud(draft.request.place.profile) is None:
            self._notices.warn("This call needs a sign-in.", "Sign in, then send it again.")
            self.sign_in_needed.emit(draft.request.place.profile or "")
            return False
        return True

    @Slot(object)
    def mock(self, draft: Draft) -> None:
        """Show a draft's request; nothing is sent."""
        from api.exchange.faults import told

        who = self._desk.who(draft.preview.place)
        self._answers.show_mock(draft.preview, who, told(draft.faults))
        self._go_to_answer(self.sender())

    @Slot(object, str)
    def next_page(self, exchange: Exchange, link: str) -> None:
        """Ask for the page after an answer, where that answer came from."""
        from api.exchange.next_page import next_values

        request = exchange.request
        call = self._desk.catalogue.call(request.call_id)
        self._with_draft(call.id, request.place, self.send, next_values(call, request.values, link))

    @Slot(object)
    def send_again(self, exchange: Exchange) -> None:
        """Send a request once more; one whose secrets were forgotten goes back to its form."""
        if exchange.merged is not None or self.replay(exchange):  # many are the business of others
            return
        from api.exchange.build import Draft
        from api.wire.request import CONTENT_LENGTH, TOKEN

        request = exchange.request
        if {slot.name for slot in request.slots} - {TOKEN, CONTENT_LENGTH}:
            self.open(request.call_id, request.place, dict(request.values))
        else:
            self.send(Draft(request))

    def cancel_all(self) -> None:
        """Stop every call of this window."""
        for call in self.running:
            call.cancel.cancel()

    def _with_draft(
        self, call_id: str, place: Place, use: Callable[[Draft], None], values: Values | None = None
    ) -> None:
        try:
            draft = self._desk.draft(self._desk.catalogue.call(call_id), values or {}, place)
        except PitchforkError as error:
            self._tell(error, place)
        else:
            use(draft)

    def _open_dialog(self, call_id: str, place: Place, which: str) -> ParameterDialog | None:
        found: ParameterDialog | None = self._dialogs.get((call_id, place, which))
        if found is not None and shiboken6.isValid(found):
            return found
        try:
            dialog = self._make_dialog(self._desk.catalogue.call(call_id), place)
        except PitchforkError as error:
            self._tell(error, place)
            return None
        self._dialogs[call_id, place, which] = dialog
        return dialog

    def _make_dialog(self, call: Call, place: Place) -> ParameterDialog:
        from gui.parameters.dialog import ParameterDialog

        dialog = ParameterDialog(call, place, self._desk, self._jobs, self._window)
        dialog.send_requested.connect(self.send)
        dialog.mock_requested.connect(self.mock)
        dialog.many_requested.connect(self.many_wanted)
        dialog.search_wanted.connect(self._look_elsewhere)
        dialog.sign_in_needed.connect(self.sign_in_needed)
        self.advise(dialog)
        return dialog

    @Slot()
    def _look_elsewhere(self) -> None:
        self._window.raise_()
        self._window.activateWindow()
        self.search_wanted.emit()

    def _go_to_answer(self, form: Any) -> None:
        """The keyboard of a form that stepped out of sight goes to the answer; nobody else's does."""
        if is_form(form) and not form.isVisible():
            self._window.activateWindow()
            self._answers.setFocus()

    def _send(
        self,
        draft: Draft,
        *,
        confirmed: Confirmed,
        then: Callable[[Exchange | Exception], None] = lambda _outcome: None,
    ) -> int:
        request, number = draft.preview, next(self._numbers)
        who = self._desk.who(request.place)
        paging = self._desk.catalogue.call(request.call_id).paging
        pending: list[int] = []

        def done(exchange: Exchange) -> None:
            self._forget(number)
            then(exchange)
            self._answers.finish(pending[0], exchange, paging)

        def failed(error: Exception) -> None:
            self._forget(number)
            told = told_error(error, changes=request.changes)
            then(told)
            self._answers.fail(pending[0], told)
            if isinstance(error, SignInExpired) and request.place.profile:
                self.sign_in_needed.emit(request.place.profile)
            elif isinstance(error, ReadOnly):  # it was unlocked when it was asked for
                self._questions.unlock(draft, None, lambda: self.send(draft))

        def progressed(progress: Progress) -> None:
            if number in self._running:
                self._running[number].progress = progress
            self._answers.progress(pending[0], progress)

        token = self._jobs.run(
            lambda cancel, report: send_and_keep(self._desk, draft, cancel, report, confirmed=confirmed),
            done,
            failed,
            progressed,
            owner=self,
        )
        pending.append(self._answers.begin(request.title, who, token))
        self._running[number] = RunningCall(number, request.title, who, token, time.monotonic())
        self.running_changed.emit()
        return pending[0]

    def _forget(self, number: int) -> None:
        self._running.pop(number, None)
        self.running_changed.emit()

    def _tell(self, error: PitchforkError, place: Place) -> None:
        self._notices.error(error)
        if isinstance(error, SignInExpired) and place.profile:
            self.sign_in_needed.emit(place.profile)
