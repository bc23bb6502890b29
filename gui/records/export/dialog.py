"""Shows exchanges as the text that a ticket gets, in full before anything is written, and writes it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from api.answer.sizes import counted, size
from api.answer.texts.lines import Lines
from api.errors import Cancelled
from api.records.bundle.texts import blocks_of
from api.records.bundle.wish import SHORTENED, BundleForm, Wish
from api.running import CancelToken, Progress, ProgressReport
from api.wire.response import Content
from gui.answer.labels import plain_label
from gui.answer.raw.copying import RawCopier
from gui.answer.raw.text import RawText
from gui.jobs import Jobs, Work
from gui.notify import message_of
from gui.parameters.choice_editors import QuietComboBox
from gui.parameters.parts import button
from gui.records.export.loading import Load
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.lines import hairline

if TYPE_CHECKING:
    from api.records.redacting import Redacted

MARGIN = 20
WIDTH, HEIGHT = 900, 640


class ExportDialog(QDialog):
    """``show()`` it: it is not modal. What is shown is what is copied and saved, byte for byte."""

    said = Signal(str)

    def __init__(
        self, load: Load, count: int, title: str, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        """``count`` exchanges are loaded; ``title`` says which."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        what = counted(count, "calls")
        self.setWindowTitle(f"Export {what}")
        self._load, self._jobs, self._name = load, jobs, title
        self._redacted: list[Redacted] = []
        self._content: Content | None = None
        self._rows: Lines | None = None
        self._running: CancelToken | None = None
        self._saving: CancelToken | None = None
        self.forms = QuietComboBox()
        self.forms.setAccessibleName("Format")
        for form in BundleForm:
            self.forms.addItem(form.title, form)
        self.stand_ins = _box(
            "Stand-ins for accounts and users", "account-1 instead of the id, everywhere alike"
        )
        self.bodies = _box("Bodies", "What was sent and what came back", on=True)
        self.shorten = _box("Shorten long bodies", f"At most {SHORTENED:,} characters of each", on=True)
        self.text = RawText()
        self.text.setAccessibleName("What will be written")
        self.state = plain_label("", "dim", wrap=True)
        self.copy = button("Copy", tip="Copy all of it (Ctrl+Shift+C)")
        self.stop = button("Stop saving")
        self.save = button("Save as…", tip="Write it to a file (Ctrl+S)")
        self.shut = button("Close")
        self._copier = RawCopier(jobs, lambda: False, self)
        self._arrange(f"Export {what}", title)
        self._connect()
        self._begin()

    @property
    def wish(self) -> Wish:
        """What is chosen."""
        return Wish(
            self.forms.currentData(),
            self.stand_ins.isChecked(),
            self.bodies.isChecked(),
            SHORTENED if self.shorten.isChecked() else None,
        )

    @property
    def ready(self) -> bool:
        """Whether the text of what is chosen is shown."""
        return self._rows is not None

    # Widgets

    def _arrange(self, head: str, title: str) -> None:
        about = ElidedLabel(title)
        about.setProperty("role", "dim")
        form = QLabel("Format")
        form.setBuddy(self.forms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        column.addLayout(_line(plain_label(head, "title"), None))
        column.addLayout(_line(about))
        column.addLayout(_line(form, self.forms, self.stand_ins, self.bodies, self.shorten, None))
        column.addWidget(hairline())
        column.addWidget(self.text, 1)
        column.addWidget(hairline())
        column.addLayout(
            _line(self.state, self.stop, self.shut, self.copy, self.save, stretched=self.state)
        )
        self.save.setProperty("role", "primary")
        self.stop.hide()
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 60))

    def _connect(self) -> None:
        self.forms.currentIndexChanged.connect(self._write)
        for box in (self.stand_ins, self.bodies, self.shorten):
            box.toggled.connect(self._write)
        self.bodies.toggled.connect(self.shorten.setEnabled)
        self.copy.clicked.connect(self._copy)
        self.save.clicked.connect(self.ask_where)
        self.stop.clicked.connect(self._stop_saving)
        self.shut.clicked.connect(self.close)
        self._copier.said.connect(self._say)
        self._copier.too_much.connect(self._refuse_copy)
        for keys, control in (("Ctrl+S", self.save), ("Ctrl+Shift+C", self.copy)):
            QShortcut(QKeySequence(keys), self).activated.connect(control.click)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.text).activated.connect(
            self._copy_selection
        )
        self.finished.connect(self._end)
        self.forms.setFocus()

    # Making the text

    def _begin(self) -> None:
        load = self._load
        self._wait("Redacting…")
        self._running = self._jobs.run(
            lambda cancel, _report: load(cancel), self._loaded, self._failed, owner=self
        )

    def _loaded(self, redacted: list[Redacted]) -> None:
        self._redacted = redacted
        self._write()

    @Slot()
    def _write(self) -> None:
        """Write it anew, as it is chosen now, where the person can see it."""
        if not self._redacted:
            return
        if self._running is not None:
            self._running.cancel()
        self._wait("Writing…")
        self._running = self._jobs.run(
            _writer(self._redacted, self.wish), self._show, self._failed, owner=self
        )

    def _show(self, written: tuple[Content, Lines]) -> None:
        self._running = None
        self._take(*written)
        self.text.show_rows(self._rows)
        self._allow(True)
        self._say(f"{counted(written[1].line_count, 'lines')}, {size(len(written[0]))}. Secrets are dots.")

    def _wait(self, sentence: str) -> None:
        self._allow(False)
        self._say(sentence)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._running = None
        told = message_of(error)
        self._say(f"{told.sentence} {told.hint}".strip())

    def _take(self, content: Content | None, rows: Lines | None) -> None:
        before, self._rows = (self._content, self._rows), None
        self.text.show_rows(None)
        self._content, self._rows = content, rows
        _drop(*before)

    def _allow(self, on: bool) -> None:
        self.copy.setEnabled(on)
        self.save.setEnabled(on)

    # What the person asks for

    @Slot()
    def _copy(self) -> None:
        if self._rows is not None:
            self._say("Copied.")
            self._copier.copy(self._rows, (0, 0), (len(self._rows), 0))

    @Slot()
    def _copy_selection(self) -> None:
        if self._rows is not None and (chosen := self.text.selection) is not None:
            self._copier.copy(self._rows, *chosen)

    @Slot()
    def _refuse_copy(self) -> None:
        self._say("This is too much for the clipboard: save it as a file.")

    @Slot()
    def ask_where(self) -> None:
        """Ask for a file; one that is there is only replaced if that is confirmed."""
        form = self.wish.form
        dialog = QFileDialog(self, f"Save as {form.title}", _file_name(self._name) + form.ending)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(_file_name(self._name) + form.ending)
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        """Write what is shown to that file."""
        content, target = self._content, Path(path)
        if content is None:
            return
        content.keep()

        def work(cancel: CancelToken, report: ProgressReport) -> int:
            from api.records.bundle.writing import write_file

            try:
                return write_file(blocks_of(content), target, cancel, report, replace=True)
            finally:
                _drop(content)

        def saved(count: int) -> None:
            self._saved(f"Saved {size(count)} as {target.name}.")

        self.stop.show()
        self.save.setEnabled(False)
        self._saving = self._jobs.run(work, saved, self._not_saved, self._tell, owner=self)

    def _tell(self, progress: Progress) -> None:
        self._say(f"Saving: {size(progress.done)}.")

    def _saved(self, sentence: str) -> None:
        self._saving = None
        self.stop.hide()
        self.save.setEnabled(self.ready)
        self._say(sentence)
        self.said.emit(sentence)

    def _not_saved(self, error: Exception) -> None:
        told = message_of(error)
        self._saved(
            "Nothing was saved." if isinstance(error, Cancelled) else f"{told.sentence} {told.hint}".strip()
        )

    @Slot()
    def _stop_saving(self) -> None:
        if self._saving is not None:
            self._saving.cancel()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self.state.setText(sentence)

    @Slot()
    def _end(self) -> None:
        """Stop what runs and give everything back."""
        self._copier.cancel()
        for running in (self._running, self._saving):
            if running is not None:
                running.cancel()
        self._take(None, None)
        redacted, self._redacted = self._redacted, []
        self._jobs.run(lambda _cancel, _report: _close(redacted), lambda _done: None)


