"""The tree of favourites and saved calls as Qt shows it; the things themselves are plain values, by lasting keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from api.model import CallHead
from api.records.saved.folder import Content, Item
from api.records.saved.shelf import Shelf
from gui.answer.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
KEY = Qt.ItemDataRole.UserRole
FAVOURITES = "favourites"


@dataclass(frozen=True, slots=True)
class Favourite:
    """A call with a star, and its place among them."""

    head: CallHead
    number: int


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of saved calls; ``folder`` "" is the outermost one. ``own`` says that it is the data folder's."""

    root: Path
    folder: str
    own: bool

    @property
    def key(self) -> str:
        """Lasting, as long as it is not renamed."""
        return f"{self.root}|{self.folder}"


Thing = Favourite | Folder | Item


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything the page shows: what is saved, the heads of its calls by id, and the favourites in their order."""

    shelf: Shelf
    heads: Mapping[str, CallHead]
    favourites: Sequence[CallHead]


class SavedModel(QStandardItemModel):
    """Read ``thing(index)``; texts are for screen readers and tips."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._things: dict[str, Thing] = {}
        self._nodes: dict[str, QStandardItem] = {}
        self._heads: Mapping[str, CallHead] = {}

    def show_kept(self, kept: Kept) -> None:
        """Show this in place of what was shown."""
        self.clear()
        self._things, self._nodes, self._heads = {}, {}, kept.heads
        if kept.favourites:
            stars = self._add(self.invisibleRootItem(), FAVOURITES, "Favourites", None)
            for number, head in enumerate(kept.favourites):
                node = self._add(stars, f"favourite|{head.id}", head.title, Favourite(head, number))
                node.setToolTip(plain_tip(f"{head.method} {head.path}"))
                node.setAccessibleText(f"{head.method}, {head.title}, favourite")
        for content in kept.shelf.contents:
            self._add_root(content, own=content is kept.shelf.contents[0])

    def thing(self, index: Index) -> Thing | None:
        """What stands there; None for nothing, and for the line above the favourites."""
        key = index.data(KEY) if index.isValid() else None
        return self._things.get(key) if isinstance(key, str) else None

    def key(self, index: Index) -> str:
        """Its lasting key; "" for nothing."""
        return str(index.data(KEY) or "") if index.isValid() else ""

    def index_of(self, key: str) -> QModelIndex:
        """Where a thing of that key stands; an invalid index if it does not."""
        node = self._nodes.get(key)
        return node.index() if node is not None else QModelIndex()

    def head(self, thing: Thing | None) -> CallHead | None:
        """The call of a thing; None for folders and for calls that are not in the list."""
        if isinstance(thing, Favourite):
            return thing.head
        return self._heads.get(thing.saved.call) if isinstance(thing, Item) else None

    def all_keys(self) -> tuple[str, ...]:
        """The keys of everything that is shown."""
        return tuple(self._nodes)

    def _add_root(self, content: Content, *, own: bool) -> None:
        title = "Saved calls" if own else content.root.name
        place = Folder(content.root, "", own)
        nodes = {"": self._add(self.invisibleRootItem(), place.key, title, place)}
        nodes[""].setToolTip(plain_tip(str(content.root)))
        for folder in sorted(content.folders, key=lambda each: (each.count("/"), each.casefold())):
            parent, _, name = folder.rpartition("/")
            place = Folder(content.root, folder, own)
            nodes[folder] = self._add(nodes[parent], place.key, name, place)
            nodes[folder].setAccessibleText(f"{name}, folder")
        for item in content.items:
            self._add_item(nodes.get(item.folder, nodes[""]), item)

    def _add_item(self, parent: QStandardItem, item: Item) -> None:
        saved, head = item.saved, self._heads.get(item.saved.call)
        node = self._add(parent, item.key, saved.name, item)
        lacks = "" if head else f"There is no call “{saved.call}” in the list."
        what = f"{head.method} {head.title}" if head else lacks
        tags = ", ".join(saved.tags)
        node.setToolTip(plain_tip("\n".join(t for t in (saved.name, what, tags, saved.note) if t)))
        node.setAccessibleText(", ".join(t for t in (saved.name, what, tags) if t))

    def _add(self, parent: QStandardItem, key: str, text: str, thing: Thing | None) -> QStandardItem:
        node = QStandardItem(text)
        node.setData(key, KEY)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
        if isinstance(thing, Item | Favourite):
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        node.setFlags(flags)
        if thing is not None:
            self._things[key] = thing
        self._nodes[key] = node
        parent.appendRow(node)
        return node
