"""The parameters of an edited call: two lines each, with what is wrong under them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from api.catalog.own.edited import PLACES, TYPES, EditedParameter
from gui.answer.labels import plain_label
from gui.icons import icon
from gui.parameters.choice_editors import QuietComboBox
from gui.widgets.lines import hairline

LEAST_NAME = 130


class ParameterRow(QWidget):
    """One parameter. Numbers are for people who hear the window."""

    changed = Signal()
    removed = Signal(QWidget)

    def __init__(self, parameter: EditedParameter, number: int) -> None:
        super().__init__()
        self.name = _line(parameter.name, "name")
        self.place = _box(PLACES, parameter.place)
        self.type = _box(TYPES, parameter.type)
        self.required = QCheckBox("required")
        self.required.setChecked(parameter.required)
        self.default = _line(parameter.default, "default")
        self.allowed = _line(parameter.allowed, "allowed values, by commas")
        self.description = _line(parameter.description, "description")
        self.remove = QToolButton()
        self.remove.setIcon(icon("close", "dim"))
        self.remove.setToolTip("Remove this parameter")
        self.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.note = plain_label("", "fault", wrap=True)
        self.note.hide()
        self._arrange()
        self._connect(number)

    @property
    def parameter(self) -> EditedParameter:
        """What was filled in."""
        return EditedParameter(
            self.name.text().strip(),
            self.place.currentText(),
            self.type.currentText(),
            self.required.isChecked(),
            self.default.text().strip(),
            self.allowed.text().strip(),
            self.description.text().strip(),
        )

    def say(self, fault: str) -> None:
        """Show what is wrong; "" is nothing."""
        self.note.setText(fault)
        self.note.setVisible(bool(fault))
        self.name.setAccessibleDescription(fault)

    def _arrange(self) -> None:
        lines = QGridLayout(self)
        lines.setContentsMargins(0, 0, 0, 8)
        lines.setHorizontalSpacing(8)
        lines.setVerticalSpacing(6)
        first = (self.name, self.place, self.type, self.required, self.remove)
        for column, field in enumerate(first):
            lines.addWidget(field, 0, column)
        lines.addWidget(self.description, 1, 0)
        lines.addWidget(self.default, 1, 1)
        lines.addWidget(self.allowed, 1, 2, 1, 3)
        lines.addWidget(self.note, 2, 0, 1, 5)
        lines.addWidget(hairline(), 3, 0, 1, 5)
        lines.setColumnStretch(0, 1)
        lines.setColumnMinimumWidth(0, LEAST_NAME)

    def _connect(self, number: int) -> None:
        named = (
            ("Name", self.name), ("Where", self.place), ("Type", self.type), ("Required", self.required),
            ("Remove", self.remove), ("Description", self.description), ("Default", self.default),
            ("Allowed values", self.allowed),
        )  # fmt: skip
        for (words, field), (_words, after) in zip(named, (*named[1:], named[-1]), strict=True):
            field.setAccessibleName(f"{words}, parameter {number}")
            if after is not field:
                self.setTabOrder(field, after)
            if isinstance(field, QLineEdit):
                field.textEdited.connect(self.changed)
            elif isinstance(field, QComboBox):
                field.currentIndexChanged.connect(self.changed)
        self.required.toggled.connect(self.changed)
        self.remove.clicked.connect(lambda: self.removed.emit(self))


class ParameterRows(QWidget):
    """Adds and removes parameters."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Parameters")
        self.add = QPushButton("Add Parameter")
        self.add.setAutoDefault(False)
        self.rows: list[ParameterRow] = []
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(foot)
        self.add.clicked.connect(self._add)

    @property
    def parameters(self) -> tuple[EditedParameter, ...]:
        """What was filled in."""
        return tuple(row.parameter for row in self.rows)

    def show_parameters(self, parameters: tuple[EditedParameter, ...]) -> None:
        """Show these."""
        for row in list(self.rows):
            self._take_out(row)
        for each in parameters:
            self._append(each)

    def say(self, faults: dict[int, str]) -> None:
        """Show what is wrong, by row."""
        for number, row in enumerate(self.rows):
            row.say(faults.get(number, ""))

    def _append(self, each: EditedParameter) -> None:
        row = ParameterRow(each, len(self.rows) + 1)
        row.changed.connect(self.changed)
        row.removed.connect(self._remove)
        self._column.insertWidget(len(self.rows), row)
        before = self.rows[-1].allowed if self.rows else None
        self.rows.append(row)
        if before is not None:
            self.setTabOrder(before, row.name)
        self.setTabOrder(row.allowed, self.add)

    def _take_out(self, row: ParameterRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    @Slot()
    def _add(self) -> None:
        self._append(EditedParameter())
        self.rows[-1].name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    @Slot(QWidget)
    def _remove(self, row: ParameterRow) -> None:
        number = self.rows.index(row)
        self._take_out(row)
        left = self.rows[min(number, len(self.rows) - 1)].name if self.rows else self.add
        left.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


def _line(text: str, hint: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setPlaceholderText(hint)
    return line


def _box(choices: tuple[str, ...], chosen: str) -> QComboBox:
    box = QuietComboBox()
    box.addItems(list(choices))
    box.setCurrentText(chosen)
    return box
