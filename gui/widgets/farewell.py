"""Deletes widgets one after another: a whole page of an answer at once would cost the window a frame."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

STEP_MS = 15


def delete_in_turn(widgets: Iterable[QWidget]) -> None:
    """Delete widgets that nobody sees any more, in this order, each in a turn of its own."""
    for number, widget in enumerate(widgets, 1):
        QTimer.singleShot(number * STEP_MS, widget.deleteLater)
