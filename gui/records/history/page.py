"""The page of the history on the left side: search, filter, the entries by day, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from api.answer.sizes import counted
from api.records.history.entry import Entry, Wanted
from gui.answer.labels import plain_label
from gui.notify import message_of
from gui.records.history.feed import Feed, Found
from gui.records.history.filters import Filters, Narrowing
from gui.records.history.view import KEYS, HistoryView
from gui.widgets.lines import hairline
from gui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from gui.records.history.side import HistorySide

EMPTY = (
    "Nothing was sent yet.\n\nEvery call that you send is kept here with its answer, without its secrets."
)
OFF = "Calls are not recorded now.\n\n“Do Not Record” in the Call menu is on."
NOTHING = "No call in the history fits."
_OF_SEVERAL = ("export", "star", "remove")
_WORDS = {
    "open": "Open",
    "again": "Send again",
    "fill_in": "Open in the dialog…",
    "compare": "Compare with now",
    "elsewhere": "Take it elsewhere…",
    "save": "Save call…",
    "export": "Export…",
    "star": "Star",
    "remove": "Remove from history",
}


class HistoryPage(QFrame):
    """Looks into the history when it is shown, and whenever something is recorded while it is."""

    def __init__(self, side: HistorySide) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._side = side
        self.feed = Feed(side.desk, side.jobs, self)
        self.feed.found.connect(self._show)
        self.feed.more_found.connect(self._show_more)
        self.feed.failed.connect(self._fail)
        self.search = SearchLine("Search the history")
        self.search.setToolTip("Words of the title, address, status, error, request id, or of the bodies")
        self.search.textChanged.connect(self._look)
        self.search.installEventFilter(self)
        self.filters = Filters(self)
        self.filters.changed.connect(self._look)
        self.filter_button = QPushButton("Filter")
        self.filter_button.setProperty("compact", True)
        self.filter_button.clicked.connect(self._open_filters)
        self.more_button = QToolButton()
        self.more_button.setText("…")
        self.more_button.setToolTip("Remove from the history")
        self.more_button.setAccessibleName("Remove from the history")
        self.more_button.clicked.connect(self._open_removals)
        self.view = HistoryView()
        self.view.wanted.connect(self.do)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.history.more_wanted.connect(self._go_on)
        self.says = plain_label("", "help", wrap=True)
        self.says.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.counter = QLabel()
        self.counter.setProperty("role", "help")
        self._place()
        self.setFocusProxy(self.view)

    @property
    def narrowing(self) -> Narrowing:
        """What it is narrowed down to, beside the words."""
        return self.filters.narrowing

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return self.narrowing.wanted(self.search.text().strip())

    def showEvent(self, event: QShowEvent) -> None:
        """Look what is there now."""
        super().showEvent(event)
        self.feed.look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search, Down and Enter go to the newest entry; Escape clears."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.view.choose_first()
                self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def do(self, deed: str) -> None:
        """Do something with the chosen entries, as the keys name it."""
        chosen, current = self.view.chosen, self.view.current
        if deed in _OF_SEVERAL:
            getattr(self._side, deed)(chosen)
        elif current is not None:
            getattr(self._side, deed)(current)

    def menu(self) -> QMenu:
        """What can be done with the chosen entries."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen, current = self.view.chosen, self.view.current
        for deed, words in _WORDS.items():
            if deed == "star" and chosen:
                words = "Remove the star" if all(entry.starred for entry in chosen) else words
                menu.addSeparator()
            if deed == "compare" and current is not None and not self._side.can_compare(current):
                continue
            if deed == "elsewhere":
                menu.addSeparator()
            entry = menu.addAction(f"{words}\t{KEYS[deed]}" if KEYS[deed] else words)
            entry.setEnabled(bool(chosen) if deed in _OF_SEVERAL else current is not None)
            entry.triggered.connect(lambda _on=False, deed=deed: self.do(deed))
        menu.addSeparator()
        self._add_removals(menu)
        return menu

    def _add_removals(self, menu: QMenu) -> None:
        older = menu.addMenu("Remove older than")
        for words, days in (("a day", 1), ("a week", 7), ("a month", 30), ("a year", 365)):
            older.addAction(f"{words[0].upper()}{words[1:]}…").triggered.connect(
                lambda _on=False, words=words, days=days: self._side.ask_remove_older(words, days)
            )
        menu.addAction("Remove all bodies…").triggered.connect(self._side.ask_remove_bodies)
        menu.addAction("Clear history…").triggered.connect(self._side.ask_clear)

    def _place(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(8, 8, 8, 6)
        line.setSpacing(6)
        line.addWidget(self.search, 1)
        line.addWidget(self.filter_button)
        body = QWidget()
        self._stack = QStackedLayout(body)
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(20, 24, 20, 8)
        column.addWidget(self.says)
        column.addStretch(1)
        self._stack.addWidget(self.view)
        self._stack.addWidget(said)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 2, 6, 2)
        foot.addWidget(self.counter, 1)
        foot.addWidget(self.more_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(line)
        rows.addWidget(body, 1)
        rows.addWidget(hairline())
        rows.addLayout(foot)

    @Slot()
    def _look(self) -> None:
        count = self.narrowing.count
        self.filter_button.setText(f"Filter · {count}" if count else "Filter")
        self.feed.want(self.wanted)

    @Slot()
    def _go_on(self) -> None:
        if entries := self.view.history.entries:
            # The view asks while it lays itself out: what is found must not come before it is done.
            QTimer.singleShot(0, self, lambda: self.feed.go_on(entries[-1]))

    @Slot(object)
    def _show(self, found: Found) -> None:
        current, top = self.view.current, self.view.verticalScrollBar().value()
        self.view.history.show_entries(found.entries, more=found.more)
        if current is not None and self.view.current is None and self.view.choose(current.id):
            self.view.verticalScrollBar().setValue(top)
        self.filters.offer(found.choices, self._side.product_titles())
        self._say(found)

    @Slot(object, bool)
    def _show_more(self, entries: list[Entry], more: bool) -> None:
        self.view.history.add_entries(entries, more=more)

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        told = message_of(error)
        self._speak(f"{told.sentence}\n\n{told.hint}")
        self.counter.setText("")

    def _say(self, found: Found) -> None:
        narrowed = self.wanted.text or self.narrowing.count
        calls = counted(found.all, "calls")
        self.counter.setText(f"{found.fitting:,} of {calls}" if narrowed else calls)
        if found.entries:
            self._stack.setCurrentIndex(0)
        else:
            nothing = EMPTY if self._side.desk.settings.record else OFF
            self._speak(NOTHING if found.all and narrowed else nothing)

    def _speak(self, text: str) -> None:
        self.says.setText(text)
        self._stack.setCurrentIndex(1)

    @Slot()
    def _open_filters(self) -> None:
        button = self.filter_button
        self.filters.pop_up(button.mapToGlobal(QPoint(0, button.height() + 4)))

    @Slot()
    def _open_removals(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_removals(menu)
        menu.popup(self.more_button.mapToGlobal(QPoint(0, 0)) - QPoint(0, menu.sizeHint().height()))

    @Slot(QPoint)
    def _open_menu(self, at: QPoint) -> None:
        current = self.view.currentIndex()
        index = self.view.indexAt(at)
        spot = at if index.isValid() else self.view.visualRect(current).center()
        self.menu().popup(self.view.viewport().mapToGlobal(spot))
