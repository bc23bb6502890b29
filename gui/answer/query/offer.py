"""Lets the menus of a view begin a query at a value."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from api.answer.document import Document
from api.answer.paths import is_overruled, jmespath_of


class QueryOffer(QObject):
    """Adds "Use as query" to menus."""

    wanted = Signal(str)
    """The expression that leads to the value."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document

    def add_to(self, menu: QMenu, node: int | None) -> None:
        """Offer a query for the node; not where a query would find another value of the same name."""
        if node is None or is_overruled(self._document, node):
            return
        expression = jmespath_of(self._document, node)
        menu.addAction("Use as query").triggered.connect(partial(self.wanted.emit, expression))
        menu.addSeparator()
