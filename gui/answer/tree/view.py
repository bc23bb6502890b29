"""The JSON tree: lazy rows, keyboard, copying, opening what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QVBoxLayout

from api.answer.carry import Standing
from api.answer.document import ROOT
from api.answer.index import NodeKind
from api.answer.outline import TOP, Outline, Place
from api.answer.veil import Veil
from gui.answer.labels import plain_label
from gui.answer.tree.copies import TreeCopies
from gui.answer.tree.delegate import TreeDelegate
from gui.answer.tree.lean_tree import LeanTree
from gui.answer.tree.model import TreeModel
from gui.answer.tree.opener import DEEPEST, Opened, TreeOpener
from gui.jobs import Jobs

OPENED_AT_FIRST = 90
"""Rows that are opened by themselves when the answer comes."""
OPENED_AT_ONCE = 5000
"""Rows that "Open all under here" opens before it stops."""
_ROOM_FOR_VALUE = 520


class TreeView(LeanTree):
    """Shows one document. Copies with Ctrl+C and from the context menu; Enter shows a hidden value."""

    node_chosen = Signal(object)
    """The node that became current; None for a range."""
    whole_wanted = Signal(object)
    """Enter, Space or a double click on a scalar: its whole value is wanted."""
    said = Signal(str)
    """A sentence for the person."""
    revealed = Signal()
    menu_begun = Signal(object, object)
    """A row's context menu and its node, before the view's own entries: whoever knows more adds to it."""

    def __init__(self, outline: Outline, veil: Veil, jobs: Jobs, standing: Standing | None = None) -> None:
        """With a ``standing`` the tree opens what it tells once it is seen, or before at reopen(); else as many rows as
        can be overlooked, at once.
        """
        super().__init__()
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
        self.opener = TreeOpener(self, self._model)
        self.copies = TreeCopies(self, outline.document, veil, jobs, self.current_node)
        self.copies.said.connect(self.said)
        self._open_rows: set[int] = set()
        if not self._model.hasChildren():
            self._say_empty()
        self.expanded.connect(self._make_room)
        self.collapsed.connect(self._note_closed)
        self.doubleClicked.connect(self._activate)
        self.selectionModel().currentChanged.connect(self._tell_current)
        self._coming = standing
        if standing is None:
            self._open_first()

    def _say_empty(self) -> None:
        """Without rows, say what the answer is."""
        document = self._model.outline.document
        is_list = len(document) and document.kind(ROOT) is NodeKind.ARRAY
        words = "An empty list: [ ]" if is_list else "An empty object: { }"
        self.setAccessibleDescription(words)
        page = QVBoxLayout(self.viewport())
        page.setContentsMargins(20, 40, 20, 0)
        page.addWidget(
            plain_label(words, "dim"), 1, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        )

    @property
    def settled(self) -> bool:
        """Whether it stands as it was told to."""
        return self._coming is None and not self.opener.active

    def reopen(self) -> None:
        """Open what was told; best when the tree has its looks already, for a new style lays all its rows out anew.

        Row by row in a tree that is laid out: each costs what comes into sight.
        """
        standing, self._coming = self._coming, None
        if standing is not None:
            self.executeDelayedItemsLayout()
            self.opener.run(self._reopening(standing.opened), lambda: self._stand(standing))

    def showEvent(self, event: QShowEvent) -> None:
        """Open what was told and is not open yet."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.reopen)

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
        """Open everything under a row, level by level, up to 5,000 rows, and say how many are left."""
        self.opener.open_under(self._model.row(index), OPENED_AT_ONCE, self._tell_opened)

    def _tell_opened(self, opened: Opened) -> None:
        if opened.left:
            self.said.emit(f"Opened {opened.rows:,} rows, {opened.left:,} more below.")

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
            self.copies.add_to(menu)
        if self._model.hasChildren(index):
            menu.addSeparator()
            menu.addAction("Open all under here\t*").triggered.connect(self._open_current)
            menu.addAction("Close").triggered.connect(self._close_current)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The one column is as wide as the view, or as its deepest open row needs."""
        super().resizeEvent(event)
        self._fit()

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
        self.opener.open_under(TOP, OPENED_AT_FIRST, lambda _opened: None)
        first = self._model.index(0, 0)
        if first.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(first, flags)

    def standing(self) -> Standing:
        """What is open here, which row is current, and which is the first in sight."""
        if self._coming is not None:
            return self._coming
        outline, top = self._model.outline, self.indexAt(QPoint(0, 0))
        opened = (outline.place(row) for row in self._open_rows)
        return Standing(
            tuple(place for place in opened if place is not None),
            outline.place(self._model.row(self.currentIndex())),
            outline.place(self._model.row(top)),
        )

    def _reopening(self, places: Iterable[Place]) -> Iterator[None]:
        for place in places:
            self.expand(self._model.index_at(place))
            yield

    def _stand(self, standing: Standing) -> None:
        if standing.current is not None:
            self.setCurrentIndex(self._model.index_at(standing.current))
        if standing.top is not None:
            self.scrollTo(self._model.index_at(standing.top), QAbstractItemView.ScrollHint.PositionAtTop)

    @Slot(QModelIndex)
    def _note_closed(self, index: QModelIndex) -> None:
        self._open_rows.discard(self._model.row(index))

    @Slot(QModelIndex)
    def _make_room(self, index: QModelIndex) -> None:
        self._open_rows.add(self._model.row(index))
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
