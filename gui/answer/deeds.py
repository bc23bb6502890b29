"""What can be done with the answer that is shown, by the names of the Answer menu's entries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gui.answer.call_tab import CallTab
from gui.answer.tab_page import TabPage
from gui.answer.view import NAMES, TABLE, AnswerView

Deeds = dict[str, Callable[[], object]]


def deeds(page: TabPage | None) -> Deeds:
    """What can be done with a tab now."""
    if not isinstance(page, CallTab):
        return {}
    found: Deeds = {}
    if page.exchange is not None and not page.running:
        found["send_again"] = partial(page.resend_wanted.emit, page.exchange)
        found |= _taking(page)
    if page.view is not None:
        found |= _of_view(page.view)
        if page.view.facts.has_whole and not page.running:
            found["all_of_list"] = page.want_whole
    return found


def _taking(page: CallTab) -> Deeds:
    """What the window does about taking the answer elsewhere."""
    taking = getattr(page.window(), "taking", None)
    if taking is None:
        return {}
    return {
        "export": partial(taking.export, page.exchange),
        "report_call": partial(taking.report_call, page.exchange),
    }


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
