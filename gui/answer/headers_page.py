"""The headers of an answer, its redirects and its timings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.answer.sizes import counted
from api.answer.times import duration
from api.exchange.exchange import Exchange
from api.exchange.merged import Part
from api.wire.redaction import mask_headers
from api.wire.response import Response
from gui import theme
from gui.answer.clipboard import copy_text
from gui.answer.uses_menu import UsesMenu
from gui.widgets.focus_lender import FocusLender

_WHOLE = Qt.ItemDataRole.UserRole
_REVEALED = Qt.ItemDataRole.UserRole + 1
_LONGEST = 2000
_LOOKED_AT = 4 * _LONGEST
"""Characters of a value that are searched for secrets before its beginning is shown; copying looks at all."""
_ROW = QSize(0, 26)


_PARTS = {"pages": "Put together from these pages", "regions": "Put together from these regions"}


def part_row(number: int, part: Part) -> tuple[str, str]:
    """The name and the facts of one of the answers that a whole was put together from."""
    facts = (
        str(part.status or "no answer"),
        counted(part.count, "items") if part.count is not None else "",
        duration(part.seconds),
        part.request_id,
        part.trouble,
    )
    return part.label or f"Page {number:,}", " · ".join(fact for fact in facts if fact)


class HeadersPage(QWidget):
    """Groups of names and values. Secret values are dots until Enter or a double click shows one.

    With ``uses``, Enter or a double click opens the call that a link asks for, such as that of Location.
    """

    def __init__(
        self, exchange: Exchange, uses: UsesMenu | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._uses = uses
        self._secret = exchange.request.secret_headers
        self.rows = QTreeWidget()
        self.rows.setAccessibleName("Headers of the answer")
        self.rows.setHeaderHidden(True)
        self.rows.setColumnCount(2)
        self.rows.setRootIsDecorated(False)
        self.rows.setItemsExpandable(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setIndentation(0)
        self.rows.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.rows.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.rows.header().resizeSection(0, 250)
        self.rows.itemActivated.connect(self._activate)
        copy = QAction("Copy value", self.rows)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._copy)
        self.rows.addAction(copy)
        self.open = QAction(self.rows)
        self.open.triggered.connect(self._open)
        self.rows.addAction(self.open)
        self.rows.currentItemChanged.connect(self._offer)
        if uses is not None:
            uses.ready.connect(self._offer)
        self._offer()
        self.rows.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 0, 0, 0)
        page.addWidget(self.rows)
        FocusLender(self, self.rows)
        if exchange.response is not None:
            self._fill(exchange, exchange.response)

    def _fill(self, exchange: Exchange, response: Response) -> None:
        self._group(f"Answer, {response.http_version}", response.headers)
        self._group("Redirects", [(str(hop.status), hop.location) for hop in response.hops])
        self._group("Answered by", [("URL", response.url)] if response.hops else [])
        timings = response.timings
        self._group(
            "Timings",
            [
                ("Started", timings.started.astimezone().isoformat(sep=" ", timespec="milliseconds")),
                ("First byte after", duration(timings.first_byte)),
                ("All received after", duration(timings.total)),
                ("With token and repeats", duration(exchange.seconds)),
            ],
        )
        if exchange.merged is not None:
            self._group(
                _PARTS[exchange.merged.kind],
                [part_row(*each) for each in enumerate(exchange.merged.parts, 1)],
            )
        self.rows.expandAll()

    def _group(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        if not rows:
            return
        group = QTreeWidgetItem([title])
        group.setFont(0, theme.text_font(10, strong=True))
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setSizeHint(0, _ROW)
        for name, value in rows:
            group.addChild(self._row(name, value))
        self.rows.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)

    def _row(self, name: str, value: str) -> QTreeWidgetItem:
        shown = self._masked(name, value[:_LOOKED_AT])
        row = QTreeWidgetItem([one_line(name, 200), one_line(shown, _LONGEST)])
        row.setData(0, _WHOLE, name)
        row.setData(1, _WHOLE, value)
        row.setFont(0, theme.wire_font())
        row.setFont(1, theme.wire_font())
        row.setSizeHint(0, _ROW)
        return row

    def _masked(self, name: str, value: str) -> str:
        ((_name, masked),) = mask_headers(((name, value),), self._secret)
        return masked

    @Slot()
    def _offer(self) -> None:
        """Offer the call that the current row leads to."""
        row = self.rows.currentItem()
        title = self._uses.leads(self._link(row)) if self._uses is not None else ""
        self.open.setText(f"Open as {title.replace('&', '&&')}\tEnter")
        self.open.setVisible(bool(title))

    @Slot()
    def _open(self) -> None:
        if self._uses is not None:
            self._uses.follow_text(self._link(self.rows.currentItem()))

    def _link(self, row: QTreeWidgetItem | None) -> str:
        """The value of a row if it may be a link: a hidden one is none before it is shown."""
        if row is None or row.parent() is None or len(row.data(1, _WHOLE)) > _LONGEST:
            return ""
        return self._value(row)

    @Slot(QTreeWidgetItem, int)
    def _activate(self, row: QTreeWidgetItem, _column: int) -> None:
        """Open a link; show what is hidden."""
        opened = self._uses is not None and self._uses.follow_text(self._link(row))
        if row.parent() is not None and not opened:
            row.setData(1, _REVEALED, True)
            row.setText(1, one_line(row.data(1, _WHOLE)[: _LONGEST + 1], _LONGEST))

    def _place(self, row: QTreeWidgetItem) -> tuple[int, int]:
        index = self.rows.indexFromItem(row)
        return index.parent().row(), index.row()

    @Slot()
    def _copy(self) -> None:
        rows = [row for row in self.rows.selectedItems() if row.parent() is not None]
        rows.sort(key=self._place)
        texts = [self._value(row) for row in rows]
        if len(rows) > 1:
            texts = [f"{row.text(0)}: {text}" for row, text in zip(rows, texts, strict=True)]
        copy_text("\n".join(texts), secret=any(row.data(1, _REVEALED) for row in rows))

    def _value(self, row: QTreeWidgetItem) -> str:
        """The whole value; with dots for what was not revealed."""
        value = str(row.data(1, _WHOLE))
        return value if row.data(1, _REVEALED) else self._masked(row.data(0, _WHOLE), value)
