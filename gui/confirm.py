"""The question before something is destroyed: a fresh look at it, and a button that Enter alone never presses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from api.answer.sizes import size
from api.answer.times import age, moment
from api.exchange.gates import name_fault, word_for
from api.exchange.subject import Facts
from gui.answer.labels import plain_label
from gui.jobs import Jobs
from gui.notify import message_of
from gui.parameters.parts import words
from gui.production.typed import TypedWord
from gui.widgets.badge import MethodBadge
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.build import Draft

MARGIN = 20
FACTS_HEIGHT = 190
MOST_NAMES = 10


class ConfirmDialog(QDialog):
    """Asks whether to send a destructive draft. ``open()`` it; deletes itself when it is closed."""

    confirmed = Signal(object, object)
    """The draft, and the person's word: True, or the name that production has them type."""

    def __init__(self, draft: Draft, desk: Desk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        request = draft.preview
        self._draft, self._desk = draft, desk
        call = desk.catalogue.call(request.call_id)
        self.setWindowTitle(f"{request.title}?")
        self.setMinimumWidth(520)
        self._title = plain_label(f"{request.title}?", "title")
        self._who = ElidedLabel(desk.who(request.place))
        self._who.setProperty("role", "dim")
        self._state = words(f"Looking at the {call.subject.kind if call.subject else 'resource'}…", "dim")
        self._warning = words(call.effects.warning, "warning")
        self._facts: Facts | None = None
        self.word: TypedWord | None = None
        if desk.gates.production(request.place.profile) is not None:
            self.word = TypedWord("This is production: type its name")
            self.word.changed.connect(self._typed)
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(6)
        self.no = QPushButton("Cancel")
        self.no.setDefault(True)
        self.no.clicked.connect(self.reject)
        self.yes = QPushButton(request.title)
        self.yes.setProperty("role", "destroy")
        self.yes.setAutoDefault(False)
        self.yes.setEnabled(False)
        self.yes.setAccessibleDescription(f"Sends {request.method} {request.url.masked()}")
        self.yes.clicked.connect(self._confirm)
        self._place(request.method)
        self._warning.setVisible(bool(call.effects.warning))
        self.no.setFocus()
        self._look = jobs.run(
            lambda cancel, _report: desk.look(call, request.values, request.place, cancel),
            self._show_facts,
            self._show_error,
            owner=self,
        )
        self.finished.connect(self._stop_looking)

    def _place(self, method: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(MethodBadge(method))
        head.addWidget(self._title, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        body = QWidget()
        body.setMinimumHeight(FACTS_HEIGHT)  # what the look will tell must not move the buttons
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        inner.addWidget(self._state)
        inner.addLayout(self.facts)
        inner.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        rows.setSpacing(10)
        rows.addLayout(head)
        rows.addWidget(self._who)
        rows.addWidget(self._warning)
        rows.addWidget(body, 1)
        if self.word is not None:
            rows.addWidget(self.word)
        rows.addLayout(buttons)

    def _show_facts(self, facts: Facts) -> None:
        self._know(facts)
        for word, value in _lines(facts):
            label = words(word, "dim")
            text = words(value, "")
            text.setAccessibleName(word)
            self.facts.addRow(label, text)
        sentence, role = _sentence(facts)
        self._say(sentence, role)
        self._make_room()

    def _know(self, facts: Facts) -> None:
        """From now on it can be confirmed: at once, or in production once something was typed."""
        self._facts = facts
        self.yes.setEnabled(self.word is None)
        if self.word is not None:
            what, word = word_for(facts, self._draft.preview.place)
            self.word.say(f"This is production: type its {what}", word)
            self.word.line.setFocus()
            self._typed()

    @Slot()
    def _typed(self) -> None:
        assert self.word is not None
        self.word.show_fault("")
        self.yes.setEnabled(bool(self.word.text.strip()) and self._facts is not None)

    def _show_error(self, error: Exception) -> None:
        self._know(Facts(""))
        message = message_of(error)
        self._say(f"It could not be looked at: {message.sentence} {message.hint}".strip(), "bad")

    def _make_room(self) -> None:
        """Grow so far that nothing of what was told is cut."""
        rows = self.layout()
        assert rows is not None
        rows.activate()
        self.resize(self.width(), max(self.height(), rows.totalHeightForWidth(self.width())))

    def _say(self, sentence: str, role: str) -> None:
        self._state.setText(sentence)
        self._state.setVisible(bool(sentence))
        self._state.setProperty("role", role)
        self._state.style().polish(self._state)

    @Slot()
    def _confirm(self) -> None:
        fault = ""
        if self.word is not None and self._facts is not None:
            fault = name_fault(self._facts, self._draft.preview.place, self.word.text)
            self.word.show_fault(fault)
            self.word.line.setFocus()
        if fault:
            self._make_room()
            return
        self.accept()
        self.confirmed.emit(self._draft, True if self.word is None else self.word.text)

    @Slot()
    def _stop_looking(self) -> None:
        self._look.cancel()


def _sentence(facts: Facts) -> tuple[str, str]:
    if facts.error:
        return f"It could not be looked at: {facts.error}", "bad"
    if facts.protected:
        return (
            f"This {facts.kind} is protected: the service refuses until its protection is off.",
            "warning",
        )
    return facts.keeps, "dim"


def _listed(names: tuple[str, ...]) -> str:
    """How many, and the first of them: a hundred would push the buttons off the screen."""
    if not names:
        return ""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"{len(names)}: {', '.join(names[:MOST_NAMES])}{more}"


def _lines(facts: Facts) -> list[tuple[str, str]]:
    owner = {True: "yours", False: f"not yours ({facts.owner})", None: facts.owner}[facts.mine]
    then = moment(facts.created)
    created = f"{facts.created}   {age(then, datetime.now(UTC))}" if then else facts.created
    losers = _listed(facts.losers)
    protected = {True: "yes", False: "no", None: ""}[facts.protected]
    lines = [
        ("Name", facts.name),
        ("Id", facts.id),
        ("Owner", owner),
        ("Status", facts.status),
        ("Size", size(facts.size) if facts.size is not None else ""),
        ("Created", created),
        ("Protected", protected),
        ("Region", facts.region),
        ("Accounts that lose it", losers),
    ]
    return [(word, value) for word, value in lines if value]
