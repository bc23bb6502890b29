"""The tree with the value pane under it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter

from api.answer.answer import Form
from api.answer.carry import Standing
from api.answer.document import Document
from api.answer.outline import Outline
from api.answer.search import Matches
from api.answer.veil import Veil
from gui.answer.raw.page import file_name
from gui.answer.save_body import ValueSaver
from gui.answer.tree.value_pane import ValuePane
from gui.answer.tree.view import TreeView
from gui.jobs import Jobs


class TreePage(QSplitter):
    """Tree and value pane of one document; the pane opens when a whole value is wanted, and stays."""

    path_changed = Signal(str)
    said = Signal(str)
    revealed = Signal()

    def __init__(
        self, document: Document, veil: Veil, jobs: Jobs, standing: Standing | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._document, self._veil, self._jobs = document, veil, jobs
        self._covered = veil.covered
        self.tree = TreeView(Outline(document), veil, jobs, standing)
        self.pane = ValuePane(document, veil)
        self.pane.hide()
        self.addWidget(self.tree)
        self.addWidget(self.pane)
        self.setStretchFactor(0, 1)
        self.setChildrenCollapsible(False)
        self.setFocusProxy(self.tree)
        self.tree.node_chosen.connect(self._follow)
        self.tree.whole_wanted.connect(self._open_pane)
        self.tree.said.connect(self.said)
        self.tree.revealed.connect(self.revealed)
        self.pane.closed.connect(self._close_pane)
        self.pane.copy_wanted.connect(self.tree.copies.copy_value)
        self.pane.save_wanted.connect(self._save)

    @property
    def path(self) -> str:
        """Where the current row is, as people write it."""
        node = self.tree.current_node()
        return "" if node is None else self._document.path(node)[:500]

    def refresh(self) -> None:
        """Show what may have been revealed in another view."""
        if self._veil.covered != self._covered:
            self._covered = self._veil.covered
            self.tree.tree_model.refresh()
            self._follow(self.tree.current_node())

    def show_node(self, node: int) -> None:
        """Make a node current."""
        self.tree.show_node(node)

    def mark_matches(self, matches: Matches | None, found: int | None) -> None:
        """Mark the text that was looked for in the rows; ``found`` is the match in turn."""
        self.tree.tree_model.show_matches(matches, found)
        self.tree.viewport().update()

    def standing(self) -> Standing:
        """What is open in the tree, and where the person is."""
        return self.tree.standing()

    def release(self) -> None:
        """Stop what runs; the page cannot be used any more."""
        self.tree.opener.stop()
        self.tree.copies.stop()

    def open_pane(self) -> None:
        """Show the current value whole, and those that become current."""
        self._open_pane(self.tree.current_node())

    @Slot(object)
    def _follow(self, node: int | None) -> None:
        if self.pane.isVisibleTo(self):
            self.pane.show_node(node)
        self.path_changed.emit(self.path)

    @Slot(object)
    def _open_pane(self, node: int | None) -> None:
        if not self.pane.isVisibleTo(self):
            self.pane.show()
            self.setSizes([self.height() * 2 // 3, self.height() // 3])
            self.tree.scrollTo(self.tree.currentIndex())
        self.pane.show_node(node)

    @Slot(object)
    def _save(self, node: int) -> None:
        if self._veil.hides(node):
            return
        saver = ValueSaver(self._document, node, self._jobs, self)
        saver.said.connect(self.said)
        saver.ask(file_name(self._document.step_text(node), Form.TEXT))

    @Slot()
    def _close_pane(self) -> None:
        self.pane.hide()
        self.tree.setFocus()
