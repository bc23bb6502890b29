"""The headings of a table: moved, sized and hidden by the mouse, with the way to all columns at their end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QToolButton, QWidget

from gui.icons import icon

_NARROWEST = 40


class TableHeader(QHeaderView):
    """Tells what the person did to the columns; what the program does is silent (``quietly``)."""

    arranged = Signal()
    """The person moved or resized a column."""
    hide_wanted = Signal(int)
    chooser_wanted = Signal(QPoint)
    """Where the list of columns shall open, in coordinates of the screen."""
    sort_wanted = Signal(int, bool)
    reset_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._quiet = False
        self._sizes: list[int] = []
        self.by_hand: set[int] = set()
        """Sections that the person resized."""
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(_NARROWEST)
        self.setAccessibleName("Columns")
        self.button = QToolButton(self)
        self.button.setIcon(icon("columns", "dim"))
        self.button.setToolTip("Choose columns (Ctrl+Shift+K)")
        self.button.setAccessibleName("Choose columns")
        self.button.clicked.connect(self.open_chooser)
        self.sectionMoved.connect(self._moved)
        self.sectionHandleDoubleClicked.connect(self._sized)

    def visual_order(self) -> list[int]:
        """The sections as they stand from left to right."""
        return [self.logicalIndex(at) for at in range(self.count())]

    def setSelectionModel(self, model: QItemSelectionModel) -> None:
        """Keep a selection of one's own: painting a heading would look at every row of the table's for each column."""
        if model.parent() is self:
            super().setSelectionModel(model)

    def lay_out(self, widths: Sequence[int]) -> None:
        """Put all sections back in their order, with these widths; not told as the person's doing."""
        self._quiet = True
        for section in range(self.count()):
            self.moveSection(self.visualIndex(section), section)
        for section, width in enumerate(widths):
            self.resizeSection(section, width)
        self.by_hand.clear()
        self._quiet = False

    def open_chooser(self) -> None:
        """Ask for the list of columns at the end of the headings."""
        corner = QPoint(self.viewport().width(), self.height())
        self.chooser_wanted.emit(self.viewport().mapToGlobal(corner))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stays at the end."""
        super().resizeEvent(event)
        side = self.height()
        self.button.setGeometry(QRect(self.width() - side, 0, side, side))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A column may be resized from here on: only what the mouse does is the person's choice."""
        self._sizes = [self.sectionSize(section) for section in range(self.count())]
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which column was resized."""
        super().mouseReleaseEvent(event)
        for section, before in enumerate(self._sizes[: self.count() - 1]):
            if self.sectionSize(section) != before:
                self._sized(section)
        self._sizes = []

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the columns."""
        section = self.logicalIndexAt(event.pos())
        menu = self.menu(section)
        menu.popup(event.globalPos())

    def menu(self, section: int) -> QMenu:
        """The menu of a heading; of none (-1) only what concerns all."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if section >= 0:
            self._add(menu, "Sort ascending\tAlt+Down", lambda: self.sort_wanted.emit(section, False))
            self._add(menu, "Sort descending\tAlt+Up", lambda: self.sort_wanted.emit(section, True))
            self._add(menu, "Hide column", lambda: self.hide_wanted.emit(section))
            self._add(menu, "Move to the left", lambda: self._step(section, -1))
            self._add(menu, "Move to the right", lambda: self._step(section, 1))
            menu.addSeparator()
        self._add(menu, "Choose columns…", self.open_chooser)
        self._add(menu, "Reset columns", self.reset_wanted.emit)
        return menu

    def _add(self, menu: QMenu, text: str, slot: object) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(slot)
        return action

    def _step(self, section: int, by: int) -> None:
        at = self.visualIndex(section)
        if 0 <= at + by < self.count():
            self.moveSection(at, at + by)

    @Slot(int)
    def _sized(self, section: int) -> None:
        self.by_hand.add(section)
        self.arranged.emit()

    @Slot(int, int, int)
    def _moved(self, _section: int, _before: int, _after: int) -> None:
        if not self._quiet:
            self.arranged.emit()
