"""The look of a list over its table: bars that count, and filter the table when a part of them is picked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.look import Chosen, Look, choose, look_at, promising
from api.foreground import foreground
from api.running import CancelToken, ProgressReport
from gui.answer.cancelled import unless_cancelled
from gui.answer.table.look_bar import LookBar
from gui.jobs import Jobs

MARGIN, SPACING = 20, 20
NARROWEST, WIDEST = 205, 340
HEIGHT, SLIM = 62, 28
_ENOUGH, _LEAST = 340, 200
"""Heights of the page from which bars stand whole, and from which slim: rows need a small page's room more."""
MOST_SHOWN = 6


class LookBars(QWidget):
    """Reads the look of a table on a worker and shows it in one row; hidden where there is none."""

    filter_wanted = Signal(object)
    """The rows that stay, as a Chosen; None for all of them."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._running: CancelToken | None = None
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_next)
        self._wanted: dict[str, frozenset[str]] = {}
        self.look = Look(0)
        self.bars: list[LookBar] = []
        self._slim, self._there = False, False
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("The list at a glance")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 4, MARGIN - 8, 4)
        self._row.setSpacing(SPACING)
        self.more = QToolButton()
        self.more.setText("⋯")
        self.more.setToolTip("More to filter by")
        self.more.setAccessibleName("More to filter by")
        self.more.clicked.connect(self._open_menu)
        self._row.addStretch(1)
        self._row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignVCenter)
        self.more.hide()
        self.hide()

    def fit(self, room: int) -> None:
        """Take what a page of that height has for bars: their whole height, a slim line, or nothing."""
        self._slim = room < _ENOUGH
        self.setFixedHeight((SLIM if self._slim else HEIGHT) if room >= _LEAST else 0)
        for bar in self.bars:
            bar.set_slim(self._slim)
        self._appear(self._there)

    def _appear(self, there: bool) -> None:
        self._there = there
        self.setVisible(there and self.maximumHeight() > 0)

    @property
    def chosen(self) -> Chosen | None:
        """The rows that stay now; None for all."""
        return choose(self.look, {number: bar.picked for number, bar in enumerate(self.bars)})

    @property
    def picked(self) -> Mapping[str, frozenset[str]]:
        """What is picked, by column and label; give it to ``pick`` after the same list was read anew."""
        return {
            bar.bar.key: frozenset(bar.bar.parts[n].label for n in bar.picked)
            for bar in self.bars
            if bar.picked
        }

    def pick(self, wanted: Mapping[str, frozenset[str]]) -> None:
        """Pick parts by column and label, now or when the look was read; what is not there is left out."""
        self._wanted = dict(wanted)
        self._pick_wanted()

    @Slot()
    def clear(self) -> None:
        """Pick nothing: all rows stay."""
        if self.chosen is not None:
            for bar in self.bars:
                bar.show_picked(())
            self._tell()

    @property
    def reading(self) -> bool:
        """Whether the look is still being read, or its bars are made."""
        return self._running is not None

    def stop(self) -> None:
        """Stop reading."""
        self._builder.stop()
        if self._running is not None:
            self._running.cancel()

    def read(self, texts: ColumnTexts) -> None:
        """Show the look of that table; the room is kept at once where there will be one."""
        self.stop()
        table = texts.table
        self._clear()
        self._appear(promising(table.columns, table.row_count))

        def work(cancel: CancelToken, _report: ProgressReport) -> Look:
            return look_at(texts, cancel.check)

        self._running = self._jobs.run(work, self._show, unless_cancelled, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape picks nothing."""
        if event.key() == Qt.Key.Key_Escape and self.chosen is not None:
            self.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many bars as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _show(self, look: Look) -> None:
        """Show that look: one bar after the other, since each takes some milliseconds to make."""
        self._clear()
        self.look = look
        self._appear(bool(look.bars))
        self.setUpdatesEnabled(False)
        self._builder.start()

    def _clear(self) -> None:
        self._builder.stop()
        for bar in self.bars:
            self._row.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.look, self.bars = Look(0), []
        self.more.hide()

    @Slot()
    def _build_next(self) -> None:
        number = len(self.bars)
        if number == len(self.look.bars):
            self._builder.stop()
            self._running = None
            self.setUpdatesEnabled(True)
            self._pick_wanted()
            return
        with foreground:
            self._build(number)

    def _build(self, number: int) -> None:
        bar = LookBar(self.look.bars[number], self.look.rows, self)
        bar.setMaximumWidth(WIDEST)
        bar.set_slim(self._slim)
        bar.picked_changed.connect(self._tell)
        bar.left.connect(self._go_on)
        self.bars.append(bar)
        self._row.insertWidget(number, bar, 1000)
        self._arrange()

    def _pick_wanted(self) -> None:
        if self.reading or not self._wanted:
            return
        wanted, self._wanted = self._wanted, {}
        for bar in self.bars:
            labels = wanted.get(bar.bar.key, frozenset())
            bar.show_picked([n for n, part in enumerate(bar.bar.parts) if part.label in labels])
        self._tell()

    def _arrange(self) -> None:
        """Show the first bars, and picked ones in place of the last of them."""
        room = self.width() - 2 * MARGIN
        fit = max(1, min(room // (NARROWEST + SPACING), MOST_SHOWN))
        picked = [bar for bar in self.bars if bar.picked]
        free = [bar for bar in self.bars if not bar.picked][: max(fit - len(picked), 0)]
        for bar in self.bars:
            bar.setVisible(bar in picked[:fit] or bar in free)
        self.more.setVisible(len(self.bars) > min(fit, len(picked) + len(free)))

    @Slot()
    def _tell(self) -> None:
        self._arrange()
        self.filter_wanted.emit(self.chosen)

    @Slot(int)
    def _go_on(self, step: int) -> None:
        shown = [bar for bar in self.bars if bar.isVisibleTo(self)]
        at = shown.index(self.sender()) + step if self.sender() in shown else -1  # type: ignore[arg-type]
        if 0 <= at < len(shown):
            shown[at].legend.focus_end(step)

    @Slot()
    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for bar in self.bars:
            if not bar.isVisibleTo(self):
                bar.add_parts(menu.addMenu(bar.bar.title.replace("&", "&&")))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
