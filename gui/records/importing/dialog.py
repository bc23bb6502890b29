"""Imports calls of other programs: paste or choose a file, see what was found, choose a folder. Nothing is sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from api.answer.sizes import counted
from api.errors import Cancelled
from api.running import CancelToken, ProgressReport
from gui.answer.labels import plain_label
from gui.jobs import Jobs, Work
from gui.notify import message_of
from gui.parameters.choice_editors import QuietComboBox
from gui.parameters.parts import button
from gui.records.importing.source import PasteField
from gui.records.importing.table import FoundTable
from gui.records.saved.model import Folder, Kept
from gui.widgets.lines import hairline

if TYPE_CHECKING:
    from api.desk import Desk
    from api.records.importing.finding import Finding
    from api.records.importing.keeping import Imported
    from api.records.importing.reading import Findings
    from gui.main_window import MainWindow

MARGIN = 20
WIDTH, HEIGHT = 960, 660
PAUSE_MS = 300
ABOUT = (
    "HAR files, curl commands (also as browsers copy them for Windows) and Postman collections become saved calls. "
    "Secrets of their fields go into the keyring, tokens and cookies stay behind. Nothing is sent, run or fetched."
)


class ImportDialog(QDialog):
    """``show()`` it: it is not modal."""

    imported = Signal(str)
    """A sentence on what was imported."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setWindowTitle("Import calls")
        self._desk, self._jobs = desk, jobs
        self._running: CancelToken | None = None
        self._folders: list[Folder] = []
        self.source = PasteField()
        self.choose = button("Choose a file…")
        self.table = FoundTable()
        self.detail = plain_label("", "help", wrap=True)
        self.folders = QuietComboBox()
        self.folders.setAccessibleName("Folder")
        self.folders.setSizeAdjustPolicy(QuietComboBox.SizeAdjustPolicy.AdjustToContents)
        self.folders.setMinimumWidth(150)
        self.state = plain_label("", "dim", wrap=True)
        self.cancel = button("Cancel")
        self.go = button("Import", tip="Save the chosen calls (Ctrl+Enter)")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._arrange()
        self._connect()
        self._count()

    def offer_folders(self, folders: list[tuple[Folder, str]]) -> None:
        """The folders that calls can be saved in, each with what it is called."""
        self._folders = [folder for folder, _title in folders]
        self.folders.clear()
        self.folders.addItems([title for _folder, title in folders])
        self._count()

    # Widgets

    def _arrange(self) -> None:
        into = QLabel("Into")
        into.setBuddy(self.folders)
        self.source.setFixedHeight(112)
        self.detail.setMinimumHeight(34)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.go.setProperty("role", "primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        column.addLayout(_line(plain_label("Import calls", "title"), None, self.choose))
        column.addLayout(_line(plain_label(ABOUT, "dim", wrap=True)))
        column.addLayout(_line(self.source))
        column.addLayout(_line(self.table), 1)
        column.addLayout(_line(self.detail))
        column.addWidget(hairline())
        foot = _line(self.state, into, self.folders, self.cancel, self.go)
        foot.setStretch(0, 1)
        column.addLayout(foot)
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 60))
        self.source.setFocus()

    def _connect(self) -> None:
        self.source.given.connect(self._pause.start)
        self._pause.timeout.connect(self._read_text)
        self.choose.clicked.connect(self.ask_for_file)
        self.table.chosen_changed.connect(self._count)
        self.table.told.connect(self.detail.setText)
        self.cancel.clicked.connect(self.close)
        self.go.clicked.connect(self._import)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.go.click)
        self.finished.connect(self._stop)

    # Reading

    @Slot()
    def ask_for_file(self) -> None:
        """Ask for a file."""
        kinds = "Calls (*.har *.json *.txt *.sh *.cmd *.ps1);;All files (*)"
        dialog = QFileDialog(self, "Import calls", "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.read_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def read_file(self, path: str) -> None:
        """Look into that file."""
        desk = self._desk

        def work(cancel: CancelToken, _report: ProgressReport) -> Findings:
            from api.records.importing.reading import find_calls, read_file

            return find_calls(read_file(Path(path)), desk.catalogue, cancel.check)

        self._look(work)

    @Slot()
    def _read_text(self) -> None:
        text, desk = self.source.content, self._desk
        if not text.strip():
            self._stop()
            self.table.show_findings(())
            self._count()
            return

        def work(cancel: CancelToken, _report: ProgressReport) -> Findings:
            from api.records.importing.reading import find_calls

            return find_calls(text.encode("utf-8", "replace"), desk.catalogue, cancel.check)

        self._look(work)

    def _look(self, work: Work[Findings]) -> None:
        self._stop()
        self.state.setText("Looking for calls…")
        self.go.setEnabled(False)
        self._running = self._jobs.run(work, self._found, self._failed, owner=self)

    def _found(self, findings: Findings) -> None:
        self._running = None
        self.table.show_findings(findings.found)
        self._count()
        if findings.remark:
            self.detail.setText(findings.remark)

    def _failed(self, error: Exception) -> None:
        self._running = None
        if isinstance(error, Cancelled):
            return
        told = message_of(error)
        self.table.show_findings(())
        self._count()
        self.state.setText(f"{told.sentence} {told.hint}".strip())

    @Slot()
    def _count(self) -> None:
        chosen, usable, total = len(self.table.chosen), self.table.usable, self.table.total
        self.go.setEnabled(bool(chosen) and bool(self._folders))
        self.go.setText(f"Import {counted(chosen, 'calls')}" if chosen else "Import")
        if not total:
            self.state.setText("")
        elif usable == total:
            self.state.setText(f"{counted(total, 'requests')} found.")
        else:
            self.state.setText(f"{usable:,} of {counted(total, 'requests')} are calls of the catalogue.")

    # Importing

    @Slot()
    def _import(self) -> None:
        chosen, place = self.table.chosen, self._folders[max(self.folders.currentIndex(), 0)]
        self.go.setEnabled(False)
        self.state.setText("Importing…")
        work = _keeper(chosen, self._desk, place)
        self._running = self._jobs.run(work, self._done, self._failed, owner=self)

    def _done(self, imported: Imported) -> None:
        self._running = None
        verb = "was" if imported.count == 1 else "were"
        sentence = f"{counted(imported.count, 'calls')} {verb} imported into {self.folders.currentText()}."
        self.imported.emit(sentence)
        if not imported.failures and not imported.left_out:
            self.close()
            return
        failed = ("Not imported:", *imported.failures[:5]) if imported.failures else ()
        self.state.setText(sentence)
        self.detail.setText(" ".join((*failed, *imported.left_out[:5])))

    @Slot()
    def _stop(self) -> None:
        self._pause.stop()
        if self._running is not None:
            self._running.cancel()
            self._running = None


def _keeper(chosen: list[Finding], desk: Desk, place: Folder) -> Work[Imported]:
    def work(cancel: CancelToken, _report: ProgressReport) -> Imported:
        from api.records.importing.keeping import keep

        return keep(chosen, desk.saved, place.root, place.folder, cancel.check)

    return work


def open_import(window: MainWindow) -> ImportDialog:
    """Open it over a window, whose saved calls show what was imported."""
    saved = window.saved
    dialog = ImportDialog(window.program.desk, window.program.jobs, window)

    def offer(kept: Kept) -> None:
        if shiboken6.isValid(dialog):
            dialog.offer_folders(saved.folders(kept))

    def tell(sentence: str) -> None:
        saved.changes.changed.emit("")
        window.status.show_hint(sentence)

    dialog.imported.connect(tell)
    dialog.show()
    saved.changes.read(offer)
    return dialog


def _line(*widgets: QWidget | None) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(MARGIN, 0, MARGIN, 0)
    line.setSpacing(10)
    for widget in widgets:
        if widget is None:
            line.addStretch(1)
        else:
            line.addWidget(widget)
    return line
