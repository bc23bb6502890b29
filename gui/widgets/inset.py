"""Widgets beside each other between a page's margins."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

MARGIN = 20
"""Pixels that a page leaves free at both sides."""


def inset(*widgets: QWidget | None) -> QWidget:
    """The widgets that are there; the first one takes the room."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(MARGIN, 0, MARGIN, 0)
    for number, widget in enumerate(widgets):
        if widget is not None:
            row.addWidget(widget, int(not number))
    return holder
