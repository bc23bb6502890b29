"""Where a window begins long work, hears of it and shows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from api.errors import PitchforkError

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.exchange import Exchange
    from api.model import Place
    from api.work.plan import Plan
    from api.work.work import Work
    from gui.jobs import Jobs
    from gui.main_window import MainWindow
    from gui.status_line import StatusLine
    from gui.work.pages.gatherings import Gatherings


class WorkBench(QObject):
    """One of each window, ``window.bench``. Its signals come on the GUI's thread, at most 30 times a second."""

    changed = Signal(object)
    """A Work of which something changed: its state, its story, its exchanges or its progress."""
    ended = Signal(object)
    """A Work that has ended, after the last ``changed`` of it."""

    def __init__(self, desk: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self.desk, self.window = desk, window
        self.news = window.program.news
        self.news.changed.connect(self._tell)
        self.news.ended.connect(self.ended)

    @cached_property
    def gatherings(self) -> Gatherings:
        """This window's answers that take many requests."""
        from gui.work.pages.gatherings import Gatherings

        return Gatherings(self)

    @Slot()
    def all_pages(self) -> None:
        """Fetch the whole list of the call that the window shows."""
        self.gatherings.of_window("pages")

    @Slot()
    def all_regions(self) -> None:
        """Send the call that the window shows to all regions."""
        self.gatherings.of_window("regions")

    @property
    def jobs(self) -> Jobs:
        """What runs short things on workers."""
        return self.window.program.jobs

    def begin(self, plan: Plan) -> Work:
        """Carry a plan out on a thread of its own and show it in the panel."""
        work = self.desk.works.begin(plan)
        self.show(work)
        return work

    def when_unlocked(
        self, place: Place, deed: str, go_on: Callable[[], object], over: QWidget | None = None
    ) -> None:
        """Go on once the profile of a place may change things; it is asked over that widget, else over the window."""
        from gui.production.unlock import when_unlocked

        when_unlocked(place.profile, self.desk, over or self.window, go_on, deed=deed)

    def begin_changing(self, plan: Plan) -> None:
        """begin() a plan that changes the cloud, once that is unlocked."""
        self.when_unlocked(plan.place, plan.title, lambda: self.begin(plan))

    def show(self, work: Work) -> None:
        """Open the panel with this one chosen; the keyboard stays where it is."""
        panel = self.window.work_panel
        self.window.open_work()
        panel.choose(work)

    def serve(self, status: StatusLine) -> None:
        """Let the status bar show what runs long, and bring here who wants to see it."""
        status.follow_work(self.news)
        status.work_wanted.connect(self.go_to)

    @Slot()
    def go_to(self) -> None:
        """Open the panel and go to it."""
        panel = self.window.work_panel
        self.window.open_work()
        panel.setFocus()

    @Slot()
    def toggle(self) -> None:
        """Open the panel and go to it; from within, close it and go back to the answers."""
        panel = self.window.work_panel
        if panel.has_focus():
            self.close_panel()
        else:
            self.go_to()

    @Slot()
    def close_panel(self) -> None:
        """Close the panel; a keyboard that was in it goes back to the page above."""
        panel = self.window.work_panel
        had_focus = panel.has_focus()
        self.window.close_work()
        if not had_focus:
            return
        if (page := self.window.pages.currentWidget()) is not None:
            page.setFocus()

    def again(self, work: Work) -> Work | None:
        """Carry the plan of one that ended out once more, and show that. None while it asks to be unlocked."""
        began: list[Work] = []

        def go_on() -> None:
            began.append(self.desk.works.again(work))
            self.show(began[0])

        if work.changes_cloud:
            self.when_unlocked(work.plan.place, work.title, go_on)
        else:
            go_on()
        return began[0] if began else None

    def show_exchange(self, exchange: Exchange) -> None:
        """Open an exchange in an answer tab. The work may be forgotten, and the tab closed, in any order."""
        window = self.window
        try:
            paging = self.desk.catalogue.call(exchange.request.call_id).paging
        except PitchforkError:  # a call that is in no document
            paging = None
        window.show_answers()
        window.answers.show_exchange(exchange, paging)

    @Slot(object)
    def _tell(self, works: tuple[Work, ...]) -> None:
        for work in works:
            self.changed.emit(work)
