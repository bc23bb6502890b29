"""A stack of pages that take what room there is."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget


class Pages(QStackedWidget):
    """Its height never depends on its width, whatever wraps in a page.

    Where one does, each layout around it asks for the height of what it holds several times, and each of those again:
    a paragraph deep inside of a window would make laying it out ten times as dear. A page lays itself out all the same.
    """

    def hasHeightForWidth(self) -> bool:
        """No."""
        return False
