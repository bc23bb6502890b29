"""The running program: one desk, its jobs and sessions, and the windows on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog

from api.answer.plain import one_line
from gui import theme
from gui.main_window import MainWindow
from gui.window_state import WindowState, WindowStateFile

# What the first paint does not need is imported when it is first used.
if TYPE_CHECKING:
    from api.desk import Desk
    from api.errors import CatalogueError
    from api.model import Product
    from api.records.settings import Settings
    from gui.jobs import Jobs
    from gui.navigation.nodes import Node
    from gui.presenting.side import PresentingSide
    from gui.sign_in.sessions import Sessions
    from gui.work.closing import Leaving
    from gui.work.news import WorkNews
    from gui.work.notifier import Notifier
    from gui.work.watch.taking_up import TakingUp

    Catalogue = tuple[tuple[Product, ...], tuple[CatalogueError, ...]]


class Program(QObject):
    """Owns desk, windows, jobs and sessions; lives as long as the application.

    ``data_dir`` lets the first window be shown as it was left before the desk is there.
    """

    settings_changed = Signal()
    """The desk's settings are others now."""
    started = Signal()
    """The first window was painted, and everything behind it is there."""
    catalogue_came = Signal()
    """The calls stand in every window."""

    def __init__(
        self, make_desk: Callable[[], Desk], data_dir: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make_desk = make_desk
        self._data_dir = data_dir
        self.windows: list[MainWindow] = []
        self._catalogue: Catalogue | None = None
        self._dialogs: dict[str, QDialog] = {}

    @cached_property
    def desk(self) -> Desk:
        """The one desk."""
        return self._make_desk()

    @cached_property
    def jobs(self) -> Jobs:
        """What runs on workers."""
        from gui.jobs import Jobs

        return Jobs(self)

    @cached_property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        from gui.sign_in.sessions import Sessions

        return Sessions(self.desk, self.jobs, self)

    @cached_property
    def presenting(self) -> PresentingSide:
        """Whether somebody presents, in all windows."""
        from gui.presenting.side import PresentingSide

        return PresentingSide(self)

    @cached_property
    def news(self) -> WorkNews:
        """What happens to the long work."""
        from gui.work.news import WorkNews

        return WorkNews(self.desk.works, self)

    @cached_property
    def taking_up(self) -> TakingUp:
        """Who goes on after a sign-in with what was left the last time."""
        from gui.work.watch.taking_up import TakingUp

        return TakingUp(self)

    @cached_property
    def _state(self) -> WindowStateFile:
        return WindowStateFile(self._data_dir or self.desk.data_dir)

    @property
    def loaded(self) -> bool:
        """Whether the catalogue is there."""
        return self._catalogue is not None

    def start(self) -> MainWindow:
        """Show the first window as it was left; what is behind it follows once it is on the screen."""
        state = self._state.load()
        theme.switch().choose(state.theme if state else theme.SYSTEM)
        window = self._open(state)
        window.painted.connect(self._painted)
        return window

    def new_window(self, state: WindowState | None = None) -> MainWindow:
        """Show one more window."""
        window = self._open(state)
        window.furnish()
        if "presenting" in vars(self):
            self.presenting.mark(window)
        return window

    def _open(self, state: WindowState | None) -> MainWindow:
        theme.switch().prepare()
        window = MainWindow(self, state)
        window.closed.connect(self._forget)
        self.windows.append(window)
        theme.switch().dress()  # as late as this: a dressed widget costs more to place
        window.show()
        return window

    def make_answers(self, window: MainWindow) -> Any:
        """The place for answers of a window; it gives their memory back when the window is closed."""
        from gui.answer.tabs import AnswerTabs

        answers = AnswerTabs(self.jobs, self.desk, window)
        window.closed.connect(answers.close_all)
        return answers

    def make_roots(self) -> list[Node]:
        """A fresh tree of calls; each window owns its own."""
        from gui.navigation.nodes import call_tree

        return call_tree(*self._catalogue) if self._catalogue else []

    def choose_theme(self, mode: str) -> None:
        """Use a colour scheme and keep the choice."""
        from dataclasses import replace

        self.change_settings(replace(self.desk.settings, theme=mode))

    def change_settings(self, settings: Settings) -> None:
        """Use these settings at once, in every window, and keep them."""
        self._keep_settings(settings)
        self._wear()
        self.settings_changed.emit()

    def _keep_settings(self, settings: Settings) -> None:
        try:
            self.desk.change_settings(settings)
        except OSError as error:
            for window in self.windows:
                window.notices.warn("The settings could not be kept.", details=str(error))

    def _remember_kind(self) -> None:
        """Offer first what was taken elsewhere last, and keep what is taken from now on."""
        from gui.records.last_kind import last_kind

        self._offer_kind()
        self.settings_changed.connect(self._offer_kind)
        last_kind().chosen.connect(self._keep_kind)

    @Slot()
    def _offer_kind(self) -> None:
        from gui.records.last_kind import last_kind

        last_kind().restore(self.desk.settings.snippet)

    @Slot(str)
    def _keep_kind(self, name: str) -> None:
        from dataclasses import replace

        self._keep_settings(replace(self.desk.settings, snippet=name))

    def _wear(self) -> None:
        settings = self.desk.settings
        chosen = theme.Fonts(
            settings.text_family, settings.text_size, settings.wire_family, settings.wire_size
        )
        theme.switch().choose(settings.theme)
        theme.switch().choose_fonts(chosen)

    def open_settings(self) -> None:
        """Show the settings; there is one dialog for all windows."""
        from gui.settings.dialog import SettingsDialog

        self._raise("settings", lambda: SettingsDialog(self, self.front))

    def open_own_products(self) -> None:
        """Show the own products; there is one dialog for all windows."""
        from gui.own.dialog import OwnProductsDialog

        def make() -> OwnProductsDialog:
            dialog = OwnProductsDialog(self, self.front)
            dialog.try_wanted.connect(self._try_call)
            return dialog

        self._raise("own", make)

    @property
    def front(self) -> MainWindow:
        """The window that the person uses, else the latest."""
        active = QApplication.activeWindow()
        return next((window for window in self.windows if window is active), self.windows[-1])

    def _raise(self, name: str, make: Callable[[], QDialog]) -> None:
        dialog = self._dialogs.get(name)
        if dialog is None or not shiboken6.isValid(dialog):
            dialog = self._dialogs[name] = make()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    @Slot(str)
    def _try_call(self, call_id: str) -> None:
        window = self.front
        window.calls.open(call_id, window.place)

    def reload_catalogue(self) -> None:
        """Own products were added, changed or removed: show what there is now in every window."""
        self.desk.catalogue.refresh()
        self._load_catalogue(self._catalogue_changed)

    def _catalogue_changed(self, loaded: Catalogue) -> None:
        self._catalogue = loaded
        for window in self.windows:
            window.navigation.set_roots(self.make_roots())
            if window.call_id and window.call_id not in {head.id for head in window.navigation.heads}:
                window.browse()
            window.refresh_account()

    def keep(self, state: WindowState) -> None:
        """Keep the looks of a window that is being closed."""
        self._state.save(state)

    @cached_property
    def notifier(self) -> Notifier:
        """Who tells a person that looks elsewhere what has ended."""
        from gui.work.notifier import Notifier

        return Notifier(self)

    @cached_property
    def leaving(self) -> Leaving:
        """Who asks before the program ends while something long runs."""
        from gui.work.closing import Leaving

        return Leaving(self)

    def quit(self) -> None:
        """Close every window as the person wants; asks first if something long runs."""
        if self.windows and "desk" in self.__dict__ and self.desk.works.running:
            self.leaving.ask(self.windows[-1])
        else:
            self.close_all()

    @Slot()
    def close_all(self) -> None:
        """Close every window without a question; the application ends with the last."""
        self.leaving.be_sure()
        for window in list(self.windows):
            window.close()

    def shutdown(self, seconds: float = 1.0) -> bool:
        """End all work and close the desk; returns whether every worker ended in time."""
        if "presenting" in self.__dict__:
            self.presenting.end()
        clean = self.jobs.shutdown(seconds) if "jobs" in self.__dict__ else True
        if "news" in self.__dict__:
            self.news.stop()
        if "desk" not in self.__dict__:
            return clean
        if "works" in vars(self.desk) and (running := self.desk.works.running):
            stopped = "; ".join(one_line(work.title) for work in running)
            import logging  # only where it goes wrong: it takes time to load

            logging.getLogger(__name__).warning("Stopped with the program: %s", stopped)
        return self.desk.close(seconds) and clean

    @Slot()
    def _painted(self) -> None:
        QTimer.singleShot(0, self._go_on)

    @Slot()
    def _go_on(self) -> None:
        self._wear()
        self._remember_kind()
        if self.desk.settings.presenting:
            self.presenting.toggle()
        for window in self.windows:
            window.furnish()
        self._load_catalogue(self._catalogue_came)
        _ = self.taking_up, self.notifier
        self.started.emit()

    def _load_catalogue(self, then: Callable[[Catalogue], None]) -> None:
        catalogue = self.desk.catalogue
        self.jobs.run(
            lambda _cancel, _report: (tuple(catalogue.products()), tuple(catalogue.errors)),
            then,
            owner=self,
        )

    def _catalogue_came(self, loaded: Catalogue) -> None:
        self._catalogue = loaded
        for window in self.windows:
            window.show_catalogue()
        for window in self.windows[:1]:
            for problem in self.desk.problems:
                window.notices.error(problem)
            self._warm_up(window)
        self.catalogue_came.emit()

    def _warm_up(self, window: MainWindow) -> None:
        from gui.warming import Warming

        Warming(window)

    @Slot(object)
    def _forget(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
            window.deleteLater()
