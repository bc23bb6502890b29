"""What a tab shows while its call runs: what is going on, for how long, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from api.answer.plain import one_line
from api.answer.sizes import size
from api.answer.times import duration
from api.running import Progress
from gui import theme
from gui.answer.labels import plain_label
from gui.icons import icon

_TICK_MS = 100
_BAR_STEPS = 1000


class RunningPage(QWidget):
    """Elapsed time and progress of one call."""

    cancelled = Signal()

    def __init__(self, title: str, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._since.start()
        heading = plain_label(one_line(title, 200), "heading")
        self._elapsed = plain_label()
        self._elapsed.setFont(theme.text_font(15))
        self._stage = plain_label("Sending", "dim")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(320)
        self._bar.setAccessibleName("Progress")
        self._cancel = QPushButton("Cancel")
        self._cancel.setIcon(icon("stop"))
        self._cancel.clicked.connect(self._ask_to_stop)
        page = QVBoxLayout(self)
        page.setSpacing(10)
        page.addStretch(2)
        for widget in (
            heading,
            plain_label(one_line(who, 200), "dim"),
            self._elapsed,
            self._bar,
            self._stage,
        ):
            page.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addStretch(1)
        page.addSpacing(6)
        page.addLayout(row)
        page.addStretch(3)
        self.setFocusProxy(self._cancel)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._tell_time)
        self._tick.start()
        self._tell_time()

    @property
    def elapsed_text(self) -> str:
        """The time as it is shown."""
        return self._elapsed.text()

    @property
    def stage_text(self) -> str:
        """What is going on, as it is shown."""
        return self._stage.text()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the call is."""
        done = size(progress.done)
        if progress.total:
            self._bar.setRange(0, _BAR_STEPS)
            self._bar.setValue(min(progress.done * _BAR_STEPS // progress.total, _BAR_STEPS))
            self._stage.setText(f"{progress.stage}, {done} of {size(progress.total)}")
        else:
            self._bar.setRange(0, 0)
            self._stage.setText(f"{progress.stage}, {done}" if progress.done else progress.stage)

    def show_stage(self, told: str) -> None:
        """Show what is going on, in these words."""
        self._bar.setRange(0, 0)
        self._stage.setText(told)

    def show_reading(self) -> None:
        """The answer is here and is being read."""
        self._bar.setRange(0, 0)
        self._stage.setText("Reading the answer")

    @Slot()
    def _ask_to_stop(self) -> None:
        self._cancel.setEnabled(False)
        self._stage.setText("Stopping")
        self.cancelled.emit()

    @Slot()
    def _tell_time(self) -> None:
        self._elapsed.setText(duration(self._since.elapsed() / 1000))
