"""The tree of differences: keys for the next and the previous one, copying, and ways to both answers."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTreeView, QWidget

from api.answer.compare.difference import Change
from api.answer.compare.difference_text import Which
from gui.answer.clipboard import copy_text
from gui.answer.compare.difference_model import LEFT, RIGHT, WHAT, DifferenceModel
from gui.answer.tree.delegate import TreeDelegate

OPENED_AT_FIRST = 100
"""Rows; more changes stay closed until they are opened."""
_SHARE = 0.42
"""Of the width, for the first column."""
_AT_ONCE = 1 << 20
"""Bytes of a value that are copied without a worker."""


class DifferenceView(QTreeView):
    """Shows a DifferenceModel."""

    change_chosen = Signal(object)
    """The Change that is current now; None for none."""
    whole_wanted = Signal(object)
    """A change whose values are to be shown whole."""
    answer_wanted = Signal(object, object)
    """A Change, and Which of the two answers shall show it."""
    copy_all_wanted = Signal()
    large_copy_wanted = Signal(object, object)
    """A Change, and Which of its values is too large to be copied at once."""
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(TreeDelegate(self))
        self.setUniformRowHeights(True)
        self.setAccessibleName("Differences")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(18)
        self.header().setStretchLastSection(True)
        self.header().setSectionsMovable(False)
        self.activated.connect(self._activate)
        self._add_actions()

    def difference(self) -> DifferenceModel | None:
        """The model; None before there is one."""
        model = self.model()
        return model if isinstance(model, DifferenceModel) else None

    def show_model(self, model: DifferenceModel) -> None:
        """Show another difference, opened as far as it is short."""
        before = self.model()
        self.setModel(model)
        if isinstance(before, DifferenceModel):
            before.deleteLater()
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        model.modelReset.connect(self._open_first)
        self._open_first()
        self._fit()

    def show_only(self, signs: Collection[str]) -> None:
        """Show only changes of these signs; all for none."""
        if (model := self.difference()) is not None:
            model.show_only(signs)

    def current_change(self) -> Change | None:
        """The change of the current row."""
        model = self.difference()
        return model.change(self.currentIndex()) if model is not None else None

    @Slot()
    def go_next(self) -> None:
        """Go to the next difference: the next row that has no parts; after the last one to the first."""
        self._go(1)

    @Slot()
    def go_back(self) -> None:
        """Go to the difference before."""
        self._go(-1)

    @Slot()
    def show_current(self) -> None:
        """Scroll to the current difference."""
        self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the current change."""
        if self.current_change() is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.actions():
            menu.addAction(action)
        at = event.globalPos()
        if event.reason() is not QContextMenuEvent.Reason.Mouse:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        menu.popup(at)

    def _add_actions(self) -> None:
        copy = QKeySequence(QKeySequence.StandardKey.Copy)
        for text, keys, slot in (
            ("Show whole values", QKeySequence("Return"), self._show_whole),
            ("Show in left answer", QKeySequence("Ctrl+1"), self._show_left),
            ("Show in right answer", QKeySequence("Ctrl+2"), self._show_right),
            ("Copy value", copy, self._copy_new),
            ("Copy left value", QKeySequence("Ctrl+Shift+L"), self._copy_left),
            ("Copy right value", QKeySequence("Ctrl+Shift+R"), self._copy_right),
            ("Copy JSON pointer", QKeySequence("Ctrl+Shift+C"), self._copy_pointer),
            ("Copy all differences as JSON", QKeySequence("Ctrl+Shift+J"), self.copy_all_wanted),
        ):
            action = QAction(text, self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            self.addAction(action)

    def _go(self, step: int) -> None:
        model = self.difference()
        if model is None or not model.rowCount():
            return
        index = _step(model, self.currentIndex(), step)
        self.expand(index.parent())
        self._stand_on(index)

    def _stand_on(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    @Slot()
    def _open_first(self) -> None:
        model = self.difference()
        if model is None:
            return
        room = OPENED_AT_FIRST
        for row in range(min(model.rowCount(), OPENED_AT_FIRST)):
            index = model.index(row, WHAT)
            room -= 1 + model.rowCount(index)
            if room < 0:
                break
            if model.rowCount(index):
                self.expand(index)
        if model.rowCount():
            self._stand_on(model.index(0, WHAT))
        else:
            self.change_chosen.emit(None)

    def _fit(self) -> None:
        width = self.viewport().width()
        self.header().resizeSection(WHAT, int(width * _SHARE))
        self.header().resizeSection(LEFT, int(width * (1 - _SHARE) / 2))
        self.header().resizeSection(RIGHT, int(width * (1 - _SHARE) / 2))

    @Slot(QModelIndex, QModelIndex)
    def _tell_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        model = self.difference()
        self.change_chosen.emit(model.change(current) if model is not None else None)

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        model, first = self.difference(), index.siblingAtColumn(WHAT)
        if model is None or not index.isValid():
            return
        if model.rowCount(first):
            self.setExpanded(first, not self.isExpanded(first))
        else:
            self.whole_wanted.emit(self.current_change())

    @Slot()
    def _show_whole(self) -> None:
        self._activate(self.currentIndex())

    @Slot()
    def _show_left(self) -> None:
        self._want_answer(Which.LEFT)

    @Slot()
    def _show_right(self) -> None:
        self._want_answer(Which.RIGHT)

    def _want_answer(self, which: Which) -> None:
        if (change := self.current_change()) is not None:
            self.answer_wanted.emit(change, which)

    @Slot()
    def _copy_new(self) -> None:
        change = self.current_change()
        if change is not None:
            self._copy_value(Which.RIGHT if change.right >= 0 else Which.LEFT)

    @Slot()
    def _copy_left(self) -> None:
        self._copy_value(Which.LEFT)

    @Slot()
    def _copy_right(self) -> None:
        self._copy_value(Which.RIGHT)

    def _copy_value(self, which: Which) -> None:
        change, model = self.current_change(), self.difference()
        if change is None or model is None:
            return
        node = model.text.node(change, which)
        if node < 0:
            self.said.emit("There is no value on this side.")
        elif model.text.hidden(change):
            self.said.emit("The value is hidden; show it in its answer first, then copy it.")
        elif _size(model, node, which) > _AT_ONCE:
            self.large_copy_wanted.emit(change, which)
        else:
            copy_text(model.text.whole(change, which), secret=model.text.bare)
            self.said.emit("Copied the value.")

    @Slot()
    def _copy_pointer(self) -> None:
        change, model = self.current_change(), self.difference()
        if change is not None and model is not None:
            copy_text(model.text.pointer(change))
            self.said.emit("Copied the JSON pointer.")


def _size(model: DifferenceModel, node: int, which: Which) -> int:
    start, end = model.text.document(which).span(node)
    return end - start


def _step(model: DifferenceModel, index: QModelIndex, step: int) -> QModelIndex:
    """The next row without parts in one direction, around the end."""
    whole = index.parent() if index.parent().isValid() else index.siblingAtColumn(WHAT)
    parts = model.rowCount(whole) if whole.isValid() else 0
    part = index.row() + step if index.parent().isValid() else (0 if step > 0 else -1)
    if parts and 0 <= part < parts:
        return model.index(part, WHAT, whole)
    row = whole.row() + step if whole.isValid() else 0
    while model.canFetchMore(QModelIndex()) and not 0 <= row < model.rowCount():
        model.fetchMore(QModelIndex())
    row %= model.rowCount()
    other = model.index(row, WHAT)
    parts = model.rowCount(other)
    return model.index(0 if step > 0 else parts - 1, WHAT, other) if parts else other
