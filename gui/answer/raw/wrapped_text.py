"""A text of modest size that is wrapped where it is shown, so that no line of it can be too long to lay out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from api.answer.texts.lines import Lines
from api.wire.response import Content
from gui.answer.clipboard import copy_text
from gui.answer.raw.text import RawText

_NARROWEST = 20


class WrappedText(RawText):
    """Shows text without line numbers; copies what is selected."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = Content(text.encode("utf-8", "replace"))
        self._lines: Lines | None = None
        self._wrapped_at = 0
        for name, key, slot in (
            ("Copy", QKeySequence.StandardKey.Copy, self._copy),
            ("Select all", QKeySequence.StandardKey.SelectAll, self.select_all),
        ):
            action = QAction(name, self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._wrap()

    @property
    def whole(self) -> str:
        """The whole text."""
        return self._lines.whole() if self._lines is not None else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        columns = max(self.columns, _NARROWEST)
        if columns == self._wrapped_at:
            return
        offset = self._lines.offset(self.first_row) if self._lines is not None else 0
        self._wrapped_at, self._lines = columns, Lines(self._content, longest=columns)
        self.show_rows(self._lines, numbered=False)
        self.scroll_to(self._lines.row_at(offset))

    @Slot()
    def _copy(self) -> None:
        if self._lines is not None and self.selection is not None:
            copy_text(self._lines.copy(*self.selection, 1 << 30))
