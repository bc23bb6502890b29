"""Labels that show text of an answer: as plain text, whatever stands in it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Slot
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


class ToneLabel(QLabel):
    """A strong plain label in a colour of the theme, also after the theme changes."""

    def __init__(self, text: str, role: str, points: float = 10.5) -> None:
        super().__init__()
        self._role, self._points = role, points
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        theme.switch().changed.connect(self._colour)
        self._colour()

    @Slot()
    def _colour(self) -> None:
        colour = getattr(theme.current(), self._role)
        self.setStyleSheet(f"color: {colour}; font-size: {self._points}pt; font-weight: 600;")


def plain_tip(text: str) -> str:
    """Text for a tip; tips have no switch for plain text, so its markup is escaped."""
    cut = text[:_LONGEST_TIP] + ("…" if len(text) > _LONGEST_TIP else "")
    return f"<span style='white-space: pre-wrap'>{escape(cut)}</span>" if cut else ""
