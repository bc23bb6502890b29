"""The dialog that is generated from a call: fill in, see the exact request, mock, copy or send it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from api.errors import PitchforkError
from api.exchange.http_text import http_text
from api.model import Call, Key, Place, Preset
from gui.jobs import Jobs
from gui.parameters.choice_editors import QuietComboBox
from gui.parameters.drafting import Drafting, Question
from gui.parameters.form import Form
from gui.parameters.offers import Offers
from gui.parameters.parts import MARGIN, Foot, Head, Presets, words
from gui.parameters.preview import Preview
from gui.parameters.several import Entries, ObjectEditor
from gui.widgets.lines import hairline
from gui.work.pages.ways import ways

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.build import Draft

WIDTH, HEIGHT = 880, 640
LONGEST_REMARK = 60
SMALL_PREVIEW = 150
"""What of the request is always in sight under a form that grows, in pixels."""


class ParameterDialog(QDialog):
    """Fills in one call for one place; both stay as they are for as long as the dialog lives.

    ``show()`` it: it is not modal. After sending it steps aside, and ``show()`` brings it back as it was. What
    destroys is asked about first: it is left to the one who asks to call ``step_aside()``.
    """

    send_requested = Signal(object)
    """The Draft that the person wants sent; it has no faults."""
    mock_requested = Signal(object)
    """The Draft whose preview the person wants to see; nothing is sent."""
    many_requested = Signal(object, str)
    """The Draft that the person wants sent with many requests, and in which way."""
    search_wanted = Signal()
    """The person looks for another call."""
    sign_in_needed = Signal(str)
    """The cloud was asked for something to pick, and the sign-in has ended: the profile's id."""

    def __init__(
        self, call: Call, place: Place, desk: Desk, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.call, self.place = call, place
        self._desk, self._jobs = desk, jobs
        self._draft: Draft | None = None
        self.setWindowTitle(f"{call.title} · {desk.who(place)}")
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.head = Head(call, desk.who(place))
        self.presets = Presets(call.presets)
        self.offers = Offers(desk, place, jobs, lambda names: self.form.texts(names), self)
        self.form = Form(call.fields(), offer_of=self.offers.of)
        self.preview = Preview()
        self.content_type = self._make_content_type()
        self.address = self._make_address()
        self.foot = Foot(with_fields=bool(self.form.rows))
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
        """Show these values in their fields; the keyboard goes to what is still missing, else to Send."""
        self.form.fill(values)
        if self._draft is not None and not self._draft.faults:
            self.foot.send.setFocus()
        else:
            self._focus_first()

    # How it is laid out

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.presets)
        self.presets.setVisible(bool(self.call.presets))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        if self.form.rows:
            splitter.addWidget(self.form)
        splitter.addWidget(self._request())
        self.preview.setMinimumHeight(SMALL_PREVIEW if self._grows() else 110)
        splitter.setSizes([HEIGHT, SMALL_PREVIEW] if self._grows() else [self._form_height(), 240])
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        column.addWidget(splitter, 1)
        column.addWidget(hairline())
        column.addWidget(self.foot)
        self.resize(WIDTH, HEIGHT)

    def _grows(self) -> bool:
        """Whether the form gets longer while it is filled in: it then has all but what the preview needs."""
        return any(isinstance(row.editor, Entries | ObjectEditor) for row in self.form.rows.values())

    def _form_height(self) -> int:
        inner = self.form.widget()
        return min(inner.sizeHint().height() + 8, 380) if inner is not None else 0

    def _request(self) -> QWidget:
        """The preview, and what decides on it beside the form."""
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(MARGIN, 4, MARGIN, 0)
        column.setSpacing(8)
        if self.address is not None:
            column.addLayout(_labelled("Address", self.address))
        caption = QHBoxLayout()
        caption.addWidget(words("Request, exactly as it will be sent", "dim"), 1)
        if self.content_type is not None:
            caption.addLayout(_labelled("Content type", self.content_type))
        column.addLayout(caption)
        column.addWidget(self.preview, 1)
        return part

    def _make_content_type(self) -> QComboBox | None:
        if len(self.call.bodies) < 2:
            return None
        box = QuietComboBox()
        box.setAccessibleName("Content type of the body")
        box.addItems([body.content_type for body in self.call.bodies])
        return box

    def _make_address(self) -> QLineEdit | None:
        if self.call.needs_token or self.place.profile is not None or self._placed():
            return None
        line = QLineEdit()
        line.setAccessibleName("Address of the service")
        line.setPlaceholderText("https://…   where to send it: nobody is signed in")
        return line

    def _connect(self) -> None:
        self.form.changed.connect(self._rebuild)
        self.presets.chosen.connect(self._use_preset)
        self.offers.sign_in_needed.connect(self._want_sign_in)
        self._drafting.drafted.connect(self._show_draft)
        self._drafting.busy.connect(self._show_busy)
        if self.content_type is not None:
            self.content_type.currentIndexChanged.connect(self._rebuild)
        if self.address is not None:
            self.address.textEdited.connect(self._rebuild)
        self.foot.copy.said.connect(self.foot.say)
        self.foot.clear.clicked.connect(self._clear)
        self.foot.state.clicked.connect(self._go_to_fault)
        self.foot.mock.clicked.connect(self._mock)
        self.foot.send.clicked.connect(self._send)
        self.foot.way_chosen.connect(self._send_many)
        self.foot.offer_ways(ways(self._desk, self.call, self.place))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._send)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.search_wanted)

    # What is shown

    @Slot()
    def _rebuild(self) -> None:
        self._draft = None
        content_type = self.content_type.currentText() if self.content_type is not None else None
        self._drafting.ask(Question(self.form.capture(), content_type, self._named_address()))

    @Slot(object)
    def _show_draft(self, result: Draft | PitchforkError) -> None:
        if isinstance(result, PitchforkError):
            self.head.show_trouble(str(result))
            self.preview.show_text("")
            self.foot.say("")
            self.foot.allow(send=False, rest=False)
            return
        self._draft = result
        self.foot.copy.offer(result.preview)
        self.head.show_trouble("")
        self.preview.show_text(http_text(result.preview))
        self.form.show_faults(result.faults)
        self.foot.say(self._remark(result), clickable=bool(result.faults))
        self.foot.allow(send=result.request is not None and self._knows_where(), rest=True)

    @Slot()
    def _show_busy(self) -> None:
        self.foot.say("Looking at the values…")
        self.foot.allow(send=False, rest=False)

    def _remark(self, draft: Draft) -> str:
        if draft.faults:
            first = draft.faults[0]
            more = f"   + {len(draft.faults) - 1} more" if len(draft.faults) > 1 else ""
            sentence = first.sentence if len(first.sentence) < LONGEST_REMARK else "needs attention."
            return f"{self._title(first.key)}: {sentence}{more}" if first.key else first.sentence
        if not self._knows_where():
            return "Sign in first" if self.call.needs_token else "Name the address to send it to"
        return ""

    def _title(self, key: Key) -> str:
        return self.form.rows[key].title if key in self.form.rows else key.name

    def _named_address(self) -> str:
        return self.address.text().strip() if self.address is not None else ""

    def _knows_where(self) -> bool:
        return self.place.profile is not None or self._placed() or bool(self._named_address())

    def _placed(self) -> bool:
        """Whether it goes to an own product's address, whoever is signed in."""
        return self._desk.catalogue.product(self.call.head.product).placed

    # What the person does

    def _focus_first(self) -> None:
        faults = self._draft.faults if self._draft is not None else ()
        self.form.focus(faults[0].key if faults else None)
        if not self.form.rows:
            (self.address or self.foot.send).setFocus()

    @Slot()
    def _go_to_fault(self) -> None:
        self.form.touch_all()
        if self._draft is not None and self._draft.faults:
            self.form.show_faults(self._draft.faults)
            self.form.focus(self._draft.faults[0].key)

    @Slot()
    def _send(self) -> None:
        draft = self._draft
        if draft is None or not self.foot.send.isEnabled():
            self._go_to_fault()
            return
        self._remember(draft)
        locked = draft.preview.changes and self._desk.gates.read_only(self.place.profile) is not None
        asks = draft.preview.changes and self._desk.settings.confirm_changes
        if not (locked or asks or draft.preview.destroys):  # else it stays as it is under the question
            self.step_aside()
        self.send_requested.emit(draft)

    @Slot(str)
    def _send_many(self, way: str) -> None:
        draft = self._draft
        if draft is not None and draft.request is not None:
            self._remember(draft)
            self.step_aside()
            self.many_requested.emit(draft, way)

    @Slot()
    def _want_sign_in(self) -> None:
        self.sign_in_needed.emit(self.place.profile or "")

    @Slot()
    def _mock(self) -> None:
        draft = self._draft
        if draft is not None:
            self._remember(draft)
            self.step_aside()
            self.mock_requested.emit(draft)

    @Slot()
    def _clear(self) -> None:
        self.form.replace({})
        self._focus_first()

    @Slot(object)
    def _use_preset(self, preset: Preset) -> None:
        account = self.place.account or ""
        self.form.replace(
            {
                key: value.replace("{account}", account) if isinstance(value, str) else value
                for key, value in preset.values
                if account or value != "{account}"
            }
        )

    def _remember(self, draft: Draft) -> None:
        values, profile = draft.preview.values, self.place.profile
        save = self._desk.remembered.save
        self._jobs.run(lambda _cancel, _report: save(self.call, profile, values), lambda _saved: None)

    def step_aside(self) -> None:
        """Stand beside the window where there is room; else leave until the window brings it back."""
        parent = self.parentWidget()
        place = None
        if parent is not None:
            screen = self.screen().availableGeometry()
            place = beside(parent.window().frameGeometry(), self.frameGeometry(), screen)
        if place is None:
            self.hide()
        else:
            self.move(place.topLeft())

    def changeEvent(self, event: QEvent) -> None:
        """Back in front, ask again for a draft that could not be made: somebody may have signed in meanwhile."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self._draft is None:
            self._rebuild()

    def hideEvent(self, event: QHideEvent) -> None:
        """Secrets do not stay in a dialog that nobody sees, and nothing is loaded for it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.offers.cancel()
            self.form.forget_secrets()


def _labelled(name: str, field: QWidget) -> QHBoxLayout:
    label = words(name, "dim")
    label.setWordWrap(False)
    label.setBuddy(field)
    line = QHBoxLayout()
    line.addWidget(label)
    line.addWidget(field, 1)
    return line


def beside(window: QRect, dialog: QRect, screen: QRect) -> QRect | None:
    """Where a dialog stands right or left of a window on the screen; None when there is no room."""
    gap = 8
    for left in (window.right() + gap, window.left() - gap - dialog.width()):
        place = QRect(left, max(window.top(), screen.top()), dialog.width(), dialog.height())
        if screen.contains(place):
            return place
    return None
