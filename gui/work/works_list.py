"""The list of the works: its rows' buttons for the mouse, the same for the keyboard and in a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QHideEvent, QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QListView, QMenu, QToolTip, QWidget

from gui.answer.labels import plain_tip
from gui.presenting.stand_ins import on_screen
from gui.work.deeds import deeds_of
from gui.work.delegate import WorkDelegate, button_names
from gui.work.handles import Handle, handles_of
from gui.work.words import spoken
from gui.work.works_model import WorksModel

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench

BEAT_MS = 50


class WorksList(QListView):
    """Shows the rows of a WorksModel and keeps those in sight up to date."""

    entered_work = Signal()
    """Return was pressed: the keyboard is to go to the story."""

    def __init__(self, model: WorksModel, bench: WorkBench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._works, self._bench = model, bench
        self._rows = WorkDelegate(self)
        self._pressed: tuple[Work, str] | None = None
        self.setModel(model)
        self.setItemDelegate(self._rows)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("My work")
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._look_again)
        model.told.connect(self._wake)

    # Time

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to look."""
        super().showEvent(event)
        self._wake()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it: rest."""
        super().hideEvent(event)
        self._beat.stop()

    @Slot()
    def _wake(self) -> None:
        if self.isVisible() and not self._beat.isActive():
            self._beat.start()
            self._look_again()

    @Slot()
    def _look_again(self) -> None:
        self._rows.clock += BEAT_MS / 1000
        rows = self._in_sight()
        if rows is None or not self._works.look_again(*rows):
            self._beat.stop()

    def _in_sight(self) -> tuple[int, int] | None:
        count = self._works.rowCount()
        if not count:
            return None
        view = self.viewport().rect()
        first, last = self.indexAt(view.topLeft()), self.indexAt(view.bottomLeft())
        return max(first.row(), 0), last.row() if last.isValid() else count - 1

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Other rows come into sight."""
        super().scrollContentsBy(dx, dy)
        self._wake()

    # The buttons of the rows

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a row's button is not one on the row, which still is chosen."""
        self._pressed = self._button_at(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A button acts where it was pressed and let go."""
        pressed, self._pressed = self._pressed, None
        super().mouseReleaseEvent(event)
        if pressed is not None and pressed == self._button_at(event.position().toPoint()):
            self.act(*pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the button under the mouse."""
        super().mouseMoveEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tips: of the button, or the whole row in words."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), on_screen(self._tip(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def act(self, work: Work, name: str) -> None:
        """Do what a button of that name does; nothing if the work has none such any more."""
        found = next((each for each in handles_of(work, self._bench) if each.name == name), None)
        if found is not None:
            found.do()

    def _button_at(self, at: QPoint) -> tuple[Work, str] | None:
        index = self.indexAt(at)
        work = self._works.work(index)
        if work is None:
            return None
        places = self._rows.buttons(self.visualRect(index), button_names(self._works.row(work)))
        name = next((name for name, place in places.items() if place.contains(at)), None)
        return (work, name) if name is not None else None

    def _tip(self, at: QPoint) -> str:
        button, work = self._button_at(at), self._works.work(self.indexAt(at))
        if button is not None:
            handles: tuple[Handle, ...] = handles_of(button[0], self._bench)
            return next((each.word for each in handles if each.name == button[1]), "")
        return plain_tip(spoken(work)) if work is not None else ""

    # The keyboard, and the menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete forgets one that ended; Return goes to its story."""
        work = self._works.work(self.currentIndex())
        if event.key() == Qt.Key.Key_Delete and work is not None:
            self.act(work, "remove")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_work.emit()
        else:
            super().keyPressEvent(event)

    def menu_of(self, index: QModelIndex) -> QMenu | None:
        """The menu of a row."""
        work = self._works.work(index)
        if work is None:
            return None
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for offer in deeds_of(work, self._bench):
            menu.addAction(offer.title.replace("&", "&&"), offer.do)
        if menu.actions():
            menu.addSeparator()
        for handle in handles_of(work, self._bench):
            menu.addAction(handle.word, handle.do)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the row under the mouse, or of the chosen one for the key."""
        by_key = event.reason() == event.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        menu = self.menu_of(index)
        if menu is not None:
            at = self.visualRect(index).center() if by_key else event.pos()
            menu.popup(self.viewport().mapToGlobal(at))
