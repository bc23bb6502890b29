"""What a person does to the columns of a table: moves, sizes, hides and chooses them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from gui.answer.table.chooser import ColumnChooser
from gui.answer.table.columns import TableColumns
from gui.answer.table.view import TableView


class ColumnsHand(QObject):
    """Stands between the headings of a view and its TableColumns, which may be exchanged."""

    changed = Signal()
    """Other columns are shown."""

    def __init__(self, view: TableView, columns: TableColumns) -> None:
        super().__init__(view)
        self._view = view
        self.columns = columns
        head = view.head
        head.arranged.connect(self._keep)
        head.hide_wanted.connect(self._hide)
        head.chooser_wanted.connect(self._open_chooser)
        head.reset_wanted.connect(self.reset)

    @Slot()
    def reset(self) -> None:
        """Show the columns as they come."""
        self.columns.reset()
        self._show()

    @Slot(object)
    def choose(self, keys: set[str]) -> None:
        """Show the columns of these keys: those that are shown stay where they are, others follow."""
        shown = [key for key in self._keys() if key in keys]
        shown += [
            column.key for column in self.columns.all if column.key in keys and column.key not in shown
        ]
        self.columns.arrange(shown, self._widths())
        self._show()

    @Slot(QPoint)
    def _open_chooser(self, corner: QPoint) -> None:
        shown = {column.key for column in self.columns.shown}
        chooser = ColumnChooser(self.columns.all, shown, self._view)
        chooser.chosen.connect(self.choose)
        chooser.reset_wanted.connect(self.reset)
        chooser.open_below(corner)

    @Slot(int)
    def _hide(self, section: int) -> None:
        keys, model = self._keys(), self._view.table_model()
        if model is not None and len(keys) > 1:
            self.choose(set(keys) - {model.column(section).key})

    @Slot()
    def _keep(self) -> None:
        self.columns.arrange(self._keys(), self._widths())

    def _keys(self) -> list[str]:
        """The keys of the columns as they stand."""
        model = self._view.table_model()
        return [model.column(section).key for section in self._view.head.visual_order()] if model else []

    def _widths(self) -> dict[str, int]:
        """The widths that the person gave to columns."""
        model, head = self._view.table_model(), self._view.head
        return {model.column(each).key: head.sectionSize(each) for each in head.by_hand} if model else {}

    def _show(self) -> None:
        if self._view.table_model() is not None:
            self._view.show_columns(self.columns.shown, self.columns.width)
            self.changed.emit()
