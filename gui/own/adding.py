"""Adds a product from an OpenAPI file, or updates one: what it would be is shown before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from api.catalog.own.document import Preview, Wish, wish_of
from gui.answer.labels import plain_label
from gui.own.rows import add_row, make_form
from gui.widgets.lines import hairline

if TYPE_CHECKING:
    from api.desk import Desk
    from gui.jobs import Jobs

SIZE = (720, 620)
MARGIN = 20
MOST_PROBLEMS = 6


class AddProductDialog(QDialog):
    """Shows a preview and asks for id, service type and address. ``show()`` it; deletes itself when it is closed."""

    kept = Signal(str)
    """The product was kept: its id."""
    failed = Signal(object)
    """It could not be kept: the error."""

    def __init__(
        self,
        preview: Preview,
        desk: Desk,
        jobs: Jobs,
        known: Wish | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._preview, self._desk, self._jobs, self._known = preview, desk, jobs, known
        self.setWindowTitle("Update a product" if known else "Add a product")
        self.resize(*SIZE)
        wish = known or wish_of(preview.root)
        self.id = QLineEdit(wish.id or preview.product.id)
        self.id.setReadOnly(known is not None)
        self.service_type = QLineEdit(wish.service_type)
        self.address = QComboBox()
        self.address.setEditable(True)
        self.address.addItems(list(preview.addresses))
        self.address.setEditText(wish.address or next(iter(preview.addresses), ""))
        self.calls = QTreeWidget()
        self.go = QPushButton("Update" if known else "Add")
        self.cancel = QPushButton("Cancel")
        self._place()
        self._fill_calls()
        for signal in (self.id.textEdited, self.service_type.textEdited, self.address.editTextChanged):
            signal.connect(self._check)
        self.go.clicked.connect(self._keep)
        self.cancel.clicked.connect(self.reject)
        self._check()

    @property
    def wish(self) -> Wish:
        """What was filled in."""
        address = self.address.currentText().strip().rstrip("/")
        return Wish(self.id.text().strip(), self.service_type.text().strip(), address)

    def _place(self) -> None:
        product = self._preview.product
        title = plain_label(product.title)
        title.setProperty("role", "title")
        count = len(self._preview.document.heads)
        about = plain_label(
            f"{count} call{'' if count == 1 else 's'} · version {product.version or 'not said'}"
        )
        about.setProperty("role", "dim")
        form = make_form()
        self._notes = {
            "id": add_row(form, "Id", self.id, "Its calls are known as id.call. It stays as it is."),
            "service_type": add_row(
                form,
                "Service type",
                self.service_type,
                "As in the service catalogue. Its calls then go to the signed-in cloud, with the token.",
            ),
            "address": add_row(
                form,
                "Server address",
                self.address,
                "Where its calls go without a service type. No token goes there.",
            ),
        }
        inside = QVBoxLayout()
        inside.setContentsMargins(MARGIN, 0, MARGIN, 0)
        inside.setSpacing(10)
        for part in (title, about):
            inside.addWidget(part)
        inside.addWidget(self.calls, 1)
        inside.addWidget(self._problems())
        inside.addLayout(form)
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        self.cancel.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 0, MARGIN, 0)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 14)
        column.setSpacing(10)
        column.addLayout(inside, 1)
        column.addWidget(hairline())
        column.addLayout(foot)

    def _problems(self) -> QLabel:
        found = self._preview.problems
        more = [f"And {len(found) - MOST_PROBLEMS} more."] if len(found) > MOST_PROBLEMS else []
        label = plain_label("\n".join([*found[:MOST_PROBLEMS], *more]))
        label.setProperty("role", "warning")
        label.setWordWrap(True)
        label.setVisible(bool(found))
        return label

    def _fill_calls(self) -> None:
        self.calls.setAccessibleName("Its calls")
        self.calls.setColumnCount(2)
        self.calls.setHeaderHidden(True)
        self.calls.setUniformRowHeights(True)
        for category in self._preview.product.categories:
            group = QTreeWidgetItem([category.title, f"{len(category.calls)}"])
            group.addChildren([QTreeWidgetItem([h.title, f"{h.method} {h.path}"]) for h in category.calls])
            self.calls.addTopLevelItem(group)
        if (first := self.calls.topLevelItem(0)) is not None:
            first.setExpanded(True)
        self.calls.setColumnWidth(0, 320)

    @Slot()
    def _check(self) -> None:
        faults = self._desk.own_products.faults(self.wish, new=self._known is None)
        for name, note in self._notes.items():
            note.say(faults.get(name, ""))
        self.go.setEnabled(not faults)

    @Slot()
    def _keep(self) -> None:
        wish, root, own = self.wish, self._preview.root, self._desk.own_products
        self.go.setEnabled(False)
        self._jobs.run(
            lambda _cancel, _report: own.keep(root, wish),
            lambda _done: self._was_kept(wish.id),
            self._not_kept,
            owner=self,
        )

    def _was_kept(self, product_id: str) -> None:
        self.kept.emit(product_id)
        self.accept()

    def _not_kept(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.failed.emit(error)
