"""What the query view shows before there is a query: what it is for, and queries that work on this answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.answer.queries.examples import Example
from gui.answer.labels import plain_label, plain_tip
from gui.answer.query.line import query_font

_LONGEST = 90


class QueryHint(QWidget):
    """Offers examples; choosing one emits its expression."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 24, 20, 20)
        page.setSpacing(6)
        page.addWidget(plain_label("Ask this answer with JMESPath", "heading"))
        words = "The result is shown here as you type; the other views keep the whole answer. Tab completes names."
        page.addWidget(plain_label(words, "dim", wrap=True))
        page.addSpacing(10)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        page.addLayout(self._grid)
        page.addStretch(1)
        self.buttons: list[QPushButton] = []

    def show_examples(self, examples: Sequence[Example]) -> None:
        """Show queries to begin with; once."""
        for row, example in enumerate(examples):
            self._grid.addWidget(plain_label(one_line(example.title, 40), "dim"), row, 0)
            button = QPushButton(one_line(example.expression, _LONGEST).replace("&", "&&"))
            button.setProperty("role", "link")
            button.setFont(query_font())
            button.setToolTip(plain_tip(example.expression))
            button.setAccessibleName(
                f"{one_line(example.title, 40)}: {one_line(example.expression, _LONGEST)}"
            )
            button.clicked.connect(partial(self.chosen.emit, example.expression))
            self.buttons.append(button)
            self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)
