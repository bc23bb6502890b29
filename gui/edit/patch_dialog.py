"""What the dialogs share that send a JSON Patch: head, reading page, draft and preview of the patch, buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.edit.loading import edit_of
from api.edit.patch import Operation
from api.edit.sending import patch_values
from api.edit.undo import Target
from api.errors import Cancelled, Fault, PitchforkError
from api.running import CancelToken
from gui.edit.head import EditHead
from gui.edit.patch_text import patch_text
from gui.edit.waiting import WaitingPage
from gui.jobs import Jobs, Work
from gui.notify import message_of
from gui.parameters.capture import Capture, Reading
from gui.parameters.drafting import Drafting, Question
from gui.parameters.form import FormCapture
from gui.parameters.parts import Foot
from gui.parameters.preview import Preview
from gui.widgets.lines import hairline

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.build import Draft


EDGE = 20
"""What is left of the screen around a dialog, in pixels; over it stands the window's title."""


class PatchDialog(QDialog):
    """Reads first, then shows a page with a patch, and has it sent. ``show()`` it: it is not modal.

    It steps aside when it sends, and ``come_back`` shows it as it was. Subclasses say what is read and shown.
    """

    send_requested = Signal(object, object)
    """The Draft to send, and the SentEdit that undoing it needs."""
    mock_requested = Signal(object)

    def __init__(
        self, target: Target, desk: Desk, jobs: Jobs, parent: QWidget | None = None, *, with_fields: bool
    ) -> None:
        super().__init__(parent)
        self.target, self.desk, self.jobs = target, desk, jobs
        self.call = desk.catalogue.call(target.call_id)
        self.edit = edit_of(target, desk.catalogue.call)
        self.draft: Draft | None = None
        self.operations: list[Operation] = []
        self._work: CancelToken | None = None
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.head = EditHead(self.call.method, "", desk.who(target.place))
        self.waiting = WaitingPage("")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.waiting)
        self.foot = Foot(with_fields=with_fields)
        self._drafting = Drafting(self.call, target.place, desk, jobs, self)
        self._arrange()
        self._connect()

    # What subclasses say

    @property
    def preview(self) -> Preview | None:
        """Where the patch is shown; None as long as there is no page."""
        raise NotImplementedError

    @property
    def unsent(self) -> int:
        """How many changes there are that were not sent and would be lost."""
        return 0

    @property
    def asking(self) -> bool:
        """Whether it asks what shall become of them."""
        return False

    def load(self) -> None:
        """Read what the page needs."""
        raise NotImplementedError

    def check_and_send(self) -> None:
        """Look at the resource once more, then have the draft sent."""
        raise NotImplementedError

    def go_to_fault(self) -> None:
        """Go to what keeps it from being sent."""

    def faults(self) -> Sequence[str]:
        """What keeps it from being sent, as sentences."""
        return ()

    # What is shown

    def show_title(self, verb: str, record: dict[str, Any] | None = None) -> None:
        """Name what is edited: by its name, or by what tells it as long as that is not known."""
        told = dict(self.target.fill)
        name = (record or {}).get("name") or next(iter(told.values()), "")
        title = f"{verb} {self.edit.kind}: {one_line(str(name), 200)}"
        self.head.show_title(title)
        self.setWindowTitle(f"{title} · {self.desk.who(self.target.place)}")

    def fit(self, width: int, height: int) -> None:
        """Take this size, or what the screen has room for."""
        room = self.screen().availableGeometry()
        self.resize(min(width, room.width() - 2 * EDGE), min(height, room.height() - 3 * EDGE))

    def read(self, sentence: str, work: Work[Any], done: Callable[[Any], None]) -> None:
        """Read on a worker while the page says so."""
        self.waiting.begin(sentence)
        self.stack.setCurrentWidget(self.waiting)
        self.allow(send=False)
        self._work = self.jobs.run(work, done, self.waiting.fail, self.waiting.show_progress, owner=self)

    def look_again(self, work: Work[Any], done: Callable[[Any], None]) -> None:
        """Read once more before sending; what is edited meanwhile stops it."""
        self.head.show_trouble("")
        self.foot.say(f"Looking at the {self.edit.kind} once more…")
        self.allow(send=False)
        self._work = self.jobs.run(work, done, self._tell, owner=self)

    def show_page(self, page: QWidget) -> None:
        """Show the page in place of what was there."""
        before = self.stack.currentWidget()
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        if before is not None and before is not self.waiting:
            self.stack.removeWidget(before)
            before.deleteLater()

    def ask(self, operations: list[Operation]) -> None:
        """Draft the request with these operations; without any there is nothing to send."""
        self.stop()
        self.draft, self.operations = None, operations
        if not operations:
            self._show_text("")
            self.remark()
            return
        values = patch_values(self.call, self.target, operations)
        size = sum(len(text) for each in operations if isinstance(text := each.get("value"), str))
        parts = tuple((key, Capture(partial(Reading, value), size)) for key, value in values.items())
        self._drafting.ask(Question(FormCapture(parts), None, ""))

    def remark(self) -> None:
        """Say beside the buttons what keeps it from being sent."""
        faults = [*self.faults(), *(fault.sentence for fault in (self.draft.faults if self.draft else ()))]
        more = f"   + {len(faults) - 1} more" if len(faults) > 1 else ""
        self.foot.say(f"{faults[0]}{more}" if faults else "", clickable=bool(self.faults()))
        self.allow(send=self.draft is not None and not faults, rest=self.draft is not None)

    def allow(self, *, send: bool, rest: bool = False) -> None:
        """Switch Send, and the buttons that send nothing."""
        self.foot.allow(send=send, rest=rest)

    # What becomes of it

    def step_aside(self) -> None:
        """Go out of sight as it is."""
        self.hide()

    def come_back(self, sentence: str) -> None:
        """Show itself again as it was, with what went wrong."""
        self.ask(self.operations)
        self.head.show_trouble(sentence)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own button closes it as Escape does."""
        event.ignore()
        self.reject()

    def reject(self) -> None:
        """Close and stop what runs."""
        self.stop()
        super().reject()

    def stop(self) -> None:
        """Stop what is read."""
        if self._work is not None:
            self._work.cancel()
            self._work = None

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.stack, 1)
        column.addWidget(hairline())
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.waiting.again.connect(self.load)
        self._drafting.drafted.connect(self._show_draft)
        self._drafting.busy.connect(self._show_busy)
        self.foot.copy.said.connect(self.foot.say)
        self.foot.state.clicked.connect(self.go_to_fault)
        self.foot.mock.clicked.connect(self._mock)
        self.foot.send.clicked.connect(self._send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._send)

    @Slot(object)
    def _show_draft(self, result: Draft | PitchforkError) -> None:
        if isinstance(result, PitchforkError):
            self.head.show_trouble(str(result))
            self._show_text("")
            self.allow(send=False)
            return
        self.draft = result
        self.foot.copy.offer(result.preview)
        self._show_text(patch_text(result.preview, self.operations))
        self.remark()

    def _show_text(self, text: str) -> None:
        if self.preview is not None:
            self.preview.show_text(text)

    @Slot()
    def _show_busy(self) -> None:
        self.foot.say("Looking at the values…")
        self.allow(send=False)

    @Slot()
    def _send(self) -> None:
        if self.foot.send.isEnabled():
            self.check_and_send()
        else:
            self.go_to_fault()

    @Slot()
    def _mock(self) -> None:
        if self.draft is not None:
            own = tuple(Fault(None, sentence) for sentence in self.faults())
            self.mock_requested.emit(replace(self.draft, faults=own + self.draft.faults))
            self.foot.say("The request is shown in the window.")

    def _tell(self, error: Exception) -> None:
        if isinstance(error, Cancelled):  # what was edited meanwhile is shown already
            return
        message = message_of(error)
        self.ask(self.operations)
        self.head.show_trouble(f"Nothing was sent. {message.sentence} {message.hint}".strip())
