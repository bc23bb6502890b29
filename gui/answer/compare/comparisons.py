"""Compares the answers of open tabs: offers the others to pick from, opens the tab, leads from it to theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtWidgets import QWidget

from gui.answer.call_tab import CallTab
from gui.answer.compare.side import CompareSide
from gui.jobs import Jobs

if TYPE_CHECKING:
    from api.answer.answer import Answer
    from api.exchange.exchange import Exchange
    from gui.answer.compare.tab import CompareTab


def side_of(title: str, exchange: Exchange | None, answer: Answer | None) -> CompareSide | None:
    """An answer as a side to compare; None where it is none that could be."""
    if answer is None or exchange is None or not answer.complete:
        return None
    request = exchange.request
    same = (request.call_id, request.method, request.url, request.body, request.place)
    return CompareSide(
        answer, title, str(exchange.status), exchange.who, exchange.started, exchange.place, same
    )


def shown_side(tab: CallTab) -> CompareSide | None:
    """What a tab shows."""
    return side_of(tab.title, tab.exchange, tab.answer)


def earlier_side(tab: CallTab) -> CompareSide | None:
    """What a tab showed before the same was asked again, as long as it is kept."""
    before = tab.previous
    return side_of(tab.title, before.exchange, before.answer) if before is not None else None


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
        """What a tab's answer can be compared with: the one before it, answers to the same call, the newest first."""
        call = tab.exchange.request.call_id if tab.exchange else ""
        tabs = [each for each in reversed(self._tabs()) if each is not tab and each.exchange is not None]
        tabs.sort(key=lambda each: each.exchange is None or each.exchange.request.call_id != call)
        sides = (
            earlier_side(tab),
            *(side for each in tabs for side in (shown_side(each), earlier_side(each))),
        )
        return [side for side in sides if side is not None]

    def offer(self, tab: CallTab, at: QPoint) -> None:
        """Pop up the list of the other answers at a place (global)."""
        from gui.answer.compare.picker import ComparePicker

        self._left = shown_side(tab)
        if self._left is None:
            self.said.emit("Only answers that are complete JSON can be compared.")
            return
        picker = ComparePicker(self.others(tab), self._holder)
        picker.picked.connect(self._pick)
        picker.pop_up(at)

    def compare(self, left: CompareSide, right: CompareSide) -> None:
        """Open a tab that compares two answers; both stay open as long as it does."""
        from gui.answer.compare.tab import CompareTab

        try:
            tab = CompareTab(left, right, self._jobs)
        except ValueError:
            self.said.emit("One of the answers was closed meanwhile.")
            return
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
        """Compare the newest answers to the same requests; of two to one request, the left one stays."""
        tab: CompareTab = self.sender()  # type: ignore[assignment]
        left, right = tab.sides
        tab.start(left if left.same == right.same else self._newest(left), self._newest(right))

    def _newest(self, side: CompareSide) -> CompareSide:
        shown = (shown_side(tab) for tab in self._tabs())
        alike = [each for each in shown if each is not None and each.same == side.same]
        return side if side.same is None else max([side, *alike], key=_age)

    @Slot(object, object)
    def _show_in(self, side: CompareSide, node: int) -> None:
        for tab in self._tabs():
            if tab.answer is side.answer:
                self._go_to(tab, node)
                return
            if tab.previous is not None and tab.previous.answer is side.answer:
                self._show_earlier(tab, node)
                return
        self.said.emit("The tab of this answer was closed.")

    def _show_earlier(self, tab: CallTab, node: int) -> None:
        if tab.running:
            self.said.emit("Its tab waits for a newer answer. The earlier one can be shown after that.")
        else:
            tab.show_previous(partial(self._go_to, tab, node))

    def _go_to(self, tab: CallTab, node: int) -> None:
        self.tab_wanted.emit(tab)
        if tab.view is not None:
            tab.view.show_node(node)


def _age(side: CompareSide) -> float:
    return side.sent.timestamp() if side.sent else 0.0
