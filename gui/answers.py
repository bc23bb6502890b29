"""Where answers are shown, as those see it who have something to show there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from api.model import Paging
from api.running import CancelToken, Progress

if TYPE_CHECKING:
    from api.edit.undo import SentEdit
    from api.exchange.exchange import Exchange
    from api.wire.request import Request
    from gui.answer.call_tab import CallTab


class Answers(Protocol):
    """Where answers are shown; ``gui.answer`` has it."""

    def begin(self, title: str, who: str, cancel: CancelToken) -> int:
        """Open a tab for a call that is on its way; answers with the tab's id."""

    def progress(self, tab_id: int, progress: Progress) -> None:
        """Show how far it is."""

    def finish(self, tab_id: int, exchange: Exchange, paging: Paging | None = None) -> None:
        """Show what became of it."""

    def fail(self, tab_id: int, error: Exception) -> None:
        """Show why there is no exchange: cancelled, or refused before anything was sent."""

    def show_exchange(self, exchange: Exchange, paging: Paging | None = None) -> None:
        """Show an exchange that somebody else keeps, too."""

    def tab(self, tab_id: int) -> CallTab | None:
        """The tab of that id, for what comes in many parts; None once it was closed."""

    def show_mock(self, request: Request, who: str = "", lacks: str = "") -> int:
        """Show a request as it would be sent, or what it lacks for that."""

    def accompany(self, tab_id: int, sent: SentEdit) -> None:
        """Let the tab of an edit offer to undo it."""

    def deeds(self) -> Mapping[str, Callable[[], object]]:
        """What can be done with the answer that is shown, by the names of the Answer menu's entries."""

    def setFocus(self) -> None:
        """Take the keyboard to what is shown."""
