"""What can be done with the answer that is shown, by the names of the Answer menu's entries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from api.wire.request import Request
from gui.answer.call_tab import CallTab
from gui.answer.mock_page import MockPage
from gui.answer.tab_page import TabPage
from gui.answer.view import NAMES, TABLE, AnswerView

Deeds = dict[str, Callable[[], object]]


def deeds(page: TabPage | None) -> Deeds:
    """What can be done with a tab now."""
    if not isinstance(page, CallTab):
        return {}
    found = _taking(page)
    if page.exchange is not None and not page.running:
        found["send_again"] = partial(page.resend_wanted.emit, page.exchange)
    if page.view is not None:
        found |= _of_view(page.view)
        if page.view.facts.has_whole and not page.running:
            found["all_of_list"] = page.want_whole
    return found


def request_of(page: TabPage | None) -> Request | None:
    """The request that a tab shows: what was sent, or what a mock would send."""
    if not isinstance(page, CallTab):
        return None
    if page.exchange is not None:
        return page.exchange.request
    return page.page.request if isinstance(page.page, MockPage) else None


def _taking(page: CallTab) -> Deeds:
    """What the window does about keeping the call and taking it elsewhere."""
    taking, request = getattr(page.window(), "taking", None), request_of(page)
    if taking is None or request is None or page.running:
        return {}
    found: Deeds = {
        "save_call": partial(taking.save, request),
        "copy_link": partial(taking.copy_link, request),
        "elsewhere": partial(taking.elsewhere, request),
    }
    if page.exchange is not None:
        found["export"] = partial(taking.export, page.exchange)
        found["report_call"] = partial(taking.report_call, page.exchange)
    return found


def _of_view(view: AnswerView) -> Deeds:
    numbers = (number for number in range(len(NAMES)) if view.switch.isTabEnabled(number))
    found: Deeds = {f"show_{NAMES[number].lower()}": partial(_show, view, number) for number in numbers}
    if view.finder is not None:
        found["find"] = view.find_bar.start
    if view.answer.complete:
        found["compare"] = view.facts.ask_to_compare
    if view.answer.next_link:
        found["next_page"] = partial(view.next_page_wanted.emit, view.answer.next_link)
    if view.use_button is not None and view.use_button.isEnabled():
        found["use_in"] = view.open_uses
    if view.uses is not None and view.current == TABLE and view.uses.bulk.possible:
        found["do_for_rows"] = view.uses.bulk.open
    if view.uses is not None and view.uses.watch.possible:
        found["watch"] = view.uses.watch.want
    if view.edits is not None and view.edits.possible:
        found["edit"] = view.edits.want_edit
    return found


def _show(view: AnswerView, number: int) -> None:
    """Choose a view, and put the keyboard there."""
    view.switch.choose(number)
    view.page(number).setFocus()
