"""One setting in the dialog: its label, its editor, and help or fault under it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from api.records.settings import DEFAULTS, fault
from gui.parameters.choice_editors import QuietComboBox
from gui.settings.fields import PASSWORD, Field, Look

_NUMBER_WIDTH = 110
_OWN = "The system's own"


class SettingRow(QObject):
    """``label`` and ``cell`` go into a form. What cannot be used is explained under the field and goes no further."""

    chosen = Signal(str, object)
    """The setting's name and a value for it that can be used."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.label = QLabel("" if field.look is Look.FLAG else field.label)
        self.editor: QLineEdit | QComboBox | QCheckBox = self._make_editor()
        self.editor.setAccessibleName(field.label)
        self.editor.setAccessibleDescription(field.help)
        self.label.setBuddy(self.editor)
        self.help = QLabel(field.help)
        self.help.setWordWrap(True)
        self.help.setTextFormat(Qt.TextFormat.PlainText)
        self.button: QPushButton | None = None
        self._known: Any = None
        self.cell = QWidget(parent)
        self._place()
        self.say("")

    @property
    def faulty(self) -> bool:
        """Whether what stands in the field cannot be used."""
        return bool(self.help.property("role") == "fault")

    def show_value(self, value: Any) -> None:
        """Show what is set; what the person is just typing stays."""
        if value == self._known and self.editor.hasFocus():
            return
        self._known = value
        self.editor.blockSignals(True)
        if isinstance(self.editor, QCheckBox):
            self.editor.setChecked(bool(value))
        elif isinstance(self.editor, QComboBox):
            self._choose(str(value))
        else:
            self.editor.setText(self._shown(value))
        self.editor.blockSignals(False)
        self.say("")

    def say(self, sentence: str) -> None:
        """Show a fault in place of the help; "" takes it away."""
        self.help.setText(sentence or self.field.help)
        self.help.setVisible(bool(self.help.text()))
        self.help.setProperty("role", "fault" if sentence else "help")
        self.editor.setProperty("fault", "true" if sentence else "false")
        self.editor.setAccessibleDescription(sentence or self.field.help)
        for widget in (self.help, self.editor):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def show_needed(self, needed: bool) -> None:
        """Show the row, or hide it where it does not count."""
        self.label.setVisible(needed)
        self.cell.setVisible(needed)

    @Slot()
    def commit(self) -> None:
        """Pass on what was typed, if it can be used and is another one than before."""
        if isinstance(self.editor, QLineEdit) and not self.faulty:
            value = self._typed()
            if value != self._known and not self._fault(value):
                self._known = value
                self.chosen.emit(self.field.name, value)

    def _make_editor(self) -> QLineEdit | QComboBox | QCheckBox:
        look = self.field.look
        if look is Look.FLAG:
            check = QCheckBox(self.field.label)
            check.toggled.connect(self._flag_changed)
            return check
        if look in {Look.CHOICE, Look.FAMILY}:
            return self._make_box()
        line = QLineEdit()
        if look is Look.PASSWORD:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        if look is Look.NUMBER:
            line.setMaximumWidth(_NUMBER_WIDTH)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textEdited.connect(self._check)
        line.editingFinished.connect(self.commit)
        return line

    def _make_box(self) -> QComboBox:
        box = QuietComboBox()
        for value, words in self.field.choices:
            box.addItem(words, value)
        if self.field.look is Look.FAMILY:
            box.addItem(_OWN, "")
            fixed = self.field.name == "wire_family"
            for family in QFontDatabase.families():
                if not QFontDatabase.isPrivateFamily(family) and (
                    not fixed or QFontDatabase.isFixedPitch(family)
                ):
                    box.addItem(family, family)
        box.activated.connect(self._choice_changed)
        return box

    def _place(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        number = self.field.look is Look.NUMBER
        line.addWidget(self.editor, 0 if number else 1)
        if self.field.suffix:
            unit = QLabel(self.field.suffix)
            unit.setProperty("role", "dim")
            line.addWidget(unit)
        if self.field.look in {Look.FILE, Look.FOLDER}:
            self.button = QPushButton("Choose…")
            self.button.setAccessibleName(f"Choose: {self.field.label}")
            self.button.setAutoDefault(False)
            self.button.clicked.connect(self._browse)
            line.addWidget(self.button)
        if number:
            line.addStretch(1)
        column = QVBoxLayout(self.cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(line)
        column.addWidget(self.help)

    def _choose(self, value: str) -> None:
        assert isinstance(self.editor, QComboBox)
        if self.editor.findData(value) < 0:  # a font that this computer does not have
            self.editor.addItem(value, value)
        self.editor.setCurrentIndex(self.editor.findData(value))

    def _shown(self, value: Any) -> str:
        return f"{value / self.field.unit:.12g}" if self.field.look is Look.NUMBER else str(value)

    def _typed(self) -> Any:
        assert isinstance(self.editor, QLineEdit)
        text = self.editor.text()
        if self.field.look is not Look.NUMBER:
            return text if self.field.look is Look.PASSWORD else text.strip()
        with suppress(ValueError, OverflowError):
            number = float(text) * self.field.unit
            return int(number) if isinstance(DEFAULTS[self.field.name], int) else number
        return text

    def _fault(self, value: Any) -> str:
        if self.field.name == PASSWORD:
            return ""
        if self.field.look is Look.NUMBER and isinstance(value, str):
            return "It has to be a number."
        return fault(self.field.name, value)

    @Slot()
    def _check(self) -> None:
        self.say(self._fault(self._typed()))

    @Slot(bool)
    def _flag_changed(self, checked: bool) -> None:
        self.chosen.emit(self.field.name, checked)

    @Slot(int)
    def _choice_changed(self, _index: int) -> None:
        if isinstance(self.editor, QComboBox):
            self.chosen.emit(self.field.name, self.editor.currentData())

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self.cell.window(), self.field.label)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.field.look is Look.FOLDER:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.take_path)
        dialog.open()

    @Slot(str)
    def take_path(self, path: str) -> None:
        """Use the file or folder that was chosen."""
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(path)
            self._check()
            self.commit()
