"""The head of the query view: the line, examples, what is said about the query, and how its result is shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.answer.queries.examples import Example
from gui.answer.labels import plain_tip
from gui.answer.query.line import QueryLine
from gui.answer.query.result import TABLE
from gui.answer.view_switch import ViewSwitch
from gui.icons import icon
from gui.widgets.elided_label import ElidedLabel

_MARGIN = 20
_LONGEST_TITLE, _LONGEST_EXAMPLE = 40, 80


class QueryHead(QWidget):
    """Two rows of fixed height, whatever they say. It decides nothing."""

    example_chosen = Signal(str)
    act_wanted = Signal()
    """Stop, or Try again."""
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QueryLine()
        self.switch = ViewSwitch(("Tree", "Table"))
        self.switch.setAccessibleName("Views of the query's result")
        self._menu = QMenu(self)
        self._examples = QToolButton()
        self._examples.setText("Examples")
        self._examples.setProperty("role", "button")
        self._examples.setMenu(self._menu)
        self._examples.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._examples.setEnabled(False)
        self._state = ElidedLabel()
        self._act = QPushButton("Stop")
        self._act.setProperty("role", "note")
        self._act.clicked.connect(self.act_wanted)
        self._copy = QToolButton()
        self._copy.setIcon(icon("copy", "dim"))
        self._copy.setToolTip("Copy the result as JSON")
        self._copy.setAccessibleName("Copy the result as JSON")
        self._copy.clicked.connect(self.copy_wanted)
        self._arrange()

    @property
    def state(self) -> str:
        """What is said about the query."""
        return self._state.text()

    @property
    def act(self) -> QPushButton:
        """The button beside what is said."""
        return self._act

    @property
    def examples(self) -> QMenu:
        """The menu of examples."""
        return self._menu

    def show_examples(self, found: Sequence[Example]) -> None:
        """Put queries into the menu; once."""
        for example in found:
            title, expression = (
                one_line(example.title, _LONGEST_TITLE),
                one_line(example.expression, _LONGEST_EXAMPLE),
            )
            action = self._menu.addAction(f"{title}\t{expression}".replace("&", "&&"))
            action.triggered.connect(partial(self.example_chosen.emit, example.expression))
        self._examples.setEnabled(bool(found))
        if found:
            likely = next((each for each in found if "[?" in each.expression), found[0])
            self.line.setPlaceholderText(
                f"JMESPath   e.g.  {one_line(likely.expression, _LONGEST_EXAMPLE)}"
            )

    def offer_views(self, number: int, *, table: bool) -> int:
        """Choose how the result is shown; a table only where there is one. Returns what is chosen."""
        self.switch.setTabEnabled(TABLE, table)
        self.switch.choose(number)
        return self.switch.currentIndex()

    def say(self, text: str, role: str, act: str, tip: str, *, views: bool) -> None:
        """Show the state of the query, what can be done about it, and the views of a result where there is one."""
        self._state.setText(one_line(text))
        self.line.setAccessibleDescription(one_line(text))
        self._state.setToolTip(plain_tip(tip or text))
        if self._state.property("role") != role:
            self._state.setProperty("role", role)
            self._state.style().unpolish(self._state)
            self._state.style().polish(self._state)
        self._act.setText(act)
        self._act.setVisible(bool(act))
        self.switch.setVisible(views)
        self._copy.setVisible(views)

    def _arrange(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        page.setSpacing(0)
        above, below = QHBoxLayout(), QHBoxLayout()
        for row in (above, below):
            row.setSpacing(10)
            page.addLayout(row)
        above.addWidget(self.line, 1)
        above.addWidget(self._examples)
        below.addWidget(self._state)
        below.addWidget(self._act)
        below.addStretch(1)
        below.addWidget(self.switch)
        below.addWidget(self._copy)
        below.addStrut(self.switch.sizeHint().height())
