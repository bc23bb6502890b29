"""Every change to the saved calls that the window makes: on a worker, told when it is done or refused, undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from api.errors import MachineFailed, PitchforkError
from api.model import CallHead
from api.records.saved import folder as files
from api.records.saved.call import SavedCall
from api.records.saved.folder import Item, Removed, RemovedFolder
from api.records.saved.trouble import ChangedMeanwhile
from gui.records.saved.model import Folder, Kept

if TYPE_CHECKING:
    from api.desk import Desk
    from gui.jobs import Jobs
    from gui.notify import Notices

T = TypeVar("T")


class Changes(QObject):
    """Child of the window's saved side. After each change, done or refused, ``changed`` says to read anew."""

    changed = Signal(str)
    """The key of what was changed; "" for nothing in particular."""

    def __init__(self, desk: Desk, jobs: Jobs, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._notices = desk, jobs, notices
        self._removed: list[Removed | RemovedFolder] = []

    def read(self, then: Callable[[Kept], None]) -> None:
        """Look at what is kept now."""
        self.run(lambda: _read(self._desk), then)

    def add(
        self, saved: SavedCall, place: Folder | None, learned: tuple[str | None, Mapping[str, str]]
    ) -> None:
        """Save a call in a file of its own; ``learned`` are values of a profile's placeholders."""
        self._change(lambda: self._add(saved, place, learned), f"“{saved.name}” was saved.")

    def write(
        self,
        item: Item,
        saved: SavedCall,
        place: Folder | None,
        learned: tuple[str | None, Mapping[str, str]],
    ) -> None:
        """Save another content, perhaps elsewhere. What others changed meanwhile stays; ours goes beside it."""

        def work() -> Item:
            self._desk.saved.placeholders.learn(*learned)
            written = self._desk.saved.write(item, saved)
            return files.move(written, place.root, place.folder) if place is not None else written

        def refused(error: Exception) -> None:
            if isinstance(error, ChangedMeanwhile):
                beside = self._desk.saved
                self._change(
                    lambda: beside.add(saved, item.root, item.folder),
                    f"{error.sentence} Yours is beside it.",
                )
            else:
                self._tell(error)

        self._change(work, f"“{saved.name}” was saved.", refused)

    def duplicate(self, item: Item) -> None:
        """Save it once more, beside itself."""
        copy = replace(item.saved, name=f"{item.saved.name} copy")
        self._change(lambda: self._desk.saved.add(copy, item.root, item.folder), f"“{copy.name}” was made.")

    def move(self, item: Item, place: Folder) -> None:
        """Put it into another folder."""
        self._change(lambda: files.move(item, place.root, place.folder))

    def remove(self, item: Item) -> None:
        """Delete its file; ``undo`` brings it back."""

        def done(removed: Removed) -> None:
            self._gone(removed, f"“{removed.name}” was deleted.")

        self.run(lambda: self._desk.saved.remove(item), done)

    def undo(self) -> None:
        """Bring back what was deleted last."""
        if not self._removed:
            return
        removed = self._removed[-1]

        def done(key: str) -> None:
            if removed in self._removed:
                self._removed.remove(removed)
            self._notices.tell(f"“{removed.name}” is back.")
            self.changed.emit(key)

        self.run(lambda: _bring_back(self._desk, removed), done)

    def make_folder(self, place: Folder, name: str) -> None:
        """Make a folder within a folder."""
        self._do(lambda: files.make_folder(place.root, place.folder, name))

    def rename_folder(self, place: Folder, name: str) -> None:
        """Give a folder within another one another name."""

        def done(folder: str) -> None:
            self.changed.emit(replace(place, folder=folder).key)

        self.run(lambda: files.rename_folder(place.root, place.folder, name), done, self._tell)

    def remove_folder(self, place: Folder) -> None:
        """Delete a folder with the calls in it, or take an added one from the list, whose files stay."""

        def done(removed: RemovedFolder) -> None:
            count = len(removed.calls)
            within = "call" if count == 1 else f"{count:,} calls"
            told = f" and the {within} in it were" if count else " was"
            self._gone(removed, f"“{removed.name}”{told} deleted.")

        if place.folder:
            self.run(lambda: self._desk.saved.remove_folder(place.root, place.folder), done)
        else:
            self._do(lambda: self._desk.saved.forget_folder(place.root))

    def add_folder(self, path: Path) -> None:
        """Show the saved calls of a folder elsewhere, too."""
        self._do(lambda: self._desk.saved.add_folder(path))

    def move_favourite(self, call_id: str, to: int) -> None:
        """Put a favourite at another place of their order."""
        self._do(lambda: self._desk.favourites.move(call_id, to))

    def learn(self, profile: str | None, values: Mapping[str, str]) -> None:
        """Keep these values of a profile's placeholders beside the others."""
        self.run(lambda: self._desk.saved.placeholders.learn(profile, values), lambda _done: None)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        refused: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something with files on a worker; what goes wrong is told in the window."""
        self._jobs.run(lambda _cancel, _report: _told(work), then, refused or self._tell, owner=self)

    def _add(
        self, saved: SavedCall, place: Folder | None, learned: tuple[str | None, Mapping[str, str]]
    ) -> Item:
        self._desk.saved.placeholders.learn(*learned)
        return self._desk.saved.add(saved, *(() if place is None else (place.root, place.folder)))

    def _change(
        self,
        work: Callable[[], Item],
        sentence: str = "",
        refused: Callable[[Exception], None] | None = None,
    ) -> None:
        def done(item: Item) -> None:
            if sentence:
                self._notices.tell(sentence)
            self.changed.emit(item.key)

        self.run(work, done, refused)

    def _do(self, work: Callable[[], object]) -> None:
        self.run(work, lambda _done: self.changed.emit(""))

    def _gone(self, removed: Removed | RemovedFolder, sentence: str) -> None:
        self._removed.append(removed)
        self._notices.tell(sentence, removed.remark or "Ctrl+Z in the saved calls brings it back.")
        self.changed.emit("")

    def _tell(self, error: Exception) -> None:
        self._notices.error(error)
        self.changed.emit("")


def _told(work: Callable[[], T]) -> T:
    try:
        return work()
    except OSError as error:
        raise MachineFailed(
            "The saved calls cannot be read or written.",
            "Look whether the folder is there and has room.",
            str(error),
        ) from None


def _bring_back(desk: Desk, removed: Removed | RemovedFolder) -> str:
    """The key of what is back."""
    if isinstance(removed, Removed):
        return desk.saved.restore(removed).key
    return Folder(removed.root, desk.saved.restore_folder(removed), own=False).key


def _read(desk: Desk) -> Kept:
    shelf = desk.saved.read()
    favourites = [head for call_id in desk.favourites.ids if (head := _head(desk, call_id)) is not None]
    heads = {call_id: _head(desk, call_id) for call_id in {item.saved.call for item in shelf.items}}
    return Kept(shelf, {call_id: head for call_id, head in heads.items() if head is not None}, favourites)


def _head(desk: Desk, call_id: str) -> CallHead | None:
    try:
        return desk.catalogue.call(call_id).head
    except PitchforkError:
        return None
