"""The two fonts of the window: the one for text, and the monospaced one for what goes over the wire."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase

USUAL = 10.0
"""The size in points for which everything is laid out."""
_NOBODY_CHOSE = {"", "Sans", "Sans Serif", "sans-serif", "DejaVu Sans"}


class Fonts(NamedTuple):
    """What was chosen: families ("" is the system's) and the sizes of plain text in points."""

    text_family: str = ""
    text_size: float = USUAL
    wire_family: str = ""
    wire_size: float = USUAL

    def text(self, points: float = USUAL, *, strong: bool = False) -> QFont:
        """The font for text that is of ``points`` where nobody chose a size; ``strong`` is semi-bold."""
        font = QFont(_system_font(QFontDatabase.SystemFont.GeneralFont))
        if self.text_family:
            font.setFamilies([self.text_family, font.family()])
        elif font.family() in _NOBODY_CHOSE:  # no desktop settings: a bare X server
            font.setFamilies(["Inter", "Cantarell", "Noto Sans", font.family()])
        font.setPointSizeF(points * self.text_size / USUAL)
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def wire(self, points: float = USUAL) -> QFont:
        """The monospaced font: addresses, JSON, ids, headers."""
        font = QFont(_system_font(QFontDatabase.SystemFont.FixedFont))
        own = [self.wire_family] if self.wire_family else []
        font.setFamilies([*own, "JetBrains Mono", font.family(), "monospace"])
        font.setFixedPitch(True)
        font.setPointSizeF(points * self.wire_size / USUAL)
        return font

    def is_wire(self, font: QFont) -> bool:
        """Whether a font is the monospaced one, in any size."""
        return font.families() == self.wire().families()

    def scaled(self, points: float) -> float:
        """How large text of that size is now."""
        return points * self.text_size / USUAL


@cache
def _system_font(kind: QFontDatabase.SystemFont) -> QFont:
    """Asked once: delegates need fonts for every row they paint."""
    return QFontDatabase.systemFont(kind)


def moved(font: QFont, before: Fonts, after: Fonts) -> QFont:
    """What a font that was made of the fonts before is of those after; weight and features stay."""
    wire = before.is_wire(font)
    old, new = (before.wire_size, after.wire_size) if wire else (before.text_size, after.text_size)
    families = (after.wire() if wire else after.text()).families()
    changed = QFont(font)
    changed.setFamilies(families)
    changed.setPointSizeF(font.pointSizeF() * new / old)
    return changed
