"""The keys that take an answer elsewhere."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from api.exchange.exchange import Exchange

_EXPORT, _ELSEWHERE = "Ctrl+Shift+E", "Ctrl+Shift+T"


def add_taking_keys(view: QWidget, exchange: Exchange) -> None:
    """From now on the keys, pressed in the view, have its window export the exchange, or show it as other tools'."""
    for keys, deed in ((_EXPORT, _export), (_ELSEWHERE, _elsewhere)):
        shortcut = QShortcut(QKeySequence(keys), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(deed, view, exchange))


def _export(view: QWidget, exchange: Exchange) -> None:
    if (taking := getattr(view.window(), "taking", None)) is not None:
        taking.export(exchange)


def _elsewhere(view: QWidget, exchange: Exchange) -> None:
    if (taking := getattr(view.window(), "taking", None)) is not None:
        taking.elsewhere(exchange.request)
