"""The pane that shows one value whole: what a row of the tree can only begin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from api.answer.document import Document
from api.answer.plain import decode
from api.answer.sizes import size
from api.answer.texts.pieces import inside, piece_end
from api.answer.veil import DOTS, Veil
from gui import theme
from gui.answer.clipboard import concealed
from gui.answer.labels import plain_label
from gui.answer.tree.row_text import reading
from gui.icons import icon
from gui.presenting.stand_ins import presenting

SHOWN = 16 * 1024
"""Bytes of a value that are shown at once: a text widget takes long for one long line."""
_REPLACED = "\ufffd"
_NOT_TEXT = "some bytes are not UTF-8 and are shown as \ufffd"


class ValuePane(QWidget):
    """Shows a scalar's text under the tree, a long one part by part, until it is closed."""

    closed = Signal()
    copy_wanted = Signal(object)
    """The node whose whole value is wanted on the clipboard."""
    save_wanted = Signal(object)
    """The node whose whole text is wanted in a file."""

    def __init__(self, document: Document, veil: Veil, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._veil = document, veil
        presenting().changed.connect(self._presented)
        self._node: int | None = None
        self._starts: list[int] = []
        """Where the parts begin that were shown up to now, the present one last."""
        self._title = plain_label(role="help", wire=True)
        self._where = plain_label(role="help")
        self._text = _ValueText(lambda: self._node is not None and veil.bares(self._node))
        self._text.setReadOnly(True)
        self._text.setFont(theme.wire_font())
        self._text.setAccessibleName("Whole value")
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._back = _button("up", "Earlier part of the value", self._earlier)
        self._on = _button("down", "Later part of the value", self._later)
        self._save = _button("save", "Save the whole value…", self._want_save)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title)
        head.addSpacing(10)
        head.addWidget(self._where, 1)
        for button in (self._back, self._on, self._save):
            head.addWidget(button)
        head.addWidget(_button("copy", "Copy the whole value", self._want_copy))
        head.addWidget(_button("close", "Close the value pane", self.closed.emit))
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 6, 8, 8)
        page.setSpacing(4)
        page.addLayout(head)
        page.addWidget(self._text)

    @property
    def text(self) -> str:
        """The text that is shown."""
        return self._text.toPlainText()

    @property
    def about(self) -> str:
        """What is said about the text."""
        return self._where.text()

    @Slot(object)
    def show_node(self, node: int | None) -> None:
        """Show that scalar; a container or a range only clears the pane."""
        self._node = None if node is None or self._document.is_container(node) else node
        self._starts = [] if self._node is None else [inside(self._document, self._node)[0]]
        self._title.setText("" if self._node is None else self._document.path(self._node)[:100])
        self._show_part()

    def _show_part(self) -> None:
        node = self._node
        if node is None or self._veil.hides(node):
            self._text.setPlainText("" if node is None else DOTS)
            self._tell("", parts=False)
            return
        start, (first, stop) = self._starts[-1], inside(self._document, node)
        end = self._end(start, stop)
        raw = self._document.piece(start, end)
        text = decode(raw)
        self._text.setPlainText(presenting().shown_value(self._document.key(node, 100) or "", text))
        facts = [reading(self._document, node)]
        if stop - first > SHOWN:
            place = (
                f"{size(start - first)} to {size(end - first)} of " if stop - first > end - start else ""
            )
            facts.append(f"{place}{size(stop - first)}")
        facts.append(_NOT_TEXT if _REPLACED in text and not _is_text(raw) else "")
        self._tell("  · ".join(fact for fact in facts if fact), parts=stop - first > SHOWN)
        self._back.setEnabled(len(self._starts) > 1)
        self._on.setEnabled(end < stop)

    @Slot()
    def _presented(self) -> None:
        """Show the same part as it may be shown now."""
        if self._starts:
            self._show_part()

    def _end(self, start: int, stop: int) -> int:
        return piece_end(self._document.piece, start, stop, SHOWN)

    def _tell(self, about: str, *, parts: bool) -> None:
        self._where.setText(about)
        for button in (self._back, self._on, self._save):
            button.setVisible(parts)

    @Slot()
    def _earlier(self) -> None:
        if len(self._starts) > 1:
            self._starts.pop()
            self._show_part()

    @Slot()
    def _later(self) -> None:
        if self._node is not None:
            stop = inside(self._document, self._node)[1]
            end = self._end(self._starts[-1], stop)
            if end < stop:
                self._starts.append(end)
                self._show_part()

    @Slot()
    def _want_copy(self) -> None:
        if self._node is not None:
            self.copy_wanted.emit(self._node)

    @Slot()
    def _want_save(self) -> None:
        if self._node is not None:
            self.save_wanted.emit(self._node)


class _ValueText(QPlainTextEdit):
    """The text; what is selected and copied of a secret is marked as one."""

    def __init__(self, bare: Callable[[], bool]) -> None:
        super().__init__()
        self._bare = bare

    def createMimeDataFromSelection(self) -> QMimeData:
        """What goes to the clipboard."""
        if not self._bare():
            return super().createMimeDataFromSelection()
        return concealed(self.textCursor().selection().toPlainText().encode("utf-8", "replace"))


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _button(name: str, tip: str, use: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name, "dim"))
    button.setToolTip(tip)
    button.setAccessibleName(tip.rstrip("…"))
    button.clicked.connect(use)
    return button
