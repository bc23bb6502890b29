"""What a query found, as a tree or as a table."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from api.answer.document import ROOT
from api.answer.index import NodeKind
from api.answer.pretty import pretty
from api.answer.queries.query import Result
from api.model import TableColumn
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.clipboard import copy_text
from gui.answer.table.ground import TableGround
from gui.answer.table.page import TablePage
from gui.answer.tree.page import TreePage
from gui.jobs import Jobs
from gui.widgets.focus_lender import FocusLender

TREE, TABLE = range(2)


class QueryResult(QStackedWidget):
    """Shows one result. A list of objects opens as a table, everything else as a tree."""

    path_changed = Signal(str)
    said = Signal(str)
    tree_wanted = Signal(object)
    """A node of the table that is wanted in the tree."""

    def __init__(
        self, result: Result, ground: TableGround, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.result = result
        items = result.document.pointer(result.lists[0]) if result.lists else ""
        columns = tuple(TableColumn((name,)) for name in result.order)  # they stand as the query names them
        self._ground = replace(ground, items=items, layout=columns, views=None)
        self._jobs = jobs
        self._copying: CancelToken | None = None
        self._pages: dict[int, TreePage | TablePage] = {}
        self._lender = FocusLender(self)

    @property
    def has_table(self) -> bool:
        """Whether there is a list of objects."""
        return bool(self.result.lists)

    @property
    def opens_as(self) -> int:
        """TREE or TABLE, whichever suits it."""
        document = self.result.document
        is_list = self.has_table and self.result.lists[0] == ROOT and document.kind(ROOT) is NodeKind.ARRAY
        return TABLE if is_list else TREE

    @property
    def path(self) -> str:
        """Where in the result the person is."""
        return _of_result(getattr(self.currentWidget(), "path", ""))

    def show_as(self, number: int) -> None:
        """Show it as a TREE or a TABLE; pages are made when they are first looked at."""
        page = self._lender.part = self.page(number)
        self.setCurrentWidget(page)
        self.path_changed.emit(self.path)

    def page(self, number: int) -> TreePage | TablePage:
        """The TREE or the TABLE, made now if it was not made before."""
        if number not in self._pages:
            page = self._pages[number] = self._make_table() if number == TABLE else self._make_tree()
            self.addWidget(page)
        return self._pages[number]

    @Slot()
    def copy(self) -> None:
        """Copy the whole result as JSON; a worker writes it."""
        result = self.result

        def work(cancel: CancelToken, _report: ProgressReport) -> str:
            return pretty(result.document, ROOT, result.veil, cancel.check)

        self.said.emit("Writing the JSON.")
        self._copying = self._jobs.run(work, self._copied, unless_cancelled, owner=self)

    def show_node(self, node: int) -> None:
        """Show the tree, at that node."""
        self.show_as(TREE)
        page = self._pages[TREE]
        assert isinstance(page, TreePage)
        page.show_node(node)
        page.setFocus()

    def release(self) -> None:
        """Stop what runs and give the memory back."""
        if self._copying is not None:
            self._copying.cancel()
        for page in self._pages.values():
            page.release()
            self.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        with suppress(BufferError):  # a worker still reads it: the last reference frees it
            self.result.close()

    def _make_tree(self) -> TreePage:
        page = TreePage(self.result.document, self.result.veil, self._jobs)
        page.path_changed.connect(self._tell_path)
        page.said.connect(self.said)
        return page

    def _make_table(self) -> TablePage:
        result = self.result
        page = TablePage(result.document, result.veil, result.lists, self._jobs, self._ground)
        page.tree_wanted.connect(self.tree_wanted)
        page.path_changed.connect(self._tell_path)
        page.said.connect(self.said)
        return page

    def _copied(self, text: str) -> None:
        copy_text(text, secret=self.result.bare or self.result.veil.bare)
        self.said.emit("Copied the JSON.")

    @Slot(str)
    def _tell_path(self, path: str) -> None:
        self.path_changed.emit(_of_result(path))


def _of_result(path: str) -> str:
    """A place in a result is no place in the answer."""
    return f"query result: {path}" if path else "query result"
