"""Makes the parts of a window, each when it is first needed, and connects them to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from api.exchange.build import Draft
    from gui.call_head import CallHead
    from gui.calls import CallDesk
    from gui.main_window import MainWindow
    from gui.notify import Notices
    from gui.parameters.dialog import ParameterDialog
    from gui.production.band import ProductionBand
    from gui.records.export.taking import Taking
    from gui.records.history.side import HistorySide
    from gui.work.panel import WorkPanel
    from gui.work.work_menu import WorkMenu


def add_pages(window: MainWindow) -> None:
    """Offer what else the left side can show; it is made when it is first shown."""
    window.left.add_page("saved", "Saved", lambda: _make_saved(window))
    window.left.add_page("history", "History", lambda: _make_history(window))
    window.choose_page()


def _make_saved(window: MainWindow) -> QWidget:
    from gui.records.saved.page import SavedPage

    return SavedPage(window.saved)


def _make_history(window: MainWindow) -> QWidget:
    from gui.records.history.page import HistoryPage

    return HistoryPage(window.history)


def make_answer_menu(window: MainWindow) -> None:
    """Let the Answer menu do what it says to the answer that is shown."""
    from gui.answer_menu import AnswerMenu

    AnswerMenu(window.actions_, lambda: vars(window).get("answers"), window)


def make_taking(window: MainWindow) -> Taking:
    """What takes calls elsewhere and brings them in."""
    from gui.records.export.taking import Taking

    return Taking(window)


def make_history(window: MainWindow) -> HistorySide:
    """What the window does with its history."""
    from gui.records.history.side import HistorySide

    return HistorySide(window)


def make_notices(window: MainWindow) -> Notices:
    """The window's channel for messages."""
    from gui.notify import Notices

    notices = Notices(window)
    notices.posted.connect(window.show_message)
    return notices


def make_calls(window: MainWindow) -> CallDesk:
    """The window's calls."""
    from gui.calls import CallDesk

    program = window.program
    calls = CallDesk(program.desk, program.jobs, lambda: window.answers, window.notices, window)
    calls.sign_in_needed.connect(window.side.sign_in_again)
    calls.running_changed.connect(window.enable_actions)
    calls.search_wanted.connect(window.find_call)
    calls.many_wanted.connect(lambda draft, way: window.bench.gatherings.send(draft, way))
    calls.divert = lambda draft, asker: _divert(window, draft, asker)
    calls.advise = lambda dialog: _advise(window, dialog)
    return calls


def _divert(window: MainWindow, draft: Draft, asker: object) -> bool:
    from gui.work.transfers.diverting import divert

    return divert(window.bench, draft, asker)


def _advise(window: MainWindow, dialog: ParameterDialog) -> None:
    from gui.work.transfers.advice import advise

    advise(dialog, window.program.desk, window.program.jobs)
    window.saved.attach(dialog)


def make_band(window: MainWindow) -> ProductionBand:
    """What says over everything else that this is production."""
    from gui.production.band import ProductionBand

    band = ProductionBand(window.program.desk)
    window.place_band(band)
    return band


def make_head(window: MainWindow) -> CallHead:
    """The head of the call."""
    from gui.call_head import CallHead

    head = CallHead()
    head.sent.connect(window.send_call)
    head.filled_in.connect(window.open_call)
    head.mocked.connect(window.mock_call)
    head.starred.connect(window.toggle_star)
    return head


def make_answers(window: MainWindow) -> Any:
    """The place for answers."""
    from gui.production.colours import colour_of_who

    answers = window.program.make_answers(window)
    answers.color_of = lambda who: colour_of_who(window.program.desk, who)
    window.calls.serve(answers)
    window.bench.gatherings.serve(answers)
    answers.place_changed.connect(window.status.show_hint)
    answers.said.connect(window.status.show_hint)
    return answers


def make_call_page(window: MainWindow) -> QWidget:
    """The right side once a call is shown: its head, and the answers under it."""
    from gui.call_page import CallPage

    page = CallPage(window.head, window.answers)
    window.pages.addWidget(page)
    return page


def make_work_panel(window: MainWindow) -> WorkPanel:
    """The list of the long work, under the pages; hidden at first."""
    from gui.work.panel import WorkPanel

    panel = WorkPanel(window.bench)
    panel.closed.connect(window.bench.close_panel)
    window.place_work(panel)
    return panel


def make_work_menu(window: MainWindow) -> WorkMenu:
    """What the entries of the Work menu do."""
    from gui.work.work_menu import WorkMenu

    return WorkMenu(window.bench)


def begin(window: MainWindow) -> None:
    """From now on files can be dropped on the window, and it shows whether calls are recorded."""
    from gui.work.transfers.dropping import FileDrop

    FileDrop(window)
    _ = window.history
