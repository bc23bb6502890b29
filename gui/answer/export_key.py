"""The key that exports an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from api.exchange.exchange import Exchange

KEYS = "Ctrl+Shift+E"


def add_export_key(view: QWidget, exchange: Exchange) -> None:
    """From now on the key, pressed in the view, has its window export the exchange."""

    def export() -> None:
        taking = getattr(view.window(), "taking", None)
        if taking is not None:
            taking.export(exchange)

    shortcut = QShortcut(QKeySequence(KEYS), view)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(export)
