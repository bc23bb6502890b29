"""A notice at the foot of a window, under what the person works with: sentence, what to do next, and "Details"."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.icons import pixmap

STAYS_MS = {"info": 6_000, "warning": 15_000, "error": 25_000}
INFO = "info"
MOST_UNREAD = 50
_PICTURES = {"info": ("info", "accent"), "warning": ("warning", "warning"), "error": ("warning", "bad")}


class Notice(NamedTuple):
    """What is told; ``level`` is "info", "warning" or "error"."""

    sentence: str
    hint: str = ""
    details: str = ""
    level: str = INFO


class Toast(QFrame):
    """One notice at a time, in a row of its own. It leaves by itself, unless the mouse or the keyboard is in it.

    A warning or an error that nobody closed is kept, and brought back by ``show_unread``: then it stays.
    """

    unread_changed = Signal()
    """More or fewer are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setAccessibleName("Notice")
        self._notice = Notice("")
        self._unread: deque[Notice] = deque(maxlen=MOST_UNREAD)
        self._picture = QLabel()
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._hint = QLabel()
        self._hint.setProperty("role", "help")
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._raw = QPlainTextEdit()
        self._raw.setReadOnly(True)
        self._raw.setAccessibleName("Details")
        self._raw.setFixedHeight(120)
        self._details = QPushButton("Details")
        self._details.setProperty("role", "link")
        self._details.setCheckable(True)
        self._details.toggled.connect(self._show_raw)
        self._close = QPushButton("Close")
        self._close.setProperty("role", "link")
        self._close.setToolTip("Close (Escape)")
        self._close.clicked.connect(self.dismiss)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        self._place()
        self.hide()
        theme.switch().changed.connect(self._paint_picture)

    def show_notice(self, sentence: str, hint: str = "", details: str = "", *, level: str = INFO) -> None:
        """Show a notice in place of the one before."""
        self._keep()
        self._show(Notice(sentence, hint, details, level))
        self._timer.start(STAYS_MS[level])

    @property
    def text(self) -> str:
        """The sentence that is shown; "" when none is."""
        return self._notice.sentence if self.isVisible() else ""

    @property
    def unread(self) -> tuple[Notice, ...]:
        """The warnings and errors that left before somebody closed them, the newest last."""
        return tuple(self._unread)

    @Slot()
    def show_unread(self) -> None:
        """Bring the newest of them back, until it is closed."""
        if not self._unread:
            return
        wanted = self._unread.pop()
        self._keep()
        self._show(wanted)
        self._timer.stop()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unread_changed.emit()

    @Slot()
    def dismiss(self) -> None:
        """The person has read it."""
        self._timer.stop()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _show(self, notice: Notice) -> None:
        self._notice = notice
        self._paint_picture()
        self._sentence.setText(notice.sentence)
        self._hint.setText(notice.hint)
        self._hint.setVisible(bool(notice.hint))
        self._raw.setPlainText(notice.details)
        self._details.setVisible(bool(notice.details))
        self._details.setChecked(False)
        self._show_raw(False)
        self.setAccessibleDescription(f"{notice.sentence} {notice.hint}".strip())
        self.show()

    def _keep(self) -> None:
        """What is shown leaves unread."""
        if self.isHidden() or self._notice.level == INFO:
            return
        self._unread.append(self._notice)
        self.unread_changed.emit()

    def _place(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._sentence)
        words.addWidget(self._hint)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self._details, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 9, 14, 9)
        rows.addLayout(line)
        rows.addWidget(self._raw)

    @Slot()
    def _paint_picture(self) -> None:
        drawing, role = _PICTURES[self._notice.level]
        colour = str(getattr(theme.current(), role))
        self._picture.setPixmap(pixmap(drawing, colour, 18, self.devicePixelRatioF()))

    @Slot(bool)
    def _show_raw(self, shown: bool) -> None:
        self._raw.setVisible(shown)
        if shown:
            self._timer.stop()

    @Slot()
    def _leave(self) -> None:
        if self.underMouse() or self._has_focus():
            self._timer.start()
        else:
            self._keep()
            self.hide()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))
