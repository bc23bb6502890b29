"""The call tree: chooses calls, opens them, hides what a filter leaves out, keeps expansion and selection."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from gui.navigation.tree_model import CallTreeModel, Index

if TYPE_CHECKING:
    from gui.navigation.nodes import Node


class CallTreeView(QTreeView):
    """A view of a CallTreeModel, which it owns."""

    chosen = Signal(str)
    """A call became the current one: its id."""
    opened = Signal(str)
    """A call was double-clicked, or Enter was pressed on it: its id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.calls = CallTreeModel(self)
        self._before_filter: set[str] | None = None
        self.setModel(self.calls)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName("Calls")
        self.header().setAccessibleName("Calls")
        self.doubleClicked.connect(self._open)

    def set_roots(self, roots: list[Node]) -> None:
        """Show another tree; what was expanded and current stays so where it still exists."""
        from gui.navigation.delegate import CallDelegate  # an empty tree is painted without it, and sooner

        if not isinstance(self.itemDelegate(), CallDelegate):
            self.setItemDelegate(CallDelegate(self))
        expanded, current = self.expanded_keys(), self.current_key()
        self.calls.set_roots(roots)
        self.expand_keys(expanded)
        if current:
            self.choose(current)

    def choose(self, key: str) -> bool:
        """Make that node the current one and show it; returns whether it exists."""
        node = self.calls.find(key)
        if node is None:
            return False
        index = self.calls.index_of(node)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def choose_first(self) -> None:
        """Make the first call that is not hidden the current one; calls that are not offered come last."""
        for root in sorted(self.calls.roots, key=lambda root: bool(self.calls.reason(root))):
            for node in root.walk():
                index = self.calls.index_of(node)
                if node.head and not self.isRowHidden(index.row(), index.parent()):
                    self.choose(node.key)
                    return

    def current_key(self) -> str:
        """The lasting key of the current node; "" without one."""
        node = self.calls.node(self.currentIndex())
        return node.key if node else ""

    def expanded_keys(self) -> set[str]:
        """The keys of all expanded nodes; those of before the filter while one is on."""
        if self._before_filter is not None:
            return set(self._before_filter)
        return {n.key for n in self._groups() if self.isExpanded(self.calls.index_of(n))}

    def expand_keys(self, keys: Collection[str]) -> None:
        """Expand exactly these nodes."""
        for node in self._groups():
            self.setExpanded(self.calls.index_of(node), node.key in keys)

    def show_only(self, ids: Collection[str] | None) -> None:
        """Hide all calls but these and open their groups; None ends the filter and restores the rest."""
        if ids is not None and self._before_filter is None:
            self._before_filter = self.expanded_keys()
        for root in self.calls.roots:
            self._hide_unless(root, ids)
        if ids is not None:
            self.expandAll()
        elif self._before_filter is not None:
            expanded, self._before_filter = self._before_filter, None
            self.expand_keys(expanded)
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a call and folds or unfolds a group."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._enter(self.currentIndex())
            return
        super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which call is current now."""
        super().currentChanged(current, previous)
        node = self.calls.node(current)
        if node and node.head:
            self.chosen.emit(node.head.id)

    def _enter(self, index: QModelIndex) -> None:
        node = self.calls.node(index)
        if node and node.head:
            self.opened.emit(node.head.id)
        elif node:
            self.setExpanded(index, not self.isExpanded(index))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        node = self.calls.node(index)
        if node and node.head:
            self.opened.emit(node.head.id)

    def _hide_unless(self, node: Node, ids: Collection[str] | None) -> bool:
        shown = [self._hide_unless(child, ids) for child in node.children]
        wanted = ids is None or any(shown) or (node.head is not None and node.head.id in ids)
        index = self.calls.index_of(node)
        self.setRowHidden(index.row(), index.parent(), not wanted)
        return wanted

    def _groups(self) -> Iterable[Node]:
        return (node for root in self.calls.roots for node in root.walk() if node.children)
