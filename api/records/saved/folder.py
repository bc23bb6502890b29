"""One folder of saved calls on the disk, its folders and its files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from api.errors import PlainDataError
from api.plain_file import make_private_folder
from api.records.saved import disk
from api.records.saved.call import LONGEST_NAME, SavedCall, as_text, from_text
from api.records.saved.names import SUFFIX, folded, free_name, inside, plain_name
from api.records.saved.trouble import SavedCallError

MOST = 5000
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Item:
    """A saved call and where it lies: ``root`` is the outermost folder, ``folder`` its path under it ("a/b")."""

    root: Path
    folder: str
    file: str
    saved: SavedCall
    stamp: str

    @property
    def path(self) -> Path:
        """The file."""
        return self.root.joinpath(*self.folder.split("/"), self.file)

    @property
    def key(self) -> str:
        """Lasting, as long as it is neither moved nor renamed."""
        return f"{self.root}|{self.folder}|{self.file}"


@dataclass(frozen=True, slots=True)
class Removed:
    """A file that was removed, whole, to bring it back."""

    root: Path
    folder: str
    name: str
    data: bytes
    remark: str = ""
    """What could not be removed with it."""


@dataclass(frozen=True, slots=True)
class RemovedFolder:
    """A folder that was removed with the folders and calls in it, to bring it back."""

    root: Path
    folders: tuple[str, ...]
    """The removed one first, then those in it."""
    calls: tuple[Removed, ...]
    remark: str = ""
    """What could not be removed with it."""

    @property
    def name(self) -> str:
        """What it was called."""
        return self.folders[0].rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Content:
    """What a folder holds: its folders ("a", "a/b") and calls, each in order, and the files that cannot be used."""

    root: Path
    folders: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    problems: tuple[PlainDataError, ...] = ()


def read_folder(root: Path) -> Content:
    """What is there now (blocking). A folder that is not there yet is empty."""
    reader = _Reader(root)
    reader.read(root, "", 0)
    items = sorted(reader.items, key=lambda item: (folded(item.folder), folded(item.saved.name), item.file))
    return Content(root, tuple(sorted(reader.folders, key=folded)), tuple(items), tuple(reader.problems))


class _Reader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self.folders: list[str] = []
        self.items: list[Item] = []
        self.problems: list[PlainDataError] = []

    def read(self, path: Path, folder: str, depth: int) -> None:
        for entry in self._entries(path):
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_symlink() or _is_junction(entry):
                self._blame(name, "It is a link; links are not followed.")
            elif entry.is_dir(follow_symlinks=False):
                self._read_inner(Path(entry.path), name, depth)
            elif entry.name.lower().endswith(SUFFIX) and entry.is_file(follow_symlinks=False):
                self._read_file(folder, entry.name, name)

    def _entries(self, path: Path) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(path) as entries:
                yield from sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)
        except FileNotFoundError:
            return
        except OSError as error:
            self._blame(path.name, f"It cannot be read: {error.strerror}.")

    def _read_inner(self, path: Path, name: str, depth: int) -> None:
        if depth >= DEEPEST:
            self._blame(name, f"Folders within folders are read {DEEPEST} deep.")
            return
        self.folders.append(name)
        self.read(path, name, depth + 1)

    def _read_file(self, folder: str, file: str, name: str) -> None:
        if len(self.items) >= MOST:
            if len(self.items) == MOST:
                self._blame(name, f"At most {MOST:,} calls are read; this one and those after it are not.")
            return
        try:
            self.items.append(read_item(self._root, folder, file))
        except OSError as error:
            self._blame(name, f"It cannot be read: {error.strerror}.")
        except ValueError as error:
            self._blame(name, str(error))

    def _blame(self, name: str, reason: str) -> None:
        self.problems.append(
            PlainDataError(f"{name}: {reason}", "All others are there.", str(self._root / name))
        )


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Windows' own kind of link to a folder; Python asks for it from 3.12 on."""
    return bool(getattr(entry, "is_junction", bool)())


