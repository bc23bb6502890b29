"""The colours that a person marks profiles with; each can be told from both grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

if TYPE_CHECKING:
    from api.desk import Desk

SIDE, DOT = 32, 22
_COLOURS = {
    "blue": "#3b82f6",
    "green": "#22a06b",
    "amber": "#d98a00",
    "red": "#d9363e",
    "violet": "#8b5cf6",
    "teal": "#0d9488",
}


def colour_of(name: str) -> QColor | None:
    """The colour of that name; None for "" and unknown ones."""
    return QColor(_COLOURS[name]) if name in _COLOURS else None


def dot(name: str) -> QIcon:
    """A dot in the colour of that name; nothing for none."""
    colour = colour_of(name)
    if colour is None:
        return QIcon()
    picture = QPixmap(SIDE, SIDE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    edge = (SIDE - DOT) / 2
    painter.drawEllipse(QRectF(edge, edge, DOT, DOT))
    painter.end()
    return QIcon(picture)


def colour_of_who(desk: Desk, who: str) -> str:
    """The colour's name of the profile that a "profile · account · region" speaks of; "" where it has none."""
    for cloud in desk.clouds:
        if who == cloud.label or who.startswith(f"{cloud.label} · "):
            profile = desk.profiles.now(cloud.profile.id, cloud.profile)
            return profile.color if profile is not None else ""
    return ""
