"""The calls that the search of the top bar offers: a list under its line, with badges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from gui import theme
from gui.widgets.badge import SMALL, paint_badge

if TYPE_CHECKING:
    from api.model import CallHead
    from gui.navigation.finder import About

MOST = 12
LEAST_WIDTH = 480
Index = QModelIndex | QPersistentModelIndex


class Results(QAbstractListModel):
    """The calls that were found, best first."""

    def __init__(self, parent: QObject, about: About) -> None:
        super().__init__(parent)
        self.about = about
        self._heads: list[CallHead] = []

    def show_heads(self, heads: Sequence[CallHead]) -> None:
        """Replace what was found."""
        self.beginResetModel()
        self._heads = list(heads)
        self.endResetModel()

    def head(self, row: int) -> CallHead | None:
        """The call in that row; None outside of what was found."""
        return self._heads[row] if 0 <= row < len(self._heads) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many were found."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, path as a tip, and what a screen reader says."""
        head = self.head(index.row())
        if head is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return head.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{head.method}, {head.title}, {self._where(head)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            reason = self.about(head.product)[1]
            return f"{head.path}\n\nNot offered there: {reason}" if reason else head.path
        return None

    def _where(self, head: CallHead) -> str:
        product, reason = self.about(head.product)
        return f"{product}, {head.category}" + (f", not offered there: {reason}" if reason else "")


class _ResultDelegate(QStyledItemDelegate):
    """A badge, the title, and at the right the product and the category; dim where the cloud does not offer it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(300, 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = _results_of(index)
        head = model.head(index.row()) if model else None
        if model is None or head is None:
            return
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = bare.widget.style() if bare.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        area = option.rect.adjusted(8, 0, -10, 0)
        place = QRect(area.left(), area.center().y() - SMALL.height() // 2, SMALL.width(), SMALL.height())
        product, reason = model.about(head.product)
        painter.setOpacity(0.45 if reason else 1.0)
        paint_badge(painter, place, head.method)
        painter.setOpacity(1.0)
        words = area.adjusted(SMALL.width() + 10, 0, 0, 0)
        painter.setFont(theme.text_font())
        painter.setPen(QColor(theme.current().dim if reason else theme.current().text))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, head.title)
        used = painter.fontMetrics().horizontalAdvance(head.title) + 16
        painter.setFont(theme.text_font(9))
        painter.setPen(QColor(theme.current().dim))
        rest = words.adjusted(used, 0, 0, 0)
        where = painter.fontMetrics().elidedText(
            f"{product} · {head.category}", Qt.TextElideMode.ElideRight, rest.width()
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, where)


def _results_of(index: Index) -> Results | None:
    model = index.model()
    if isinstance(model, Results):
        return model
    source = getattr(model, "sourceModel", lambda: None)()  # a completer shows its model through a proxy
    return source if isinstance(source, Results) else None


class ResultList(QCompleter):
    """A completer whose list is filled by the search. Child of the line it completes."""

    def __init__(self, parent: QObject, about: About) -> None:
        super().__init__(parent)
        self.results = Results(self, about)
        self.list = QListView()
        self.setModel(self.results)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(MOST)
        self.setPopup(self.list)
        self.list.setItemDelegate(_ResultDelegate(self.list))
        self.list.setAccessibleName("Calls found")
        self.list.setProperty("role", "popup")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def offer(self, heads: Sequence[CallHead]) -> None:
        """Show these calls under the line; nothing when there are none."""
        self.results.show_heads(heads)
        if heads:
            self.complete(self._place_under())
        else:
            self.list.hide()

    def _place_under(self) -> QRect:
        """Under the middle of the line, wide enough for titles and categories."""
        line = self.widget().rect()
        wide = max(line.width(), LEAST_WIDTH)
        return QRect((line.width() - wide) // 2, 0, wide, line.height() + 4)
