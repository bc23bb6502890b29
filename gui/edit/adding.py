"""The line that begins a new property: its name, with the names that the cloud knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.edit.property import LONGEST_NAME, Property
from gui import theme
from gui.answer.labels import plain_label
from gui.edit.row import HELP_WIDTH, NAME_WIDTH, kind_words
from gui.parameters.editor import mark
from gui.parameters.parts import button


class AddLine(QWidget):
    """Asks for the name of a new property. The one who listens says whether it can be."""

    wanted = Signal(str)
    """The name that was typed or chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, Property] = {}
        self.line = QLineEdit()
        self.line.setFont(theme.wire_font(9.5))
        self.line.setMaxLength(4 * LONGEST_NAME)
        self.line.setPlaceholderText("Name of a property to add")
        self.line.setAccessibleName("Name of a property to add")
        self.add = button("Add", "Add the property")
        self.add.setEnabled(False)
        self.fault = plain_label("", "fault", wrap=True)
        self.fault.hide()
        self.about = plain_label("", "help", wrap=True)
        self.about.setFixedWidth(HELP_WIDTH)
        self._names = QStringListModel(self)
        self._offer_names()
        self._arrange()
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._want)
        self.add.clicked.connect(self._want)

    def offer(self, known: Sequence[Property]) -> None:
        """Offer these properties by their names."""
        self._known = {each.name: each for each in known}
        self._names.setStringList(list(self._known))

    def refuse(self, sentence: str) -> None:
        """Say under the name why there can be no such property."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        mark(self.line, bool(sentence))

    def clear(self) -> None:
        """Ask for another."""
        self.line.clear()

    def _offer_names(self) -> None:
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        self.line.setCompleter(completer)

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.line, 1)
        line.addWidget(self.add)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.fault)
        name = plain_label("Add", "dim")
        name.setFixedWidth(NAME_WIDTH)
        name.setFixedHeight(30)
        name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name.setBuddy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        row.addWidget(self.about, 0, Qt.AlignmentFlag.AlignTop)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.refuse("")
        self.add.setEnabled(bool(text))
        found = self._known.get(text)
        about = f"{found.title or found.description}\n{kind_words(found)}" if found is not None else ""
        self.about.setText(one_line(about.strip(), 160).replace("\\n", "\n"))

    @Slot()
    def _want(self) -> None:
        if self.line.text():
            self.wanted.emit(self.line.text())
