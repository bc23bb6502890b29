"""The parts of the dialog around the form: head, warnings, ready values, and the buttons at its foot."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from api.model import Call, Change, Preset
from gui.answer.labels import plain_tip
from gui.icons import icon
from gui.records.copy_as import CopyAs
from gui.widgets.badge import MethodBadge
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.opening import is_page, open_page

MARGIN = 20

_PLAIN_WARNINGS = {
    Change.CHANGE: "This call changes something.",
    Change.DESTROY: "This call destroys something; you will be asked before it is sent.",
    Change.NONE: "",
}


def words(text: str, role: str) -> QLabel:
    """A label of plain text that wraps."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label


def button(text: str, name: str = "", tip: str = "") -> QPushButton:
    """A button that Enter in a field never presses."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setAccessibleName(name)
    made.setToolTip(tip)
    return made


class Head(QWidget):
    """Which call it is, on which cloud, what it does, and what to beware of."""

    def __init__(self, call: Call, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._docs = call.docs
        title = ElidedLabel(call.title)
        title.setProperty("role", "title")
        docs = button("Docs", "Open the documentation in the browser", plain_tip(call.docs))
        docs.setIcon(icon("external", "dim"))
        docs.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        docs.clicked.connect(self._open_docs)
        place = ElidedLabel(who)
        place.setProperty("role", "dim")
        place.setAccessibleName("Where this call goes")
        about = words(call.head.description, "dim")
        self.warning = words(warning_of(call), "warning")
        self.trouble = words("", "bad")
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(MethodBadge(call.method))
        line.addWidget(title, 1)
        if is_page(call.docs):
            line.addWidget(docs)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 0)
        column.setSpacing(6)
        column.addLayout(line)
        for label in (place, about, self.warning, self.trouble):
            column.addWidget(label)
            label.setVisible(bool(label.text()))

    def show_trouble(self, sentence: str) -> None:
        """Say why the call cannot be sent there; "" takes it away."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    @Slot()
    def _open_docs(self) -> None:
        open_page(self._docs)


def warning_of(call: Call) -> str:
    """What a person has to know before sending: the call's own words, or plain ones by what it changes."""
    effects = call.effects
    sentences = (effects.warning or _PLAIN_WARNINGS[effects.changes], effects.costs)
    return " ".join(sentence for sentence in sentences if sentence)


class Presets(QWidget):
    """A strip of buttons, each for a ready set of values."""

    chosen = Signal(object)
    """The Preset."""

    def __init__(self, presets: tuple[Preset, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = presets
        line = QHBoxLayout(self)
        line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        line.setSpacing(6)
        for number, preset in enumerate(presets):
            made = button(preset.title, f"Fill in: {preset.title}")
            made.setProperty("preset", number)
            made.clicked.connect(self._clicked)
            line.addWidget(made)
        line.addStretch(1)

    @Slot()
    def _clicked(self) -> None:
        self.chosen.emit(self._presets[int(self.sender().property("preset"))])


class Foot(QWidget):
    """The buttons, and beside them what still keeps the call from being sent."""

    way_chosen = Signal(str)
    """Send it in this way, with many requests."""

    def __init__(self, *, with_fields: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.copy = CopyAs()
        self.clear = button("Clear", "Empty every field")
        self.state = button("")
        self.state.setProperty("role", "link")
        self.state.setAccessibleDescription("Goes to the first field that needs attention")
        self.mock = button("Mock API Call", tip="Builds the request and sends nothing")
        self.send = button("Send API Call", tip="Send it (Ctrl+Enter)")
        self.send.setProperty("role", "primary")
        for keys in ("Return", "Enter"):  # on the button only: in a field they would send by mistake
            enter = QShortcut(QKeySequence(keys), self.send)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self.send.click)
        self.more = QToolButton()
        self.more.setIcon(icon("chevron-down", "dim"))
        self.more.setAccessibleName("More ways to send")
        self.more.setToolTip("More ways to send")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        line = QHBoxLayout(self)
        line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        line.setSpacing(10)
        line.addWidget(self.copy)
        line.addWidget(self.clear)
        self.clear.setVisible(with_fields)  # not before it has its place: it would be a window
        line.addStretch(1)
        for each in (self.state, self.mock, self.send, self.more):
            line.addWidget(each)
        self.more.hide()

    def offer_ways(self, ways: Iterable[str]) -> None:
        """Offer other ways to send in a menu beside Send; none takes the menu away."""
        from gui.work.pages.ways import WORDS

        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for way in ways:
            entry = menu.addAction(WORDS[way].title)
            entry.setToolTip(WORDS[way].tip)
            entry.triggered.connect(lambda _on=False, way=way: self.way_chosen.emit(way))
        before = self.more.menu()
        self.more.setMenu(menu)
        self.more.setVisible(not menu.isEmpty())
        if before is not None:
            before.deleteLater()

    def say(self, text: str, *, clickable: bool = False) -> None:
        """Show words beside the buttons."""
        self.state.setText(text)
        self.state.setEnabled(clickable)
        self.state.setVisible(bool(text))

    def allow(self, *, send: bool, rest: bool) -> None:
        """Switch Send, and the buttons that send nothing."""
        self.send.setEnabled(send)
        self.more.setEnabled(send)
        self.mock.setEnabled(rest)
        self.copy.setEnabled(rest)
