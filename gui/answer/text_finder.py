"""What looks through an answer for the find bar: its document, or its text where there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from api.answer.answer import Answer, Form
from api.answer.search import Matches, find
from api.answer.texts.search import TextMatches, find_in_text
from gui.answer.find_bar import FindBar
from gui.answer.finder import Finder
from gui.answer.raw.page import RawPage
from gui.jobs import Jobs


class TextFinder(Finder):
    """Finds places in a text; ``chosen`` and ``changed`` bring bytes instead of nodes."""

    def __init__(self, bar: FindBar, answer: Answer, jobs: Jobs) -> None:
        def search(matches: Matches, check: Callable[[], None], tell: Callable[[], None]) -> None:
            assert isinstance(matches, TextMatches)
            hidden = answer.veil.spans() if answer.veil is not None else ()
            find_in_text(answer.content, hidden, matches, check, tell)

        super().__init__(bar, search, jobs, TextMatches)
        bar.where.hide()  # there are no names and values

    def show_in(self, page: QWidget, offset: int) -> None:
        """Show the match at a place in the page of the body."""
        assert isinstance(page, RawPage)
        assert isinstance(self.matches, TextMatches)
        page.show_match(offset, self.matches.length(offset))


def make_finder(bar: FindBar, answer: Answer, jobs: Jobs, *, covered: bool) -> Finder | None:
    """What looks through an answer; None if there is nothing to look through. ``covered``: the body is hidden."""
    document, veil = answer.document, answer.veil
    if document is not None and veil is not None and len(document):
        return Finder(bar, partial(find, document, veil), jobs)
    if covered or answer.form in (Form.EMPTY, Form.BINARY):
        return None
    return TextFinder(bar, answer, jobs)
