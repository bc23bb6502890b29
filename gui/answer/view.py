"""One answer: its facts, and the views of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from api.answer.answer import Answer
from api.answer.carry import Standing
from api.answer.document import Document
from api.answer.search import Matches
from api.answer.veil import Veil
from api.exchange.exchange import Exchange
from gui.answer.facts_line import COMPARE_KEYS, FactsLine
from gui.answer.find_bar import FindBar
from gui.answer.finder import Finder
from gui.answer.focus import holds_focus
from gui.answer.headers_page import HeadersPage
from gui.answer.labels import plain_label
from gui.answer.note_line import NoteLine
from gui.answer.query.offer import QueryOffer
from gui.answer.raw.page import RawPage
from gui.answer.request_page import RequestPage
from gui.answer.table.ground import table_ground
from gui.answer.table.page import TablePage
from gui.answer.table.view import TableView
from gui.answer.taking_keys import add_taking_keys
from gui.answer.text_finder import TextFinder, make_finder
from gui.answer.tree.page import TreePage
from gui.answer.tree.view import TreeView
from gui.answer.uses_button import UsesButton
from gui.answer.uses_menu import UsesMenu
from gui.answer.view_switch import ViewSwitch
from gui.edit.offer import EditOffer
from gui.jobs import Jobs
from gui.widgets.focus_lender import FocusLender
from gui.widgets.inset import MARGIN, inset
from gui.widgets.pages import Pages
from gui.work.image_deeds import ImageDeeds

if TYPE_CHECKING:
    from api.desk import Desk

TREE, TABLE, QUERY, RAW, HEADERS, REQUEST = range(6)
NAMES = ("Tree", "Table", "Query", "Raw", "Headers", "Request")


class AnswerView(QWidget):
    """Shows one exchange that was answered. Views are made when they are first looked at."""

    next_page_wanted = Signal(str)
    """The link to the next page, as it stands in the answer."""
    resend_wanted = Signal()
    call_wanted = Signal(str, object, object)
    """A call's id, the Place to call it at, and the values to fill in (or None)."""
    link_wanted = Signal(str, object, object)
    """The same of a link in the answer: sent at once if nothing is left to fill in."""
    edit_wanted = Signal(object)
    """What to edit (a Target), or which edit to take back (an UndoOrder)."""
    path_changed = Signal(str)
    """Where in the answer the person is: ``images[0].id``."""
    said = Signal(str)

    def __init__(
        self,
        exchange: Exchange,
        answer: Answer,
        jobs: Jobs,
        desk: Desk | None = None,
        standing: Standing | None = None,
        first: int = TREE,
    ) -> None:
        """With a ``standing`` the tree opens what it tells. ``first`` is shown first where there is such a view."""
        super().__init__()
        self.exchange, self.answer = exchange, answer
        self._jobs, self._desk, self._standing = jobs, desk, standing
        self.uses = UsesMenu(exchange, answer, jobs, desk, self) if desk is not None else None
        self.edits = EditOffer(exchange, answer, desk, self._current_node) if desk is not None else None
        self._deeds = ImageDeeds(exchange, answer, desk, self) if desk is not None else None
        document = answer.document
        self._queries = QueryOffer(document, self) if document and not document.fault else None
        self.finder: Finder | None = None
        self._made: dict[int, QWidget] = {}
        self._makers: dict[int, Callable[[], QWidget]] = {
            TREE: self._make_tree,
            TABLE: self._make_table,
            QUERY: self._make_query,
            RAW: self._make_raw,
            HEADERS: partial(HeadersPage, exchange, self.uses),
            REQUEST: partial(RequestPage, exchange.request),
        }
        self.facts = FactsLine(exchange, answer, desk)
        self.switch = ViewSwitch(NAMES)
        self.find_bar = FindBar("Find on this page" if answer.next_link else "Find in answer")
        self._path = ""
        self._stack = Pages()
        self.use_button = UsesButton(self.uses, self._current_node, self) if self.uses is not None else None
        self._lender = FocusLender(self)
        self._arrange()
        self._connect()
        self._choose_first(first)

    def page(self, number: int) -> QWidget:
        """The view of that number, made now if it was not looked at before."""
        if number not in self._made:
            self._made[number] = page = self._makers[number]()
            for name, tell in (("path_changed", self._hear_path), ("said", self.said)):
                if hasattr(page, name):
                    getattr(page, name).connect(tell)
            self._stack.addWidget(page)
        return self._made[number]

    def made(self, number: int) -> QWidget | None:
        """The view of that number if it was looked at."""
        return self._made.get(number)

    @property
    def current(self) -> int:
        """The number of the view that is shown."""
        return self.switch.currentIndex()

    @property
    def path(self) -> str:
        """Where in the answer the person is; "" for nowhere."""
        return self._path

    def pages(self) -> list[QWidget]:
        """The views that were made."""
        return list(self._made.values())

    def close_answer(self) -> None:
        """Stop what runs and give the memory back; the view cannot be used any more."""
        if self.uses is not None:
            self.uses.close()
        if self.finder is not None:
            self.finder.stop()
        for page in self._made.values():
            getattr(page, "release", _nothing)()
            self._stack.removeWidget(page)
        self._made.clear()

    def _arrange(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 10, 0, 0)
        page.setSpacing(8)
        page.addWidget(inset(self.facts, getattr(self.uses, "watch", None), self.edits, self.use_button))
        if self.answer.sentence:
            page.addWidget(inset(plain_label(self.answer.sentence, "bad", wrap=True)))
        if self.answer.note:
            note = NoteLine(self.answer)
            note.place_wanted.connect(self._show_break)
            page.addWidget(inset(note))
        self.find_bar.setMaximumWidth(440)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN - 8, 0, MARGIN, 0)
        row.setSpacing(14)
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.find_bar, 100)
        page.addLayout(row)
        page.addWidget(self._stack, 1)

    @Slot()
    def _show_break(self) -> None:
        self.switch.choose(RAW)
        page = self.page(RAW)
        assert isinstance(page, RawPage)
        page.show_offset(self._json()[0].stopped)

    def _connect(self) -> None:
        if self.edits is not None:
            self.edits.wanted.connect(self.edit_wanted)
            self._shortcut("F2", self.edits.want_edit)
        if self.uses is not None:
            self.uses.call_wanted.connect(self.call_wanted)
            self.uses.link_wanted.connect(self.link_wanted)
            self._shortcut("Ctrl+U", self.open_uses)
        if self._queries is not None:
            self._queries.wanted.connect(self._start_query)
        self.facts.next_page_wanted.connect(self._want_next_page)
        self.facts.resend_wanted.connect(self.resend_wanted)
        self._make_finder(covered=self.answer.covered)
        self.find_bar.left.connect(self._focus_page)
        self._shortcut("Ctrl+F", self.find_bar.start)
        self._shortcut("Ctrl+J", self._start_query)
        add_taking_keys(self, self.exchange)
        self._shortcut("F3", partial(self.find_bar.step, 1))
        self._shortcut("Shift+F3", partial(self.find_bar.step, -1))
        if not self.exchange.request.changes:  # what changes something is not repeated by a key
            self._shortcut("F5", self.resend_wanted.emit)
        if self.answer.complete:
            self._shortcut(COMPARE_KEYS, self.facts.ask_to_compare)
        for number in range(len(NAMES)):
            self._shortcut(f"Ctrl+{number + 1}", partial(self.switch.choose, number))

    def _make_finder(self, *, covered: bool) -> None:
        self.finder = make_finder(self.find_bar, self.answer, self._jobs, covered=covered)
        self.find_bar.setVisible(self.finder is not None)
        if self.finder is not None:
            self.finder.chosen.connect(self._go_to)
            self.finder.changed.connect(self._mark)

    def _shortcut(self, keys: str, use: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(use)

    def _choose_first(self, first: int) -> None:
        readable = self.answer.document is not None and len(self.answer.document) > 0
        self.switch.setTabEnabled(TREE, readable)
        self.switch.setTabEnabled(TABLE, bool(self.answer.lists))
        self.switch.setTabEnabled(QUERY, readable)
        bodiless = HEADERS if self.exchange.request.method == "HEAD" else RAW
        number = (first if self.switch.isTabEnabled(first) else TREE) if readable else bodiless
        self.switch.choose(number)
        self.switch.chosen.connect(self._show)
        self._show(number)

    def _make_tree(self) -> QWidget:
        document, veil = self._json()
        page = TreePage(document, veil, self._jobs, self._standing)
        self._offer_uses(page.tree)
        return page

    def _make_table(self) -> QWidget:
        document, veil = self._json()
        ground = table_ground(self.exchange, self._desk)
        page = TablePage(document, veil, self.answer.lists, self._jobs, ground)
        self._offer_uses(page.view)
        page.tree_wanted.connect(self.show_node)
        return page

    def _offer_uses(self, view: TreeView | TableView) -> None:
        """Let the menus and links of a view lead to other calls and to edits."""
        if self.uses is not None:
            self.uses.serve(view)
        if self.edits is not None:
            view.menu_begun.connect(self.edits.add_to)
        if self._deeds is not None:
            view.menu_begun.connect(self._deeds.add_to)
        if self._queries is not None:
            view.menu_begun.connect(self._queries.add_to)

    def _current_view(self) -> TreeView | TableView | None:
        page = self._made.get(self.current)
        if isinstance(page, TreePage):
            return page.tree
        return page.view if isinstance(page, TablePage) else None

    def _current_node(self) -> int | None:
        view = self._current_view()
        return view.current_node() if view is not None else None

    @Slot()
    def open_uses(self) -> None:
        """Open the list of calls that take what is chosen."""
        if self.use_button is not None:
            self.use_button.open_at(self._current_view())

    def _make_query(self) -> QWidget:
        from gui.answer.query.page import QueryPage  # what it needs has no business before the first paint

        return QueryPage(self.answer, table_ground(self.exchange, self._desk), self._jobs)

    def _start_query(self, expression: str = "") -> None:
        from gui.answer.query.page import QueryPage

        self.switch.choose(QUERY)
        page = self._made.get(self.current)
        if isinstance(page, QueryPage):  # it cannot be chosen where there is nothing to ask
            page.setFocus()
            if expression:
                page.show_query(expression)

    def _make_raw(self) -> QWidget:
        page = RawPage(self.answer, self._jobs, self.exchange.request.title)
        page.uncovered.connect(partial(self._make_finder, covered=False))
        if self.finder is not None:
            page.mark_matches(self.finder.matches, None)
        return page

    def _json(self) -> tuple[Document, Veil]:
        document, veil = self.answer.document, self.answer.veil
        assert document is not None
        assert veil is not None
        return document, veil

    @Slot(int)
    def _show(self, number: int) -> None:
        page, had_focus = self.page(number), holds_focus(self._stack)
        self._stack.setCurrentWidget(page)
        self._lender.part = page
        if had_focus:  # else it goes to whatever stands first in the page
            page.setFocus()
        getattr(page, "refresh", _nothing)()
        self._tell_path(getattr(page, "path", ""))

    @Slot(str)
    def _hear_path(self, path: str) -> None:
        """Heed the view that is shown; another one may still be reading its rows."""
        if self.sender() is self._stack.currentWidget():
            self._tell_path(path)

    def _tell_path(self, path: str) -> None:
        self._path = path
        if self.use_button is not None:
            self.use_button.refresh()
        self.path_changed.emit(path)

    @Slot()
    def _want_next_page(self) -> None:
        self.next_page_wanted.emit(self.answer.next_link)

    @Slot()
    def _focus_page(self) -> None:
        self.page(self.current).setFocus()

    @Slot(object, object)
    def _mark(self, matches: Matches | None, node: int | None) -> None:
        """Views that can mark what was found do."""
        for page in self._made.values():
            getattr(page, "mark_matches", _nothing)(matches, node)

    @Slot(object)
    def show_node(self, node: int) -> None:
        """Show a node in the tree."""
        self.switch.choose(TREE)
        tree = self.page(TREE)
        assert isinstance(tree, TreePage)
        tree.show_node(node)
        tree.setFocus()

    @Slot(object)
    def _go_to(self, node: int) -> None:
        if isinstance(self.finder, TextFinder):
            self.switch.choose(RAW)
            self.finder.show_in(self.page(RAW), node)
            return
        if self.current not in (TREE, TABLE, RAW):
            self.switch.choose(TREE)
        getattr(self.page(self.current), "show_node", _nothing)(node)


def _nothing(*_arguments: object) -> None:
    """What a view does that does not know a request."""
