"""The lines in which a person types what is about to be destroyed: a name, or a number and an account."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from api.exchange.gates import Several
from gui.answer.labels import plain_label

LEAST = 180


class TypedWord(QWidget):
    """One line; ``changed`` tells of every key."""

    changed = Signal()
    asked = Signal()
    """Return was pressed in it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = plain_label(name, "dim")
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setMinimumWidth(LEAST)
        self.line.textChanged.connect(self.changed)
        self.label.setBuddy(self.line)
        self.fault = plain_label("", "fault", wrap=True)
        self.fault.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(self.fault, 1, 1)
        grid.setColumnStretch(1, 1)

    def say(self, name: str, word: str) -> None:
        """What has to be typed: a word for it, and the very text."""
        self.label.setText(name)
        self.line.setAccessibleName(f"{name}: {word}")
        self.line.setPlaceholderText(word)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def show_fault(self, sentence: str) -> None:
        """Show what is wrong with it; "" takes that away."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.line.setProperty("fault", "true" if sentence else "false")
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)


class NumberAndAccount(QObject):
    """The number that every question about several things asks for, and the account that production adds."""

    changed = Signal()

    def __init__(self, count: int, account: str, parent: QWidget) -> None:
        """``account`` is the word for it; "" asks for the number only."""
        super().__init__(parent)
        self._count = count
        self.number = _line(f"Type {count} to confirm", str(count), 110, parent)
        self.account = _line(f"and the account, {account}", account, 260, parent)
        self.number_label = plain_label(self.number.accessibleName())
        self.account_label: QLabel = plain_label(self.account.accessibleName())
        for label, line in ((self.number_label, self.number), (self.account_label, self.account)):
            label.setBuddy(line)
            line.textChanged.connect(self._tell)
        self.account.setVisible(bool(account))
        self.account_label.setVisible(bool(account))

    @property
    def word(self) -> Several:
        """What was typed."""
        return Several(self._count, self.number.text(), self.account.text())

    @property
    def counted(self) -> bool:
        """Whether the number is right, which is asked for everywhere."""
        return self.number.text().strip().replace(",", "") == str(self._count)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _line(name: str, hint: str, wide: int, parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setMaximumWidth(wide)
    return line
