"""Puts plain text on the clipboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_LONG = 1 << 20
_PLAIN = "text/plain"


def copy_text(text: str) -> None:
    """Copy text, and nothing but text. A long one is only handed over where it is pasted."""
    board = QGuiApplication.clipboard()
    if len(text) < _LONG:
        board.setText(text)
    else:
        board.setMimeData(_LongText(text))


class _LongText(QMimeData):
    """Text that takes too long to be converted before anybody asks for it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def formats(self) -> list[str]:
        """Plain text only."""
        return [_PLAIN]

    def hasFormat(self, mimetype: str) -> bool:
        """Whether it is plain text that is asked for."""
        return mimetype == _PLAIN

    def retrieveData(self, mimetype: str, _preferred: Any) -> Any:
        """The text, for whoever pastes it."""
        return self._text if mimetype == _PLAIN else None
