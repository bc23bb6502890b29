"""A window's history: opens old answers, sends them again, compares, marks and removes them; and "Do not record"."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from api.answer.sizes import counted
from api.answer.times import age, local
from api.errors import Cancelled, PitchforkError, SecretsNeeded, SignInExpired
from api.exchange.build import Draft
from api.model import Change, Key, Paging
from api.records.history.entry import Entry, Kept, News
from api.running import CancelToken, ProgressReport
from api.wire.redaction import DOTS
from api.wire.request import FileBody
from gui.records.history.removing import Removing

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange
    from api.wire.request import Request
    from gui.main_window import MainWindow

HISTORY = "history"
_MOST_KNOWN = 100
"""Entries that were opened and are remembered, to be sent again from their tabs."""


class HistorySide(QObject):
    """Child of a window. What it sends goes where it was sent before, or nowhere."""

    _news = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.desk, self.jobs = window.program.desk, window.program.jobs
        self.notices = window.notices
        self._removing = Removing(lambda: self.desk.history, self.jobs, self.notices, window)
        self._opened: dict[str, Kept] = {}
        self._action = window.actions_.by_name["do_not_record"]
        window.program.settings_changed.connect(self.refresh)
        window.status.record_wanted.connect(self.record_again)
        window.calls.replay = self.take_over
        self._news.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        leave = self.desk.hear_history(self._tell)
        self.destroyed.connect(lambda _gone: leave())
        self.refresh()

    @Slot()
    def focus(self) -> None:
        """Show the history and put the keyboard there."""
        self.window.left.focus(HISTORY)

    # Do not record

    @Slot()
    def toggle_recording(self) -> None:
        """Record calls from now on, or no longer; in all windows."""
        settings = self.desk.settings
        self.window.program.change_settings(replace(settings, record=not settings.record))

    @Slot()
    def record_again(self) -> None:
        """Record calls from now on."""
        if not self.desk.settings.record:
            self.toggle_recording()

    @Slot()
    def refresh(self) -> None:
        """Show whether calls are recorded."""
        self._action.setChecked(not self.desk.settings.record)
        self.window.status.show_recording(self.desk.settings.record)

    # Old answers

    def open(self, entry: Entry) -> None:
        """Show an old answer in a tab, marked as one."""
        self._with_kept(entry, partial(self._show, entry))

    def fill_in(self, entry: Entry) -> None:
        """Open the dialog of the call, with the values that were sent."""

        def use(request: Request) -> None:
            values: dict[Key, Any] = {
                key: value for key, value in request.values.items() if not _dotted(value)
            }
            self.desk.catalogue.call(request.call_id)
            self.window.calls.open(request.call_id, request.place, values)

        self._with_request(entry, use)

    def again(self, entry: Entry) -> None:
        """Send the same once more."""

        def use(kept: Kept) -> None:
            kept.close()
            self._send(kept)

        self._with_kept(entry, use)

    def save(self, entry: Entry) -> None:
        """Ask under which name to save the call with the values that were sent."""
        self._with_request(entry, self.window.saved.save_request)

    def elsewhere(self, entry: Entry) -> None:
        """Show the request as other tools would send it."""
        self._with_request(entry, self.window.taking.elsewhere)

    def export(self, entries: Sequence[Entry]) -> None:
        """Write these for a ticket, after a look."""
        from gui.records.export.opening import export_entries

        if entries:
            title = entries[0].title if len(entries) == 1 else counted(len(entries), "calls")
            export_entries(self.window, [entry.id for entry in entries], title)

    def can_compare(self, entry: Entry) -> bool:
        """Whether it only read something, and was answered with a body that is kept."""
        with suppress(PitchforkError):
            call = self.desk.catalogue.call(entry.call_id)
            return (
                call.effects.changes is Change.NONE and entry.method in ("GET", "HEAD") and entry.has_body
            )
        return False

    def compare(self, entry: Entry) -> None:
        """Ask the same now, and compare what was answered then with what is answered now."""
        if not self.can_compare(entry):
            self.notices.tell("Only calls that read something, and whose answer is kept, can be compared.")
            return
        from gui.records.history.comparing import compare_with_now

        compare_with_now(entry, self)

    def take_over(self, exchange: Exchange) -> bool:
        """Send an old exchange again that is shown in a tab; False for one that is not of the history."""
        kept = self._opened.get(exchange.id)
        if kept is None:
            return False
        self._send(kept)
        return True

    # Marks, and removing

    def star(self, entries: Sequence[Entry]) -> None:
        """Mark these, or take the marks away where all have one."""
        starred = not all(entry.starred for entry in entries)
        ids = [entry.id for entry in entries]
        self._run(lambda: self.desk.history.star(ids, starred=starred), lambda _done: None)

    def remove(self, entries: Sequence[Entry]) -> None:
        """Remove these."""
        self._removing.remove(entries)

    def ask_remove_older(self, words: str, days: int) -> None:
        """Remove what is older, after a question."""
        self._removing.remove_older(words, days)

    @Slot()
    def ask_remove_bodies(self) -> None:
        """Remove all bodies, after a question."""
        self._removing.remove_bodies()

    @Slot()
    def ask_clear(self) -> None:
        """Remove everything, after a question."""
        self._removing.clear()

    def product_titles(self) -> dict[str, str]:
        """What the products are called, by id."""
        return {product.id: product.title for product in self.desk.catalogue.products()}

    # How

    def fail(self, error: Exception) -> None:
        """Say what went wrong."""
        if isinstance(error, Cancelled):
            return
        self.notices.error(error)

    def _with_kept(self, entry: Entry, use: Callable[[Kept], None]) -> None:
        def work(cancel: CancelToken, _report: ProgressReport) -> Kept:
            return self.desk.history.open(entry.id, cancel)

        self.jobs.run(work, use, self.fail, owner=self)

    def _with_request(self, entry: Entry, use: Callable[[Request], object]) -> None:
        def have(kept: Kept) -> None:
            kept.close()
            try:
                use(kept.redacted.exchange.request)
            except PitchforkError as error:  # its call is no longer in the catalogue
                self.notices.error(error)

        self._with_kept(entry, have)

    def _show(self, entry: Entry, kept: Kept) -> None:
        exchange = kept.redacted.exchange
        before = self._opened.get(entry.id)
        answers = self.window.answers
        self.window.show_answers()
        if before is not None:
            with suppress(ValueError):  # its tab was closed meanwhile
                answers.show_exchange(before.redacted.exchange, self._paging(entry.call_id))
                kept.close()
                return
        self._remember(kept)
        answers.show_exchange(exchange, self._paging(entry.call_id))
        kept.close()  # the tab has its own hold on it
        tab = answers.current
        if tab is not None:
            when = f"{local(entry.started)}, {age(entry.started, datetime.now(UTC))}"
            told = f"From the history: sent {when}."
            tab.offer(f"{told} {kept.lacks}".rstrip(), "Send again", tab.want_resend)
        self.window.activateWindow()
        answers.setFocus()

    def _remember(self, kept: Kept) -> None:
        self._opened[kept.entry.id] = kept
        while len(self._opened) > _MOST_KNOWN:
            del self._opened[next(iter(self._opened))]

    def _send(self, kept: Kept, secrets: Mapping[str, str] | None = None) -> None:
        """Send it; at once, unless a file has to be looked at, which takes a disk."""
        filled = dict(secrets or {})

        def send(request: Request) -> None:
            self.window.show_answers()
            self.window.calls.send(Draft(request, secrets=filled))

        refused = partial(self._refused, kept)
        if isinstance(kept.redacted.exchange.request.body, FileBody):
            work = partial(self.desk.to_replay, kept, filled)
            self.jobs.run(lambda _cancel, _report: work(), send, refused, owner=self)
            return
        try:
            request = self.desk.to_replay(kept, filled)
        except PitchforkError as error:
            refused(error)
        else:
            send(request)

    def _refused(self, kept: Kept, error: Exception) -> None:
        if isinstance(error, SecretsNeeded):
            self._ask_for_secrets(kept, error.slots)
            return
        self.fail(error)
        if isinstance(error, SignInExpired) and kept.entry.profile:
            self.window.calls.sign_in_needed.emit(kept.entry.profile)

    def _ask_for_secrets(self, kept: Kept, slots: Sequence[str]) -> None:
        from gui.records.history.secrets_dialog import SecretsDialog

        dialog = SecretsDialog(kept.entry.title, kept.entry.who, slots, self.window)
        dialog.given.connect(lambda secrets: self._send(kept, secrets))
        dialog.open()

    def _paging(self, call_id: str) -> Paging | None:
        with suppress(PitchforkError):
            return self.desk.catalogue.call(call_id).paging
        return None

    def _run(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self.jobs.run(lambda _cancel, _report: work(), done, self.fail, owner=self)

    def _tell(self, news: News) -> None:
        """Called on the history's thread."""
        with suppress(RuntimeError):  # the window went meanwhile
            self._news.emit(news)

    @Slot(object)
    def _hear(self, news: News) -> None:
        """What cannot be recorded is told once, in the first window."""
        problem = self.desk.history.problem if news is News.TROUBLE else None
        if problem is not None and self.window in self.window.program.windows[:1]:
            self.notices.error(problem)


def _dotted(value: Any) -> bool:
    return DOTS in json.dumps(value, ensure_ascii=False, default=str)
