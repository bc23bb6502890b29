"""The list of the history: keys and clicks become deeds on the chosen entries."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHelpEvent, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip, QWidget

from api.records.history.entry import Entry
from gui.answer.labels import plain_tip
from gui.presenting.stand_ins import on_screen
from gui.records.history.delegate import HistoryDelegate
from gui.records.history.model import HistoryModel, spoken

KEYS = {
    "open": "Return",
    "again": "F5",
    "fill_in": "Ctrl+E",
    "compare": "Ctrl+Shift+D",
    "elsewhere": "",
    "save": "Ctrl+S",
    "export": "Ctrl+Shift+E",
    "star": "Ctrl+D",
    "remove": "Delete",
}
"""What the keys do here; some mean something else elsewhere in the window."""
_AGES_MS = 20_000


class HistoryView(QListView):
    """A view of a HistoryModel, which it owns."""

    wanted = Signal(str)
    """A deed on the chosen entries: a name of KEYS."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.history = HistoryModel(self)
        self.setModel(self.history)
        self.setItemDelegate(HistoryDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("History")
        self.doubleClicked.connect(self._double_clicked)
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_MS)
        self._ages.timeout.connect(self.viewport().update)

    @property
    def chosen(self) -> list[Entry]:
        """The entries that are chosen, the newest first."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        found = (self.history.row(self.history.index(row)) for row in rows)
        return [row for row in found if isinstance(row, Entry)]

    @property
    def current(self) -> Entry | None:
        """The entry that has the keyboard."""
        row = self.history.row(self.currentIndex())
        return row if isinstance(row, Entry) else None

    def choose(self, entry_id: str) -> bool:
        """Make an entry the current one; returns whether it is shown."""
        index = self.history.index_of(entry_id)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def choose_first(self) -> None:
        """Make the newest entry the current one."""
        if first := self.history.entries[:1]:
            self.choose(first[0].id)
            self.scrollToTop()

    def event(self, event: QEvent) -> bool:
        """Here the keys of the deeds do them, whatever the window means by them elsewhere."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _deed(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key stands for."""
        if (deed := _deed(event)) != "":
            self.wanted.emit(deed)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tips: the whole entry in words."""
        if isinstance(event, QHelpEvent):
            row = self.history.row(self.indexAt(event.pos()))
            text = plain_tip(spoken(row)) if isinstance(row, Entry) else ""
            QToolTip.showText(event.globalPos(), on_screen(text), self)
            return True
        return super().viewportEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The ages go on."""
        super().showEvent(event)
        self._ages.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees them."""
        super().hideEvent(event)
        self._ages.stop()

    @Slot(QModelIndex)
    def _double_clicked(self, index: QModelIndex) -> None:
        if isinstance(self.history.row(index), Entry):
            self.wanted.emit("open")


def _deed(event: QKeyEvent) -> str:
    """The deed of a key; Enter of the number pad is Return."""
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    pressed = QKeySequence(QKeyCombination(modifiers, key))
    return next((deed for deed, keys in KEYS.items() if keys and QKeySequence(keys) == pressed), "")
