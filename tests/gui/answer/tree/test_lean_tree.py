"""The lean tree: one layout however often it is placed anew, and deep rows that look like all others."""

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QRect
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QTreeView

from gui.answer.tree.lean_tree import LeanTree

LEVELS = 40


def filled(tree):
    model = QStandardItemModel(tree)
    item = model.invisibleRootItem()
    for level in range(LEVELS):
        child = QStandardItem(str(level))
        item.appendRow(child)
        item = child
    tree.setUniformRowHeights(True)
    tree.setModel(model)
    return tree


def test_new_styles_are_laid_out_once_when_it_matters(qtbot, monkeypatch):
    laid_out = []
    whole = QTreeView.doItemsLayout
    monkeypatch.setattr(QTreeView, "doItemsLayout", lambda view: (laid_out.append(1), whole(view)))
    tree = filled(LeanTree())
    qtbot.addWidget(tree)
    first = tree.model().index(0, 0)
    assert tree.visualRect(first).isValid()
    laid_out.clear()
    for _ in range(3):
        QApplication.sendEvent(tree, QEvent(QEvent.Type.StyleChange))
        tree.updateGeometries()
    assert not laid_out
    tree.expand(first)
    assert tree.visualRect(tree.model().index(0, 0, first)).isValid()
    assert laid_out == [1]


class Noting(QProxyStyle):
    """Notes the branches that are drawn."""

    def __init__(self):
        super().__init__("fusion")
        self.drawn = []

    def drawPrimitive(self, element, option, painter, widget=None):
        if element is QStyle.PrimitiveElement.PE_IndicatorBranch:
            self.drawn.append((QRect(option.rect), option.state))
        super().drawPrimitive(element, option, painter, widget)


@pytest.fixture
def undressed(qapp):
    """A style sheet would draw in place of a style."""
    worn = qapp.styleSheet()
    qapp.setStyleSheet("")
    yield
    qapp.setStyleSheet(worn)


@pytest.mark.usefixtures("undressed")
def test_a_deep_row_has_its_arrow_and_its_ground_in_two_strokes(qtbot):
    tree = filled(LeanTree())
    style = Noting()
    style.setParent(tree)
    tree.setStyle(style)
    qtbot.addWidget(tree)
    tree.expandAll()
    tree.resize(1200, 40)
    tree.show()
    index = QModelIndex()
    while tree.model().hasChildren(index):
        last, index = index, tree.model().index(0, 0, index)
    for each in (last, index):
        tree.setCurrentIndex(each)
        tree.scrollTo(each)
        style.drawn.clear()
        tree.grab()
        at = tree.visualRect(each)
        mine = [(rect, state) for rect, state in style.drawn if rect.top() == at.top()]
        assert [rect.left() for rect, _state in mine] == [mine[0][0].left(), at.left() - tree.indentation()]
        assert all(state & QStyle.StateFlag.State_Selected for _rect, state in mine)
        arrow = mine[-1][1]
        assert bool(arrow & QStyle.StateFlag.State_Children) == (each == last)
        assert arrow & QStyle.StateFlag.State_Open
