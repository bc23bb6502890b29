"""The JSON tree: lazy rows, keyboard, copying, opening what is hidden."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTreeView, QWidget

from api.answer.outline import Outline
from api.answer.pretty import pretty
from api.answer.veil import Veil
from gui.answer.clipboard import copy_text
from gui.answer.tree_delegate import TreeDelegate
from gui.answer.tree_model import TreeModel

OPENED_AT_FIRST = 90
"""Rows that are opened by themselves when the answer comes."""
OPENED_AT_ONCE = 5000
"""Rows that "Open all under here" opens before it stops."""
DEEPEST = 250
"""Levels that are opened by themselves: a view of rows is no way to look at thousands of them."""
COPIED_AT_ONCE = 64 * 1024
"""Bytes whose JSON is written on the spot; more is a worker's work."""
_ROOM_FOR_VALUE = 520


class TreeView(QTreeView):
    """Shows one document. Copies with Ctrl+C and from the context menu; Enter shows a hidden value."""

    node_chosen = Signal(object)
    """The node that became current; None for a range."""
    whole_wanted = Signal(object)
    """Enter, Space or a double click on a scalar: its whole value is wanted."""
    said = Signal(str)
    """A sentence for the person."""
    revealed = Signal()
    large_copy_wanted = Signal(object)
    """A node whose JSON takes too long to write here."""
    menu_begun = Signal(object, object)
    """A row's context menu and its node, before the view's own entries: whoever knows more adds to it."""

    def __init__(self, outline: Outline, veil: Veil, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Answer as a tree")
        self.follow_link: Callable[[int], bool] = lambda _node: False
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(18)
        self.setExpandsOnDoubleClick(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(TreeDelegate(self))
        self._model = TreeModel(outline, veil, self)
        self.setModel(self._model)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self._copies = self._make_actions()
        self.expanded.connect(self._make_room)
        self.doubleClicked.connect(self._activate)
        self.selectionModel().currentChanged.connect(self._tell_current)
        self._open_first()

    @property
    def tree_model(self) -> TreeModel:
        """The model, typed."""
        return self._model

    def current_node(self) -> int | None:
        """The node that is current."""
        return self._model.node(self.currentIndex())

    def show_node(self, node: int) -> None:
        """Open the way to a node and make it current."""
        line = self._model.outline.document.lineage(node)
        if len(line) > DEEPEST:
            self.said.emit(
                f"This is {len(line):,} levels deep; the tree goes to level {DEEPEST} on the way."
            )
            node = line[DEEPEST - 1]
        index = self._model.index_of(node)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def open_all_under(self, index: QModelIndex) -> None:
        """Open everything under a row, level by level, up to 5,000 rows."""
        self.setUpdatesEnabled(False)
        opened, left = self._open_under(index, OPENED_AT_ONCE)
        self.setUpdatesEnabled(True)
        if left:
            self.said.emit(f"Opened {opened:,} rows; more can be opened below.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space show what is behind a value, Enter opens a link; * opens all below, with a limit."""
        key, index = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
            if self._model.hasChildren(index):
                self.setExpanded(index, not self.isExpanded(index))
            elif key == Qt.Key.Key_Space:
                self._show_value(index)
            else:
                self._activate(index)
        elif key == Qt.Key.Key_Asterisk and index.isValid():
            self.open_all_under(index)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the row under the mouse, or with the current one."""
        keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        at = self.visualRect(index).bottomLeft() if keyboard else event.pos()
        menu = self.menu_for(index)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))

    def menu_for(self, index: QModelIndex) -> QMenu:
        """The context menu of a row."""
        menu, node = QMenu(self), self._model.node(index)
        if node is not None:
            self.menu_begun.emit(menu, node)
            if self._model.veil.hides(node):
                menu.addAction("Show hidden value").triggered.connect(self._reveal_current)
            elif not self._model.hasChildren(index):
                menu.addAction("Show whole value").triggered.connect(self._show_whole_current)
            menu.addSeparator()
            menu.addActions(self._copies)
        if self._model.hasChildren(index):
            menu.addSeparator()
            menu.addAction("Open all under here\t*").triggered.connect(self._open_current)
            menu.addAction("Close").triggered.connect(self._close_current)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The one column is as wide as the view, or as its deepest open row needs."""
        super().resizeEvent(event)
        self._fit()

    def _make_actions(self) -> list[QAction]:
        made = []
        for text, keys, slot in (
            ("Copy value", QKeySequence(QKeySequence.StandardKey.Copy), self._copy_value),
            ("Copy name", QKeySequence("Ctrl+Shift+N"), self._copy_key),
            ("Copy JSON pointer", QKeySequence("Ctrl+Shift+C"), self._copy_pointer),
            ("Copy path", QKeySequence("Ctrl+Alt+C"), self._copy_path),
            ("Copy with everything below as JSON", QKeySequence("Ctrl+Shift+J"), self._copy_subtree),
        ):
            action = QAction(text, self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            made.append(action)
        self.addActions(made)
        return made

    def _copy(self, text: str, what: str) -> None:
        copy_text(text)
        self.said.emit(f"Copied {what}.")

    @Slot()
    def _copy_value(self) -> None:
        node = self.current_node()
        if node is None or self._refuse_hidden(node):
            return
        document = self._model.outline.document
        if document.is_container(node):
            self._copy_subtree()
        else:
            self._copy(document.text(node), "the value")

    @Slot()
    def _copy_key(self) -> None:
        if (node := self.current_node()) is not None:
            self._copy(self._model.outline.document.step_text(node), "the name")

    @Slot()
    def _copy_pointer(self) -> None:
        if (node := self.current_node()) is not None:
            self._copy(self._model.outline.document.pointer(node), "the JSON pointer")

    @Slot()
    def _copy_path(self) -> None:
        if (node := self.current_node()) is not None:
            self._copy(self._model.outline.document.path(node), "the path")

    @Slot()
    def _copy_subtree(self) -> None:
        node = self.current_node()
        if node is None or self._refuse_hidden(node):
            return
        start, end = self._model.outline.document.span(node)
        if end - start > COPIED_AT_ONCE:
            self.large_copy_wanted.emit(node)
        else:
            self._copy(pretty(self._model.outline.document, node, self._model.veil), "the JSON")

    def _refuse_hidden(self, node: int) -> bool:
        hidden = self._model.veil.hides(node)
        if hidden:
            self.said.emit("The value is hidden; show it first, then copy it.")
        return hidden

    @Slot()
    def _reveal_current(self) -> None:
        self._model.reveal(self.currentIndex())
        self.revealed.emit()
        self.node_chosen.emit(self.current_node())

    @Slot()
    def _show_whole_current(self) -> None:
        self.whole_wanted.emit(self.current_node())

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        node = self._model.node(index)
        if node is None or not self.follow_link(node):
            self._show_value(index)

    def _show_value(self, index: QModelIndex) -> None:
        node = self._model.node(index)
        if node is None or self._model.hasChildren(index):
            return
        if self._model.veil.hides(node):
            self._reveal_current()
        else:
            self.whole_wanted.emit(node)

    @Slot()
    def _open_current(self) -> None:
        self.open_all_under(self.currentIndex())

    @Slot()
    def _close_current(self) -> None:
        self.collapse(self.currentIndex())

    @Slot(QModelIndex, QModelIndex)
    def _tell_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.node_chosen.emit(self._model.node(current))

    def _open_first(self) -> None:
        """Open what fits, level by level, and stand on the first row."""
        self._open_under(QModelIndex(), OPENED_AT_FIRST)
        first = self._model.index(0, 0)
        if first.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(first, flags)

    def _open_under(self, index: QModelIndex, limit: int) -> tuple[int, bool]:
        """Open rows breadth first while there is room; returns how many rows came and whether some are left."""
        waiting, opened, left = deque([(index, 0)]), 0, False
        while waiting:
            each, level = waiting.popleft()
            count = self._model.rowCount(each)
            if each.isValid():
                if not count:
                    continue
                if (opened and opened + count > limit) or level > DEEPEST:
                    left = True
                    continue
                opened += count
                self.expand(each)
            waiting.extend((self._model.index(row, 0, each), level + 1) for row in range(min(count, limit)))
        return opened, left

    @Slot(QModelIndex)
    def _make_room(self, index: QModelIndex) -> None:
        depth = 2
        while (index := index.parent()).isValid():
            depth += 1
        needed = depth * self.indentation() + _ROOM_FOR_VALUE
        if needed > self.header().sectionSize(0):
            self.header().resizeSection(0, needed)

    def _fit(self) -> None:
        if self.viewport().width() > self.header().sectionSize(0) or not self.horizontalScrollBar().value():
            deepest = _ROOM_FOR_VALUE + 2 * self.indentation()
            self.header().resizeSection(0, max(self.viewport().width(), deepest))
