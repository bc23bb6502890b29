"""Clean Up: one's own old images that nobody needs to miss, what they cost, and their deletion."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from api.answer.sizes import counted, size
from api.errors import BadInput, PitchforkError
from api.model import Place
from api.work.bulk.clean_up import Candidate, LookForCandidates, Stock, cost, deletion, look_for
from api.work.bulk.plan import BulkPlan
from api.work.work import State, Tone
from gui.answer.labels import plain_label
from gui.parameters.parts import button, words
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.lines import hairline
from gui.work.bulk.candidates import CandidatesTable
from gui.work.bulk.starting import start
from gui.work.bulk.wishes import Wishes
from gui.work.words import figures

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench

MARGIN = 20
WIDTH, HEIGHT = 980, 640
PAUSE_MS = 350
NOTHING = "Nothing to clean up\n\nNone of your images here is so. Look for younger ones, or for more than snapshots."


class CleanUpDialog(QDialog):
    """Not modal. Its place is fixed when it opens; it looks at once."""

    def __init__(self, place: Place, bench: WorkBench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place, self._bench = place, bench
        self._stock = Stock()
        self._look: LookForCandidates | None = None
        self._work: Work | None = None
        self._deleting: Work | None = None
        self._stale = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMinMaxButtonsHint)
        self.setWindowTitle(f"Clean up · {bench.desk.who(place)}")
        self.wishes = Wishes()
        self.table = CandidatesTable()
        self.trouble = words("", "bad")
        self.trouble.hide()
        self.state = ElidedLabel("")
        self.total = plain_label("", "heading")
        self.every = button("Mark all")
        self.none = button("Mark none")
        self.save = button("Save CSV…", tip="Writes the marked images into a file")
        self.delete = button("Delete…")
        self.delete.setProperty("role", "destroy")
        self.remarks = plain_label("", "caution", wrap=True)
        self.remarks.setAccessibleName("Left out")
        self.remarks.hide()
        self._empty = plain_label(NOTHING, "dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(0, 40, 0, 0)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._arrange()
        self._connect()
        self._begin()
        self.table.setFocus()

    def _arrange(self) -> None:
        who = ElidedLabel(self._bench.desk.who(self.place))
        who.setProperty("role", "heading")
        who.setAccessibleName("Where they are")
        for each in (self.every, self.none):
            each.setProperty("role", "link")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 14)
        column.setSpacing(10)
        column.addWidget(plain_label("Clean up", "title"))
        column.addWidget(who)
        column.addWidget(self.wishes)
        column.addWidget(self.trouble)
        column.addLayout(self._stack, 1)
        column.addWidget(self.remarks)
        column.addLayout(_beside(self.every, self.none, None, self.state))
        column.addWidget(hairline())
        column.addLayout(_beside(self.total, None, self.save, self.delete))
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width() - 40), min(HEIGHT, room.height() - 60))

    def _connect(self) -> None:
        self.wishes.changed.connect(self._pause.start)
        self.wishes.price_changed.connect(self._count)
        self._pause.timeout.connect(self._begin)
        self.table.candidates.marked.connect(self._count)
        self.every.clicked.connect(lambda: self._mark(on=True))
        self.none.clicked.connect(lambda: self._mark(on=False))
        self.save.clicked.connect(self.ask)
        self.delete.clicked.connect(self._delete)
        self._bench.changed.connect(self._hear)
        self._bench.ended.connect(self._hear)
        self.finished.connect(self._end)

    # Looking

    @Slot()
    def _begin(self) -> None:
        """Look for what is wished for now; what is under way is stopped first."""
        if self._work is not None and not self._work.state.ended:
            self._stale = True
            self._work.cancel.cancel()
            return
        desk = self._bench.desk
        try:
            offered = [product.id for product in desk.offered(self.place)]
            self._look = look_for(desk.catalogue, offered, self.place, self.wishes.wish, self._stock)
        except PitchforkError as error:
            self._show_trouble(str(error))
            return
        self._forget()
        self._stale = False
        self._work = desk.works.begin(self._look)
        self._show_trouble("")
        self._count()

    @Slot(object)
    def _hear(self, work: Work) -> None:
        if work is self._deleting and work.state.ended:
            self._deleting, self._stock = None, Stock()
            self._begin()
        if work is not self._work:
            return
        if not work.state.ended:
            self.state.setText(figures(work))
        elif self._stale:
            self._begin()
        elif work.state is State.DONE and work.outcome is not None:
            self.table.candidates.show(work.outcome.value)
            self._show_remarks(work)
            self._stack.setCurrentIndex(int(not work.outcome.value))
        else:
            self._show_trouble(str(work.error or ""))
            self._count()

    def _show_remarks(self, work: Work | None) -> None:
        """What could not be told of, and so is left out."""
        told = (
            [note.sentence for note in work.notes if note.tone is Tone.WARNING] if work is not None else []
        )
        self.remarks.setText(" ".join(told))
        self.remarks.setVisible(bool(told))

    def _show_trouble(self, sentence: str) -> None:
        self._show_remarks(None)
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        if sentence:
            self.table.candidates.show([])

    # What is found

    @property
    def _looking(self) -> bool:
        return self._work is not None and not self._work.state.ended

    @Slot()
    def _count(self) -> None:
        """How many are marked, how large they are, what they cost."""
        chosen, every = self.table.candidates.chosen, self.table.candidates.count
        total = sum(each.size for each in chosen)
        price = self._price()
        costs = f" · {cost(total, price):,} a month" if price is not None else ""
        marked = f"{len(chosen):,} of {counted(every, 'images')} marked"
        self.total.setText(f"{marked} · {size(total)}{costs}")
        usable = bool(chosen) and not self._looking
        self.save.setEnabled(usable)
        self.delete.setEnabled(usable)
        self.delete.setText(f"Delete {counted(len(chosen), 'images')}…" if chosen else "Delete…")
        if not self._looking:
            self.state.setText("")

    def _price(self) -> Decimal | None:
        try:
            return self.wishes.price
        except BadInput:
            return None

    def _mark(self, *, on: bool) -> None:
        self.table.candidates.mark(range(self.table.candidates.count), on=on)

    # What is done with it

    @Slot()
    def ask(self) -> QFileDialog:
        """Ask where the file shall be, then write the marked images into it."""
        dialog = QFileDialog(self, "Save the list as CSV")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter("CSV files (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"clean up {datetime.now(UTC):%Y-%m-%d}.csv")
        dialog.fileSelected.connect(self.export)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(str)
    def export(self, path: str) -> None:
        """Write the marked images into that file."""
        chosen, price, target = self.table.candidates.chosen, self._price(), Path(path)

        def work(_cancel: object, _report: object) -> int:
            from api.work.bulk.clean_up_file import write_candidates

            return write_candidates(target, chosen, price, overwrite=True)  # the dialog has asked

        self._bench.jobs.run(work, lambda count: self._saved(count, target), self._not_saved, owner=self)

    def _saved(self, count: int, target: Path) -> None:
        self.state.setText(f"Saved {counted(count, 'images')} to {target.name}.")

    def _not_saved(self, error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        self.state.setText(f"The list could not be saved: {error.strerror or error}")

    @Slot()
    def _delete(self) -> None:
        chosen: list[Candidate] = self.table.candidates.chosen
        if not chosen or self._look is None:
            return
        catalogue, look = self._bench.desk.catalogue, self._look
        kept = self.table.candidates.count - len(chosen)

        def ask(plan: BulkPlan) -> None:
            start(plan, self._bench, self, kept=kept, then=self._wait_for)

        self._bench.jobs.run(lambda _cancel, _report: deletion(catalogue, look, chosen), ask, owner=self)

    def _wait_for(self, work: Work) -> None:
        """Look anew once they are gone."""
        self._deleting = work

    def _forget(self) -> None:
        """A look is nothing to be kept among the work."""
        if self._work is not None:
            self._bench.desk.works.remove(self._work)

    @Slot()
    def _end(self) -> None:
        self._pause.stop()
        if self._work is not None:
            self._work.cancel.cancel()
        self._forget()


def _beside(*widgets: QWidget | None) -> QHBoxLayout:
    """Beside each other; None is a stretch."""
    line = QHBoxLayout()
    line.setSpacing(10)
    for widget in widgets:
        if widget is None:
            line.addStretch(1)
        else:
            line.addWidget(widget)
    return line
