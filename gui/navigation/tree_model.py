"""The Qt model over the call tree; it only adapts nodes and says which products the cloud does not offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from gui.navigation.nodes import Node

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class CallTreeModel(QAbstractItemModel):
    """Owns the nodes. Read raw values through ``node(index)``, not through roles."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: list[Node] = []
        self._by_key: dict[str, Node] = {}
        self._reasons: dict[str, str] = {}

    def set_roots(self, roots: Sequence[Node]) -> None:
        """Replace the whole tree."""
        self.beginResetModel()
        self._roots = list(roots)
        self._by_key = {node.key: node for root in self._roots for node in root.walk()}
        self.endResetModel()

    def set_reasons(self, reasons: Mapping[str, str]) -> None:
        """Say which products are not offered, each with the reason; all others are."""
        if dict(reasons) == self._reasons:
            return
        self._reasons = dict(reasons)
        for node in self._by_key.values():
            index = self.index_of(node)
            self.dataChanged.emit(index, index)

    @property
    def roots(self) -> tuple[Node, ...]:
        """The top-level nodes."""
        return tuple(self._roots)

    def node(self, index: Index) -> Node | None:
        """The node at an index, None for the invisible root."""
        node: Node | None = index.internalPointer() if index.isValid() else None
        return node

    def find(self, key: str) -> Node | None:
        """The node of that lasting key."""
        return self._by_key.get(key)

    def index_of(self, node: Node) -> QModelIndex:
        """The index of a node of this model."""
        row = node.row if node.parent else self._roots.index(node)
        return self.createIndex(row, 0, node)

    def reason(self, node: Node) -> str:
        """Why the node's product is not offered; "" when it is."""
        return self._reasons.get(node.product, "")

    def about(self, product: str) -> tuple[str, str]:
        """A product's title, and why it is not offered ("" when it is), by its id."""
        title = next((root.title for root in self._roots if root.product == product), product)
        return title, self._reasons.get(product, "")

    def is_refused(self, product: str) -> bool:
        """Whether a product is not offered, by its id."""
        return product in self._reasons

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many children a node has."""
        node = self.node(parent)
        return len(node.children) if node else len(self._roots) if not parent.isValid() else 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One column."""
        return 1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """The index of a child."""
        node = self.node(parent)
        siblings = node.children if node else self._roots
        if column == 0 and 0 <= row < len(siblings):
            return self.createIndex(row, column, siblings[row])
        return QModelIndex()

    def parent(self, index: Index | None = None) -> object:  # type: ignore[override]
        """The index of a node's parent; without an index, the QObject's parent."""
        if index is None:
            return super().parent()
        node = self.node(index)
        return self.index_of(node.parent) if node and node.parent else QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Everything can be selected, also what is not offered: it can be read about and mocked."""
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemNeverHasChildren if node.head else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Title, tip and what a screen reader says."""
        node = self.node(index)
        if node is None:
            return None
        if role == Role.DisplayRole:
            return node.title
        if role == Role.ToolTipRole:
            return self._tip(node)
        if role == Role.AccessibleTextRole:
            return self._spoken(node)
        return None

    def _tip(self, node: Node) -> str:
        reason = self.reason(node)
        lines = [f"Not offered there: {reason}" if reason else "", node.detail]
        if node.head:
            lines.insert(0, f"{node.head.method} {node.head.path}")
        return "\n\n".join(line for line in lines if line)

    def _spoken(self, node: Node) -> str:
        parts = [node.title]
        if node.head:
            parts.insert(0, node.head.method)
        if node.fault:
            parts.append(f"cannot be read: {node.fault}")
        if reason := self.reason(node):
            parts.append(f"not offered there: {reason}")
        return ", ".join(parts)
