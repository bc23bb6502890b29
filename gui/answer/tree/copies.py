"""What can be copied from a row of the tree: the value, its name, the ways to it, and everything below as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from api.answer.document import Document
from api.answer.paths import is_overruled, jmespath_of, python_path
from api.answer.pretty import pretty_pieces
from api.answer.texts.pieces import text_pieces
from api.answer.veil import Veil
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.clipboard import copy_packed, copy_text, packed
from gui.jobs import Jobs

COPIED_AT_ONCE, DEEP_AT_ONCE = 64 * 1024, 4 * 1024
"""Bytes of a scalar, and of a container, whose text is written on the spot; more is a worker's work. What is deep
becomes much longer than it was."""
_OVERRULED = " A later member has the same name: readers of JSON get that one there."


class TreeCopies(QObject):
    """The actions that copy the current node of a view, with their keys. Hidden values are not copied."""

    said = Signal(str)
    """A sentence for the person."""

    def __init__(
        self,
        view: QWidget,
        document: Document,
        veil: Veil,
        jobs: Jobs,
        current: Callable[[], int | None],
    ) -> None:
        super().__init__(view)
        self._document, self._veil, self._jobs, self._current = document, veil, jobs, current
        self._running: CancelToken | None = None
        copy = QKeySequence(QKeySequence.StandardKey.Copy)
        self.actions = [
            self._action(view, "Value", copy, self.copy_value),
            self._action(view, "Name", QKeySequence("Ctrl+Shift+N"), self._copy_name),
            self._action(view, "JSON pointer", QKeySequence("Ctrl+Shift+C"), self._copy_pointer),
            self._action(view, "JMESPath", QKeySequence("Ctrl+Alt+C"), self._copy_jmespath),
            self._action(view, "Python path", QKeySequence("Ctrl+Alt+P"), self._copy_python),
            self._action(view, "Everything below as JSON", QKeySequence("Ctrl+Shift+J"), self.copy_json),
        ]
        view.addActions(self.actions)

    def add_to(self, menu: QMenu) -> None:
        """Add the menu "Copy"."""
        menu.addMenu("Copy").addActions(self.actions)

    def copy_value(self, node: int) -> None:
        """Copy a scalar's whole text, or a container as JSON."""
        document = self._document
        if document.is_container(node):
            self.copy_json(node)
        else:
            self._copy(node, lambda check: text_pieces(document, node, check), "value")

    def copy_json(self, node: int) -> None:
        """Copy the node as JSON; what is hidden in it stays hidden."""
        document, veil = self._document, self._veil
        self._copy(node, lambda check: pretty_pieces(document, node, veil, check), "JSON")

    def stop(self) -> None:
        """Stop writing what is still being written."""
        if self._running is not None:
            self._running.cancel()

    def _copy(self, node: int, write: Callable[[Callable[[], None]], Iterator[str]], what: str) -> None:
        if self._veil.hides(node):
            self.said.emit("The value is hidden; show it first, then copy it.")
            return
        secret = self._veil.bares(node)
        start, end = self._document.span(node)
        if end - start <= (DEEP_AT_ONCE if self._document.is_container(node) else COPIED_AT_ONCE):
            self._put("".join(write(lambda: None)), what, secret=secret)
            return

        def work(cancel: CancelToken, _report: ProgressReport) -> QByteArray:
            return packed(write(cancel.check))

        def done(text: QByteArray) -> None:
            copy_packed(text, secret=secret)
            self.said.emit(f"Copied the {what}.")

        self.stop()
        self.said.emit(f"Copying the {what}.")
        self._running = self._jobs.run(work, done, unless_cancelled, owner=self)

    def _put(self, text: str, what: str, *, secret: bool = False) -> None:
        copy_text(text, secret=secret)
        self.said.emit(f"Copied the {what}.")

    def _copy_name(self, node: int) -> None:
        self._put(self._document.step_text(node), "name")

    def _copy_pointer(self, node: int) -> None:
        self._put_way(node, self._document.pointer(node), "JSON pointer")

    def _copy_jmespath(self, node: int) -> None:
        self._put_way(node, jmespath_of(self._document, node), "JMESPath")

    def _copy_python(self, node: int) -> None:
        self._put_way(node, python_path(self._document, node), "Python path")

    def _put_way(self, node: int, way: str, what: str) -> None:
        copy_text(way)
        self.said.emit(f"Copied the {what}.{_OVERRULED if is_overruled(self._document, node) else ''}")

    def _action(self, view: QWidget, text: str, keys: QKeySequence, copy: Callable[[int], None]) -> QAction:
        action = QAction(text, view)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

        def use() -> None:
            if (node := self._current()) is not None:
                copy(node)

        action.triggered.connect(use)
        return action
