"""The dialog that is generated from a call: fill in, see the exact request, mock, copy or send it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from api.errors import PitchforkError
from api.exchange.http_text import http_text
from api.model import Call, Change, Key, Place, Preset
from api.records.curl import as_curl
from gui.icons import icon
from gui.jobs import Jobs
from gui.parameters.choice_editors import QuietComboBox
from gui.parameters.drafting import Drafting, Question
from gui.parameters.form import Form
from gui.parameters.preview import Preview
from gui.widgets.badge import MethodBadge
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.lines import hairline

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.build import Draft

MARGIN = 20
WIDTH, HEIGHT = 880, 640


class ParameterDialog(QDialog):
    """Fills in one call for one place; both stay as they are for as long as the dialog lives.

    ``show()`` it: it is not modal. After sending it steps aside, and ``show()`` brings it back as it was.
    """

    send_requested = Signal(object)
    """The Draft that the person wants sent; it has no faults."""
    mock_requested = Signal(object)
    """The Draft whose preview the person wants to see; nothing is sent."""

    def __init__(
        self, call: Call, place: Place, desk: Desk, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.call, self.place = call, place
        self._desk, self._jobs = desk, jobs
        self._draft: Draft | None = None
        self.setWindowTitle(f"{call.title} · {desk.who(place)}")
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.resize(WIDTH, HEIGHT)
        self.form = Form(call.fields(), self)
        self.preview = Preview(self)
        self.content_type = self._make_content_type()
        self.address = self._make_address()
        self.state = QPushButton(self)
        self.mock = QPushButton("Mock API Call", self)
        self.send = QPushButton("Send API Call", self)
        self._drafting = Drafting(call, place, desk, jobs, self)
        self._arrange()
        self._connect()
        self.form.fill(desk.remembered.load(call, place.profile))
        self._rebuild()
        self._focus_first()

    @property
    def draft(self) -> Draft | None:
        """What the form makes of the call now; None while that is not known."""
        return self._draft

    def fill(self, values: Mapping[Key, Any]) -> None:
        """Show these values in their fields."""
        self.form.fill(values)
        self._focus_first()

    # How it is laid out

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        for part in (self._head(), *self._strips(), self._presets()):
            if part is not None:
                column.addWidget(part)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        if self.form.rows:
            splitter.addWidget(self.form)
        splitter.addWidget(self._lower())
        splitter.setSizes([self._form_height(), 240])
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        column.addWidget(splitter, 1)
        column.addWidget(hairline())
        column.addWidget(self._buttons())

    def _form_height(self) -> int:
        inner = self.form.widget()
        return min(inner.sizeHint().height() + 8, 380) if inner is not None else 0

    def _head(self) -> QWidget:
        head = QWidget(self)
        title = ElidedLabel(self.call.title)
        title.setProperty("role", "title")
        docs = QPushButton("Docs")
        docs.setIcon(icon("external", "dim"))
        docs.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        docs.setToolTip(self.call.docs)
        docs.setAccessibleName("Open the documentation in the browser")
        docs.setAutoDefault(False)
        docs.clicked.connect(self._open_docs)
        docs.setVisible(bool(self.call.docs))
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(MethodBadge(self.call.method))
        line.addWidget(title, 1)
        line.addWidget(docs)
        who = ElidedLabel(self._desk.who(self.place))
        who.setProperty("role", "dim")
        who.setAccessibleName("Where this dialog's call goes")
        about = _words(self.call.head.description, "dim")
        about.setVisible(bool(self.call.head.description))
        column = QVBoxLayout(head)
        column.setContentsMargins(MARGIN, 0, MARGIN, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(who)
        column.addWidget(about)
        return head

    def _strips(self) -> list[QWidget]:
        effects = self.call.effects
        sentences = [effects.warning or _plain_warning(effects.changes), effects.costs]
        self.warning = _words(" ".join(s for s in sentences if s), "warning")
        self.trouble = _words("", "bad")
        self.trouble.hide()
        self.warning.setVisible(effects.warns)
        return [_inset(self.warning), _inset(self.trouble)]

    def _presets(self) -> QWidget | None:
        if not self.call.presets:
            return None
        strip = QWidget(self)
        line = QHBoxLayout(strip)
        line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        line.setSpacing(6)
        for number, preset in enumerate(self.call.presets):
            button = QPushButton(preset.title)
            button.setAutoDefault(False)
            button.setProperty("preset", number)
            button.setAccessibleName(f"Fill in: {preset.title}")
            button.clicked.connect(self._use_preset)
            line.addWidget(button)
        line.addStretch(1)
        return strip

    def _lower(self) -> QWidget:
        lower = QWidget(self)
        column = QVBoxLayout(lower)
        column.setContentsMargins(MARGIN, 4, MARGIN, 0)
        column.setSpacing(8)
        for label, field in (("Address", self.address), ("Content type", self.content_type)):
            if field is not None:
                line = QHBoxLayout()
                name = _words(label, "dim")
                name.setWordWrap(False)
                name.setBuddy(field)
                line.addWidget(name)
                line.addWidget(field, 1)
                column.addLayout(line)
        caption = _words("Request, exactly as it will be sent", "dim")
        caption.setBuddy(self.preview)
        column.addWidget(caption)
        column.addWidget(self.preview, 1)
        self.preview.setMinimumHeight(110)
        return lower

    def _buttons(self) -> QWidget:
        foot = QWidget(self)
        self.copy = QPushButton("Copy as cURL", self)
        self.copy.setToolTip("The token as $OS_TOKEN, secrets as variables")
        self.reset = QPushButton("Clear", self)
        self.reset.setToolTip("Empty every field")
        self.mock.setToolTip("Builds the request and sends nothing")
        self.send.setProperty("role", "primary")
        self.send.setToolTip("Send it (Ctrl+Enter)")
        self.state.setProperty("role", "link")
        self.state.setAccessibleDescription("Goes to the first field that needs attention")
        line = QHBoxLayout(foot)
        line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        line.setSpacing(10)
        line.addWidget(self.copy)
        if self.form.rows:
            line.addWidget(self.reset)
        line.addStretch(1)
        line.addWidget(self.state)
        line.addWidget(self.mock)
        line.addWidget(self.send)
        for button in (self.copy, self.reset, self.state, self.mock, self.send):
            button.setAutoDefault(False)  # Enter in a field must not press anything
        return foot

    def _make_content_type(self) -> QComboBox | None:
        if len(self.call.bodies) < 2:
            return None
        box = QuietComboBox(self)
        box.setAccessibleName("Content type of the body")
        box.addItems([body.content_type for body in self.call.bodies])
        return box

    def _make_address(self) -> QLineEdit | None:
        if self.call.needs_token or self.place.profile is not None:
            return None
        line = QLineEdit(self)
        line.setAccessibleName("Address of the service")
        line.setPlaceholderText("https://…   where to send it: nobody is signed in")
        return line

    def _connect(self) -> None:
        self.form.changed.connect(self._rebuild)
        self._drafting.drafted.connect(self._show_draft)
        self._drafting.busy.connect(self._show_busy)
        if self.content_type is not None:
            self.content_type.currentIndexChanged.connect(self._rebuild)
        if self.address is not None:
            self.address.textEdited.connect(self._rebuild)
        self.copy.clicked.connect(self._copy_curl)
        self.reset.clicked.connect(self._clear)
        self.state.clicked.connect(self._go_to_fault)
        self.mock.clicked.connect(self._mock)
        self.send.clicked.connect(self._send)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._send)

    # What happens

    @Slot()
    def _rebuild(self) -> None:
        self._draft = None
        self._drafting.ask(
            Question(
                self.form.capture(),
                self.content_type.currentText() if self.content_type is not None else None,
                self.address.text().strip() if self.address is not None else "",
            )
        )

    @Slot(object)
    def _show_draft(self, result: Draft | PitchforkError) -> None:
        if isinstance(result, PitchforkError):
            self._show_trouble(result)
            return
        self._draft = result
        self.trouble.hide()
        self.preview.show_text(http_text(result.preview))
        self.form.show_faults(result.faults)
        self.state.setText(self._state_words(result))
        self.state.setVisible(bool(self.state.text()))
        self.state.setEnabled(bool(result.faults))
        self.send.setEnabled(result.request is not None and self._knows_where())
        self.mock.setEnabled(True)
        self.copy.setEnabled(True)

    def _show_trouble(self, error: PitchforkError) -> None:
        self.trouble.setText(str(error))
        self.trouble.show()
        self.state.hide()
        self.preview.show_text("")
        for button in (self.send, self.mock, self.copy):
            button.setEnabled(False)

    @Slot()
    def _show_busy(self) -> None:
        self.state.setText("Reading a long value…")
        self.state.setEnabled(False)
        self.state.show()
        for button in (self.send, self.mock, self.copy):
            button.setEnabled(False)

    def _state_words(self, draft: Draft) -> str:
        if draft.faults:
            first = draft.faults[0]
            more = f"   + {len(draft.faults) - 1} more" if len(draft.faults) > 1 else ""
            sentence = first.sentence if len(first.sentence) < 60 else "needs attention."
            return f"{self._title(first.key)}: {sentence}{more}" if first.key else first.sentence
        if not self._knows_where():
            return "Sign in first" if self.call.needs_token else "Name the address to send it to"
        return ""

    def _title(self, key: Key) -> str:
        return self.form.rows[key].title if key in self.form.rows else key.name

    def _knows_where(self) -> bool:
        return self.place.profile is not None or bool(
            self.address is not None and self.address.text().strip()
        )

    def _focus_first(self) -> None:
        faults = self._draft.faults if self._draft is not None else ()
        self.form.focus(faults[0].key if faults else None)
        if not self.form.rows:
            self.send.setFocus()

    @Slot()
    def _go_to_fault(self) -> None:
        self.form.touch_all()
        if self._draft is not None and self._draft.faults:
            self.form.show_faults(self._draft.faults)
            self.form.focus(self._draft.faults[0].key)

    @Slot()
    def _send(self) -> None:
        if self._draft is None:
            return
        if not self.send.isEnabled():
            self._go_to_fault()
            return
        draft = self._draft
        self._remember(draft)
        self._step_aside()
        self.send_requested.emit(draft)

    @Slot()
    def _mock(self) -> None:
        if self._draft is not None:
            self._remember(self._draft)
            self._step_aside()
            self.mock_requested.emit(self._draft)

    @Slot()
    def _copy_curl(self) -> None:
        if self._draft is not None:
            QGuiApplication.clipboard().setText(as_curl(self._draft.preview))
            self.state.setText(
                "Copied: set $OS_TOKEN before you run it" if self.call.needs_token else "Copied"
            )
            self.state.setEnabled(False)
            self.state.show()

    @Slot()
    def _clear(self) -> None:
        self.form.replace({})
        self._focus_first()

    @Slot()
    def _use_preset(self) -> None:
        preset: Preset = self.call.presets[int(self.sender().property("preset"))]
        account = self.place.account or ""
        values = {
            key: value.replace("{account}", account) if isinstance(value, str) else value
            for key, value in preset.values
            if account or value != "{account}"
        }
        self.form.replace(values)

    @Slot()
    def _open_docs(self) -> None:
        QDesktopServices.openUrl(QUrl(self.call.docs))

    def _remember(self, draft: Draft) -> None:
        values, profile = draft.preview.values, self.place.profile
        self._jobs.run(
            lambda _cancel, _report: self._desk.remembered.save(self.call, profile, values),
            lambda _done: None,
        )

    def _step_aside(self) -> None:
        """Stand beside the window where there is room; else leave until Ctrl+Enter in the window brings it back."""
        parent = self.parentWidget()
        place = None
        if parent is not None:
            screen = self.screen().availableGeometry()
            place = beside(parent.window().frameGeometry(), self.frameGeometry(), screen)
        if place is None:
            self.hide()
        else:
            self.move(place.topLeft())

    def hideEvent(self, event: Any) -> None:
        """Secrets do not stay in a dialog that nobody sees."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.form.forget_secrets()


def beside(window: QRect, dialog: QRect, screen: QRect) -> QRect | None:
    """Where a dialog stands right or left of a window on the screen; None when there is no room."""
    gap = 8
    for left in (window.right() + gap, window.left() - gap - dialog.width()):
        place = QRect(left, max(window.top(), screen.top()), dialog.width(), dialog.height())
        if screen.contains(place):
            return place
    return None


def _plain_warning(changes: Change) -> str:
    return {
        Change.CHANGE: "This call changes something.",
        Change.DESTROY: "This call destroys something; you will be asked before it is sent.",
        Change.NONE: "",
    }[changes]


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label


def _inset(widget: QWidget) -> QWidget:
    """The widget with the page's margin beside it; hidden together with it."""
    frame = _Inset()
    line = QHBoxLayout(frame)
    line.setContentsMargins(MARGIN, 0, MARGIN, 0)
    line.addWidget(widget)
    return frame


class _Inset(QFrame):
    """A margin that takes no room while what it holds is hidden."""
