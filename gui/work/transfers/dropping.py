"""A file that is dropped on a window opens the form for a new image; while it hangs over it, a hint says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from api.answer.plain import middle, one_line

if TYPE_CHECKING:
    from gui.main_window import MainWindow

MARGIN = 16


class FileDrop(QObject):
    """A child of the window that it watches. One file at a time is taken; anything else is left alone."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.hint = QLabel(window)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setProperty("role", "drop")
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint.hide()
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dragged over the window."""
        kind = event.type()
        if kind is QEvent.Type.DragLeave:
            self.hint.hide()
        elif isinstance(event, QDropEvent) and (path := file_in(event.mimeData())):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if kind is QEvent.Type.DragEnter:
                self._show(path)
            elif kind is QEvent.Type.Drop:
                self._take(path)
            return True
        return super().eventFilter(watched, event)

    def _show(self, path: str) -> None:
        name = middle(one_line(Path(path).name), 60)
        self.hint.setText(f"Drop to make an image of\n{name}")
        top, foot = self._window.menuBar().height(), self._window.statusBar().height()
        self.hint.setGeometry(self._window.rect().adjusted(MARGIN, top + MARGIN, -MARGIN, -foot - MARGIN))
        self.hint.show()
        self.hint.raise_()

    def _take(self, path: str) -> None:
        from gui.work.transfers.uploading import open_new_image

        self.hint.hide()
        open_new_image(self._window.bench, path)


def file_in(data: QMimeData) -> str:
    """The path of the one file that is dragged; "" for anything else."""
    urls = data.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
