"""All saved calls of a data folder: those in it, and those of folders that the person added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from api.errors import PlainDataError
from api.model import Call
from api.plain_file import PlainFile
from api.records.saved import folder as files
from api.records.saved.call import SavedCall
from api.records.saved.filling import Filled, fill
from api.records.saved.folder import Content, Item, Removed, RemovedFolder
from api.records.saved.names import folded
from api.records.saved.placeholders import PlaceholderValues
from api.records.saved.trouble import SavedCallError
from api.records.saved.vault import Vault, kept_fields

FOLDER = "saved"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is saved now, the data folder's own calls first; ``damaged`` are the program's own files about them."""

    contents: tuple[Content, ...]
    damaged: tuple[PlainDataError, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Every call."""
        return tuple(item for content in self.contents for item in content.items)

    @property
    def problems(self) -> tuple[PlainDataError, ...]:
        """Every file that cannot be used."""
        return (*self.damaged, *(problem for content in self.contents for problem in content.problems))


class SavedCalls:
    """The saved calls, their folders and placeholders. Thread-safe as far as its files are; all is blocking.

    What is on the disk is the truth and is read anew each time: others may change it.
    """

    def __init__(self, data_dir: Path, vault: Vault | None = None) -> None:
        self.vault = vault or Vault()
        self.own = data_dir / FOLDER
        self._folders = PlainFile(data_dir / "saved_folders.json", version=1)
        self._data_dir = data_dir

    @cached_property
    def placeholders(self) -> PlaceholderValues:
        """What the placeholders stand for."""
        return PlaceholderValues(self._data_dir)

    @property
    def roots(self) -> tuple[Path, ...]:
        """The outermost folders, the data folder's own first."""
        return (self.own, *_paths(self._folders.read()))

    def read(self) -> Shelf:
        """What is saved now. An added folder that is not there (any more) is a problem of its own."""
        contents = tuple(self._content(root) for root in self.roots)
        damaged = (self._folders.problem, self.placeholders.problem)
        return Shelf(contents, tuple(problem for problem in damaged if problem is not None))

    def add_folder(self, folder: Path) -> None:
        """Show the saved calls of a folder elsewhere. Raises OSError, SavedCallError."""
        folder = folder.absolute()
        if not folder.is_dir():
            raise SavedCallError(f"{folder} is no folder.")
        if folder.resolve() in {root.resolve() for root in self.roots}:
            raise SavedCallError(f"{folder.name} is there already.")
        with self._folders.changing() as content:
            content["folders"] = [*map(str, _paths(content)), str(folder)]

    def forget_folder(self, folder: Path) -> None:
        """Show a folder no longer; its files stay. Raises OSError."""
        with self._folders.changing() as content:
            content["folders"] = [str(path) for path in _paths(content) if path != folder]

    def add(self, saved: SavedCall, root: Path | None = None, folder: str = "") -> Item:
        """Save a call in a file of its own. Raises OSError, SavedCallError."""
        return files.add(self._known(root or self.own), folder, saved)

    def find(self, name: str) -> Item:
        """The call of that name, or of that path ("folder/name"), whatever the case. Raises SavedCallError."""
        wanted = folded(name)
        items = self.read().items
        by_path = [i for i in items if wanted == folded(f"{i.folder}/{i.saved.name}".lstrip("/"))]
        found = by_path or [i for i in items if wanted == folded(i.saved.name)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise SavedCallError(f"There is no saved call “{name}”.")
        places = ", ".join(f"{i.root.name}/{i.folder}".rstrip("/") for i in found)
        raise SavedCallError(
            f"Several saved calls are called “{name}”: in {places}.", "Give one another name."
        )

    def fill(self, saved: SavedCall, call: Call, profile: str | None, *, kept: bool = True) -> Filled:
        """The values of a saved call with the placeholders of a profile, and, if it is ``kept``, of the keyring."""
        if not kept:
            return fill(saved, call, self.known(profile))
        return fill(saved, call, self.known(profile), self.vault.get)

    def remove(self, item: Item) -> Removed:
        """Remove a call's file and its secrets; ``restore`` brings both back. Raises as ``files.write``."""
        removed = files.remove(item)
        return replace(removed, remark=self.forget_unused([item.saved]))

    def restore(self, removed: Removed) -> Item:
        """Bring a call back as it was. Raises OSError."""
        item = files.restore(removed)
        self.vault.bring_back(item.saved)
        return item

    def remove_folder(self, root: Path, folder: str) -> RemovedFolder:
        """Remove a folder with its calls and their secrets. Raises as ``files.remove_folder``."""
        below = f"{folder}/"
        gone = [item.saved for item in self.read().items if item.root == root and _lies(item, below)]
        removed = files.remove_folder(root, folder)
        return replace(removed, remark=self.forget_unused(gone))

    def restore_folder(self, removed: RemovedFolder) -> str:
        """Bring a folder back; answers with its path. Raises OSError."""
        folder = files.restore_folder(removed)
        for item in self.read().items:
            if item.root == removed.root and _lies(item, f"{folder}/"):
                self.vault.bring_back(item.saved)
        return folder

    def write(self, item: Item, saved: SavedCall) -> Item:
        """Save another content in its place; secrets that it has no more are forgotten. Raises as ``files.write``."""
        written = files.write(item, saved)
        self.forget_unused([item.saved])
        return written

    def forget_unused(self, gone: Iterable[SavedCall]) -> str:
        """Take those secrets of these calls out of the keyring that no saved call names (any more).

        Where one may stay all the same, a sentence says so.
        """
        mine = [(saved, field, name) for saved in gone for field, name in kept_fields(saved).items()]
        if not mine:
            return ""
        used = {name for item in self.read().items for name in kept_fields(item.saved).values()}
        left = [self.vault.forget(saved, field) for saved, field, name in mine if name not in used]
        return next(filter(None, left), "")

    def known(self, profile: str | None) -> Mapping[str, str]:
        """The values of a profile's placeholders."""
        return self.placeholders.of(profile)

    def _known(self, root: Path) -> Path:
        if root not in self.roots:
            raise SavedCallError(f"{root.name} is not one of the folders of saved calls.")
        return root

    def _content(self, root: Path) -> Content:
        if root != self.own and not root.is_dir():
            gone = PlainDataError(
                f"{root.name}: The folder is not there.",
                "Bring it back, or remove it from the list.",
                str(root),
            )
            return Content(root, problems=(gone,))
        return files.read_folder(root)


def _lies(item: Item, below: str) -> bool:
    return f"{item.folder}/".startswith(below)


def _paths(content: dict[str, Any]) -> list[Path]:
    folders = content.get("folders")
    if not isinstance(folders, list):
        return []
    texts = (each for each in folders if isinstance(each, str) and "\0" not in each)
    return [path for path in dict.fromkeys(map(Path, texts)) if path.is_absolute()]
