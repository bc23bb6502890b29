"""The form of one way to sign in, generated from its description; rarely needed fields are tucked away."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from api.identity.kinds import SECRET, Method
from gui.sign_in.field_row import FieldRow


class SignInForm(QWidget):
    """Fields by name. ``secret`` is apart from the other values, so that it is never kept with them."""

    changed = Signal()

    def __init__(self, method: Method, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.method = method
        self.rows = {field.name: FieldRow(field, self) for field in method.fields}
        self.more = QPushButton("More settings")
        self.more.setProperty("role", "note")
        self.more.setCheckable(True)
        self.more.setAutoDefault(False)
        self.more.toggled.connect(self._show_more)
        self._rest = QWidget()
        self._place()

    @property
    def values(self) -> dict[str, str]:
        """Everything but the secret."""
        return {name: row.value for name, row in self.rows.items() if name != SECRET}

    @property
    def secret(self) -> str:
        """The secret; "" when none was typed or the way has none."""
        return self.rows[SECRET].value if SECRET in self.rows else ""

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the fields of these names; others stay."""
        for name, value in values.items():
            if name in self.rows and value:
                self.rows[name].fill(value)
        if any(
            values.get(n) not in ("", None, r.field.default)
            for n, r in self.rows.items()
            if r.field.advanced
        ):
            self.more.setChecked(True)

    def find_missing(self) -> FieldRow | None:
        """Mark what is missing; answers with the first of it."""
        lacking = self._lacking()
        for name, row in self.rows.items():
            row.show_fault(f"{row.field.label} is needed." if name in lacking else "")
        first = self.rows[lacking[0]] if lacking else None
        if first is not None and first.field.advanced:
            self.more.setChecked(True)
        return first

    def show_faults(self, faults: Mapping[str, str]) -> bool:
        """Show these faults at their fields and go to the first; takes others away. Whether there are any."""
        for name, row in self.rows.items():
            row.show_fault(faults.get(name, ""))
        first = next((row for name, row in self.rows.items() if name in faults), None)
        if first is None:
            return False
        if first.field.advanced:
            self.more.setChecked(True)
        first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def focus_first_empty(self) -> None:
        """Put the keyboard where the person has to type first."""
        for name in self._lacking():
            if not self.rows[name].field.advanced:
                self.rows[name].editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def align(self, label: QLabel) -> None:
        """Let a label stand in the column of this form's labels."""
        widest = max(
            row.label.fontMetrics().horizontalAdvance(row.label.text()) for row in self.rows.values()
        )
        label.setMinimumWidth(widest + 4)
        label.setMaximumWidth(widest + 4)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, 6, 0, 0)

    def _lacking(self) -> list[str]:
        """The names of the fields that are needed and empty, in their order."""
        return [
            field.name
            for field in self.method.lacking({name: row.value for name, row in self.rows.items()})
        ]

    def _place(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        plain = _form()
        tucked = _form()
        for row in self.rows.values():
            (tucked if row.field.advanced else plain).addRow(row.label, row.cell)
            row.changed.connect(self.changed)
        self._rest.setLayout(tucked)
        self._rest.hide()
        rows.addLayout(plain)
        rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._rest)
        self.more.setVisible(tucked.rowCount() > 0)  # not before it has its place: it would be a window
        for row in self.rows.values():
            self.align(row.label)

    @Slot(bool)
    def _show_more(self, shown: bool) -> None:
        self._rest.setVisible(shown)
        self.more.setText("Fewer settings" if shown else "More settings")


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(9)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return form
