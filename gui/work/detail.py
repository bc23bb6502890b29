"""The piece of work that is chosen: what it is, what can be done with it, and its story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QListView, QMenu, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.answer.sizes import counted
from gui import theme
from gui.answer.clipboard import copy_text
from gui.widgets.elided_label import ElidedLabel
from gui.work.button_row import ButtonRow
from gui.work.deeds import deeds_of
from gui.work.handles import handles_of
from gui.work.mishap_dialog import MishapDialog
from gui.work.story_delegate import LEFT, StoryDelegate
from gui.work.story_model import StoryModel
from gui.work.words import elapsed, percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.work.work import Work
    from gui.work.bench import WorkBench

_DETAILS = "Details…"
_LEAST_HEIGHT = 30
_NEARLY = 4
"""Pixels that may be missing to the end."""


class StoryList(QListView):
    """The lines of a story. Return and a double-click open the answer of a call; Ctrl+C copies lines."""

    opened = Signal(object)
    """An Exchange to look at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.story = StoryModel(self)
        self.setModel(self.story)
        self.setItemDelegate(StoryDelegate(self))
        self.setAccessibleName("What happened")
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(60)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(self._open)
        self._follows = True
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._grew)

    def show_work(self, work: Work | None) -> None:
        """Tell the story of that one, from its end."""
        self._follows = True
        self.story.show_work(work)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens, Ctrl+C copies."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Sentences take other lines in another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def copy(self) -> None:
        """Put the chosen lines on the clipboard."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        lines = [self.story.line(self.story.index(row)) for row in rows]
        copy_text("\n".join(line.spoken for line in lines if line is not None))

    @property
    def follows(self) -> bool:
        """Whether its end stays in sight when more comes: until the person scrolls away from it."""
        return self._follows

    @Slot(int)
    def _scrolled(self, value: int) -> None:
        self._follows = value >= self.verticalScrollBar().maximum() - _NEARLY

    @Slot(int, int)
    def _grew(self, _least: int, most: int) -> None:
        if self._follows:
            self.verticalScrollBar().setValue(most)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        line = self.story.line(index)
        if line is not None and line.exchange is not None:
            self.opened.emit(line.exchange)

    @Slot(QPoint)
    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        line = self.story.line(index)
        if line is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if line.exchange is not None:
            menu.addAction("Open the answer", lambda: self._open(index))
        menu.addAction("Copy", self.copy)
        menu.popup(self.viewport().mapToGlobal(at))


class WorkDetail(QWidget):
    """Shows one piece of work; ``show_work`` says which, ``refresh`` that something of it may be new."""

    def __init__(self, bench: WorkBench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._work: Work | None = None
        self._shown_state: object = None
        self._do: tuple[Callable[[], object], ...] = ()
        self.title = ElidedLabel()
        self.title.setFont(theme.text_font(11, strong=True))
        self.facts = ElidedLabel()
        self.facts.setProperty("role", "help")
        self.buttons = ButtonRow()
        self.buttons.chosen.connect(self._act)
        self.list = StoryList()
        self.list.opened.connect(bench.show_exchange)
        head = QVBoxLayout()
        head.setContentsMargins(LEFT, 10, LEFT, 8)
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.facts)
        head.addSpacing(6)
        head.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    def show_work(self, work: Work | None) -> None:
        """Show that one; None clears the page."""
        self._work, self._shown_state = work, None
        self.list.show_work(work)
        self.refresh()

    def refresh(self) -> None:
        """Look at it again."""
        work = self._work
        if work is None:
            return
        self.title.setText(one_line(work.title, 300))
        self.title.setToolTip(self.title.toolTip() if "<" not in work.title else "")
        self.facts.setText(_facts(work))
        self.list.story.refresh()
        state = (work.state, work.pausable, work.outcome is not None)
        if state != self._shown_state:
            self._shown_state = state
            self._show_buttons(work)

    def _show_buttons(self, work: Work) -> None:
        offers = deeds_of(work, self._bench)
        handles = handles_of(work, self._bench)
        words = [offer.title for offer in offers] + [handle.word for handle in handles]
        does = [offer.do for offer in offers] + [handle.do for handle in handles]
        if work.error is not None and work.error.details:
            words.append(_DETAILS)
            does.append(self._show_details)
        self._do = tuple(does)
        self.buttons.set_words(words)

    @Slot(int)
    def _act(self, number: int) -> None:
        self._do[number]()

    def _show_details(self) -> None:
        if self._work is not None and self._work.error is not None:
            MishapDialog(self._work, self._work.error, self).open()


def _facts(work: Work) -> str:
    parts = (
        work.state.value,
        percent(work) if not work.state.ended else "",
        elapsed(work.seconds) if work.began else "",
        counted(work.calls, "calls") if work.calls else "",
        one_line(work.who, 200),
    )
    return " · ".join(part for part in parts if part)
