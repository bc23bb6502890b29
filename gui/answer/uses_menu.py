"""Where an answer leads, in menus: the calls that take what a value names, and the calls that links ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from api.answer.answer import Answer
from api.answer.origin import origin
from api.answer.plain import middle, one_line
from api.exchange.exchange import Exchange
from api.model import Change, Place
from gui.answer.table.view import TableView
from gui.answer.tree.view import TreeView
from gui.icons import icon
from gui.jobs import Jobs
from gui.work.bulk.offer import BulkOffer
from gui.work.watch.offer import WatchOffer

if TYPE_CHECKING:
    from api.answer.uses.uses import Group, Use, UseFinder, Uses
    from api.desk import Desk

MOST = 12
"""Calls that stand in a menu itself; the others are under "More"."""
_MOST_DESTROYING = 3
_MOST_READING = 4
_LONGEST = 60
_PAUSE_MS = 50
"""What an answer has for its first rows before the catalogue is read for its menus."""


class Choice(NamedTuple):
    """How the calls of a group are laid out: reading, changing, destroying ones, and the rest."""

    reads: Sequence[Use]
    changes: Sequence[Use]
    destroys: Sequence[Use]
    more: Sequence[Use]


class UsesMenu(QObject):
    """Offers where the nodes of one answer lead; nothing until a worker has read the catalogue for it."""

    call_wanted = Signal(str, object, object)
    """A call's id, the Place to call it at, and the values to fill in: its form is wanted."""
    link_wanted = Signal(str, object, object)
    """The same of a link: its answer is wanted, if nothing else has to be filled in."""
    ready = Signal()

    def __init__(self, exchange: Exchange, answer: Answer, jobs: Jobs, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._exchange, self._answer, self._jobs, self._desk = exchange, answer, jobs, desk
        self._place = exchange.place
        """Where the calls of the menu that is being made go to."""
        self._finder: UseFinder | None = None
        self._closed = False
        self.bulk = BulkOffer(exchange, self)
        self.watch = WatchOffer(exchange, answer, jobs, desk)
        QTimer.singleShot(_PAUSE_MS, self, self._prepare)

    def close(self) -> None:
        """Offer nothing any more: the answer is about to be closed."""
        self._closed, self._finder = True, None
        self.bulk.take(None)
        self.watch.take(None)

    def serve(self, view: TreeView | TableView) -> None:
        """Add to a view's menus, and follow its links."""
        if isinstance(view, TableView):
            self.bulk.serve(view)
        view.menu_begun.connect(self.add_to)
        self.watch.serve(view)
        view.follow_link = self.follow

    def uses(self, node: int | None) -> Uses | None:
        """Where a node leads (None: the answer as a whole); None for nowhere."""
        found = self._finder.at(node) if self._finder is not None else None
        return found or None

    def add_to(self, menu: QMenu, node: int | None) -> None:
        """Add what a node leads to: its link, and a menu for each thing that it names or stands in."""
        uses = self.uses(node)
        if uses is None:
            return
        self._place = origin(self._exchange, self._answer.document, node)
        self._add_link(menu, uses)
        for number, group in enumerate(uses.groups):
            kind = group.named.kind
            inner = menu.addMenu("Use in" if not number or not kind else f"Use {kind} in")
            self._add_group(inner, group)
        menu.addSeparator()

    def popup(self, node: int | None, at: QPoint, parent: QWidget) -> bool:
        """Open a menu with nothing but where a node leads, at a point of the screen; whether it leads anywhere."""
        uses = self.uses(node)
        if uses is None:
            return False
        self._place = origin(self._exchange, self._answer.document, node)
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Use in")
        self._add_link(menu, uses)
        for number, group in enumerate(uses.groups):
            self._add_group(menu.addMenu(f"Use {group.named.kind} in") if number else menu, group)
            if not number and len(uses.groups) > 1:
                menu.addSeparator()
        menu.popup(at)
        usable = (each for each in menu.actions() if each.isEnabled() and not each.isSeparator())
        if (first := next(usable, None)) is not None:
            menu.setActiveAction(first)
        return True

    def follow(self, node: int | None) -> bool:
        """Open what a node's own link asks for; whether there is such a thing."""
        uses = self.uses(node)
        place = origin(self._exchange, self._answer.document, node)
        if uses is not None and uses.link is not None and uses.link.call is not None:
            self.link_wanted.emit(uses.link.call.id, place, uses.link.values)
        elif uses is not None and uses.instead is not None:
            self._want(uses.instead, place)
        else:
            return False
        return True

    def leads(self, text: str) -> str:
        """The title of the call that a text beside the answer's document asks for as a link; "" for none."""
        link = self._finder.leads(text) if self._finder is not None else None
        return link.call.title if link is not None and link.call is not None else ""

    def follow_text(self, text: str) -> bool:
        """Open what such a text asks for; whether there is such a thing."""
        link = self._finder.leads(text) if self._finder is not None else None
        if link is None or link.call is None:
            return False
        self.link_wanted.emit(link.call.id, self._exchange.place, link.values)
        return True

    @Slot()
    def _prepare(self) -> None:
        if self._closed:
            return
        exchange, answer, desk = self._exchange, self._answer, self._desk

        def work(_cancel: object, _report: object) -> UseFinder:
            from api.answer.uses.uses import UseFinder

            products = [product.id for product in desk.offered(exchange.place)]
            return UseFinder(exchange, answer.document, answer.veil, desk.catalogue, products)

        self._jobs.run(work, self._use, self._lack, owner=self)

    def _use(self, finder: UseFinder) -> None:
        if not self._closed:
            self._finder = finder
            self.bulk.take(finder)
            self.watch.take(finder)
            self.ready.emit()

    def _lack(self, _error: Exception) -> None:
        """A catalogue that cannot be read offers nothing; the call tree says what is wrong with it."""

    def _want(self, use: Use, place: Place) -> None:
        self.call_wanted.emit(use.call.id, place, use.values)

    def _add_link(self, menu: QMenu, uses: Uses) -> None:
        if (link := uses.link) is not None:
            call, values, place = link.call, link.values, self._place
            if call is None:
                _note(menu, link.refusal)
            else:
                action = menu.addAction(f"Open as {_words(call.title)}\tEnter")
                action.triggered.connect(lambda: self.link_wanted.emit(call.id, place, values))
        elif uses.instead is not None:
            _note(menu, uses.reason)
            self._add_use(menu, uses.instead)
        if (uses.link or uses.instead) and uses.groups:
            menu.addSeparator()

    def _add_group(self, menu: QMenu, group: Group) -> None:
        _note(menu, _heading(group))
        choice = choose(group.uses)
        for part in (choice.reads, choice.changes):
            self._add_part(menu, part)
        if choice.more:
            more = menu.addMenu("More")
            for change in (Change.NONE, Change.CHANGE, Change.DESTROY):
                self._add_part(more, [use for use in choice.more if use.call.effects.changes is change])
        self._add_part(menu, choice.destroys)

    def _add_part(self, menu: QMenu, uses: Sequence[Use]) -> None:
        if uses and menu.actions():
            menu.addSeparator()
        for use in uses:
            self._add_use(menu, use)

    def _add_use(self, menu: QMenu, use: Use) -> None:
        action = menu.addAction(f"{_words(use.call.title)}\t{use.call.method}")
        place = self._place
        action.triggered.connect(lambda: self._want(use, place))
        if use.call.effects.changes is Change.DESTROY:
            action.setIcon(icon("warning", "bad"))


def choose(uses: Sequence[Use]) -> Choice:
    """Which calls stand in the menu itself: those that need no other resource, at most twelve, some of each sort."""
    reads, changes, destroys = (
        [use for use in uses if not use.lacks and use.call.effects.changes is change]
        for change in (Change.NONE, Change.CHANGE, Change.DESTROY)
    )
    shown_destroys = destroys[:_MOST_DESTROYING]
    room = MOST - len(shown_destroys)
    shown_reads = reads[: max(_MOST_READING, room - len(changes))]
    shown_changes = changes[: room - len(shown_reads)]
    shown = [*shown_reads, *shown_changes, *shown_destroys]
    return Choice(shown_reads, shown_changes, shown_destroys, [use for use in uses if use not in shown])


def _heading(group: Group) -> str:
    named = group.named
    if not named.id:
        return "This answer"
    return f"{named.kind.capitalize() or 'Id'} {middle(one_line(named.title or named.id, 200), _LONGEST)}"


def _note(menu: QMenu, text: str) -> None:
    """A line of the menu that only says something."""
    menu.addAction(_words(middle(one_line(text, 200), 2 * _LONGEST))).setEnabled(False)


def _words(text: str) -> str:
    """Text that may come from elsewhere: no mnemonics, no shortcut column."""
    return text.replace("\t", " ").replace("&", "&&")