def read_item(root: Path, folder: str, file: str) -> Item:
    """One saved call (blocking). Raises OSError, ValueError with the reason as a sentence."""
    data = disk.read(inside(root, folder) / file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("It is not text in UTF-8.") from None
    return Item(root, folder, file, from_text(text), disk.stamp_of(data))


def add(root: Path, folder: str, saved: SavedCall) -> Item:
    """Save a call in a file of its own (blocking). Raises OSError, SavedCallError."""
    saved = replace(saved, name=saved.name.strip()[:LONGEST_NAME] or "Unnamed call")
    return _create(root, folder, saved.name, _bytes(saved))


def write(item: Item, saved: SavedCall) -> Item:
    """Save another content in its place; another name renames the file (blocking).

    Raises ChangedMeanwhile when the file is not what was read, OSError, SavedCallError.
    """
    path = inside(item.root, item.folder) / item.file
    data = _bytes(saved)
    disk.replace(path, data, item.stamp)
    file = item.file
    if saved.name != item.saved.name:
        file = free_name(saved.name, (name for name in _names(path.parent) if name != item.file))
        path.rename(path.with_name(file))
    return Item(item.root, item.folder, file, saved, disk.stamp_of(data))


def move(item: Item, root: Path, folder: str) -> Item:
    """Put a call into another folder, under another root if need be (blocking). Raises as ``write``."""
    if (root, folder) == (item.root, item.folder):
        return item
    path = inside(item.root, item.folder) / item.file
    moved = _create(root, folder, item.saved.name, disk.check(path, item.stamp))
    path.unlink()
    return moved


def remove(item: Item) -> Removed:
    """Remove a call's file (blocking); ``restore`` brings it back. Raises as ``write``."""
    path = inside(item.root, item.folder) / item.file
    data = disk.check(path, item.stamp)
    path.unlink()
    return Removed(item.root, item.folder, item.saved.name, data)


def restore(removed: Removed) -> Item:
    """Bring a file back as it was, under another name if there is one meanwhile (blocking). Raises OSError."""
    return _create(removed.root, removed.folder, removed.name, removed.data)


def make_folder(root: Path, folder: str, name: str) -> str:
    """Make a folder within a folder (blocking); answers with its path. Raises OSError, SavedCallError."""
    parent = inside(root, folder)
    name = _free_folder(name, _names(parent))
    make_private_folder(parent / name)
    return f"{folder}/{name}" if folder else name


def rename_folder(root: Path, folder: str, name: str) -> str:
    """Give a folder within a root another name (blocking); answers with its path. Raises OSError, SavedCallError."""
    path = _inner(root, folder)
    name = _free_folder(name, (each for each in _names(path.parent) if each != path.name))
    path.rename(path.with_name(name))
    return "/".join((*folder.split("/")[:-1], name))


def remove_folder(root: Path, folder: str) -> RemovedFolder:
    """Remove a folder with the calls in it (blocking); ``restore_folder`` brings them back.

    Raises SavedCallError where it holds anything else, ChangedMeanwhile, OSError; then all of it is there.
    """
    path = _inner(root, folder)
    reader = _Reader(root)
    reader.read(path, folder, folder.count("/") + 1)
    folders = (folder, *reader.folders)
    _check_nothing_else(path, {*map(root.joinpath, folders), *(item.path for item in reader.items)})
    calls: list[Removed] = []
    try:
        calls.extend(map(remove, reader.items))
        for each in reversed(folders):
            inside(root, each).rmdir()
    except (OSError, SavedCallError):
        restore_folder(RemovedFolder(root, folders, tuple(calls)))
        raise
    return RemovedFolder(root, folders, tuple(calls))


def restore_folder(removed: RemovedFolder) -> str:
    """Bring a folder back with the calls that were in it (blocking); answers with its path. Raises OSError."""
    for folder in removed.folders:
        make_private_folder(inside(removed.root, folder))
    for call in removed.calls:
        restore(call)
    return removed.folders[0]


def _inner(root: Path, folder: str) -> Path:
    """A folder within a root that is there. Raises SavedCallError."""
    path = inside(root, folder)
    if path == root:
        raise SavedCallError(f"“{path.name}” is the outermost folder, which stays as it is.")
    if not path.is_dir():
        raise SavedCallError(f"“{path.name}” is not there any more.", "Somebody removed or renamed it.")
    return path


def _check_nothing_else(path: Path, known: set[Path]) -> None:
    others = sorted(set(path.rglob("*")) - known)
    if others:
        raise SavedCallError(
            f"“{path.name}” holds more than saved calls: {others[0].relative_to(path)}.",
            "Move or delete that first.",
        )


def _create(root: Path, folder: str, name: str, data: bytes) -> Item:
    parent = make_private_folder(inside(root, folder))
    while True:
        file = free_name(name, _names(parent))
        try:
            disk.create(parent / file, data)
        except FileExistsError:  # somebody was quicker
            continue
        return read_item(root, folder, file)


def _free_folder(words: str, taken: Iterable[str]) -> str:
    name = plain_name(words, "folder")
    if folded(name) in {folded(each) for each in taken}:
        raise SavedCallError(f"There is a folder or file “{name}” already.")
    return name


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def _bytes(saved: SavedCall) -> bytes:
    data = as_text(saved).encode("utf-8", "backslashreplace")  # JSON's own way to write half a character
    if len(data) > disk.LARGEST:
        raise SavedCallError(
            f"“{saved.name}” is too large to be saved: at most {disk.LARGEST // 1024} KB.",
            "Keep the body in a file and choose it when you send.",
        )
    return data
