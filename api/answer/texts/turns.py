"""Where the rows of a text are not the lines of its document: over-long lines, and lines that are hidden."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right


class Turns:
    """Counts from lines of the whole document to rows that are shown, and back. All numbers are from 0.

    A turn is a line with ``extra`` rows that continue it, or after which ``hidden`` lines are left out.
    """

    def __init__(self) -> None:
        self._lines, self._extra, self._hidden = array("Q"), array("Q"), array("Q")
        self._rows, self._numbers = array("Q"), array("Q")
        self._more = self._fewer = 0

    def add(self, line: int, extra: int, hidden: int) -> None:
        """Take the next turn, in the order of the lines."""
        self._lines.append(line)
        self._extra.append(extra)
        self._hidden.append(hidden)
        self._rows.append(line + self._more - self._fewer)
        self._numbers.append(line - self._fewer)
        self._more += extra
        self._fewer += hidden

    def totals(self, lines: int) -> tuple[int, int]:
        """How many rows and how many lines are shown of a document of that many lines."""
        return lines + self._more - self._fewer, lines - self._fewer

    def line_of(self, row: int) -> tuple[int, int, int]:
        """A row's line, how many rows of that line come before it, and the number of the line as shown."""
        at = bisect_right(self._rows, row) - 1
        if at < 0:
            return row, 0, row
        further = row - self._rows[at]
        if further <= self._extra[at]:
            return self._lines[at], further, self._numbers[at]
        further -= self._extra[at]
        return self._lines[at] + self._hidden[at] + further, 0, self._numbers[at] + further

    def row_of(self, line: int) -> int:
        """The first row of a line; of the line that hides it, if it is hidden."""
        at = bisect_left(self._lines, line) - 1
        if at < 0:
            return line
        further = line - self._lines[at] - self._hidden[at]
        return self._rows[at] + (self._extra[at] + further if further > 0 else 0)

    def row_of_number(self, number: int) -> int:
        """The first row of a line by its number as shown."""
        at = bisect_left(self._numbers, number) - 1
        return number if at < 0 else self._rows[at] + self._extra[at] + number - self._numbers[at]
