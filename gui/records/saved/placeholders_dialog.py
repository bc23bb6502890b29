"""The values of one profile's placeholders, as a table: those that saved calls use, and those that have a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from api.records.saved.placeholders import LONGEST, is_name, names_in, placeholder
from api.records.saved.shelf import Shelf
from api.records.saved.vault import kept_name
from gui import theme
from gui.answer.labels import plain_label, plain_tip
from gui.parameters.parts import button
from gui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from gui.records.saved.side import SavedSide

NAME, VALUE, USED = 0, 1, 2


class PlaceholdersDialog(QDialog):
    """Made for one profile (None: nobody is signed in); ``begin`` reads and shows it."""

    def __init__(self, side: SavedSide, profile: str | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._side, self._profile = side, profile
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Placeholders")
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels(["Placeholder", "Value on this profile", "Used in"])
        self.table.setAccessibleName("Placeholders")
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setStyleSheet("QTableWidget::item { padding-left: 5px; }")  # under the header's words
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(NAME, 170)
        header.resizeSection(USED, 190)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.add = button("Add")
        self.remove = button("Remove")
        self.cancel = button("Cancel")
        self.keep = button("Save")
        self.keep.setProperty("role", "primary")
        self.keep.setDefault(True)
        self.problem = plain_label("", "fault", wrap=True)
        self._place()
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.table.currentCellChanged.connect(self._enable)
        self._enable()
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._save)

    def begin(self) -> None:
        """Read what there is, then show it."""
        saved, profile = self._side.desk.saved, self._profile

        def work() -> list[tuple[str, str, str]]:
            used = _uses(saved.read())
            known = dict(saved.known(profile))
            names = sorted({*used, *known}, key=str.casefold)
            return [(name, known.get(name, ""), ", ".join(used.get(name, ()))) for name in names]

        self._side.changes.run(work, self._show)

    def _show(self, rows: list[tuple[str, str, str]]) -> None:
        for row in rows:
            self._append(*row)
        self.open()
        first = next((number for number, row in enumerate(rows) if not row[VALUE]), 0)
        self.table.setCurrentCell(first, VALUE)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()

    def _append(self, name: str, value: str, used: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in ((NAME, name), (VALUE, value)):
            cell = QTableWidgetItem(text)
            cell.setFont(theme.wire_font())
            self.table.setItem(row, column, cell)
        where = QTableWidgetItem(used)
        where.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        where.setToolTip(plain_tip(used))
        where.setForeground(QColor(theme.current().dim))
        self.table.setItem(row, USED, where)

    @Slot()
    def _enable(self) -> None:
        self.remove.setEnabled(self.table.currentRow() >= 0)

    @Slot()
    def _remove(self) -> None:
        self.table.removeRow(self.table.currentRow())
        self._enable()

    @Slot()
    def _add(self) -> None:
        self._append("", "", "")
        self.table.setCurrentCell(self.table.rowCount() - 1, NAME)
        cell = self.table.currentItem()
        if cell is not None:
            self.table.editItem(cell)

    @Slot()
    def _save(self) -> None:
        values, fault = self._read()
        self.problem.setText(fault)
        if not fault:
            saved, profile = self._side.desk.saved, self._profile
            self._side.changes.run(
                lambda: saved.placeholders.save(profile, values), lambda _done: self.accept()
            )

    def _read(self) -> tuple[dict[str, str], str]:
        values: dict[str, str] = {}
        for row in range(self.table.rowCount()):
            name, value = (self._text(row, column) for column in (NAME, VALUE))
            if not name and not value:
                continue
            if not is_name(name):
                return (
                    {},
                    f"“{name}” is no name: letters, digits, _, . and - can be in it, and a letter or _ begins it.",
                )
            if name in values:
                return {}, f"{placeholder(name)} stands there twice."
            if len(value) > LONGEST:
                return {}, f"The value of {placeholder(name)} is longer than {LONGEST:,} characters."
            values[name] = value
        return values, ""

    def _text(self, row: int, column: int) -> str:
        cell = self.table.item(row, column)
        return cell.text().strip() if cell is not None else ""

    def _place(self) -> None:
        place = self._side.window.place
        who = ElidedLabel(self._side.desk.who(place))
        who.setProperty("role", "dim")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.add)
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.keep)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 18, 20, 16)
        rows.setSpacing(10)
        rows.addWidget(plain_label("Placeholders", "title"))
        rows.addWidget(who)
        about = (
            "{{image_id}} in a saved call or link stands for a value that each profile has its own of. "
            "Not for secrets."
        )
        rows.addWidget(plain_label(about, "help", wrap=True))
        rows.addWidget(self.table, 1)
        rows.addWidget(self.problem)
        rows.addLayout(foot)
        self.resize(680, 420)


def _uses(shelf: Shelf) -> dict[str, list[str]]:
    """The names of the calls that each placeholder stands in."""
    found: dict[str, list[str]] = {}
    for item in shelf.items:
        plain = (template for template in item.saved.values.values() if not kept_name(template))
        names = (name for template in plain for name in names_in(template))
        for name in dict.fromkeys(names):
            found.setdefault(name, []).append(item.saved.name)
    return found
