"""Labels that show text of an answer: as plain text, whatever stands in it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gui import theme

_LONGEST_TIP = 2000


def plain_label(text: str = "", role: str = "", *, wrap: bool = False, wire: bool = False) -> QLabel:
    """A label whose text is never read as markup; ``wire`` sets it in the monospaced font."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        if wrap
        else Qt.TextInteractionFlag.NoTextInteraction
    )
    if role:
        label.setProperty("role", role)
    if wire:
        label.setFont(theme.wire_font())
    return label


def plain_tip(text: str) -> str:
    """Text for a tip; tips have no switch for plain text, so its markup is escaped."""
    cut = text[:_LONGEST_TIP] + ("…" if len(text) > _LONGEST_TIP else "")
    return f"<span style='white-space: pre-wrap'>{escape(cut)}</span>" if cut else ""
