"""What the page of the body asks before it saves, and what it says when something is too much to copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from api.answer.sizes import size
from gui.answer.raw.copying import LARGEST_COPY

_SECRETS = "The file will hold what is hidden here, readable for whoever opens it."
_TOO_MUCH = (
    f"The clipboard takes at most {size(LARGEST_COPY)} from here. A file can hold the body as received."
)


def offer_to_save(page: QWidget, save: Callable[[], None]) -> None:
    """Say that it is too much for the clipboard; calls ``save`` if the person would rather save it."""
    question = _question(page, "Copy", "This is too much for the clipboard.", _TOO_MUCH)
    button = question.addButton("Save…", QMessageBox.ButtonRole.ActionRole)
    question.addButton(QMessageBox.StandardButton.Close)
    button.clicked.connect(save)
    question.open()


def ask_to_save_secrets(page: QWidget, save: Callable[[], None]) -> None:
    """Ask whether secrets shall be saved; calls ``save`` if they shall."""
    question = _question(page, "Save the body", "The body holds secrets.", _SECRETS)
    button = question.addButton("Save with secrets…", QMessageBox.ButtonRole.AcceptRole)
    question.setDefaultButton(question.addButton(QMessageBox.StandardButton.Cancel))
    button.clicked.connect(save)
    question.open()


def _question(page: QWidget, title: str, text: str, more: str) -> QMessageBox:
    question = QMessageBox(page)
    question.setWindowTitle(title)
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setText(text)
    question.setInformativeText(more)
    question.finished.connect(question.deleteLater)
    return question
