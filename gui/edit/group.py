"""A part of the form: a heading with rows under it, which may be folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gui.answer.labels import plain_label
from gui.icons import icon


class Group(QWidget):
    """Rows in the order of their numbers. ``folding`` puts a button in place of the heading, folded at first."""

    unfolded = Signal()

    def __init__(self, title: str, parent: QWidget | None = None, *, folding: bool = False) -> None:
        super().__init__(parent)
        self._title = title
        self._numbers: dict[QWidget, int] = {}
        self.fold = self._make_fold() if folding else None
        self._heading = QLabel(title)
        self._heading.setProperty("role", "heading")
        self.more = plain_label("", "help", wrap=True)
        self.more.hide()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.fold or self._heading)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self.rows)
        column.addWidget(self.more)

    @property
    def open(self) -> bool:
        """Whether its rows are wanted."""
        return self.fold is None or self.fold.isChecked()

    def put(self, row: QWidget, number: int) -> None:
        """Add a row at its place by number."""
        before = sum(1 for each in self._numbers.values() if each < number)
        self._numbers[row] = number
        self.rows.insertWidget(before, row)
        row.show()

    @property
    def parts(self) -> list[QWidget]:
        """What takes the keyboard in it, from top to bottom."""
        rows = sorted(self._numbers, key=lambda row: self._numbers[row])
        return [self.fold, *rows] if self.fold is not None else rows

    def holds(self, row: QWidget) -> bool:
        """Whether that row is one of its rows."""
        return row in self._numbers

    def take(self, row: QWidget) -> None:
        """Remove a row."""
        del self._numbers[row]
        self.rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def count(self, number: int) -> None:
        """Say how many there are; a folding group without any goes out of sight."""
        if self.fold is not None:
            self.fold.setText(f"{self._title} ({number})")
            self.setVisible(bool(number))

    def say_more(self, number: int) -> None:
        """Say how many more there are than rows."""
        self.more.setText(f"{number:,} more; find them by name or value." if number else "")
        self.more.setVisible(bool(number))

    def _make_fold(self) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setText(self._title)
        button.setIcon(icon("branch-closed", "dim"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setProperty("role", "fold")
        button.toggled.connect(self._toggled)
        return button

    @Slot(bool)
    def _toggled(self, is_open: bool) -> None:
        assert self.fold is not None
        self.fold.setIcon(icon("branch-open" if is_open else "branch-closed", "dim"))
        self.unfolded.emit()
