"""The tree of saved calls: opens and sends by key, takes what is dragged, keeps what was folded, filters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from api.records.saved.folder import Item
from gui.records.saved.delegate import SavedDelegate
from gui.records.saved.model import Favourite, Folder, Index, Kept, SavedModel, Thing

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class SavedView(QTreeView):
    """A view of a SavedModel, which it owns."""

    chosen = Signal()
    """Something else is the current row."""
    wanted = Signal(str)
    """A deed on the current row, by its name in ``SavedDeeds``; "undo" is of the last one deleted."""
    dropped = Signal(object, object)
    """A thing that was dragged onto another one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept = SavedModel(self)
        self._folded: set[str] = set()
        self._filter = ""
        self.setModel(self.kept)
        self.setItemDelegate(SavedDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Saved calls")
        self.header().setAccessibleName("Saved calls")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(self._double_clicked)
        self.collapsed.connect(self._fold)
        self.expanded.connect(self._unfold)

    def show_kept(self, kept: Kept) -> None:
        """Show this; what was current, folded and filtered stays so."""
        current, folded = self.kept.key(self.currentIndex()), set(self._folded)
        self.kept.show_kept(kept)
        self.expandAll()
        for key in folded:
            self.setExpanded(self.kept.index_of(key), False)
        self._folded = folded
        self.choose(current)
        self.show_only(self._filter)

    @property
    def thing(self) -> Thing | None:
        """What is current."""
        return self.kept.thing(self.currentIndex())

    @property
    def current_hidden(self) -> bool:
        """Whether the filter hides what is current."""
        index = self.currentIndex()
        while index.isValid():
            if self.isRowHidden(index.row(), index.parent()):
                return True
            index = index.parent()
        return False

    def choose(self, key: str) -> bool:
        """Make the thing of that key the current one; returns whether it is there."""
        index = self.kept.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def choose_first(self) -> None:
        """Make the first call that can be seen the current one."""
        for key in self.kept.all_keys():
            index = self.kept.index_of(key)
            thing = self.kept.thing(index)
            if isinstance(thing, Item | Favourite) and not self.isRowHidden(index.row(), index.parent()):
                self.choose(key)
                return

    def show_only(self, text: str) -> int:
        """Hide every call without these words in its name, tags, note, folder or id; returns how many are left."""
        self._filter = text
        words = text.casefold().split()
        left = self._show_under(QModelIndex(), lambda index: _has(self._words(index), words))
        if words:
            folded = set(self._folded)
            self.expandAll()
            self._folded = folded
        return left

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that another row is current."""
        super().currentChanged(current, previous)
        self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """The keys of the tree's own deeds mean nothing else while it has the keyboard."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _deed(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, or folds and unfolds; the other keys are those of the menu."""
        deed = _deed(event)
        if deed == "open" and isinstance(self.thing, Folder | None):
            index = self.currentIndex()
            self.setExpanded(index, not self.isExpanded(index))
        elif deed:
            self.wanted.emit(deed)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was dropped where; whoever keeps it moves it, and the tree is read anew."""
        target, source = self.kept.thing(self.indexAt(event.position().toPoint())), self.thing
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if source is not None and target is not None and source != target:
            self.dropped.emit(source, target)

    def _words(self, index: Index) -> str:
        thing = self.kept.thing(index)
        if isinstance(thing, Item):
            saved = thing.saved
            return " ".join((saved.name, *saved.tags, saved.note, thing.folder, saved.call))
        return f"{thing.head.title} {thing.head.id}" if isinstance(thing, Favourite) else ""

    def _show_under(self, parent: QModelIndex, fits: Callable[[Index], bool]) -> int:
        count = 0
        for row in range(self.kept.rowCount(parent)):
            index = self.kept.index(row, 0, parent)
            if isinstance(self.kept.thing(index), Item | Favourite):
                left = int(fits(index))
            else:
                left = self._show_under(index, fits)
            self.setRowHidden(row, parent, bool(self._filter.strip()) and not left)
            count += left
        return count

    @Slot(QModelIndex)
    def _double_clicked(self, index: QModelIndex) -> None:
        if isinstance(self.kept.thing(index), Item | Favourite):
            self.wanted.emit("open")

    @Slot(QModelIndex)
    def _fold(self, index: QModelIndex) -> None:
        self._folded.add(self.kept.key(index))

    @Slot(QModelIndex)
    def _unfold(self, index: QModelIndex) -> None:
        self._folded.discard(self.kept.key(index))


def _has(text: str, words: list[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _deed(event: QKeyEvent) -> str:
    """What a key means on the current row; "" for nothing."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return "copy_link"
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    deeds = {
        Qt.KeyboardModifier.NoModifier: {
            Qt.Key.Key_F2: "edit",
            Qt.Key.Key_Delete: "delete",
            **dict.fromkeys(_ENTER, "open"),
        },
        _CONTROL: dict.fromkeys(_ENTER, "send"),
        _ALT: {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"},
        _CONTROL | Qt.KeyboardModifier.ShiftModifier: {Qt.Key.Key_T: "elsewhere"},
    }
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return deeds.get(plain, {}).get(Qt.Key(event.key()), "")
