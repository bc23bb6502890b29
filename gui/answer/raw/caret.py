"""The caret of raw text and what is selected: places in rows that are read only where they are."""

from __future__ import annotations

import re
from collections.abc import Callable

from api.answer.texts.rows import Place, Rows

_WORDS = re.compile(r"\w+|\s+|[^\w\s]+")


class Caret:
    """A place in the rows, and the place where the selection began. Moving never leaves the text."""

    def __init__(self, rows: Rows, text: Callable[[int], str]) -> None:
        self._rows, self._text = rows, text
        self.place: Place = (0, 0)
        self._anchor: Place = (0, 0)
        self._wanted = 0
        """The column that moving up and down keeps to."""

    @property
    def selection(self) -> tuple[Place, Place]:
        """The two ends of what is selected, in order; the same place twice for nothing."""
        return min(self._anchor, self.place), max(self._anchor, self.place)

    @property
    def selects(self) -> bool:
        """Whether anything is selected."""
        return self._anchor != self.place

    def chosen(self, row: int) -> tuple[int, int]:
        """Which characters of a row are selected; the end of a row counts as one when the selection goes on."""
        (first, begin), (last, end) = self.selection
        if not first <= row <= last:
            return 0, 0
        return begin if row == first else 0, end if row == last else len(self._text(row)) + 1

    def go(self, place: Place, *, select: bool = False) -> None:
        """Move there, or as near as there is text; ``select`` takes the selection along."""
        self._wanted = place[1]
        self._set(self._near(place), select)

    def move_rows(self, by: int, *, select: bool) -> None:
        """Move up or down."""
        self._set(self._near((self.place[0] + by, self._wanted)), select)

    def move_characters(self, by: int, *, select: bool) -> None:
        """Move one character to the left (-1) or right (1), round the ends of rows."""
        row, column = self.place
        if by < 0 and column == 0 and row > 0:
            self.go((row - 1, len(self._text(row - 1))), select=select)
        elif by > 0 and column >= len(self._text(row)) and row + 1 < len(self._rows):
            self.go((row + 1, 0), select=select)
        else:
            self.go((row, column + by), select=select)

    def move_words(self, by: int, *, select: bool) -> None:
        """Move to the next beginning of a word, to the left (-1) or right (1)."""
        row, column = self.place
        starts = [match.start() for match in _WORDS.finditer(self._text(row)) if not match[0].isspace()]
        before = [start for start in starts if start < column]
        after = [start for start in starts if start > column]
        if by < 0 and before:
            self.go((row, before[-1]), select=select)
        elif by > 0 and after:
            self.go((row, after[0]), select=select)
        elif by > 0 and column < len(self._text(row)):
            self.go((row, len(self._text(row))), select=select)
        else:
            self.move_characters(by, select=select)

    def select_word(self) -> None:
        """Select the word at the caret."""
        row, column = self.place
        for match in _WORDS.finditer(self._text(row)):
            if match.start() <= column <= match.end() and (
                column < match.end() or match.end() == len(match.string)
            ):
                self.select((row, match.start()), (row, match.end()))
                return

    def select_rows(self, first: int, last: int) -> None:
        """Select whole rows, from one to another one."""
        end = (last + 1, 0) if last + 1 < len(self._rows) else (last, len(self._text(last)))
        self.select((first, 0), end)

    def select(self, start: Place, end: Place) -> None:
        """Select from one place to another, where the caret then is."""
        self._anchor = self._near(start)
        self.go(end, select=True)

    def _set(self, place: Place, select: bool) -> None:
        self.place = place
        if not select:
            self._anchor = place

    def _near(self, place: Place) -> Place:
        if place[0] < 0 or not len(self._rows):
            return 0, 0
        if place[0] >= len(self._rows):
            last = len(self._rows) - 1
            return last, len(self._text(last))
        return place[0], min(max(place[1], 0), len(self._text(place[0])))
