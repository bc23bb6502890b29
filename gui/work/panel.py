"""The Work panel: everything long that runs or ran, and the story of the one that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.answer.labels import plain_label
from gui.icons import icon
from gui.widgets.lines import hairline
from gui.work.delegate import MARGIN
from gui.work.detail import WorkDetail
from gui.work.works_list import WorksList
from gui.work.works_model import WorksModel

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench

STORY_MS = 150
"""At most so often the story of the chosen one is looked at again."""
NOTHING = "Nothing long runs, or ran. Transfers, watches and whole lists are shown here while they go on."


class WorkPanel(QFrame):
    """A pane under the pages of a window."""

    closed = Signal()
    """The person has enough of it."""

    def __init__(self, bench: WorkBench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.setProperty("role", "panel")
        self.setAccessibleName("Work")
        self.model = WorksModel(bench.news, self)
        self.list = WorksList(self.model, bench)
        self.detail = WorkDetail(bench)
        self.count = plain_label("", "help")
        self.clear = QPushButton("Clear ended")
        self.clear.setProperty("role", "note")
        self.clear.setToolTip("Forgets everything in the list that has ended")
        self.clear.clicked.connect(self.clear_ended)
        self._pages = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._place()
        self.setFocusProxy(self.list)
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.list.entered_work.connect(self._enter)
        self.model.told.connect(self._heard)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(STORY_MS)
        self._again.timeout.connect(self._refresh)
        self._count()

    @property
    def chosen(self) -> Work | None:
        """The one whose story is shown."""
        return self.model.work(self.list.currentIndex())

    def choose(self, work: Work) -> None:
        """Show the story of that one."""
        self.model.sync()
        self._count()
        index = self.model.index_of(work)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def has_focus(self) -> bool:
        """Whether the keyboard is in here."""
        focus = QApplication.focusWidget()
        return self.isVisible() and focus is not None and (focus is self or self.isAncestorOf(focus))

    @Slot()
    def clear_ended(self) -> None:
        """Forget all that ended."""
        for work in self.model.all():
            self._bench.desk.works.remove(work)
        self.model.sync()
        self._count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is new since it was closed; the newest, where nothing was chosen."""
        super().showEvent(event)
        self.model.sync()
        if self.chosen is None and self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At first the list takes a little more than the story."""
        super().resizeEvent(event)
        if event.oldSize().width() <= 0:
            wide = event.size().width()
            self._split.setSizes([wide * 56 // 100, wide * 44 // 100])

    def _place(self) -> None:
        heading = plain_label("My work")
        heading.setFont(theme.text_font(10, strong=True))
        close = QToolButton()
        close.setIcon(icon("close", "dim"))
        close.setToolTip("Close (Alt+3)")
        close.setAccessibleName("Close the work panel")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 4, 8, 4)
        head.setSpacing(12)
        head.addWidget(heading)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.clear)
        head.addWidget(close)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.list)
        self._split.addWidget(self.detail)
        empty = plain_label(NOTHING, "dim", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setMargin(MARGIN)
        self._pages.addWidget(empty)
        self._pages.addWidget(self._split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self._pages, 1)

    @Slot()
    def _show_chosen(self) -> None:
        self.detail.show_work(self.chosen)
        self.detail.setEnabled(self.chosen is not None)

    @Slot()
    def _enter(self) -> None:
        self.detail.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _heard(self) -> None:
        if self.isVisible() and not self._again.isActive():
            self._again.start()

    @Slot()
    def _refresh(self) -> None:
        self._count()
        self.detail.refresh()
        work = self.chosen
        if work is not None and not work.state.ended and self.isVisible():
            self._again.start()  # its clock goes on, whether something happens or not

    def _count(self) -> None:
        works = self.model.all()
        running = sum(not work.state.ended for work in works)
        ended = len(works) - running
        words = (f"{running} running" if running else "", f"{ended} ended" if ended else "")
        self.count.setText(" · ".join(word for word in words if word))
        self.clear.setVisible(bool(ended))
        self._pages.setCurrentIndex(1 if works else 0)
