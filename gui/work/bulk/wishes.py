"""Which images are looked for, and the price of what they take up."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from api.errors import BadInput
from api.work.bulk.clean_up import Wish, price_of
from gui.answer.labels import plain_label
from gui.parameters.choice_editors import QuietComboBox

ANY = "any status"
STATUSES = ("active", "queued", "saving", "killed", "deactivated", "pending_delete")
_OLDEST = 36_500


class Wishes(QWidget):
    """Two lines of fields."""

    changed = Signal()
    """Something else is looked for."""
    price_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        first = Wish()
        self.days = QSpinBox()
        self.days.setRange(0, _OLDEST)
        self.days.setValue(first.older_than or 0)
        self.days.setSuffix(" days")
        self.days.setAccessibleName("Older than")
        self.days.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.status = QuietComboBox()
        self.status.addItems([ANY, *STATUSES])
        self.status.setAccessibleName("Status")
        self.snapshots = self._check("Snapshots only", on=first.snapshots_only)
        self.unprotected = self._check("Not protected", on=first.unprotected_only)
        self.unshared = self._check("Shared with nobody", on=first.unshared_only)
        self.price_field = QLineEdit()
        self.price_field.setPlaceholderText("0.10")
        self.price_field.setMaximumWidth(90)
        self.price_field.setAccessibleName("Price for a GiB and month")
        self.fault = plain_label("", "fault")
        self._arrange()
        self.days.valueChanged.connect(self._tell)
        self.status.currentIndexChanged.connect(self._tell)
        self.price_field.textChanged.connect(self._look_at_price)

    @property
    def wish(self) -> Wish:
        """What is looked for."""
        status = self.status.currentText()
        return Wish(
            older_than=self.days.value() or None,
            snapshots_only=self.snapshots.isChecked(),
            unprotected_only=self.unprotected.isChecked(),
            unshared_only=self.unshared.isChecked(),
            statuses=frozenset() if status == ANY else frozenset({status}),
        )

    @property
    def price(self) -> Decimal | None:
        """The price, None for none. Raises BadInput."""
        return price_of(self.price_field.text())

    def _check(self, text: str, *, on: bool) -> QCheckBox:
        made = QCheckBox(text)
        made.setChecked(on)
        made.toggled.connect(self._tell)
        return made

    def _arrange(self) -> None:
        price = QHBoxLayout()
        price.setSpacing(10)
        price.addWidget(self.price_field)
        price.addWidget(self.fault)
        price.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.addWidget(_label("Older than", self.days), 0, 0)
        grid.addWidget(self.days, 0, 1)
        grid.addWidget(self.status, 0, 2)
        for column, each in enumerate((self.snapshots, self.unprotected, self.unshared), 3):
            grid.addWidget(each, 0, column)
        grid.addWidget(_label("Price for a GiB and month", self.price_field), 1, 0, 1, 2)
        grid.addLayout(price, 1, 2, 1, 4)
        grid.setColumnStretch(6, 1)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()

    @Slot()
    def _look_at_price(self) -> None:
        fault = ""
        try:
            price_of(self.price_field.text())
        except BadInput as error:
            fault = str(error)
        self.fault.setText(fault)
        self.price_changed.emit()


def _label(text: str, field: QWidget) -> QLabel:
    label = plain_label(text, "dim")
    label.setBuddy(field)
    return label
