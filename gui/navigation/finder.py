"""The search of the top bar: type a few words, pick the call, and the tree goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui import theme
from gui.icons import icon
from gui.widgets.badge import SMALL, paint_badge

if TYPE_CHECKING:
    from api.model import CallHead

MOST = 12
Index = QModelIndex | QPersistentModelIndex


class _Results(QAbstractListModel):
    """The calls that were found, best first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heads: list[CallHead] = []

    def show_heads(self, heads: Sequence[CallHead]) -> None:
        self.beginResetModel()
        self._heads = list(heads)
        self.endResetModel()

    def head(self, row: int) -> CallHead | None:
        return self._heads[row] if 0 <= row < len(self._heads) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        head = self.head(index.row())
        if head is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return head.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{head.method}, {head.title}, {head.category}"
        return head.path if role == Qt.ItemDataRole.ToolTipRole else None


class _ResultDelegate(QStyledItemDelegate):
    """A badge, the title, and the category at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(300, 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = _results(index)
        head = model.head(index.row()) if model else None
        if head is None:
            return
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = bare.widget.style() if bare.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        area = option.rect.adjusted(8, 0, -10, 0)
        place = QRect(area.left(), area.center().y() - SMALL.height() // 2, SMALL.width(), SMALL.height())
        paint_badge(painter, place, head.method)
        words = area.adjusted(SMALL.width() + 10, 0, 0, 0)
        painter.setFont(theme.text_font())
        painter.setPen(QColor(theme.current().text))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, head.title)
        used = painter.fontMetrics().horizontalAdvance(head.title) + 16
        painter.setFont(theme.text_font(9))
        painter.setPen(QColor(theme.current().dim))
        rest = words.adjusted(used, 0, 0, 0)
        where = painter.fontMetrics().elidedText(
            f"{head.product} · {head.category}", Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, where)


def _results(index: Index) -> _Results | None:
    model = index.model()
    if isinstance(model, _Results):
        return model
    source = getattr(model, "sourceModel", lambda: None)()  # a completer shows its model through a proxy
    return source if isinstance(source, _Results) else None


class CallFinder(QLineEdit):
    """A line that offers matching calls under it. ``found`` carries the id of the one that was picked."""

    found = Signal(str)

    def __init__(self, heads: Callable[[], Sequence[CallHead]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads = heads
        self._results = _Results(self)
        self.setProperty("role", "search")
        self.setPlaceholderText("Find a call…   Ctrl+K")
        self.setAccessibleName("Find a call")
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", "dim"), QLineEdit.ActionPosition.LeadingPosition)
        completer = QCompleter(self._results, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(MOST)
        self._popup = QListView()
        completer.setPopup(self._popup)
        self._popup.setItemDelegate(_ResultDelegate(self._popup))
        self._popup.setAccessibleName("Calls found")
        self._popup.clicked.connect(self._picked)
        self._completer = completer
        self.setCompleter(completer)
        self.textEdited.connect(self._search)
        self.returnPressed.connect(self._take_first)

    @Slot(str)
    def _search(self, text: str) -> None:
        self._results.show_heads(self._matches(text))
        if self._results.rowCount():
            self._completer.complete()
        else:
            self._popup.hide()

    def _matches(self, text: str) -> list[CallHead]:
        if not text.strip():
            return []
        from api.catalog.search import search

        return list(search(self._heads(), text))[:MOST]

    @Slot(QModelIndex)
    def _picked(self, index: QModelIndex) -> None:
        self._take(self._results.head(index.row()))

    @Slot()
    def _take_first(self) -> None:
        self._take(self._results.head(0) if self.text().strip() else None)

    def _take(self, head: CallHead | None) -> None:
        if head is not None:
            self.clear()
            self.found.emit(head.id)
