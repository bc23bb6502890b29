"""A notice that lies over the foot of a widget and moves nothing: sentence, what to do next, and "Details"."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
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

MARGIN = 16
WIDEST = 640
STAYS_MS = 6000
INFO = "info"
_PICTURES = {"info": ("info", "accent"), "warning": ("warning", "warning"), "error": ("warning", "bad")}


class Toast(QFrame):
    """A child of the widget over whose foot it lies. Warnings and errors stay until they are closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self.setProperty("role", "card")
        self.setAccessibleName("Notice")
        self._level = INFO
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
        self._close.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self._leave)
        self._place()
        self.hide()
        parent.installEventFilter(self)
        theme.switch().changed.connect(self._paint_picture)

    def show_notice(self, sentence: str, hint: str = "", details: str = "", *, level: str = INFO) -> None:
        """Show a notice in place of the one before; one of the level "info" leaves by itself."""
        self._level = level
        self._paint_picture()
        self._sentence.setText(sentence)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._raw.setPlainText(details)
        self._details.setVisible(bool(details))
        self._details.setChecked(False)
        self._show_raw(False)
        self.setAccessibleDescription(f"{sentence} {hint}".strip())
        self.show()
        self._settle()
        self.raise_()
        self._timer.start() if level == INFO else self._timer.stop()

    @property
    def text(self) -> str:
        """The sentence that is shown; "" when none is."""
        return self._sentence.text() if self.isVisible() else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the parent."""
        if watched is self._under and event.type() is QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

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
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(16, 10, 10, 10)
        self._rows.addLayout(line)
        self._rows.addWidget(self._raw)

    def _settle(self) -> None:
        around = self._under.rect()
        wide = min(WIDEST, around.width() - 2 * MARGIN)
        self.setFixedWidth(wide)
        high = self._rows.totalHeightForWidth(wide)
        self.resize(wide, high if high > 0 else self.sizeHint().height())
        self.move((around.width() - wide) // 2, around.height() - self.height() - MARGIN)

    @Slot()
    def _paint_picture(self) -> None:
        drawing, role = _PICTURES[self._level]
        colour = str(getattr(theme.current(), role))
        self._picture.setPixmap(pixmap(drawing, colour, 18, self.devicePixelRatioF()))

    @Slot(bool)
    def _show_raw(self, shown: bool) -> None:
        self._raw.setVisible(shown)
        if shown:
            self._timer.stop()
        if self.isVisible():
            self._settle()

    @Slot()
    def _leave(self) -> None:
        if self.underMouse() or self.isAncestorOf(QApplication.focusWidget() or self._under):
            self._timer.start()
        else:
            self.hide()
