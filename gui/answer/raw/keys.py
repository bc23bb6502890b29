"""What the keys do in raw text: each way to move the caret, alone and with a selection."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent, QKeySequence

from gui.answer.raw.caret import Caret

_KEYS = QKeySequence.StandardKey
_Move = Callable[[Caret, int, bool], None]
"""Moves a caret, given the rows of a page, and whether to select."""
_FAR = 1 << 62

_MOVES: list[tuple[QKeySequence.StandardKey, QKeySequence.StandardKey, _Move]] = [
    (_KEYS.MoveToNextChar, _KEYS.SelectNextChar, lambda c, _p, s: c.move_characters(1, select=s)),
    (_KEYS.MoveToPreviousChar, _KEYS.SelectPreviousChar, lambda c, _p, s: c.move_characters(-1, select=s)),
    (_KEYS.MoveToNextWord, _KEYS.SelectNextWord, lambda c, _p, s: c.move_words(1, select=s)),
    (_KEYS.MoveToPreviousWord, _KEYS.SelectPreviousWord, lambda c, _p, s: c.move_words(-1, select=s)),
    (_KEYS.MoveToNextLine, _KEYS.SelectNextLine, lambda c, _p, s: c.move_rows(1, select=s)),
    (_KEYS.MoveToPreviousLine, _KEYS.SelectPreviousLine, lambda c, _p, s: c.move_rows(-1, select=s)),
    (_KEYS.MoveToNextPage, _KEYS.SelectNextPage, lambda c, p, s: c.move_rows(p, select=s)),
    (_KEYS.MoveToPreviousPage, _KEYS.SelectPreviousPage, lambda c, p, s: c.move_rows(-p, select=s)),
    (_KEYS.MoveToStartOfLine, _KEYS.SelectStartOfLine, lambda c, _p, s: c.go((c.place[0], 0), select=s)),
    (_KEYS.MoveToEndOfLine, _KEYS.SelectEndOfLine, lambda c, _p, s: c.go((c.place[0], _FAR), select=s)),
    (_KEYS.MoveToStartOfDocument, _KEYS.SelectStartOfDocument, lambda c, _p, s: c.go((0, 0), select=s)),
    (_KEYS.MoveToEndOfDocument, _KEYS.SelectEndOfDocument, lambda c, _p, s: c.go((_FAR, 0), select=s)),
]


def move(caret: Caret, event: QKeyEvent, page: int) -> bool:
    """Do what the key means, where a page has so many rows; returns whether it means anything."""
    for plain, selecting, step in _MOVES:
        if event.matches(plain) or event.matches(selecting):
            step(caret, page, event.matches(selecting))
            return True
    return False
