"""The answers: one tab for each call that was sent or mocked."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabBar, QTabWidget, QVBoxLayout, QWidget

from api.answer.plain import middle, one_line
from api.exchange.exchange import Exchange
from api.model import Paging
from api.running import CancelToken, Progress
from api.wire.request import Request
from gui.answer.call_tab import CallTab
from gui.answer.close_button import CloseButton, closes
from gui.answer.compare.comparisons import Comparisons
from gui.answer.deeds import Deeds, deeds
from gui.answer.empty_page import EmptyPage
from gui.answer.focus import holds_focus
from gui.answer.tab_menu import TabMenu
from gui.answer.tab_page import TabPage, bar_text
from gui.jobs import Jobs
from gui.production.colours import dot
from gui.widgets.farewell import delete_in_turn
from gui.widgets.focus_lender import FocusLender
from gui.widgets.pages import Pages

if TYPE_CHECKING:
    from api.desk import Desk
    from api.edit.undo import SentEdit
    from gui.answer.compare.side import CompareSide

MOST_TABS = 40
"""More would keep too many answers in memory: the oldest finished one is closed for a new one."""

_LONGEST_TITLE = 32
_BAR = "QTabBar::tear { width: 0; image: none; } QTabBar QToolButton { padding: 0; min-width: 20px; }"


class AnswerTabs(QWidget):
    """Opens a tab with ``begin``, and fills it with ``progress``, ``finish`` or ``fail`` by its id.

    An id whose tab was closed meanwhile is ignored. Closing a tab stops its call and frees its answer.
    """

    next_page_requested = Signal(object, str)
    """The Exchange, and the link to its next page as the answer gives it."""
    resend_requested = Signal(object)
    """An Exchange whose request the person wants to send again."""
    whole_requested = Signal(object)
    """An Exchange that is a part of a list, all of which the person wants."""
    call_requested = Signal(str, object, object)
    """A call's id, the Place of the answer it was chosen from, and the values to fill in (or None)."""
    link_requested = Signal(str, object, object)
    """The same of a link in an answer: it is sent at once if nothing is left to fill in."""
    edit_requested = Signal(object)
    """What to edit (a Target), or which edit to take back (an UndoOrder)."""
    place_changed = Signal(str)
    """Where in the shown answer the person is: ``images[0].id``; "" for nowhere."""
    said = Signal(str)
    """A short sentence for the status bar."""

    def __init__(self, jobs: Jobs, desk: Desk | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._desk, self._ids = jobs, desk, itertools.count(1)
        self.color_of: Callable[[str], str] = lambda _who: ""
        """The colour's name of the profile that somebody is signed in with."""
        self._tabs: dict[int, TabPage] = {}
        self._asking: tuple[int, CallTab] | None = None
        """The tab that asks for its call again, while it does so."""
        self._comparisons = Comparisons(self._call_tabs, jobs, self)
        self._comparisons.opened.connect(self._open_comparison)
        self._comparisons.tab_wanted.connect(self._go_to)
        self._comparisons.said.connect(self.said)
        self._book = QTabWidget()
        self._book.setDocumentMode(True)
        self._book.setMovable(True)
        self._book.setElideMode(Qt.TextElideMode.ElideNone)  # the status stands at the end
        self._book.setAccessibleName("Answers")
        bar = self._book.tabBar()
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setStyleSheet(_BAR)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        bar.customContextMenuRequested.connect(self._menu)
        self._book.currentChanged.connect(self._turned)
        self._stack = Pages()
        self._empty = EmptyPage()
        self._lender = FocusLender(self, self._empty)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._book)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._stack)

    def event(self, event: QEvent) -> bool:
        """Ctrl+W inside the answers closes one of them, whatever the window means by it elsewhere."""
        if event.type() is QEvent.Type.ShortcutOverride and closes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+W closes the tab that is shown."""
        if closes(event):
            self.close_current()
        else:
            super().keyPressEvent(event)

    @property
    def count(self) -> int:
        """How many tabs are open."""
        return self._book.count()

    @property
    def current(self) -> CallTab | None:
        """The call whose tab is shown."""
        page = self._book.currentWidget()
        return page if isinstance(page, CallTab) else None

    @property
    def _page(self) -> TabPage | None:
        page = self._book.currentWidget()
        return page if isinstance(page, TabPage) else None

    def deeds(self) -> Deeds:
        """What can be done with the tab that is shown, by the names of the Answer menu's entries."""
        return deeds(self._page) | ({"close_answer": self.close_current} if self.count else {})

    def tab(self, tab_id: int) -> CallTab | None:
        """An open call's tab by its id."""
        tab = self._tabs.get(tab_id)
        return tab if isinstance(tab, CallTab) else None

    def tab_text(self, tab_id: int) -> str:
        """What stands on a tab; "" if it was closed."""
        tab = self._tabs.get(tab_id)
        return self._book.tabText(self._book.indexOf(tab)) if tab is not None else ""

    def begin(self, title: str, who: str, cancel: CancelToken) -> int:
        """Open a tab for a call that runs now; answers with the tab's id. Its Cancel button uses the token.

        A call that begins because a tab asks for its own again takes that tab.
        """
        if self._asking is not None:
            tab_id, tab = self._asking
            tab.ask_again(cancel)
            return tab_id
        tab_id, tab = self._open(title, who)
        tab.begin(cancel)
        return tab_id

    def progress(self, tab_id: int, progress: Progress) -> None:
        """Show how far the call is."""
        if (tab := self.tab(tab_id)) is not None:
            tab.progress(progress)

    def finish(self, tab_id: int, exchange: Exchange, paging: Paging | None = None) -> None:
        """Show what became of the call. ``paging`` is the Call's, for counts and Next page."""
        if (tab := self.tab(tab_id)) is not None:
            tab.finish(exchange, paging)
        elif exchange.response is not None:
            exchange.response.content.close()

    def fail(self, tab_id: int, error: Exception) -> None:
        """Show why there is no exchange at all (Cancelled, a refusal before sending)."""
        if (tab := self.tab(tab_id)) is not None:
            tab.fail(error)

    def accompany(self, tab_id: int, sent: SentEdit) -> None:
        """The call is an edit: its answer offers to undo it."""
        if (tab := self.tab(tab_id)) is not None:
            tab.sent_edit = sent

    def show_exchange(self, exchange: Exchange, paging: Paging | None = None) -> None:
        """Show an exchange that somebody else keeps, too: each can let go of it first. One tab for each."""
        tab = next((tab for tab in self._call_tabs() if tab.exchange is exchange), None)
        if tab is None:
            if exchange.response is not None:
                exchange.response.content.keep()
            _, tab = self._open(exchange.request.title or exchange.request.call_id, exchange.who)
            tab.begin(CancelToken())
            tab.finish(exchange, paging)
        self._go_to(tab)

    def show_mock(self, request: Request, who: str = "", lacks: str = "") -> int:
        """Open a tab with a request that was not sent; answers with the tab's id. ``lacks``: why it cannot be."""
        tab_id, tab = self._open(request.title or request.call_id, who)
        tab.mock(request, lacks)
        return tab_id

    def compare(self, left: CompareSide, right: CompareSide) -> None:
        """Open a tab with what differs between two answers; both stay open as long as it does."""
        self._comparisons.compare(left, right)

    @Slot()
    def close_current(self) -> None:
        """Close the tab that is shown."""
        if (tab := self._page) is not None:
            self.close_tab(tab)

    def close_tab(self, tab: TabPage) -> None:
        """Close a tab: stop its call, forget its answer."""
        self._tabs = {key: each for key, each in self._tabs.items() if each is not tab}
        had_focus = holds_focus(tab)
        if self._lender.part is tab:
            self._lender.part = self._empty
        self._book.removeTab(self._book.indexOf(tab))
        parts = tab.parts()
        tab.close_call()
        delete_in_turn([*parts, tab])
        if not self._tabs:
            self._stack.setCurrentIndex(0)
        if had_focus:  # else it goes to whatever stands next in the window
            self.setFocus()

    def close_others(self, tab: TabPage) -> None:
        """Close all tabs but one."""
        for each in [each for each in self._tabs.values() if each is not tab]:
            self.close_tab(each)

    @Slot()
    def close_all(self) -> None:
        """Close all tabs; for the end of the window."""
        for each in list(self._tabs.values()):
            self.close_tab(each)

    def _open(self, title: str, who: str) -> tuple[int, CallTab]:
        tab = CallTab(middle(one_line(title), _LONGEST_TITLE), who, self._jobs, self._desk)
        tab.next_page_wanted.connect(self.next_page_requested)
        tab.resend_wanted.connect(self._send_again)
        tab.whole_wanted.connect(self._want_whole)
        tab.call_wanted.connect(self.call_requested)
        tab.link_wanted.connect(self.link_requested)
        tab.edit_wanted.connect(self.edit_requested)
        tab.compare_wanted.connect(self._offer_to_compare)
        return self._add(tab), tab

    @Slot(object)
    def _send_again(self, exchange: Exchange) -> None:
        """A call that only reads is asked for again in its tab; what changes something gets a tab of its own."""
        self._ask_within(
            None if exchange.request.changes else self.sender(), self.resend_requested, exchange
        )

    @Slot(object)
    def _want_whole(self, exchange: Exchange) -> None:
        self._ask_within(self.sender(), self.whole_requested, exchange)

    def _ask_within(self, asker: object, request: SignalInstance, exchange: Exchange) -> None:
        """What is requested now comes into the asking tab."""
        tabs = ((n, t) for n, t in self._tabs.items() if t is asker and isinstance(t, CallTab))
        self._asking = next(tabs, None)
        try:
            request.emit(exchange)
        finally:
            self._asking = None

    def _add(self, tab: TabPage) -> int:
        self._make_room()
        tab_id = next(self._ids)
        self._tabs[tab_id] = tab
        at = self._book.addTab(tab, dot(self.color_of(tab.who)), bar_text(tab.title))
        button = CloseButton(tab)
        button.clicked.connect(self._close_clicked)
        self._book.tabBar().setTabButton(at, QTabBar.ButtonPosition.RightSide, button)
        tab.titled.connect(self._retitle)
        tab.path_changed.connect(self._place_of)
        tab.said.connect(self.said)
        self._stack.setCurrentIndex(1)
        self._book.setCurrentIndex(at)
        return tab_id

    @Slot(object)
    def _open_comparison(self, tab: TabPage) -> None:
        self._add(tab)
        self.setFocus()

    def _call_tabs(self) -> list[CallTab]:
        return [tab for tab in self._tabs.values() if isinstance(tab, CallTab)]

    @Slot(object)
    def _go_to(self, tab: CallTab) -> None:
        self._book.setCurrentWidget(tab)
        self.setFocus()

    @Slot(QPoint)
    def _offer_to_compare(self, corner: QPoint) -> None:
        """The list of answers to compare with, its right corner there (global)."""
        if (tab := self.current) is not None:
            self._comparisons.offer(tab, corner)

    def _make_room(self) -> None:
        finished = [tab for tab in self._tabs.values() if not tab.running]
        if len(self._tabs) >= MOST_TABS and finished:
            self.close_tab(finished[0])
            self.said.emit(f"The oldest answer was closed: at most {MOST_TABS} are kept open.")

    @Slot()
    def _close_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, CloseButton):
            self.close_tab(button.tab)

    @Slot(str)
    def _retitle(self, text: str) -> None:
        tab = self.sender()
        if isinstance(tab, TabPage):
            at = self._book.indexOf(tab)
            self._book.setTabText(at, bar_text(text))
            self._book.setTabToolTip(at, tab.who if "<" not in tab.who else "")

    @Slot(str)
    def _place_of(self, path: str) -> None:
        if self.sender() is self._book.currentWidget():
            self.place_changed.emit(path)

    @Slot(int)
    def _turned(self, _at: int) -> None:
        tab = self._page
        self._lender.part = tab or self._empty
        self.place_changed.emit(tab.path if tab is not None else "")

    @Slot(QPoint)
    def _menu(self, at: QPoint) -> None:
        number = self._book.tabBar().tabAt(at)
        tab = self._book.widget(number) if number >= 0 else self._book.currentWidget()
        if not isinstance(tab, TabPage):
            return
        menu = TabMenu(tab, self)
        menu.compare_chosen.connect(self._compare_of_menu)
        menu.anew_chosen.connect(self._send_anew)
        menu.close_chosen.connect(self.close_tab)
        menu.close_others_chosen.connect(self.close_others)
        menu.addAction("Close all").triggered.connect(self.close_all)
        menu.open_over(self._book.tabBar(), at)

    @Slot(object)
    def _compare_of_menu(self, tab: CallTab) -> None:
        if tab.view is not None:
            self._go_to(tab)
            tab.view.facts.ask_to_compare()

    @Slot(object)
    def _send_anew(self, tab: CallTab) -> None:
        self.resend_requested.emit(tab.exchange)
