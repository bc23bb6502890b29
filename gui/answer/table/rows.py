"""The rows of a table: sorted and filtered on a worker, as headings, words and bars ask for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from api.answer.tables.arranging import Arrangement, Arranger, Wish
from api.answer.tables.filtering import read_filter
from api.answer.tables.look import Chosen
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.table.filter import TableFilter
from gui.answer.table.state import TableState
from gui.answer.table.view import TableView
from gui.jobs import Jobs

_MANY = 100_000
"""Rows that are not arranged in the blink of an eye."""


class TableRows(QObject):
    """Arranges what a TableView shows; ``arranger`` is None while no table is shown."""

    said = Signal(str)
    arranged = Signal()
    """The rows are shown as they are wished."""

    def __init__(self, view: TableView, line: TableFilter, jobs: Jobs) -> None:
        super().__init__(view)
        self._view, self._line, self._jobs = view, line, jobs
        self._running: CancelToken | None = None
        self.arranger: Arranger | None = None
        self.wish = Wish()
        view.sort_wanted.connect(self.sort)
        view.revealed.connect(self.forget)
        line.wanted.connect(self.filter)

    def take(self, arranger: Arranger | None) -> None:
        """Arrange the rows of another table; None for none."""
        self.stop()
        self.arranger, self.wish = arranger, Wish()

    def stop(self) -> None:
        """Stop what runs."""
        if self._running is not None:
            self._running.cancel()

    @Slot()
    def forget(self) -> None:
        """Something was revealed: sort and filter anew when it is asked for."""
        if self.arranger is not None:
            self.arranger.forget()

    @Slot(int, bool)
    def sort(self, number: int, descending: bool) -> None:
        """Sort by a shown column."""
        model, wish = self._view.table_model(), self.wish
        if model is not None:
            self._want(Wish(model.column(number), descending, wish.terms, wish.mask))

    @Slot(str)
    def filter(self, text: str) -> None:
        """Show the rows that hold these words in the shown columns."""
        model, wish = self._view.table_model(), self.wish
        if model is not None:
            self._want(Wish(wish.sort, wish.descending, read_filter(text, model.columns), wish.mask))

    @Slot(object)
    def filter_by(self, chosen: Chosen | None) -> None:
        """Show only these rows (None: all), together with what the filter's words leave."""
        wish = self.wish
        self._line.show_chip(chosen.words if chosen is not None else "")
        mask = chosen.mask if chosen is not None else None
        self._want(Wish(wish.sort, wish.descending, wish.terms, mask))

    @Slot()
    def filter_by_current(self) -> None:
        """Show only the rows that have the current cell's value, as one more term of the filter."""
        model, index = self._view.table_model(), self._view.currentIndex()
        if model is None or not index.isValid() or model.veil.hides(model.node(index)):
            return
        column, found = model.column(index.column()), model.cell(index)
        text = found.shown if column.worded else found.whole or found.shown
        name = f'"{column.key}"' if " " in column.key else column.key
        if '"' in text or not column.key:
            self.said.emit("This value cannot be filtered by.")
        else:
            self._line.add_text(f'{name}:"{text}"')

    def mark_sorted(self) -> None:
        """Mark the column that the rows are sorted by, where it is shown."""
        model, column = self._view.table_model(), self.wish.sort
        if model is not None and column in model.columns:
            self._view.show_sorted((model.columns.index(column), self.wish.descending))
        else:
            self._view.show_sorted(None)

    def make_current(self, row: int | None, key: str | None) -> None:
        """Make a row (by its number in the table) current, in the column of that key."""
        model = self._view.table_model()
        if model is None or row is None:
            return
        place = model.arrangement.place(row)
        if place is None:
            self.said.emit("The filter hides this row.")
        else:
            self._view.make_current(place, key)

    def named_current(self) -> tuple[str, str]:
        """A member that names the current row, and its text; ("", "") for none."""
        row = self._view.current_row()
        return self.arranger.name_of(row) if self.arranger is not None and row is not None else ("", "")

    def restore(self, state: TableState) -> None:
        """Sort as it was, and make the row current that was; filters are for the filter line."""
        model, arranger, (name, text) = self._view.table_model(), self.arranger, state.row
        if model is None or arranger is None:
            return
        column = next((each for each in model.columns if each.key == state.sort), None)
        self.wish = Wish(column, state.descending)
        self.mark_sorted()
        if not text:
            return

        def work(cancel: CancelToken, _report: ProgressReport) -> int | None:
            return arranger.find(name, text, cancel.check)

        def done(row: int | None) -> None:
            if row is not None and model.arrangement.place(row) is not None:
                self.make_current(row, state.column)

        self._jobs.run(work, done, unless_cancelled, owner=model)

    def _want(self, wish: Wish) -> None:
        """Show the rows as they are wished, once a worker has arranged them."""
        arranger, model = self.arranger, self._view.table_model()
        if arranger is None or model is None:
            return
        self.stop()
        self.wish = wish
        if wish == Wish() and model.arrangement.places is None:
            self._tell(model.arrangement)
            return

        def work(cancel: CancelToken, _report: ProgressReport) -> Arrangement:
            return arranger.arrange(wish, cancel.check)

        def done(arrangement: Arrangement) -> None:
            if self._view.table_model() is model:  # else the page was released when this was on its way
                self._view.show_rows(arrangement)
                self._tell(arrangement)

        if model.table.row_count > _MANY:
            self._line.show_work()
        self._running = self._jobs.run(work, done, unless_cancelled, owner=model)

    def _tell(self, arrangement: Arrangement) -> None:
        model = self._view.table_model()
        if model is not None:
            self._line.show_count(len(arrangement.order), model.table.row_count)
            self.arranged.emit()
