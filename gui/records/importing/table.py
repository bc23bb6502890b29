"""What was found to import, row by row: each can be left out; what is no call says why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from api.answer.plain import one_line
from api.answer.sizes import counted
from api.exchange.convert import spelt
from gui import theme
from gui.answer.labels import plain_tip

if TYPE_CHECKING:
    from api.records.importing.finding import Finding

_COLUMNS = ("Name", "Call", "Values", "Left out")
_LONGEST = 300
_FINDING = Qt.ItemDataRole.UserRole


class FoundTable(QTreeWidget):
    """A box in each row that is a call; Space checks it."""

    chosen_changed = Signal()
    told = Signal(str)
    """Everything about the row that the keyboard is at."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What was found")
        self.setColumnCount(len(_COLUMNS))
        self.setHeaderLabels(list(_COLUMNS))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setMinimumSectionSize(80)
        for column, width in enumerate((190, 170)):
            header.resizeSection(column, width)
        for column in (2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._changed)
        self.currentItemChanged.connect(self._tell)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these, every call chosen."""
        self.blockSignals(True)
        self.clear()
        self.addTopLevelItems([_row(finding) for finding in findings])
        self.blockSignals(False)
        if (first := self.topLevelItem(0)) is not None:
            self.setCurrentItem(first)
        self._tell(self.currentItem())

    @property
    def total(self) -> int:
        """How many requests were found."""
        return self.topLevelItemCount()

    @property
    def usable(self) -> int:
        """How many of them are calls."""
        return sum(_finding(item).saved is not None for item in self._items())

    @property
    def chosen(self) -> list[Finding]:
        """Those that are calls and are not left out."""
        checked = Qt.CheckState.Checked
        return [
            _finding(i)
            for i in self._items()
            if _finding(i).saved is not None and i.checkState(0) == checked
        ]

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.topLevelItem(number) for number in range(self.topLevelItemCount()))
        return [item for item in items if item is not None]

    @Slot(QTreeWidgetItem, int)
    def _changed(self, _item: QTreeWidgetItem, _column: int) -> None:
        self.chosen_changed.emit()

    @Slot(QTreeWidgetItem, QTreeWidgetItem)
    def _tell(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None = None) -> None:
        finding = _finding(item) if item is not None else None
        self.told.emit(
            " ".join((_request(finding), finding.reason, *finding.remarks)).strip() if finding else ""
        )


def _finding(item: QTreeWidgetItem) -> Finding:
    return item.data(0, _FINDING)  # type: ignore[no-any-return]


def _request(finding: Finding) -> str:
    return f"{finding.method} {finding.address}." if finding.saved is None else ""


def _row(finding: Finding) -> QTreeWidgetItem:
    problems = finding.reason or " ".join(finding.remarks)
    name = " / ".join((*finding.folder, finding.name))
    texts = (name, finding.title or "No call", _values(finding), problems)
    item = QTreeWidgetItem([one_line(text, _LONGEST) for text in texts])
    item.setData(0, _FINDING, finding)
    for column, text in enumerate(texts):
        item.setToolTip(column, plain_tip(text))
    if finding.saved is not None:
        item.setCheckState(0, Qt.CheckState.Checked)
    else:
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        for column in range(len(_COLUMNS)):
            item.setForeground(column, QColor(theme.current().dim))
    return item


def _values(finding: Finding) -> str:
    values = finding.saved.values if finding.saved is not None else {}
    if not values:
        return "" if finding.saved is None else "none"
    pairs = (f"{key.partition(':')[2]} = {one_line(spelt(value), 60)}" for key, value in values.items())
    told = ", ".join(pairs)
    return told if len(values) < 6 else f"{counted(len(values), 'values')}: {told}"
