"""Removes from the history, after a question where much would go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

from api.answer.sizes import counted
from api.records.history.entry import Entry, Wanted

if TYPE_CHECKING:
    from api.records.history.history import History
    from gui.jobs import Jobs
    from gui.notify import Notices

CLEAN = "Nothing of it stays on the disk. This cannot be undone."


class Removing:
    """Owned by a window's HistorySide; its questions stand over that window."""

    def __init__(
        self, get_history: Callable[[], History], jobs: Jobs, notices: Notices, window: QWidget
    ) -> None:
        self._get_history, self._jobs, self._notices, self._window = get_history, jobs, notices, window

    def remove(self, entries: Sequence[Entry]) -> None:
        """Remove these; several, and what is starred, only after a question."""
        if not entries:
            return
        ids = [entry.id for entry in entries]
        done = f"{counted(len(ids), 'calls')} removed from the history."
        remove = partial(self._run, lambda history: history.remove(ids), done)
        starred = sum(1 for entry in entries if entry.starred)
        if len(ids) == 1 and not starred:
            remove()
            return
        more = f" {counted(starred, 'calls')} of them starred." if starred and len(ids) > 1 else ""
        word = "this starred call" if len(ids) == 1 else counted(len(ids), "calls")
        self._ask(f"Remove {word} from the history?", f"{CLEAN}{more}", "Remove", remove)

    def remove_older(self, words: str, days: int) -> None:
        """Remove what is older than that many days, but what is starred stays."""

        def remove() -> None:
            wanted = Wanted(until=datetime.now(UTC) - timedelta(days=days))
            self._run(lambda history: history.remove_all(wanted), "The older calls were removed.")

        hint = f"Starred calls stay. {CLEAN}"
        self._ask(f"Remove all calls older than {words}?", hint, "Remove", remove)

    def remove_bodies(self) -> None:
        """Remove what was sent and answered, and keep the list."""
        hint = f"The list of calls stays, with addresses and headers; starred ones lose their bodies, too. {CLEAN}"
        done = "The bodies were removed."
        remove = partial(self._run, lambda history: history.remove_bodies(), done)
        self._ask("Remove the bodies of all calls?", hint, "Remove bodies", remove)

    def clear(self) -> None:
        """Remove everything."""
        hint = f"All calls go, starred ones and damaged histories that were set aside, too. {CLEAN}"
        remove = partial(self._run, lambda history: history.clear(), "The history is empty.")
        self._ask("Clear the history?", hint, "Clear history", remove)

    def _run(self, remove: Callable[[History], object], done: str) -> None:
        self._jobs.run(
            lambda _cancel, _report: remove(self._get_history()),
            lambda _count: self._notices.tell(done),
            self._notices.error,
            owner=self._window,
        )

    def _ask(self, question: str, hint: str, word: str, remove: Callable[[], None]) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("History")
        box.setText(question)
        box.setInformativeText(hint)
        yes = box.addButton(word, QMessageBox.ButtonRole.AcceptRole)
        yes.setProperty("role", "destroy")
        yes.setAutoDefault(False)
        keep = box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.accepted.connect(remove)
        box.finished.connect(box.deleteLater)
        box.open()
