"""Where the keyboard is, in a window that may be in front or behind."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def holds_focus(widget: QWidget) -> bool:
    """Whether the keyboard of its window, which may be behind, is in the widget or in anything inside it."""
    focused = widget.window().focusWidget()
    return focused is not None and (widget is focused or widget.isAncestorOf(focused))
