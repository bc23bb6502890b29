"""The body as text: formatted or as received, in windows of bounded size; binary bodies as bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from api.answer.answer import Answer, Form
from api.answer.lines import Lines, hex_lines
from api.answer.pretty import pretty_document
from api.answer.sizes import counted, size
from api.running import CancelToken, ProgressReport
from api.wire.response import Content
from gui.answer.cancelled import unless_cancelled
from gui.answer.clipboard import copy_text
from gui.answer.labels import plain_label
from gui.answer.raw_text import RawText
from gui.answer.save_body import BodySaver
from gui.icons import icon
from gui.jobs import Jobs
from gui.widgets.focus_lender import FocusLender

WINDOW_ROWS = 2000
WINDOW_CHARACTERS = 128 * 1024
LARGEST_FORMATTED = 8 << 20
LARGEST_COPY = 8 << 20

_Read = tuple[Lines, Sequence[int]]
"""The rows, and where the line of each node begins (formatted text only)."""


class RawPage(QWidget):
    """Shows an answer's body; never more than a window of it at once."""

    said = Signal(str)

    def __init__(self, answer: Answer, jobs: Jobs, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer, self._jobs = answer, jobs
        self._covered = answer.covered
        self._lines: Lines | None = None
        self._first = self._stop = 0
        self._running: CancelToken | None = None
        self._seen_cover: object = None
        self._then: Callable[[], None] | None = None
        self._places: Sequence[int] = ()
        document = answer.document
        whole = document is not None and len(document) > 0 and not document.fault
        self._formatted = whole and len(answer.content) <= LARGEST_FORMATTED
        self.text = RawText()
        self.text.setAccessibleName("Body of the answer")
        self._where = plain_label(role="help")
        self._style = QPushButton()
        self._style.setProperty("role", "link")
        self._style.clicked.connect(self._change_style)
        self._show = QPushButton("Show what is hidden")
        self._show.setProperty("role", "link")
        self._show.clicked.connect(self._reveal)
        self._copy = QPushButton("Copy all")
        self._copy.setProperty("role", "link")
        self._copy.clicked.connect(self._copy_all)
        self._title = title
        self._saver = BodySaver(answer.content, jobs, self)
        self._saver.said.connect(self.said)
        self._save = QPushButton("Save…")
        self._save.setProperty("role", "link")
        self._save.setToolTip("Saves the body as it was received.")
        self._save.clicked.connect(self._ask_where)
        self._back = _step("up", "Earlier lines", self._earlier)
        self._on = _step("down", "Later lines", self._later)
        self._arrange()
        self._style.setVisible(self._formatted)  # not before it has its place: it would be a window
        FocusLender(self, self.text)

    def refresh(self) -> None:
        """Read the body anew if something was revealed since, or never was read."""
        cover = self._answer.veil.covered if self._answer.veil else self._covered
        if self._lines is None or cover != self._seen_cover:
            self._seen_cover = cover
            self._read()

    def show_node(self, node: int) -> None:
        """Go to the line of a node; at once, or when the body has been read."""
        if self._lines is None or self.reading:
            self._then = partial(self.show_node, node)
            return
        document, step = self._answer.document, node
        if document is None:
            return
        if not self._formatted:
            self.show_offset((document.key_span(node) or document.span(node))[0])
            return
        while self._places[step] < 0 and (above := document.parent(step)) is not None:
            step = above
        self._go_to_row(self._lines.row_at(max(self._places[step], 0)))

    def show_offset(self, offset: int) -> None:
        """Go to a byte of the body, as received; at once, or when the body has been read."""
        if self._formatted:
            self._change_style()
        if self._lines is None or self.reading:
            self._then = partial(self.show_offset, offset)
        else:
            self._go_to_row(self._lines.row_at(offset))

    @property
    def reading(self) -> bool:
        """Whether the body is being read anew."""
        return self._running is not None

    def release(self) -> None:
        """Let go of the body; the page cannot be used any more."""
        if self._running is not None:
            self._running.cancel()
        if self._lines is not None:
            self._lines.close()
            self._lines = None

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 0)
        row.addWidget(self._where)
        row.addWidget(self._back)
        row.addWidget(self._on)
        row.addStretch(1)
        for button in (self._show, self._style, self._copy, self._save):
            row.addWidget(button)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(2)
        page.addLayout(row)
        page.addWidget(self.text, 1)

    def _read(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self._running = None
        answer = self._answer
        hidden = self._covered or bool(answer.veil and answer.veil.spans())
        self._show.setVisible(hidden)
        self._style.setText("As received" if self._formatted else "Formatted")
        self._save.setVisible(answer.form is not Form.EMPTY and not hidden)
        self._copy.setVisible(answer.form not in (Form.EMPTY, Form.BINARY) and not self._covered)
        if answer.form is Form.EMPTY:
            self._say("The answer has no body.")
        elif self._covered:
            self._say("The body may hold a secret and could not be read as JSON, so it is hidden.")
        elif answer.form is Form.BINARY:
            self._say(
                f"Binary data, {size(len(answer.content))}; its beginning:", hex_lines(answer.content)
            )
        else:
            self._running = self._jobs.run(self._reader(), self._got, unless_cancelled, owner=self)

    def _say(self, sentence: str, text: str = "") -> None:
        self._where.setText(sentence)
        self._back.hide()
        self._on.hide()
        self.text.show_rows(text.split("\n") if text else [], (), coloured=False)

    def _reader(self) -> Callable[[CancelToken, ProgressReport], _Read]:
        answer, formatted = self._answer, self._formatted

        def work(cancel: CancelToken, _report: ProgressReport) -> _Read:
            if formatted and answer.document is not None:
                text, places = pretty_document(answer.document, answer.veil, cancel.check)
                return Lines(Content(text), (), cancel.check), places
            spans = answer.veil.spans() if answer.veil else ()
            return Lines(answer.content, spans, cancel.check), ()

        return work

    def _got(self, read: _Read) -> None:
        if self._lines is not None:
            self._lines.close()
        self._running = None
        self._lines, self._places = read
        self._show_window(min(self._first, max(len(self._lines) - 1, 0)))
        if self._then is not None:
            then, self._then = self._then, None
            then()

    def _show_window(self, first: int) -> None:
        lines = self._lines
        if lines is None:
            return
        rows: list[str] = []
        room = WINDOW_CHARACTERS
        for row in range(first, min(first + WINDOW_ROWS, len(lines))):
            rows.append(lines.row(row))
            room -= len(rows[-1]) + 1
            if room <= 0:
                break
        self._first, self._stop = first, first + len(rows)
        self.text.show_rows(rows, lines.numbers[first : self._stop], coloured=self._formatted)
        self._tell_place(lines)

    def _tell_place(self, lines: Lines) -> None:
        whole = self._first == 0 and self._stop == len(lines)
        self._back.setVisible(not whole)
        self._on.setVisible(not whole)
        self._back.setEnabled(self._first > 0)
        self._on.setEnabled(self._stop < len(lines))
        kind = "formatted" if self._formatted else "as received"
        total = counted(lines.line_count, "lines")
        if whole:
            self._where.setText(f"{self._answer.form.value}, {kind}, {total}")
            return
        first, last = self._line_of(self._first), self._line_of(self._stop - 1)
        self._where.setText(
            f"{self._answer.form.value}, {kind}, showing lines {first:,}-{last:,} of {total}"
        )

    def _line_of(self, row: int) -> int:
        assert self._lines is not None
        while row > 0 and not self._lines.numbers[row]:
            row -= 1
        return self._lines.numbers[row]

    def _go_to_row(self, row: int) -> None:
        if not self._first <= row < self._stop:
            self._show_window(max(row - 20, 0))
        self.text.mark_row(row - self._first)

    @Slot()
    def _earlier(self) -> None:
        if self._lines is None:
            return
        row, room = self._first, WINDOW_CHARACTERS
        while row > 0 and self._first - row < WINDOW_ROWS and room > 0:
            row -= 1
            room -= len(self._lines.row(row)) + 1
        self._show_window(row)

    @Slot()
    def _later(self) -> None:
        if self._lines is not None and self._stop < len(self._lines):
            self._show_window(self._stop)

    @Slot()
    def _change_style(self) -> None:
        self._formatted = not self._formatted
        self._first = 0
        self._read()

    @Slot()
    def _reveal(self) -> None:
        self._covered = False
        if self._answer.veil is not None:
            self._answer.veil.reveal_all()
        self.refresh()

    @Slot()
    def _ask_where(self) -> None:
        self._saver.ask(file_name(self._title, self._answer.form))

    @Slot()
    def _copy_all(self) -> None:
        if self._lines is None:
            return
        if len(self._answer.content) > LARGEST_COPY:
            self._where.setText(f"Only bodies up to {size(LARGEST_COPY)} are copied.")
            return
        copy_text(self._lines.whole())


def file_name(title: str, form: Form) -> str:
    """What a saved body is called at first: "List Images" as JSON is ``list-images.json``."""
    words = "".join(c if c.isalnum() else " " for c in title.lower()).split()
    endings = {Form.JSON: ".json", Form.HTML: ".html", Form.TEXT: ".txt"}
    return ("-".join(words)[:60] or "answer") + endings.get(form, ".bin")


def _step(name: str, tip: str, slot: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.clicked.connect(slot)
    return button
