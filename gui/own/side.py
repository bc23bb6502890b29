"""One side of the own products: a list under its heading, with what can be done under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from api.answer.plain import one_line
from gui.parameters.parts import words

_ID = Qt.ItemDataRole.UserRole
_IN_A_LINE = 3
ROW_HEIGHT = 26


class Side(QVBoxLayout):
    """``list`` shows what there is, ``buttons`` are by their words without dots."""

    def __init__(self, heading: str, name: str, deeds: Sequence[tuple[str, Callable[[], None]]]) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.buttons: dict[str, QPushButton] = {}
        self.setSpacing(8)
        self.addWidget(words(heading, "heading"))
        self.addWidget(self.list, 1)
        for start in range(0, len(deeds), _IN_A_LINE):
            line = QHBoxLayout()
            line.setSpacing(8)
            for text, deed in deeds[start : start + _IN_A_LINE]:
                line.addWidget(self._button(text, deed))
            line.addStretch(1)
            self.addLayout(line)

    @property
    def chosen(self) -> str:
        """The id of what is chosen, "" for nothing."""
        item = self.list.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    @property
    def chosen_words(self) -> str:
        """How it is shown."""
        item = self.list.currentItem()
        return item.text() if item is not None else ""

    def fill(self, rows: Iterable[tuple[str, str, str]], chosen: str) -> None:
        """Show these: id, words and tip of each; ``chosen`` is the current one, if it is there."""
        self.list.clear()
        for id_, text, tip in rows:
            item = QListWidgetItem(one_line(text))
            item.setData(_ID, id_)
            item.setToolTip(one_line(tip))
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self.list.addItem(item)
            if id_ == chosen:
                self.list.setCurrentItem(item)

    def allow(self, names: Iterable[str], allowed: bool) -> None:
        """Switch buttons on or off."""
        for name in names:
            self.buttons[name].setEnabled(allowed)

    def _button(self, text: str, deed: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(deed)
        self.buttons[text.rstrip("…")] = button
        return button
