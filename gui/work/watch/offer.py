"""What an answer offers about watching: a button where something is not done yet, and entries in menus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from api.answer.answer import Answer
from api.answer.origin import origin
from api.answer.plain import one_line
from api.errors import PitchforkError
from api.exchange.exchange import Exchange
from api.model import UNSET
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.jobs import Jobs

if TYPE_CHECKING:
    from api.answer.uses.uses import UseFinder
    from api.desk import Desk
    from api.work.watch.plan import WatchPlan
    from gui.answer.table.view import TableView
    from gui.answer.tree.view import TreeView

WORDS = "Watch until done"
TIP = "Look again and again until it is done, and tell how it goes; it is in My Work meanwhile"


class WatchOffer(QWidget):
    """Stands beside the facts of an answer; out of sight where nothing goes on that could be watched."""

    def __init__(
        self, exchange: Exchange, answer: Answer, jobs: Jobs, desk: Desk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._exchange, self._answer, self._jobs, self._desk = exchange, answer, jobs, desk
        self._views: list[TreeView | TableView] = []
        self._finder: UseFinder | None = None
        self._unfinished: WatchPlan | None = None
        self.button = QPushButton(WORDS)
        self.button.setProperty("role", "link")
        self.button.setToolTip(TIP)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.want)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self.hide()

    def take(self, finder: UseFinder | None) -> None:
        """The catalogue was read for this answer; None: it is about to be closed."""
        self._finder = finder
        if finder is not None:
            self._look()

    def serve(self, view: TreeView | TableView) -> None:
        """Add to a view's menus."""
        self._views.append(view)
        view.menu_begun.connect(self.add_to)

    @Slot(object, object)
    def add_to(self, menu: QMenu, node: int | None) -> None:
        """Add an entry for what a node belongs to, where that can be watched."""
        plan = self.plan_at(node)
        if plan is not None:
            menu.addAction(WORDS).triggered.connect(lambda: self.watch(plan))

    def plan_at(self, node: int | None) -> WatchPlan | None:
        """The watch of what a node belongs to (None: of what the answer as a whole is about); None for nothing."""
        from api.work.watch.plan import plan_watch

        uses = self._finder.at(node) if self._finder is not None else None
        for group in uses.groups if uses is not None else ():
            for use in group.uses:
                if use.call.watch is None or use.lacks:
                    continue
                values: dict[str, Any] = {k.name: v for k, v in use.values.items() if v is not UNSET}
                place = origin(self._exchange, self._answer.document, node)
                name = group.named.title if use.call.watch.kind == group.named.kind else ""
                try:
                    return plan_watch(self._desk.catalogue, use.call.id, values, place, name=name)
                except PitchforkError:  # it needs more than is known here
                    continue
        return None

    @property
    def possible(self) -> bool:
        """Whether there is something to watch where the person is, or in the answer as a whole."""
        return self._best() is not None

    @Slot()
    def want(self) -> None:
        """Watch what is not done yet, or else what the person has chosen."""
        plan = self._best()
        if plan is not None:
            self.watch(plan)

    def _best(self) -> WatchPlan | None:
        current = next((view.current_node() for view in self._views if view.isVisible()), None)
        return self._unfinished or self.plan_at(current)

    def watch(self, plan: WatchPlan) -> None:
        """Begin a watch, or show the one of the same thing that is on already."""
        bench = getattr(self.window(), "bench", None)  # an answer may stand in no window, in tests
        if bench is None:
            return
        running = bench.desk.works.running
        same = next((work for work in running if plan.same_as(work.plan)), None)
        if same is not None:
            bench.show(same)
        else:
            bench.begin(_called(plan, bench.desk))

    def _look(self) -> None:
        """On a worker: whether something here is not done yet."""
        exchange, answer, catalogue = self._exchange, self._answer, self._desk.catalogue

        def work(_cancel: CancelToken, _report: ProgressReport) -> WatchPlan | None:
            from api.work.watch.started import unfinished

            try:
                answer.keep()
            except ValueError:  # the tab was closed meanwhile
                return None
            try:
                return unfinished(exchange, catalogue)
            finally:
                answer.close()

        self._jobs.run(work, self._offer, unless_cancelled, owner=self)

    def _offer(self, plan: WatchPlan | None) -> None:
        self._unfinished = plan
        self.setVisible(plan is not None)


def _called(plan: WatchPlan, desk: Desk) -> WatchPlan:
    """The plan with the name that the last answers gave to the thing, where it has nothing but an id."""
    name, value = plan.values[-1]
    pick = next((p.pick for p in desk.catalogue.call(plan.call_id).parameters if p.name == name), None)
    known = desk.seen.known(plan.place, pick, str(value)) if pick is not None else None
    if plan.named or known is None or not known.name:
        return plan
    return replace(plan, name=one_line(known.name, 80))
