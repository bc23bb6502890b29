"""The way of the Tab key through widgets that are made one after another, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def order_tabs(parts: Iterable[QWidget]) -> None:
    """Let Tab go through these parts and what is in them, in this order, and from the end to the beginning."""
    stops = [stop for part in parts for stop in _stops(part)]
    for before, after in pairwise([*stops, *stops[:1]]):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> list[QWidget]:
    """The widgets of a part that take the keyboard themselves; lists that drop down are windows of their own."""
    found = [part, *part.findChildren(QWidget)]
    return [each for each in found if _takes_tab(each) and each.window() is part.window()]


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