def _writer(redacted: Sequence[Redacted], wish: Wish) -> Work[tuple[Content, Lines]]:
    """What writes the text on a worker, without the dialog, which may be gone by then."""

    def work(cancel: CancelToken, _report: ProgressReport) -> tuple[Content, Lines]:
        from api.records.bundle.writing import as_content, bundle_pieces

        content = as_content(bundle_pieces(redacted, wish, cancel.check))
        return content, Lines(content, check=cancel.check)

    return work


def _drop(content: Content | None, rows: Lines | None = None) -> None:
    with suppress(BufferError):  # a worker copies from it: the last reference frees it
        if rows is not None:
            rows.close()
        if content is not None:
            content.close()


def _close(redacted: Sequence[Redacted]) -> None:
    for each in redacted:
        with suppress(BufferError):
            each.close()


def _file_name(title: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in title.partition(" · ")[0].lower()).split()
    return "-".join(words)[:60] or "calls"


def _box(text: str, tip: str, *, on: bool = False) -> QCheckBox:
    box = QCheckBox(text)
    box.setToolTip(tip)
    box.setChecked(on)
    return box


def _line(*widgets: QWidget | None, stretched: QWidget | None = None) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(MARGIN, 0, MARGIN, 0)
    line.setSpacing(14 if stretched is None else 10)
    for widget in widgets:
        if widget is None:
            line.addStretch(1)
        else:
            line.addWidget(widget, 1 if widget is stretched else 0)
    return line
