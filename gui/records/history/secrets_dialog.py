"""Asks for the secrets of a call that is sent again: they were never kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from api.answer.plain import one_line
from gui.answer.labels import plain_label


class SecretsDialog(QDialog):
    """One field for each slot; ``given`` brings the secrets by the slots' names."""

    given = Signal(object)

    def __init__(self, title: str, who: str, slots: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Send again")
        self.setMinimumWidth(460)
        self.fields: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for slot in slots:
            name = slot.partition(":")[2] or slot
            field = self.fields[slot] = QLineEdit()
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(name)
            field.textChanged.connect(self._check)
            form.addRow(one_line(name, 60), field)
        self.send = QPushButton("Send")
        self.send.setProperty("role", "primary")
        self.send.setDefault(True)
        self.send.clicked.connect(self.accept)
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(plain_label(one_line(title, 80), "title"))
        column.addWidget(plain_label(one_line(who, 120), "dim"))
        column.addWidget(
            plain_label(
                "It was sent with secrets, which are never kept. Give them again.", "help", wrap=True
            )
        )
        column.addLayout(form)
        column.addSpacing(6)
        column.addLayout(foot)
        self._check()

    def accept(self) -> None:
        """Hand the secrets over, and forget them here."""
        self.given.emit({slot: field.text() for slot, field in self.fields.items()})
        super().accept()
        self._forget()

    def reject(self) -> None:
        """Nothing is sent."""
        super().reject()
        self._forget()

    def _check(self) -> None:
        self.send.setEnabled(all(field.text() for field in self.fields.values()))

    def _forget(self) -> None:
        for field in self.fields.values():
            field.clear()
        self.deleteLater()
