"""An answer of a tab that comes in many parts: how far it is, and the longer answer as soon as there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.exchange.merged import Merged
from gui.answer.running_page import RunningPage

if TYPE_CHECKING:
    from gui.answer.call_tab import CallTab
    from gui.answer.growth import Wanted
    from gui.jobs import Jobs


class Coming:
    """Of one CallTab, which was begun or asks again: ``tell`` and ``grow`` any number of times, then ``settle``."""

    def __init__(self, tab: CallTab, jobs: Jobs) -> None:
        self._tab, self._jobs = tab, jobs
        self._told = ""

    def tell(self, told: str) -> None:
        """So far it is: "4,300 images so far · page 44"."""
        self._told = told
        self._show_told()

    def grow(self, wanted: Wanted) -> None:
        """Show a longer answer in the place of the one that is shown; one at a time."""
        from gui.answer.growth import Growth

        def done(error: Exception | None) -> None:
            self._show_told()
            asked(error)

        asked = wanted.done
        Growth(self._tab, self._jobs, type(wanted)(wanted.fetch, wanted.paging, done))

    def settle(self) -> None:
        """Nothing more comes: what is shown is all there is."""
        tab = self._tab
        tab.asking, self._told = False, ""
        if tab.view is not None and tab.exchange is not None:
            tab.view.facts.show_asking("")
            tab.titled.emit(f"{tab.title}   {tab.exchange.status}")
        self.tell_trouble()

    def tell_trouble(self) -> None:
        """Say over the answer what is missing of it, and offer to go on."""
        tab = self._tab
        merged = tab.exchange.merged if tab.exchange is not None else None
        if merged is None or not merged.trouble or tab.asking:
            return
        goes_on = merged.kind == "pages" and merged.rest is not None
        tab.offer(_sentence(merged), _offer(merged), tab.want_whole if goes_on else tab.want_resend)

    def _show_told(self) -> None:
        page = self._tab.page
        if isinstance(page, RunningPage):
            page.show_stage(self._told)
        elif self._tab.view is not None and self._tab.asking:
            self._tab.view.facts.show_asking(self._told)


def _sentence(merged: Merged) -> str:
    return merged.trouble if merged.trouble.endswith(".") else f"{merged.trouble}."


def _offer(merged: Merged) -> str:
    if merged.kind != "pages" or merged.rest is None:
        return "Send again"
    return f"Go on from page {len(merged.parts) + 1:,}"
