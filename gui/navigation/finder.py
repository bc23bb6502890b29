"""The search of the top bar: type a few words, pick the call, and the tree goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.icons import icon
from gui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from api.model import CallHead
    from gui.navigation.result_list import ResultList


About = Callable[[str], tuple[str, str]]
"""A product's title, and why it is not offered there ("" when it is), by its id."""


class CallFinder(SearchLine):
    """A line that offers matching calls under it. ``found`` carries the id of the one that was picked."""

    found = Signal(str)

    def __init__(
        self, heads: Callable[[], Sequence[CallHead]], about: About, parent: QWidget | None = None
    ) -> None:
        super().__init__("Find a call", "Find a call…   Ctrl+K", parent)
        self._heads, self._about = heads, about
        self.setProperty("role", "search")
        self.addAction(icon("search", "dim"), QLineEdit.ActionPosition.LeadingPosition).setText(
            "Find a call"
        )
        self.textEdited.connect(self._search)
        self.returnPressed.connect(self._take_first)

    @cached_property
    def offers(self) -> ResultList:
        """The list under the line; made when somebody types."""
        from gui.navigation.result_list import ResultList

        offers = ResultList(self, self._about)
        offers.list.clicked.connect(self._picked)
        self.setCompleter(offers)
        return offers

    @Slot(str)
    def _search(self, text: str) -> None:
        from api.catalog.search import search
        from gui.navigation.result_list import MOST

        self.offers.offer(search(self._heads(), text)[:MOST] if text.strip() else [])

    @Slot(QModelIndex)
    def _picked(self, index: QModelIndex) -> None:
        self._take(self.offers.results.head(index.row()))

    @Slot()
    def _take_first(self) -> None:
        """Enter takes the call that is chosen in the list, else the best one."""
        row = self.offers.list.currentIndex().row() if self.offers.list.isVisible() else -1
        self._take(self.offers.results.head(max(0, row)) if self.text().strip() else None)

    def _take(self, head: CallHead | None) -> None:
        if head is not None:
            self.offers.list.hide()
            self.clear()
            self.found.emit(head.id)
