"""Compares the answers of open tabs: offers the others to pick from, opens the tab, leads from it to theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.answer.call_tab import CallTab
from gui.answer.compare_side import CompareSide
from gui.jobs import Jobs

if TYPE_CHECKING:
    from gui.answer.compare_tab import CompareTab


def side_of(tab: CallTab) -> CompareSide | None:
    """A tab's answer as a side to compare; None where it has none that could be."""
    answer, exchange = tab.answer, tab.exchange
    if answer is None or exchange is None or not answer.complete:
        return None
    request = exchange.request
    same = (request.call_id, request.method, request.url, request.body, request.place)
    return CompareSide(
        answer, tab.title, str(exchange.status), exchange.who, exchange.started, exchange.place, same
    )


class Comparisons(QObject):
    """Knows the open tabs through ``tabs``, the newest last; a child of their holder."""

    opened = Signal(object)
    """A CompareTab to show."""
    tab_wanted = Signal(object)
    """A CallTab to go to."""
    said = Signal(str)

    def __init__(self, tabs: Callable[[], Sequence[CallTab]], jobs: Jobs, holder: QWidget) -> None:
        super().__init__(holder)
        self._tabs, self._jobs, self._holder = tabs, jobs, holder
        self._left: CompareSide | None = None

    def others(self, tab: CallTab) -> list[CompareSide]:
        """What a tab's answer can be compared with: answers to the same call first, then the newest first."""
        call = tab.exchange.request.call_id if tab.exchange else ""
        tabs = [each for each in reversed(self._tabs()) if each is not tab and each.exchange is not None]
        tabs.sort(key=lambda each: each.exchange is None or each.exchange.request.call_id != call)
        return [side for each in tabs if (side := side_of(each)) is not None]

    def offer(self, tab: CallTab, at: QPoint) -> None:
        """Pop up the list of the other answers at a place (global)."""
        from gui.answer.compare_picker import ComparePicker

        self._left = side_of(tab)
        if self._left is None:
            self.said.emit("Only answers that are complete JSON can be compared.")
            return
        picker = ComparePicker(self.others(tab), self._holder)
        picker.picked.connect(self._pick)
        picker.pop_up(at)

    def compare(self, left: CompareSide, right: CompareSide) -> None:
        """Open a tab that compares two answers; both stay open as long as it does."""
        from gui.answer.compare_tab import CompareTab

        tab = CompareTab(left, right, self._jobs)
        tab.again_wanted.connect(self._again)
        tab.answer_wanted.connect(self._show_in)
        self.opened.emit(tab)

    @Slot(object)
    def _pick(self, right: CompareSide) -> None:
        if self._left is not None:
            self.compare(*sorted((self._left, right), key=_age))
            self._left = None

    @Slot()
    def _again(self) -> None:
        """Compare the newest answers to the same requests."""
        tab: CompareTab = self.sender()  # type: ignore[assignment]
        left, right = (self._newest(side) for side in tab.sides)
        tab.start(left, right)

    def _newest(self, side: CompareSide) -> CompareSide:
        alike = (
            found for tab in reversed(self._tabs()) if (found := side_of(tab)) and found.same == side.same
        )
        return side if side.same is None else next(alike, side)

    @Slot(object, object)
    def _show_in(self, side: CompareSide, node: int) -> None:
        tab = next((tab for tab in self._tabs() if tab.answer is side.answer), None)
        if tab is None or tab.view is None:
            self.said.emit("The tab of this answer was closed.")
            return
        self.tab_wanted.emit(tab)
        tab.view.show_node(node)


def _age(side: CompareSide) -> float:
    return side.sent.timestamp() if side.sent else 0.0
