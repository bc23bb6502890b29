"""The dialog "Take it elsewhere": a request as each tool would do it, to read and to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from api.errors import NoSnippet
from api.records.snippets.kinds import KINDS
from api.records.snippets.registry import Snippet, taken, why_not
from api.wire.request import Request
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.labels import plain_label
from gui.answer.view_switch import ViewSwitch
from gui.parameters.preview import Preview
from gui.records.copy_as import copied
from gui.records.last_kind import last_kind
from gui.widgets.badge import MethodBadge
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.lines import hairline

MARGIN = 20
WIDTH, HEIGHT = 820, 520


class ElsewhereDialog(QDialog):
    """``show()`` it: it is not modal, and forgets the request when it is closed."""

    said = Signal(str)

    def __init__(self, request: Request, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setWindowTitle("Take it elsewhere")
        self._request = request
        self._snippet: Snippet | None = None
        self.switch = ViewSwitch([kind.label for kind in KINDS])
        self.switch.setAccessibleName("Tools")
        self.text = Preview()
        self.text.setAccessibleName("The request for this tool")
        self.advice = _words("dim")
        self.told = _words("dim")
        self.copy = QPushButton("Copy")
        self._arrange()
        self._close_ways()
        self._begin()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addLayout(_inset(self.switch, stretch=True))
        column.addLayout(_inset(self.text), 1)
        column.addLayout(_inset(self.advice))
        column.addWidget(hairline())
        column.addLayout(self._foot())
        self.resize(WIDTH, HEIGHT)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        head.setSpacing(12)
        title = ElidedLabel(self._request.title or "Take it elsewhere")
        title.setProperty("role", "title")
        address = ElidedLabel(self._request.url.masked())
        address.setFont(theme.wire_font())
        address.setProperty("role", "dim")
        address.setAccessibleName("URL")
        head.addWidget(MethodBadge(self._request.method))
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(title)
        column.addWidget(address)
        head.addLayout(column, 1)
        return head

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 0, MARGIN, 0)
        foot.setSpacing(10)
        self.copy.setProperty("role", "primary")
        self.copy.setToolTip("Copy all of it (Ctrl+Enter)")
        self.copy.setDefault(True)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        foot.addWidget(self.told, 1)
        foot.addWidget(close)
        foot.addWidget(self.copy)
        return foot

    def _close_ways(self) -> None:
        self.switch.chosen.connect(self._show)
        self.copy.clicked.connect(self._copy)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.copy.click)

    def _begin(self) -> None:
        """Show what the person took last, if there is one of it."""
        for number, kind in enumerate(KINDS):
            reason = why_not(self._request, kind)
            self.switch.setTabToolTip(number, reason)
        number = KINDS.index(last_kind().kind)
        self.switch.choose(number)
        self._show(self.switch.currentIndex())
        self.switch.setFocus()

    @Slot(int)
    def _show(self, number: int) -> None:
        self._snippet = None
        self.told.setText("")
        try:
            self._snippet = taken(self._request, KINDS[number])
        except NoSnippet as error:
            self.text.show_text("")
            self.text.setPlaceholderText(error.sentence)
            self.advice.setText("")
        else:
            self.text.show_text(self._snippet.text)
            self.advice.setText(_advice(self._snippet))
        self.copy.setEnabled(self._snippet is not None)

    @Slot()
    def _copy(self) -> None:
        if self._snippet is None:
            return
        copy_text(self._snippet.text)
        last_kind().choose(self._snippet.kind)
        sentence = copied(self._snippet.kind, ())
        self.told.setText(sentence)
        self.said.emit(sentence)


def _advice(snippet: Snippet) -> str:
    names = " and ".join(f"${name}" for name in snippet.variables)
    set_first = f"Set {names} before you run it." if names else "It holds no secrets."
    return " ".join((set_first, *snippet.notes))


def _words(role: str) -> QLabel:
    label = plain_label("", role, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _inset(widget: QWidget, *, stretch: bool = False) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(MARGIN, 0, MARGIN, 0)
    line.addWidget(widget, 0 if stretch else 1)
    if stretch:
        line.addStretch(1)
    return line
