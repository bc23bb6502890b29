"""Offers to run a call on the selected rows of an answer's table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from api.answer.origin import origin
from api.exchange.exchange import Exchange
from api.model import Place
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled

if TYPE_CHECKING:
    from api.answer.uses.uses import UseFinder
    from api.work.bulk.chosen import Chosen
    from gui.answer.table.view import TableView
    from gui.work.bench import WorkBench

KEYS = "Ctrl+Shift+B"


class BulkOffer(QObject):
    """Serves the table of one answer."""

    def __init__(self, exchange: Exchange, parent: QObject) -> None:
        super().__init__(parent)
        self._exchange = exchange
        self._view: TableView | None = None
        self._finder: UseFinder | None = None
        self._running: CancelToken | None = None

    def take(self, finder: UseFinder | None) -> None:
        """The catalogue was read for this answer; None: it is about to be closed."""
        self._finder = finder
        if finder is None and self._running is not None:
            self._running.cancel()

    def serve(self, view: TableView) -> None:
        """Add to the menu of a table, and hear its key."""
        self._view = view
        view.menu_begun.connect(self._add_to)
        keys = QShortcut(QKeySequence(KEYS), view)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.open)

    @property
    def possible(self) -> bool:
        """Whether something is selected that may be something."""
        named = self._first()
        return named is not None and self._bench() is not None

    @Slot()
    def open(self) -> None:
        """Read what is selected on a worker, then ask what to do with it."""
        bench, finder, view = self._bench(), self._finder, self._view
        model = view.table_model() if view is not None else None
        if bench is None or finder is None or view is None or model is None:
            return
        order, table, catalogue = model.arrangement.order, model.table, bench.desk.catalogue
        rows = [order[place] for each in view.selected_rows() for place in each]
        exchange, document, veil = self._exchange, table.document, model.veil

        def work(cancel: CancelToken, _report: ProgressReport) -> tuple[Chosen, set[Place]]:
            from api.work.bulk.chosen import read_chosen

            nodes = [table.row(row) for row in rows]
            places = {origin(exchange, document, node) for node in nodes}
            return read_chosen(finder, document, veil, nodes, catalogue, cancel.check), places

        def show(found: tuple[Chosen, set[Place]]) -> None:
            self._open(*found, bench)

        view.said.emit("Looking at the selected rows…")
        self._running = bench.jobs.run(work, show, unless_cancelled, owner=self)

    def _open(self, chosen: Chosen, places: set[Place], bench: WorkBench) -> None:
        from gui.work.bulk.dialog import BulkDialog

        if self._finder is None or self._view is None:  # the answer was closed meanwhile
            return
        if len(places) > 1:
            self._view.said.emit("The selected rows are in several regions: select those of one.")
        elif not chosen.calls:
            self._view.said.emit("No call takes what is selected.")
        else:
            self._view.said.emit("")
            dialog = BulkDialog(chosen, places.pop(), bench, bench.window)
            dialog.show()
            dialog.activateWindow()

    @Slot(object, object)
    def _add_to(self, menu: QMenu, _node: int) -> None:
        named, view = self._first(), self._view
        count = sum(map(len, view.selected_rows())) if view is not None else 0
        if named is None or count < 2:
            return
        what = f"{named}s" if not named.endswith("y") else f"{named[:-1]}ies"
        action = menu.addAction(f"Do for {count:,} {what}…\t{KEYS}")
        action.triggered.connect(self.open)
        menu.addSeparator()

    def _first(self) -> str | None:
        """The kind of the first selected row; None where it is nothing that calls take."""
        model = self._view.table_model() if self._view is not None else None
        selected = self._view.selected_rows() if self._view is not None else []
        if self._finder is None or model is None or not selected:
            return None
        named, _ids = self._finder.named(model.table.row(model.arrangement.order[selected[0].start]))
        return named.kind if named is not None else None

    def _bench(self) -> WorkBench | None:
        """The window's; an answer may stand in none, in tests."""
        window = self._view.window() if self._view is not None else None
        found: WorkBench | None = getattr(window, "bench", None)
        return found
