"""The Work panel: everything long that runs or ran, and the story of the one that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QListView, QVBoxLayout, QWidget

from gui.work.works_model import WorksModel

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench

LEAST_HEIGHT = 150


class WorkPanel(QWidget):
    """A pane under the pages of a window."""

    def __init__(self, bench: WorkBench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.setMinimumHeight(LEAST_HEIGHT)
        self.model = WorksModel(bench.news, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("My work")
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)

    @property
    def chosen(self) -> Work | None:
        """The one whose story is shown."""
        return self.model.work(self.list.currentIndex())

    def choose(self, work: Work) -> None:
        """Show the story of that one."""
        self.model.sync()
        self.list.setCurrentIndex(self.model.index_of(work))

    def has_focus(self) -> bool:
        """Whether the keyboard is in here."""
        focus = QApplication.focusWidget()
        return self.isVisible() and focus is not None and (focus is self or self.isAncestorOf(focus))
