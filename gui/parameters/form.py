"""The form: one row for each parameter, in a scroll area, with what all of them hold as one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from api.errors import Fault
from api.model import UNSET, Key, Parameter
from gui.parameters.capture import Capture, Reading
from gui.parameters.offers import Offer
from gui.parameters.row import Row


@dataclass(frozen=True, slots=True)
class FormCapture:
    """What a form holds at one moment; ``read`` may run on a worker."""

    parts: tuple[tuple[Key, Capture], ...]

    @property
    def size(self) -> int:
        """How much text there is, in characters."""
        return sum(capture.size for _key, capture in self.parts)

    @property
    def slow(self) -> bool:
        """Whether checking it asks the disk."""
        return any(capture.slow for _key, capture in self.parts)

    def read(self) -> tuple[dict[Key, Any], tuple[Fault, ...]]:
        """The values, and the faults of texts that are none."""
        values: dict[Key, Any] = {}
        faults: list[Fault] = []
        for key, capture in self.parts:
            reading: Reading = capture.read()
            if reading.fault:
                faults.append(Fault(key, reading.fault))
            elif reading.value is not UNSET:
                values[key] = reading.value
        return values, tuple(faults)


class Form(QScrollArea):
    """Rows in the order of the call's fields, those that are needed first."""

    changed = Signal()

    def __init__(
        self,
        parameters: tuple[Parameter, ...],
        parent: QWidget | None = None,
        offer_of: Callable[[Parameter], Offer | None] = lambda _parameter: None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget(self)
        inner.setObjectName("form")
        grid = QGridLayout(inner)
        grid.setContentsMargins(20, 4, 20, 8)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 5)
        grid.setColumnStretch(2, 3)
        grid.setColumnMinimumWidth(2, 200)
        self.rows: dict[Key, Row] = {}
        self._faults: Mapping[Key | None, str] = {}
        ordered = sorted(parameters, key=lambda parameter: not parameter.required)
        for number, parameter in enumerate(ordered):
            row = Row(parameter, title_of(parameter, parameters), inner, offer_of(parameter))
            row.name.setMaximumWidth(190)
            row.place(grid, number)
            row.changed.connect(self.changed)
            row.left.connect(self._show_faults)
            self.rows[parameter.key] = row
        grid.setRowStretch(len(parameters), 1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def capture(self) -> FormCapture:
        """What the form holds now."""
        parts = [(key, capture) for key, row in self.rows.items() if (capture := row.capture()) is not None]
        return FormCapture(tuple(parts))

    def texts(self, names: Iterable[str]) -> dict[str, str]:
        """What the fields of these names hold, as far as they are filled in."""
        wanted = set(names)
        given = {key.name: row.capture() for key, row in self.rows.items() if key.name in wanted}
        values = {name: capture.read().value for name, capture in given.items() if capture is not None}
        return {name: value for name, value in values.items() if isinstance(value, str) and value}

    def fill(self, values: Mapping[Key, Any]) -> None:
        """Show these values in their rows; other rows keep what they hold."""
        for key, value in values.items():
            if key in self.rows:
                self.rows[key].set_value(value)

    def replace(self, values: Mapping[Key, Any]) -> None:
        """Show exactly these values."""
        for key, row in self.rows.items():
            row.set_value(values.get(key, UNSET))

    def show_faults(self, faults: tuple[Fault, ...]) -> None:
        """Show faults under the fields that were filled in or left; missing ones of untouched fields wait."""
        self._faults = {fault.key: fault.sentence for fault in reversed(faults)}
        self._show_faults()

    def touch_all(self) -> None:
        """From now on show every fault."""
        for row in self.rows.values():
            row.touched = True

    def focus(self, key: Key | None) -> None:
        """Put the cursor into a field, the first one without a key, and scroll it into sight."""
        row = self.rows.get(key) if key is not None else next(iter(self.rows.values()), None)
        if row is not None:
            row.focus()
            QTimer.singleShot(0, row.field, lambda: self.ensureWidgetVisible(row.field, 0, 40))

    @Slot()
    def _show_faults(self) -> None:
        """Also when a field is left, which changes no value: a button that is pressed right then stays as it is."""
        for key, row in self.rows.items():
            sentence = self._faults.get(key, "")
            row.show_fault(sentence if row.touched or row.capture() is not None else "")

    def forget_secrets(self) -> None:
        """Empty every secret field."""
        for row in self.rows.values():
            if row.parameter.secret:
                row.editor.clear()


def title_of(parameter: Parameter, parameters: tuple[Parameter, ...]) -> str:
    """The last part of a dotted name where no other parameter ends alike, else the whole name."""
    last = parameter.name.rpartition(".")[2]
    twins = [other for other in parameters if other.name.rpartition(".")[2] == last]
    return last if len(twins) == 1 and last != "*" else parameter.name
