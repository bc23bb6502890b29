"""Shows a report of a problem, to be edited, copied and saved by the person. It is sent nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import Qt, Signal, Slot, qVersion
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.errors import Cancelled
from api.exchange.exchange import Exchange
from api.running import CancelToken, ProgressReport
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.labels import plain_label
from gui.jobs import Jobs
from gui.notify import message_of
from gui.parameters.parts import button
from gui.records.export.loading import Load
from gui.widgets.lines import hairline

if TYPE_CHECKING:
    from api.desk import Desk

WIDTH, HEIGHT = 820, 620
ABOUT = (
    "Secrets are dots, and accounts and users have stand-ins. Read it, change what you like, then copy or save it: "
    "nothing is sent anywhere."
)


class ReportDialog(QDialog):
    """``show()`` it: it is not modal."""

    said = Signal(str)

    def __init__(
        self,
        load: Load | None,
        exchange: Exchange | None,
        desk: Desk,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        """``load`` brings the exchange, redacted; None for a problem with no call."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        title = one_line(exchange.request.title or exchange.request.call_id, 200) if exchange else ""
        words = "Report a problem with this call" if exchange else "Report a problem"
        self.setWindowTitle(words)
        self._jobs = jobs
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Report")
        self.text.setFont(theme.wire_font())
        self.text.setTabChangesFocus(True)
        self.text.setEnabled(False)
        self.state = plain_label("Preparing…", "dim", wrap=True)
        self.copy = button("Copy", tip="Copy all of it (Ctrl+Enter)")
        self.save = button("Save as…", tip="Write it to a file (Ctrl+S)")
        self.shut = button("Close")
        self._arrange(words, title)
        self._connect()
        self._running = jobs.run(_writer(load, desk), self._show, self._failed, owner=self)

    def _arrange(self, words: str, title: str) -> None:
        self.copy.setProperty("role", "primary")
        self.copy.setEnabled(False)
        self.save.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(plain_label(words, "title"))
        if title:
            column.addWidget(plain_label(title, "dim"))
        column.addWidget(plain_label(ABOUT, "dim", wrap=True))
        column.addWidget(self.text, 1)
        column.addWidget(hairline())
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.state, 1)
        for each in (self.shut, self.save, self.copy):
            foot.addWidget(each)
        column.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 60))

    def _connect(self) -> None:
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self.ask_where)
        self.shut.clicked.connect(self.close)
        for keys, control in (("Ctrl+S", self.save), ("Ctrl+Return", self.copy), ("Ctrl+Enter", self.copy)):
            QShortcut(QKeySequence(keys), self).activated.connect(control.click)
        self.finished.connect(self._end)

    def _show(self, text: str) -> None:
        self.text.setPlainText(text)
        self.text.setEnabled(True)
        self.copy.setEnabled(True)
        self.save.setEnabled(True)
        self.state.setText("")
        place = text.find("(What did you do")
        cursor = self.text.textCursor()
        cursor.setPosition(max(place, 0))
        cursor.setPosition(text.find("\n", place), cursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
        self.text.setFocus()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            told = message_of(error)
            self.state.setText(f"{told.sentence} {told.hint}".strip())

    @Slot()
    def _copy(self) -> None:
        copy_text(self.text.toPlainText())
        self._tell("Copied.")

    @Slot()
    def ask_where(self) -> None:
        """Ask for a file; one that is there is only replaced if that is confirmed."""
        dialog = QFileDialog(self, "Save the report", "report.md")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile("report.md")
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        """Write the text as it stands now to that file."""
        text, target = self.text.toPlainText(), Path(path)

        def work(cancel: CancelToken, report: ProgressReport) -> int:
            from api.records.bundle.writing import write_file

            return write_file([text.encode("utf-8", "replace")], target, cancel, report, replace=True)

        self._jobs.run(
            work, lambda _count: self._tell(f"Saved as {target.name}."), self._failed, owner=self
        )

    def _tell(self, sentence: str) -> None:
        self.state.setText(sentence)
        self.said.emit(sentence)

    @Slot()
    def _end(self) -> None:
        self._running.cancel()


def _writer(load: Load | None, desk: Desk) -> Callable[[CancelToken, ProgressReport], str]:
    versions = {"Qt": qVersion(), "PySide": PySide6.__version__}

    def work(cancel: CancelToken, _report: ProgressReport) -> str:
        from api.records.bundle.report import report

        redacted = load(cancel) if load is not None else []
        try:
            return report(redacted[0] if redacted else None, desk.catalogue, versions, cancel.check)
        finally:
            for each in redacted:
                each.close()

    return work
