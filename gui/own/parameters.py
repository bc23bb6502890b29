"""The parameters of an edited call, one row each, in a table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from api.catalog.own.edited import PLACES, TYPES, EditedParameter
from gui.parameters.choice_editors import QuietComboBox

_HEADINGS = ("Name", "Where", "Type", "Required", "Default", "Allowed values", "Description")
_ROW = 34
_HIGH = 176


class ParameterTable(QWidget):
    """Adds and removes rows; a fault of a row stands under the table with the row's number."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = QTableWidget(0, len(_HEADINGS))
        self.add = QPushButton("Add Parameter")
        self.remove = QPushButton("Remove Parameter")
        self.note = QLabel()
        self._place()
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)

    @property
    def parameters(self) -> tuple[EditedParameter, ...]:
        """What was filled in."""
        return tuple(self._read(row) for row in range(self.table.rowCount()))

    def show_parameters(self, parameters: tuple[EditedParameter, ...]) -> None:
        """Show these."""
        self.table.setRowCount(0)
        for each in parameters:
            self._append(each)

    def say(self, faults: dict[int, str]) -> None:
        """Show what is wrong, by row."""
        sentences = [f"Row {row + 1}: {sentence}" for row, sentence in faults.items()]
        self.note.setText("\n".join(sentences))
        self.note.setVisible(bool(sentences))

    def _place(self) -> None:
        table = self.table
        table.setAccessibleName("Parameters")
        table.setHorizontalHeaderLabels(list(_HEADINGS))
        table.verticalHeader().setDefaultSectionSize(_ROW)
        if (corner := table.findChild(QAbstractButton)) is not None:
            corner.setAccessibleName("All parameters")
        table.setMinimumHeight(_HIGH)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((130, 90, 95, 75, 90, 120)):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(len(_HEADINGS) - 1, QHeaderView.ResizeMode.Stretch)
        self.note.setProperty("role", "fault")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()
        line = QHBoxLayout()
        for button in (self.add, self.remove):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(6)
        column_.addWidget(table)
        column_.addWidget(self.note)
        column_.addLayout(line)

    def _append(self, each: EditedParameter) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        required = QCheckBox()
        required.setChecked(each.required)
        required.toggled.connect(self.changed)
        cells: tuple[QWidget, ...] = (
            self._line(each.name),
            self._box(PLACES, each.place),
            self._box(TYPES, each.type),
            required,
            self._line(each.default),
            self._line(each.allowed, "by commas"),
            self._line(each.description),
        )
        for column, cell in enumerate(cells):
            cell.setAccessibleName(f"{_HEADINGS[column]}, parameter {row + 1}")
            self.table.setCellWidget(row, column, cell)

    def _line(self, text: str, hint: str = "") -> QLineEdit:
        line = QLineEdit(text)
        line.setPlaceholderText(hint)
        line.textEdited.connect(self.changed)
        return line

    def _box(self, choices: tuple[str, ...], chosen: str) -> QComboBox:
        box = QuietComboBox()
        box.addItems(list(choices))
        box.setCurrentText(chosen)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _read(self, row: int) -> EditedParameter:
        texts = []
        for column in range(len(_HEADINGS)):
            cell = self.table.cellWidget(row, column)
            if isinstance(cell, QLineEdit):
                texts.append(cell.text().strip())
            elif isinstance(cell, QComboBox):
                texts.append(cell.currentText())
            elif isinstance(cell, QCheckBox):
                texts.append("yes" if cell.isChecked() else "")
        name, place, kind, required, default, allowed, description = texts
        return EditedParameter(name, place, kind, bool(required), default, allowed, description)

    @Slot()
    def _add(self) -> None:
        self._append(EditedParameter())
        self.table.cellWidget(self.table.rowCount() - 1, 0).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    @Slot()
    def _remove(self) -> None:
        row = self.table.currentRow() if self.table.currentRow() >= 0 else self.table.rowCount() - 1
        self.table.removeRow(row)
        self.changed.emit()
