"""Hairlines between parts of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget


def hairline(*, vertical: bool = False, parent: QWidget | None = None) -> QFrame:
    """A line of one pixel in the theme's colour for lines."""
    line = QFrame(parent)
    line.setProperty("role", "hairline")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
