"""The page of the saved calls on the left side: filter, tree, the note of the chosen call, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from api.answer.plain import one_line
from api.records.saved.folder import Item
from gui.answer.labels import plain_label
from gui.records.saved.deeds import SavedDeeds
from gui.records.saved.model import Favourite, Folder, Kept, Thing
from gui.records.saved.view import SavedView
from gui.widgets.lines import hairline
from gui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from gui.records.saved.side import SavedSide

EMPTY = (
    "Nothing is saved yet.\n\nCtrl+S in a call's form saves it with its values. "
    "The files can live in git and be shared."
)
NOTHING = "No saved call has these words."
LONGEST_NOTE = 600


class SavedPage(QFrame):
    """Reads what is kept whenever it is shown or its window comes to the front."""

    def __init__(self, side: SavedSide) -> None:
        super().__init__()
        self._side = side
        self.deeds = SavedDeeds(side, self)
        self._kept: Kept | None = None
        self._asked, self._choose = 0, ""
        self.setProperty("role", "panel")
        self.filter = SearchLine("Filter saved calls")
        self.filter.textChanged.connect(self._filtered)
        self.filter.installEventFilter(self)
        self.more = QToolButton()
        self.more.setText("…")
        self.more.setToolTip("Folders, import, links and placeholders")
        self.more.setAccessibleName("More")
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.clicked.connect(self._open_more)
        self.tree = SavedView()
        self.tree.chosen.connect(self._show_note)
        self.tree.wanted.connect(self.do)
        self.tree.dropped.connect(self._drop)
        self.tree.customContextMenuRequested.connect(self._open_menu)
        self.says = plain_label("", "help", wrap=True)
        self.says.setContentsMargins(6, 8, 14, 8)
        self.note = plain_label("", "help", wrap=True)
        self.note.setContentsMargins(6, 8, 14, 8)
        self.note.setAccessibleName("Note")
        self.problems = QPushButton()
        self.problems.setProperty("role", "note")
        self.problems.clicked.connect(self._tell_problems)
        self.problems.hide()
        self._place()
        self.setFocusProxy(self.tree)
        side.changes.changed.connect(self.reread)
        side.window.head.starred.connect(self._reread)
        side.window.actions_.by_name["toggle_star"].triggered.connect(self._reread)

    @Slot(str)
    def reread(self, choose: str = "") -> None:
        """Look at the disk again; ``choose`` is what to make current then."""

        self._choose = choose or self._choose
        self._asked += 1
        number = self._asked

        def done(kept: Kept) -> None:
            if number == self._asked:  # else a later look is on its way
                self._show(kept)

        self._side.changes.read(done)

    @Slot()
    def _reread(self) -> None:
        self.reread()

    def showEvent(self, event: QShowEvent) -> None:
        """Look what is there now."""
        super().showEvent(event)
        self.reread()

    def event(self, event: QEvent) -> bool:
        """Back in front: others may have changed the files meanwhile."""
        if event.type() is QEvent.Type.WindowActivate and self.isVisible():
            self.reread()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the filter, Down and Enter go to the first call left; Escape clears."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.tree.choose_first()
                self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def do(self, deed: str) -> None:
        """Do something with the current row, as the tree's keys name it; what does not fit it does nothing."""
        if deed == "undo":
            self._side.changes.undo()
            return
        deeds = self.deeds.of(self.tree.thing)
        wanted = next((name for name in (deed, *_ALSO.get(deed, ())) if name in deeds), "")
        if wanted:
            deeds[wanted]()

    def menu(self) -> QMenu:
        """What can be done with the current row, and without one."""
        return self.deeds.menu(self.tree.thing, self._kept)

    @Slot(object, object)
    def _drop(self, source: Thing, target: Thing) -> None:
        changes = self._side.changes
        if isinstance(source, Favourite) and isinstance(target, Favourite):
            changes.move_favourite(source.head.id, target.number)
        elif isinstance(source, Item) and isinstance(target, Item):
            changes.move(source, Folder(target.root, target.folder, own=False))
        elif isinstance(source, Item) and isinstance(target, Folder):
            changes.move(source, target)

    def _show(self, kept: Kept) -> None:
        self._kept = kept
        self.tree.show_kept(kept)
        self.tree.choose(self._choose)
        self._choose = ""
        self._filtered(self.filter.text())
        count = len(kept.shelf.problems)
        self.problems.setVisible(bool(count))
        self.problems.setText(f"{count} {'file' if count == 1 else 'files'} cannot be used")

    @Slot(str)
    def _filtered(self, text: str) -> None:
        left = self.tree.show_only(text)
        empty = self._kept is not None and not self._kept.shelf.items
        self.says.setText(
            NOTHING if text.strip() and not left else EMPTY if empty and not text.strip() else ""
        )
        self.says.setVisible(bool(self.says.text()))
        self._show_note()

    @Slot()
    def _show_note(self) -> None:
        thing = self.tree.thing if not self.tree.current_hidden else None
        note = thing.saved.note.strip() if isinstance(thing, Item) else ""
        self.note.setText(note if len(note) <= LONGEST_NOTE else f"{note[:LONGEST_NOTE]}…")
        self._foot.setVisible(bool(note))

    @Slot()
    def _tell_problems(self) -> None:
        found = self._kept.shelf.problems if self._kept is not None else ()
        lines = "\n".join(f"{one_line(p.sentence, 400)}\n    {one_line(p.details, 400)}" for p in found)
        self._side.notices.warn(
            "Some files of saved calls cannot be used.",
            "They were left as they are; all others are there.",
            lines,
        )

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        index = self.tree.indexAt(at)
        if index.isValid():
            self.tree.setCurrentIndex(index)
        self.menu().popup(self.tree.viewport().mapToGlobal(at))

    @Slot()
    def _open_more(self) -> None:
        self.deeds.more(self.tree.thing).popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _place(self) -> None:
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(hairline())
        foot.addWidget(self.note)
        self._foot.hide()
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 8, 0)
        line.setSpacing(4)
        line.addWidget(self.filter, 1)
        line.addWidget(self.more)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 0, 0)
        rows.setSpacing(6)
        rows.addLayout(line)
        rows.addWidget(self.says)
        rows.addWidget(self.tree, 1)
        rows.addWidget(self.problems, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._foot)


_ALSO = {"edit": ("rename",), "delete": ("unstar",)}
"""What the key of a deed means where that cannot be done."""
