"""What the history is narrowed down to: a small form that pops up under its button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QFrame, QPushButton, QVBoxLayout, QWidget

from api.records.history.entry import Choices, Outcome, Wanted

_OUTCOMES = (
    ("Any result", None),
    ("Good (2xx)", Outcome.GOOD),
    ("Redirect (3xx)", Outcome.REDIRECT),
    ("Refused (4xx)", Outcome.REFUSED),
    ("Service failed (5xx)", Outcome.FAILED),
    ("No answer", Outcome.NONE),
)
_TIMES = (
    ("Any time", None),
    ("Last hour", timedelta(hours=1)),
    ("Last 24 hours", timedelta(days=1)),
    ("Last 7 days", timedelta(days=7)),
    ("Last 30 days", timedelta(days=30)),
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is chosen; ``within`` is how old an entry may be."""

    product: str = ""
    method: str = ""
    outcome: Outcome | None = None
    profile: str | None = None
    region: str = ""
    within: timedelta | None = None
    starred: bool = False

    @property
    def count(self) -> int:
        """How many choices narrow it down."""
        return sum(1 for name in self.__slots__ if getattr(self, name))

    def wanted(self, text: str) -> Wanted:
        """What to look for, with these words."""
        return Wanted(
            text=text,
            product=self.product,
            method=self.method,
            outcome=self.outcome,
            profile=self.profile,
            region=self.region,
            since=datetime.now(UTC) - self.within if self.within is not None else None,
            starred=self.starred,
        )


class Filters(QFrame):
    """Pops up; every choice counts at once."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("Filter the history")
        self._choices = Choices()
        self._titles: dict[str, str] = {}
        self.product = self._box("Product")
        self.method = self._box("Method")
        self.outcome = self._box("Result")
        self.profile = self._box("Profile")
        self.region = self._box("Region")
        self.within = self._box("Time")
        self.starred = QCheckBox("Starred only")
        self.starred.toggled.connect(self.changed)
        self.reset_button = QPushButton("Show all")
        self.reset_button.clicked.connect(self.reset)
        _fill(self.outcome, _OUTCOMES)
        _fill(self.within, _TIMES)
        self._place()
        self.offer(Choices(), {})

    @property
    def narrowing(self) -> Narrowing:
        """What is chosen now."""
        return Narrowing(
            self.product.currentData() or "",
            self.method.currentData() or "",
            self.outcome.currentData(),
            self.profile.currentData(),
            self.region.currentData() or "",
            self.within.currentData(),
            self.starred.isChecked(),
        )

    def offer(self, choices: Choices, titles: dict[str, str]) -> None:
        """Offer what entries can be told apart by; ``titles`` names the products. What is chosen stays."""
        if self.product.count() and (choices, titles) == (self._choices, self._titles):
            return
        self._choices, self._titles = choices, titles
        products = [(titles.get(product, product), product) for product in choices.products]
        for box, every, rows in (
            (self.product, "All products", products),
            (self.method, "All methods", [(each, each) for each in choices.methods]),
            (self.profile, "All profiles", [(name, profile) for profile, name in choices.profiles]),
            (self.region, "All regions", [(each, each) for each in choices.regions]),
        ):
            chosen, text = box.currentData(), box.currentText()
            box.blockSignals(True)
            box.clear()
            _fill(box, ((every, None), *rows))
            if chosen is not None and box.findData(chosen) < 0:
                box.addItem(text, chosen)
            box.setCurrentIndex(max(box.findData(chosen), 0))
            box.blockSignals(False)

    def pop_up(self, at: QPoint) -> None:
        """Show it with its upper left corner there (global)."""
        self.adjustSize()
        self.move(at)
        self.show()
        self.product.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def reset(self) -> None:
        """Narrow nothing down."""
        for box in (self.product, self.method, self.outcome, self.profile, self.region, self.within):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self.starred.blockSignals(True)
        self.starred.setChecked(False)
        self.starred.blockSignals(False)
        self.changed.emit()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMinimumWidth(190)
        box.currentIndexChanged.connect(self.changed)
        return box

    def _place(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for name, box in (
            ("Product", self.product),
            ("Method", self.method),
            ("Result", self.outcome),
            ("Profile", self.profile),
            ("Region", self.region),
            ("Time", self.within),
        ):
            form.addRow(name, box)
        form.addRow("", self.starred)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignRight)


def _fill(box: QComboBox, rows: object) -> None:
    for text, value in rows:  # type: ignore[attr-defined]
        box.addItem(text, value)
