"""Puts plain text on the clipboard."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication


def copy_text(text: str) -> None:
    """Copy text, and nothing but text."""
    QGuiApplication.clipboard().setText(text)


def packed(pieces: Iterable[str]) -> QByteArray:
    """A text of any length, ready for ``copy_packed``. For a worker; no step takes long if no piece is long."""
    whole = QByteArray()
    for piece in pieces:
        whole.append(piece.encode("utf-8", "replace"))
    return whole


def copy_packed(text: QByteArray) -> None:
    """Copy a packed text, at once: whoever asks for it turns it into what they need."""
    data = QMimeData()
    data.setData("text/plain", text)
    QGuiApplication.clipboard().setMimeData(data)
