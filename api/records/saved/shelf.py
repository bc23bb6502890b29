"""All saved calls of a data folder: those in it, and those of folders that the person added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from api.errors import PlainDataError
from api.model import Call
from api.plain_file import PlainFile
from api.records.saved import folder as files
from api.records.saved.call import SavedCall
from api.records.saved.filling import Filled, fill
from api.records.saved.folder import Content, Item
from api.records.saved.names import folded
from api.records.saved.placeholders import PlaceholderValues
from api.records.saved.trouble import SavedCallError

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

    def __init__(self, data_dir: Path) -> None:
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

    def fill(self, saved: SavedCall, call: Call, profile: str | None) -> Filled:
        """The values of a saved call with the placeholders of a profile."""
        return fill(saved, call, self.known(profile))

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


def _paths(content: dict[str, Any]) -> list[Path]:
    folders = content.get("folders")
    if not isinstance(folders, list):
        return []
    texts = (each for each in folders if isinstance(each, str) and "\0" not in each)
    return [path for path in dict.fromkeys(map(Path, texts)) if path.is_absolute()]
