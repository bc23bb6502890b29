"""Which rows of a table are shown, and in which order: sorted, filtered, and found again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.answer.tables.column_texts import PIECE, ColumnTexts
from api.answer.tables.columns import Column
from api.answer.tables.filtering import Term, matching_rows
from api.answer.tables.sorting import sorted_rows
from api.answer.tables.table import ABSENT

NOT_SHOWN = 0xFFFFFFFF
_LONGEST_ID = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """How rows are wanted: sorted by a column, only those with all terms, only those of a mask (one byte a row)."""

    sort: Column | None = None
    descending: bool = False
    terms: tuple[Term, ...] = ()
    mask: bytes | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The rows to show in their order; ``places`` has for each row its place, or NOT_SHOWN (None: as they come)."""

    order: Sequence[int]
    places: Sequence[int] | None = None

    def place(self, row: int) -> int | None:
        """Where a row is shown; None where it is not."""
        if self.places is None:
            return row if 0 <= row < len(self.order) else None
        place = self.places[row] if row < len(self.places) else NOT_SHOWN
        return None if place == NOT_SHOWN else place


class Arranger:
    """Arranges the rows of one table; remembers the last order and the last filter. For workers."""

    def __init__(self, texts: ColumnTexts) -> None:
        self.texts = texts
        self._sorted: tuple[tuple[Column | None, bool], Sequence[int]] | None = None
        self._filtered: tuple[tuple[Term, ...], bytes] | None = None

    def forget(self) -> None:
        """Read everything anew: something was revealed."""
        texts = self.texts
        self.texts = ColumnTexts(texts.table, texts.veil, texts.viewer)
        self._sorted = self._filtered = None

    def arrange(self, wish: Wish, check: Callable[[], None] = lambda: None) -> Arrangement:
        """The rows as they are wanted; ``check`` may raise to stop."""
        order = self._order(wish, check)
        masks = [mask for mask in (wish.mask, self._matching(wish.terms, check)) if mask is not None]
        if not masks and isinstance(order, range):
            return Arrangement(order)
        shown, places = array("I"), array("I", bytes(b"\xff" * 4 * len(order)))
        for start in range(0, len(order), PIECE):
            check()
            piece = order[start : start + PIECE]
            for mask in masks:
                piece = [row for row in piece if mask[row]]
            for place, row in enumerate(piece, len(shown)):
                places[row] = place
            shown.extend(piece)
        return Arrangement(shown, places)

    def find(self, name: str, text: str, check: Callable[[], None] = lambda: None) -> int | None:
        """The first row whose member of that name has that text; None if there is none."""
        table = self.texts.table
        for rows in self.texts.pieces():
            check()
            found = self.texts.texts(table.nodes(name, rows.start, len(rows)), _LONGEST_ID)
            if text in found:
                return rows.start + found.index(text)
        return None

    def name_of(self, row: int) -> tuple[str, str]:
        """A member that names a row among others, and its text; ("", "") where none does."""
        for name in ("id", "uuid", "name", "member_id"):
            node = self.texts.table.member(row, name)
            text = self.texts.texts([node], _LONGEST_ID)[0] if node != ABSENT else None
            if text:
                return name, text
        return "", ""

    def _order(self, wish: Wish, check: Callable[[], None]) -> Sequence[int]:
        if wish.sort is None:
            return range(self.texts.table.row_count)
        key, known = (wish.sort, wish.descending), self._sorted
        if known is not None and known[0] == key:
            return known[1]
        order = sorted_rows(self.texts, wish.sort, descending=wish.descending, check=check)
        self._sorted = key, order
        return order

    def _matching(self, terms: tuple[Term, ...], check: Callable[[], None]) -> bytes | None:
        if not terms:
            return None
        known = self._filtered
        if known is not None and known[0] == terms:
            return known[1]
        mask = matching_rows(self.texts, terms, check)
        self._filtered = terms, mask
        return mask
