"""Puts plain text on the clipboard."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication


def copy_text(text: str) -> None:
    """Copy text, and nothing but text."""
    QGuiApplication.clipboard().setText(text)
