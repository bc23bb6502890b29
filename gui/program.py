"""The running program: one desk, its jobs and sessions, and the windows on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from api.errors import CatalogueError
from api.model import Product
from gui import theme
from gui.jobs import Jobs
from gui.main_window import MainWindow
from gui.navigation.nodes import Node, call_tree
from gui.sign_in.sessions import Sessions
from gui.window_state import WindowState, WindowStateFile

if TYPE_CHECKING:
    from api.desk import Desk

Catalogue = tuple[tuple[Product, ...], tuple[CatalogueError, ...]]


class Program(QObject):
    """Owns windows, jobs and sessions; lives as long as the application. ``desk`` belongs to the caller."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.jobs = Jobs(self)
        self.sessions = Sessions(desk, self.jobs, self)
        self.windows: list[MainWindow] = []
        self._state = WindowStateFile(desk.data_dir)
        self._catalogue: Catalogue | None = None
        theme.switch().choose(desk.settings.theme)

    def start(self) -> MainWindow:
        """Show the first window as it was left; the catalogue follows once it is on the screen."""
        window = self.new_window(self._state.load())
        QTimer.singleShot(0, self._load_catalogue)
        return window

    def new_window(self, state: WindowState | None = None) -> MainWindow:
        """Show one more window."""
        window = MainWindow(self, state)
        window.closed.connect(self._forget)
        self.windows.append(window)
        if self._catalogue is not None:
            window.show_catalogue()
        theme.switch().dress()  # as late as this: a dressed widget costs more to place
        window.show()
        return window

    def make_answers(self, window: QWidget) -> Any:
        """The place for answers of a window."""
        from gui.answer.tabs import AnswerTabs

        return AnswerTabs(self.jobs, window)

    def make_roots(self) -> list[Node]:
        """A fresh tree of calls; each window owns its own."""
        return call_tree(*self._catalogue) if self._catalogue else []

    def choose_theme(self, mode: str) -> None:
        """Use a colour scheme and keep the choice."""
        theme.switch().choose(mode)
        try:
            self.desk.change_settings(replace(self.desk.settings, theme=mode))
        except OSError as error:
            for window in self.windows:
                window.notices.warn("The choice could not be kept.", details=str(error))

    def keep(self, state: WindowState) -> None:
        """Keep the looks of a window that is being closed."""
        self._state.save(state)

    def close_all(self) -> None:
        """Close every window; the application ends with the last."""
        for window in list(self.windows):
            window.close()

    def shutdown(self, seconds: float = 1.0) -> bool:
        """End all work; returns whether every worker ended in time."""
        return self.jobs.shutdown(seconds)

    @Slot()
    def _load_catalogue(self) -> None:
        catalogue = self.desk.catalogue
        self.jobs.run(
            lambda _cancel, _report: (tuple(catalogue.products()), tuple(catalogue.errors)),
            self._catalogue_came,
            owner=self,
        )

    def _catalogue_came(self, loaded: Catalogue) -> None:
        self._catalogue = loaded
        for window in self.windows:
            window.show_catalogue()
        for window in self.windows[:1]:
            for problem in self.desk.problems:
                window.notices.error(problem)

    @Slot(object)
    def _forget(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
            window.deleteLater()
