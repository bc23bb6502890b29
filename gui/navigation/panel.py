"""The calls on the left side of the window: a filter and the call tree under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.navigation.tree_view import CallTreeView
from gui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from api.model import CallHead
    from gui.navigation.nodes import Node


class NavigationPanel(QFrame):
    """Filter and tree. ``tree`` is the part to listen to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.filter = SearchLine("Filter calls")
        self.filter.textChanged.connect(self._filter)
        self.filter.installEventFilter(self)
        self.tree = CallTreeView()
        self._nothing = QLabel(
            "No call has these words.\nThe filter looks at titles, paths and descriptions."
        )
        self._nothing.setProperty("role", "help")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self._heads: list[CallHead] = []
        self._place()
        self.setFocusProxy(self.tree)

    def set_roots(self, roots: Sequence[Node]) -> None:
        """Show these products; a filter stays on."""
        self._heads = [node.head for root in roots for node in root.walk() if node.head]
        self.tree.set_roots(list(roots))
        if self.filter.text().strip():
            self._filter(self.filter.text())

    @property
    def heads(self) -> list[CallHead]:
        """Every call of the tree, in its order; those that the cloud does not offer come last."""
        calls = self.tree.calls
        return sorted(self._heads, key=lambda head: calls.is_refused(head.product))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter, Down and Enter go to the first call left; Escape clears."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._to_tree()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 0, 0)
        rows.setSpacing(6)
        line = QVBoxLayout()
        line.setContentsMargins(0, 0, 8, 0)
        line.addWidget(self.filter)
        rows.addLayout(line)
        rows.addWidget(self._nothing)
        rows.addWidget(self.tree, 1)

    @Slot(str)
    def _filter(self, text: str) -> None:
        ids: list[str] | None = None
        if text.strip():
            from api.catalog.search import search

            ids = [head.id for head in search(self._heads, text)]
        self.tree.show_only(ids)
        self._nothing.setVisible(ids == [])

    def _to_tree(self) -> None:
        if self.filter.text().strip():
            self.tree.choose_first()
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
