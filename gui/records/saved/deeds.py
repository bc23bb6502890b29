"""What can be done on the page of the saved calls: with each kind of row, and without one; and the menus of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QWidget

from api.records.saved.folder import Item
from gui.records.saved.model import Favourite, Folder, Kept, Thing

if TYPE_CHECKING:
    from gui.records.saved.side import SavedSide

Deed = Callable[[], object]


class SavedDeeds:
    """Owned by the page, over which it asks."""

    def __init__(self, side: SavedSide, page: QWidget) -> None:
        self._side, self._page = side, page

    def of(self, thing: Thing | None) -> dict[str, Deed]:
        """What can be done with a row, by the names of the tree's keys, in the order of the menu."""
        if isinstance(thing, Item):
            return self._of_item(thing)
        if isinstance(thing, Favourite):
            return self._of_favourite(thing)
        return self._of_folder(thing) if isinstance(thing, Folder) else {}

    def menu(self, thing: Thing | None, kept: Kept | None) -> QMenu:
        """What can be done with a row, then what needs none."""
        menu = self._menu()
        for name, deed in self.of(thing).items():
            text, keys = _WORDS[name]
            entry = menu.addAction(f"{text}\t{keys}" if keys else text)
            entry.setObjectName(name)
            entry.triggered.connect(partial(_call, deed))
            if name == "duplicate" and isinstance(thing, Item):
                menu.addMenu(self._folders(menu, thing, kept))
        menu.addSeparator()
        self._offer_more(menu)
        return menu

    def more(self, thing: Thing | None) -> QMenu:
        """What needs no row; a new folder is made where the current one is."""
        menu = self._menu()
        self._offer(menu, "New folder…", partial(self._ask_for_name, self._place_of(thing)))
        self._offer_more(menu)
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _offer_more(self, menu: QMenu) -> None:
        self._offer(menu, "Add a folder of saved calls…", self.ask_for_folder)
        self._offer(menu, "Import calls…", self._side.window.taking.import_calls)
        self._offer(menu, "Open link…", self._side.ask_for_link)
        self._offer(menu, "Placeholders…", self._side.open_placeholders)

    @staticmethod
    def _offer(menu: QMenu, text: str, deed: Deed) -> None:
        menu.addAction(text).triggered.connect(partial(_call, deed))

    def _of_item(self, item: Item) -> dict[str, Deed]:
        side, changes = self._side, self._side.changes
        return {
            "open": partial(side.open, item),
            "send": partial(side.send, item),
            "edit": partial(side.edit, item),
            "duplicate": partial(changes.duplicate, item),
            "copy_link": partial(side.copy_link_of, item),
            "elsewhere": partial(side.elsewhere, item),
            "reveal": partial(_reveal, item.path.parent),
            "delete": partial(changes.remove, item),
        }

    def _of_favourite(self, favourite: Favourite) -> dict[str, Deed]:
        side, changes = self._side, self._side.changes
        head, number = favourite.head, favourite.number
        return {
            "open": partial(side.open_call, head.id),
            "up": partial(changes.move_favourite, head.id, max(number - 1, 0)),
            "down": partial(changes.move_favourite, head.id, number + 1),
            "unstar": partial(side.unstar, head.id),
        }

    def _of_folder(self, place: Folder) -> dict[str, Deed]:
        changes = self._side.changes
        deeds: dict[str, Deed] = {
            "new_folder": partial(self._ask_for_name, place),
            "reveal": partial(_reveal, place.root.joinpath(*place.folder.split("/"))),
        }
        if place.folder:
            deeds["rename"] = partial(self._ask_for_another_name, place)
            deeds["delete"] = partial(changes.remove_folder, place)
        elif not place.own:
            deeds["forget"] = partial(changes.remove_folder, place)
        return deeds

    def _folders(self, menu: QMenu, item: Item, kept: Kept | None) -> QMenu:
        inner = QMenu("Move to", menu)
        for place, title in self._side.folders(kept):
            entry = inner.addAction(title)
            entry.setEnabled((place.root, place.folder) != (item.root, item.folder))
            entry.triggered.connect(partial(_call, partial(self._side.changes.move, item, place)))
        return inner

    def _place_of(self, thing: Thing | None) -> Folder:
        """The folder that a thing is, or lies in; else the outermost own one."""
        own = self._side.desk.saved.own
        if isinstance(thing, Item):
            return Folder(thing.root, thing.folder, own=thing.root == own)
        return thing if isinstance(thing, Folder) else Folder(own, "", own=True)

    def ask_for_folder(self) -> None:
        """Let the person choose a folder elsewhere."""
        dialog = QFileDialog(self._page, "Add a folder of saved calls")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self._side.changes.add_folder(Path(path)))
        dialog.open()

    def _ask_for_name(self, place: Folder) -> None:
        self._ask("New folder", "", partial(self._side.changes.make_folder, place))

    def _ask_for_another_name(self, place: Folder) -> None:
        name = place.folder.rpartition("/")[2]
        self._ask("Rename folder", name, partial(self._side.changes.rename_folder, place))

    def _ask(self, title: str, before: str, then: Callable[[str], None]) -> None:
        """Ask for a folder's name; nothing is done with none, or with the one from before."""
        dialog = QInputDialog(self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText("Name of the folder")
        dialog.setTextValue(before)
        dialog.textValueSelected.connect(partial(_if_another, then, before))
        dialog.open()


_WORDS = {
    "open": ("Open…", "Enter"),
    "send": ("Send", "Ctrl+Return"),
    "edit": ("Name, folder, tags and note…", "F2"),
    "duplicate": ("Duplicate", ""),
    "copy_link": ("Copy link", "Ctrl+C"),
    "elsewhere": ("Take it elsewhere…", "Ctrl+Shift+T"),
    "reveal": ("Reveal in folder", ""),
    "delete": ("Delete", "Del"),
    "up": ("Move up", "Alt+Up"),
    "down": ("Move down", "Alt+Down"),
    "unstar": ("Remove from favourites", "Del"),
    "new_folder": ("New folder…", ""),
    "rename": ("Rename…", "F2"),
    "forget": ("Remove from the list; the files stay", ""),
}
"""What an entry of the menu says, and the tree's key for it."""


def _if_another(then: Callable[[str], None], before: str, name: str) -> None:
    if name.strip() not in ("", before):
        then(name.strip())


def _call(deed: Deed, _checked: bool = False) -> None:
    deed()


def _reveal(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
