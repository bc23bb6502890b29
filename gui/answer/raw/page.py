"""The body as text, formatted or as received, whatever its size; binary bodies as bytes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QPushButton, QVBoxLayout, QWidget

from api.answer.answer import Answer, Form
from api.answer.matchers import Where
from api.answer.search import Matches
from api.answer.sizes import counted, size
from api.answer.texts.hex_rows import HexRows
from api.answer.texts.lines import Lines
from api.answer.texts.pretty_lines import PrettyLines
from api.answer.texts.rows import Ink, Row, Rows
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.clipboard import offer_selection, offers_selection
from gui.answer.labels import plain_label
from gui.answer.raw.copying import LARGEST_COPY, RawCopier
from gui.answer.raw.questions import ask_to_save_secrets, offer_to_save
from gui.answer.raw.text import RawText
from gui.answer.save_body import BodySaver
from gui.jobs import Jobs
from gui.widgets.focus_lender import FocusLender

_COVERED = "The body may hold a secret and could not be read as JSON, so it is hidden."
_SHORT_ROWS = 50


class RawState(NamedTuple):
    """How a page stands: formatted or as received, and the first line that is seen (from 1)."""

    formatted: bool
    line: int


class RawPage(QWidget):
    """Shows an answer's body; reads no more of it than is on the screen."""

    said = Signal(str)
    uncovered = Signal()
    """A body that was hidden as a whole is shown."""

    def __init__(self, answer: Answer, jobs: Jobs, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer, self._jobs, self._title = answer, jobs, title
        self._covered = answer.covered
        self._rows: Rows | None = None
        self._running: CancelToken | None = None
        self._seen_cover: object = None
        self._then: Callable[[], None] | None = None
        document = answer.document
        self._whole = document is not None and len(document) > 0 and not document.fault
        self._formatted = self._whole
        self.text = RawText()
        self.text.setAccessibleName("Body of the answer")
        self._where = plain_label(role="help")
        self._show = _link("Show what is hidden", self._reveal)
        self._style = _link("As received", self._change_style)
        self._copy = _link("Copy all", self._copy_all)
        self._save = _link("Save…", self._ask_to_save, "Saves the body as it was received.")
        self._saver = BodySaver(answer.content, jobs, self)
        self._stop = _link("Stop saving", self._saver.cancel)
        self._copier = RawCopier(jobs, lambda: self._bare, self)
        self._arrange()
        self._connect()
        self._add_actions()
        FocusLender(self, self.text)

    def refresh(self) -> None:
        """Read the body anew if something was revealed since, or never was read."""
        veil = self._answer.veil
        cover = (veil.covered, veil.rest) if veil else self._covered
        if cover != self._seen_cover:
            self._read()
            self._seen_cover = cover

    def show_node(self, node: int) -> None:
        """Go to the line of a node, or of what hides it; at once, or when the body has been read."""
        document = self._answer.document
        if document is not None:
            self._show_place((document.key_span(node) or document.span(node))[0], 0)

    def show_offset(self, offset: int) -> None:
        """Go to a byte of the body, as received; at once, or when the body has been read."""
        if self._formatted:
            self._change_style()
        self._show_place(offset, 0)

    def show_match(self, offset: int, length: int) -> None:
        """Select so many bytes of a text from a place on; at once, or when the body has been read."""
        self._show_place(offset, length)

    def mark_matches(self, matches: Matches | None, _found: int | None) -> None:
        """Mark in the rows that are seen what is looked for."""
        self.text.show_hits(partial(_hits, matches) if matches is not None else None)

    def state(self) -> RawState:
        """How the page stands."""
        numbers = (row.number for row in self.text.shown_rows if row.number)
        return RawState(self._formatted, next(numbers, 1))

    def restore(self, state: RawState) -> None:
        """Stand like another page did, as far as the body allows; at once, or when it has been read."""
        if self._whole and state.formatted != self._formatted:
            self._change_style()
        self._show_line(state.line)

    @property
    def reading(self) -> bool:
        """Whether the body is being read."""
        return self._running is not None

    def release(self) -> None:
        """Let go of the body; the page cannot be used any more."""
        self._copier.cancel()
        if self._running is not None:
            self._running.cancel()
        self._take(None)

    # Widgets

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 0)
        row.addWidget(self._where)
        row.addStretch(1)
        for button in (self._show, self._style, self._copy, self._stop, self._save):
            row.addWidget(button)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(2)
        page.addLayout(row)
        page.addWidget(self.text, 1)
        self._style.setVisible(self._whole)  # not before it has its place: it would be a window
        self._stop.hide()

    def _connect(self) -> None:
        self.text.selected.connect(self._offer_selection)
        self._saver.said.connect(self.said)
        self._saver.running_changed.connect(self._stop.setVisible)
        self._copier.said.connect(self.said)
        self._copier.too_much.connect(self._refuse_copy)

    def _add_actions(self) -> None:
        keys = QKeySequence.StandardKey
        for name, key, slot in (
            ("Copy", keys.Copy, self._copy_selection),
            ("Select all", keys.SelectAll, self.text.select_all),
            ("Go to line…", "Ctrl+G", self._ask_line),
        ):
            action = QAction(name, self.text)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            self.text.addAction(action)
        self.text.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # Reading

    def _read(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self._running = None
        answer = self._answer
        self._show.setVisible(self._hides)
        self._style.setText("As received" if self._formatted else "Formatted")
        self._save.setVisible(answer.form is not Form.EMPTY)
        self._copy.setVisible(answer.form is not Form.EMPTY and not self._covered)
        if answer.form is Form.EMPTY:
            self._where.setText("The answer has no body.")
        elif self._covered:
            self._where.setText(_COVERED)
        elif answer.form is Form.BINARY:
            self._got(HexRows(answer.content))
        else:
            self._where.setText("Reading…")
            self._running = self._jobs.run(self._reader(), self._got, unless_cancelled, owner=self)

    @property
    def _bare(self) -> bool:
        """Whether a secret was revealed: what is copied now may hold it."""
        veil = self._answer.veil
        return self._answer.covered != self._covered or bool(veil and veil.bare)

    @property
    def _hides(self) -> bool:
        return self._covered or bool(self._answer.veil and self._answer.veil.hides_something)

    def _reader(self) -> Callable[[CancelToken, ProgressReport], Rows]:
        answer, formatted = self._answer, self._formatted

        def work(cancel: CancelToken, _report: ProgressReport) -> Rows:
            if formatted and answer.document is not None:
                return PrettyLines(answer.document, answer.content, answer.veil, cancel.check)
            spans = answer.veil.spans() if answer.veil else ()
            return Lines(answer.content, spans, cancel.check, answer.document)

        return work

    def _got(self, rows: Rows) -> None:
        self._running = None
        first = self._rows.offset(self.text.first_row) if self._rows is not None and len(self._rows) else 0
        self._take(rows, rows.row_at(first))
        self._tell(rows)
        if self._then is not None:
            then, self._then = self._then, None
            then()

    def _take(self, rows: Rows | None, first: int = 0) -> None:
        """Show other rows, and let go of those before."""
        before, self._rows = self._rows, rows
        self.text.show_rows(rows, numbered=self._answer.form is not Form.BINARY, first=first)
        if before is not None:
            with suppress(BufferError):  # a worker copies from it: the last reference frees it
                before.close()

    def _tell(self, rows: Rows) -> None:
        if self._answer.form is Form.BINARY:
            self._where.setText(f"Binary data, {size(len(self._answer.content))}")
            return
        kind = "formatted" if self._formatted else "as received"
        self._where.setText(f"{self._answer.form.value}, {kind}, {counted(rows.line_count, 'lines')}")

    # Going to a place

    def _show_place(self, offset: int, length: int) -> None:
        if self._rows is None or self.reading:
            self._then = partial(self._show_place, offset, length)
            return
        end = self._rows.place(offset + length) if length else None
        self.text.go_to(self._rows.place(offset), end)

    def _show_line(self, number: int) -> None:
        if self._rows is None or self.reading:
            self._then = partial(self._show_line, number)
        else:
            self.text.scroll_to(self._rows.row_of_line(number))

    @Slot()
    def _ask_line(self) -> None:
        if self._rows is None or not len(self._rows):
            return
        dialog = QInputDialog(self)
        dialog.setWindowTitle("Go to line")
        dialog.setLabelText(f"Line, 1 to {self._rows.line_count:,}")
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(1, self._rows.line_count)
        dialog.intValueSelected.connect(self.go_to_line)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(int)
    def go_to_line(self, number: int) -> None:
        """Go to a line, counted from 1."""
        if self._rows is not None:
            self.text.go_to((self._rows.row_of_line(number), 0))

    # What the person asks for

    @Slot()
    def _change_style(self) -> None:
        self._formatted = not self._formatted
        self._read()

    @Slot()
    def _reveal(self) -> None:
        if self._covered:
            self._covered = False
            self.uncovered.emit()
        if self._answer.veil is not None:
            self._answer.veil.reveal_all()
        self.refresh()

    @Slot()
    def _copy_all(self) -> None:
        if self._rows is not None and len(self._rows):
            self._copier.copy(self._rows, (0, 0), (len(self._rows), 0))

    @Slot()
    def _copy_selection(self) -> None:
        if self._rows is not None and (chosen := self.text.selection) is not None:
            self._copier.copy(self._rows, *chosen)

    @Slot()
    def _offer_selection(self) -> None:
        """Where selecting is copying (X11), a short selection can be pasted with the middle button."""
        chosen = self.text.selection
        if not offers_selection() or chosen is None or self._rows is None or self._bare:
            return
        if chosen[1][0] - chosen[0][0] <= _SHORT_ROWS:
            offer_selection(self._rows.copy(*chosen, LARGEST_COPY, lambda: None))

    @Slot()
    def _refuse_copy(self) -> None:
        offer_to_save(self, self._ask_to_save)

    @Slot()
    def _ask_to_save(self) -> None:
        if self._hides:
            ask_to_save_secrets(self, self._ask_where)
        else:
            self._ask_where()

    @Slot()
    def _ask_where(self) -> None:
        self._saver.ask(file_name(self._title, self._answer.form))


def file_name(title: str, form: Form) -> str:
    """What a saved body is called at first: "List Images" as JSON is ``list-images.json``."""
    words = "".join(c if c.isalnum() else " " for c in title.lower()).split()
    endings = {Form.JSON: ".json", Form.HTML: ".html", Form.TEXT: ".txt"}
    return ("-".join(words)[:60] or "answer") + endings.get(form, ".bin")


def _hits(matches: Matches, row: Row) -> list[tuple[int, int]]:
    """Where in a row stands what is looked for; names and values as far as that is asked for."""
    if matches.matcher is None:
        return []
    found, start, where = [], 0, matches.wanted.where
    for text, ink in row.parts:
        unwanted = where is (Where.VALUES if ink is Ink.KEY else Where.NAMES)
        if not unwanted and ink is not Ink.HIDDEN and text.strip():
            found += [(start + first, start + last) for first, last in matches.matcher.spans(text)]
        start += len(text)
    return found


def _link(text: str, slot: Callable[[], None], tip: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setToolTip(tip)
    button.clicked.connect(slot)
    return button
