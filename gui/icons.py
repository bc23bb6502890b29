"""Icons: our own SVG drawings, coloured for the theme that is on when they are painted."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImageReader, QPainter, QPixmap

from api.constants import RESOURCES
from gui import theme

FOLDER = RESOURCES / "icons"


def icon(name: str, role: str = "text") -> QIcon:
    """The drawing ``resources/icons/<name>.svg`` in the colour of a role; it follows the theme by itself.

    Raises FileNotFoundError for an unknown name.
    """
    _drawing(name)
    return QIcon(_Engine(name, role))


def pixmap(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """The drawing as a square picture of ``side`` logical pixels in that colour (``#rrggbb``)."""
    picture = _picture(name, colour, round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _drawing(name: str) -> str:
    if not name.replace("-", "").isalnum():
        raise FileNotFoundError(name)
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _cached(name: str, colour: str, pixels: int) -> QPixmap:
    buffer = QBuffer()
    buffer.setData(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(pixels, pixels))
    return QPixmap.fromImage(reader.read())


def _picture(name: str, colour: str, pixels: int) -> QPixmap:
    return QPixmap(_cached(name, colour, max(1, pixels)))  # a copy: its ratio may be set


class _Engine(QIconEngine):
    """Paints one drawing in the colour of a role; disabled ones are dim."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name, self._role = name, role

    def clone(self) -> QIconEngine:
        """Another engine for the same drawing."""
        return _Engine(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw it in the middle of the rectangle, sharp at any scale."""
        side = min(rect.width(), rect.height())
        scale = painter.deviceTransform().m11()  # asking the device loads every class of devices first
        picture = pixmap(self._name, self._colour(mode), side, scale)
        place = QRect(0, 0, side, side)
        place.moveCenter(rect.center())
        painter.drawPixmap(place, picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """The drawing as a picture of that many device pixels."""
        side = min(size.width(), size.height())
        if side == size.width() == size.height():
            return _picture(self._name, self._colour(mode), side)
        canvas = QPixmap(size)
        canvas.fill(Qt.GlobalColor.transparent)
        painter = QPainter(canvas)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, _state)
        painter.end()
        return canvas

    def _colour(self, mode: QIcon.Mode) -> str:
        role = "dim" if mode is QIcon.Mode.Disabled else self._role
        return str(getattr(theme.current(), role))
