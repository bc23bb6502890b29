"""The question before changes that were not sent are given up."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from api.answer.sizes import counted


def ask_about_unsent(number: int, parent: QWidget) -> QMessageBox:
    """Open the question; its ``accepted`` says to give the changes up. It deletes itself with its parent."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Unsent changes")
    box.setText(f"{counted(number, 'changes')} {'has' if number == 1 else 'have'} not been sent.")
    box.setInformativeText("If you close the form, they are lost.")
    discard = box.addButton("Discard", QMessageBox.ButtonRole.AcceptRole)
    discard.setAutoDefault(False)
    keep = box.addButton("Keep editing", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.open()
    return box
