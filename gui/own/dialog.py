"""The own products: add, update, remove; and their calls: new, edit, duplicate, remove, try."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from api.catalog.own.document import Preview, Wish, preview, wish_of
from api.catalog.own.edited import EditedCall
from api.catalog.own.editing import blank, put, take, without
from api.errors import CatalogueError
from gui.notify import message_of
from gui.own.adding import AddProductDialog
from gui.own.call_editor import CallEditor
from gui.own.side import Side
from gui.widgets.lines import hairline
from gui.widgets.problem_box import ProblemBox

if TYPE_CHECKING:
    from gui.program import Program

SIZE = (760, 520)
MARGIN = 20
_FILES = "OpenAPI documents (*.json *.yaml *.yml);;All files (*)"


class OwnProductsDialog(QDialog):
    """One for the whole program. ``show()`` it."""

    try_wanted = Signal(str)
    """The form of this call is to be opened."""

    def __init__(self, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Own products")
        self.resize(*SIZE)
        self._program, self._desk, self._jobs = program, program.desk, program.jobs
        self._preview: Preview | None = None
        self._undo: Callable[[], None] | None = None
        self._wanted = ("", "")
        self.products = Side("Products", "Own products", (
            ("Add From File…", self._add_file), ("New…", self._new_product),
            ("Update…", self._update), ("Remove", self._remove_product),
        ))  # fmt: skip
        self.calls = Side("Calls", "Calls of the product", (
            ("New Call…", self._new_call), ("Edit…", self._edit_call), ("Duplicate…", self._copy_call),
            ("Remove Call", self._remove_call), ("Try", self._try_call),
        ))  # fmt: skip
        self.problem = ProblemBox()
        self.state = QLabel()
        self.undo = QPushButton("Undo")
        self._place()
        self.products.list.currentItemChanged.connect(self._product_chosen)
        self.calls.list.currentItemChanged.connect(self._enable)
        self.calls.list.itemActivated.connect(self._edit_call)
        self.undo.clicked.connect(self._take_back)
        self.refresh()

    @property
    def product_id(self) -> str:
        """The product that is chosen, "" for none."""
        return self.products.chosen

    @property
    def operation_id(self) -> str:
        """The call that is chosen, "" for none."""
        return self.calls.chosen

    # How it is made

    def _place(self) -> None:
        self.state.setProperty("role", "help")
        self.undo.setAutoDefault(False)
        self.undo.hide()
        sides = QHBoxLayout()
        sides.setContentsMargins(MARGIN, 0, MARGIN, 0)
        sides.setSpacing(16)
        sides.addLayout(self.products, 2)
        sides.addLayout(self.calls, 3)
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 0, MARGIN, 0)
        foot.setSpacing(8)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.undo)
        foot.addWidget(close)
        problems = QVBoxLayout()
        problems.setContentsMargins(MARGIN, 0, MARGIN, 0)
        problems.addWidget(self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        column.addLayout(sides, 1)
        column.addLayout(problems)
        column.addWidget(hairline())
        column.addLayout(foot)

    # What is shown

    def refresh(self, product_id: str = "", operation_id: str = "") -> None:
        """Show what is kept now, with this product and call chosen."""
        self._wanted = (product_id or self.product_id, operation_id or self.operation_id)
        self._jobs.run(
            lambda _cancel, _report: [(each, self._title(each)) for each in self._desk.own_products.ids],
            self._show_products,
            self._fail,
            owner=self,
        )

    def _show_products(self, found: list[tuple[str, str]]) -> None:
        self.products.list.blockSignals(True)
        self.products.fill(((id_, title, id_) for id_, title in found), self._wanted[0])
        if not self.product_id:
            self.products.list.setCurrentRow(0)
        self.products.list.blockSignals(False)
        if not found:
            self.state.setText("Add any OpenAPI 3 document, or begin a new product.")
        self._product_chosen()

    def _title(self, product_id: str) -> str:
        """A worker's work: it may have to load the document."""
        try:
            return self._desk.catalogue.product(product_id).title
        except (CatalogueError, KeyError):
            return product_id

    def _fail(self, error: Exception) -> None:
        message = message_of(error)
        self.problem.show_problem(message.sentence, message.hint, message.details)

    @Slot()
    def _product_chosen(self) -> None:
        self.calls.list.clear()
        self._preview = None
        product_id = self.product_id
        self._enable()
        if product_id:
            self._run(lambda: self._look(product_id), self._show_calls)

    def _look(self, product_id: str) -> Preview:
        own = self._desk.own_products
        return preview(own.document(product_id), f"{product_id}.json", product_id, kept=True)

    def _show_calls(self, found: Preview) -> None:
        if found.product.id != self.product_id:
            return
        self._preview = found
        heads = found.document.heads.items()
        rows = ((id_, f"{head.method}  {head.title}", head.path) for id_, head in heads)
        self.calls.fill(rows, self._wanted[1])
        self._enable()

    @Slot()
    def _enable(self) -> None:
        self.products.allow(("Update", "Remove"), bool(self.product_id))
        self.calls.allow(("New Call",), self._preview is not None)
        chosen = self._preview is not None and bool(self.operation_id)
        self.calls.allow(("Edit", "Duplicate", "Remove Call", "Try"), chosen)

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self.problem.clear()
        self._jobs.run(lambda _cancel, _report: work(), then, self._fail, owner=self)

    def _changed(
        self, sentence: str, undo: Callable[[], None] | None, chosen: str = "", operation: str = ""
    ) -> None:
        self._undo = undo
        self.undo.setVisible(undo is not None)
        self._program.reload_catalogue()
        self.refresh(chosen, operation)
        self.state.setText(sentence)

    # Products

    @Slot()
    def _add_file(self) -> None:
        self._ask_file("Add a product", lambda path: self.look_at(path))

    @Slot()
    def _update(self) -> None:
        known = wish_of(self._preview.root) if self._preview is not None else Wish(self.product_id)
        self._ask_file("Update a product", lambda path: self.look_at(path, known))

    def _ask_file(self, title: str, then: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self, title, "", _FILES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.open()

    def look_at(self, path: Path, known: Wish | None = None) -> None:
        """Read a file and show what it would become."""
        self.state.setText(f"Reading {path.name}…")
        self.problem.clear()
        own = self._desk.own_products
        self._jobs.run(
            lambda cancel, _report: own.look(path, cancel),
            lambda found: self._show_preview(found, known),
            self._not_read,
            owner=self,
        )

    def _not_read(self, error: Exception) -> None:
        self.state.setText("")
        self._fail(error)

    def _show_preview(self, found: Preview, known: Wish | None) -> None:
        self.state.setText("")
        dialog = AddProductDialog(found, self._desk, self._jobs, known, self)
        dialog.kept.connect(lambda product_id: self._changed("It is in the tree now.", None, product_id))
        dialog.failed.connect(self._fail)
        dialog.show()

    @Slot()
    def _new_product(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("New product")
        dialog.setLabelText("What is it called?")
        dialog.textValueSelected.connect(self.begin)
        dialog.open()

    @Slot(str)
    def begin(self, title: str) -> None:
        """Begin a product without calls."""
        if title.strip():
            root = blank(title)
            self._run(
                lambda: preview(root, title, kept=True), lambda found: self._show_preview(found, None)
            )

    @Slot()
    def _remove_product(self) -> None:
        product_id, own = self.product_id, self._desk.own_products
        title = self.products.chosen_words

        def removed(data: bytes) -> None:
            def back() -> None:
                self._run(
                    lambda: own.put_back(product_id, data),
                    lambda _done: self._changed(f"{title} is back.", None, product_id),
                )

            self._changed(f"{title} was removed; saved calls of it stay.", back)

        self._run(lambda: own.remove(product_id), removed)

    @Slot()
    def _take_back(self) -> None:
        if self._undo is not None:
            self._undo()

    # Calls

    @Slot()
    def _new_call(self) -> None:
        self._edit(EditedCall())

    @Slot()
    def _edit_call(self) -> None:
        if self._preview is not None and self.operation_id:
            self._edit_known(self.operation_id)

    @Slot()
    def _copy_call(self) -> None:
        self._edit_known("")

    def _edit_known(self, was: str) -> None:
        if self._preview is None:
            return
        try:
            edited = take(self._preview.document, self._preview.root, self.operation_id)
        except CatalogueError as error:
            self._fail(error)
            return
        self._edit(edited, was)

    def _edit(self, edited: EditedCall, was: str = "") -> None:
        if self._preview is None:
            return
        found = self._preview
        editor = CallEditor(found.document, found.root, edited, was, self)
        editor.wanted.connect(lambda new, old: self._keep_call(found, new, old))
        editor.try_wanted.connect(lambda new, old: self._keep_call(found, new, old, attempt=True))
        editor.show()

    def _keep_call(self, found: Preview, edited: EditedCall, was: str, *, attempt: bool = False) -> None:
        own = self._desk.own_products

        def keep() -> str:
            root, operation_id = put(found.document, found.root, edited, was)
            own.keep(root, wish_of(root))
            return operation_id

        def kept(operation_id: str) -> None:
            product_id = found.product.id
            self._changed(f"{edited.title} is kept.", self._back_to(found), product_id, operation_id)
            if attempt:
                self.try_wanted.emit(f"{found.product.id}.{operation_id}")

        self._run(keep, kept)

    @Slot()
    def _remove_call(self) -> None:
        found, operation_id, own = self._preview, self.operation_id, self._desk.own_products
        if found is None:
            return
        title = found.document.heads[operation_id].title
        root = without(found.document, found.root, operation_id)
        self._run(
            lambda: own.keep(root, wish_of(root)),
            lambda _done: self._changed(f"{title} was removed.", self._back_to(found), found.product.id),
        )

    def _back_to(self, found: Preview) -> Callable[[], None]:
        own = self._desk.own_products
        return lambda: self._run(
            lambda: own.keep(found.root, wish_of(found.root)),
            lambda _done: self._changed("It is as it was before.", None, found.product.id),
        )

    @Slot()
    def _try_call(self) -> None:
        self.try_wanted.emit(f"{self.product_id}.{self.operation_id}")
