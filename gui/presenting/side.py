"""The program's side of presenting: who is signed in, the mark in each window, the entry in its menu."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.presenting.band import PresentingBand
from gui.presenting.screen import Screen
from gui.presenting.stand_ins import presenting

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.program import Program

ENTRY = "toggle_presenting"


class PresentingSide(QObject):
    """A child of the program, made when somebody presents for the first time. Never kept: each start begins without."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._state = presenting()
        self._state.names = self._names
        self._screen = Screen(self._state)
        self._state.changed.connect(self._changed)
        program.sessions.changed.connect(self._learn)

    @Slot()
    def toggle(self) -> None:
        """Begin or end to present, in all windows."""
        self._state.switch(not self._state.on)

    def end(self) -> None:
        """The program ends: nobody presents any more."""
        self._state.switch(on=False)
        self._state.names = tuple

    def mark(self, window: MainWindow) -> None:
        """Show in that window whether somebody presents."""
        if window.findChild(PresentingBand) is None:
            band = PresentingBand(self._state, window)
            window.place_band(band)
            band.setVisible(self._state.on)
        window.actions_.by_name[ENTRY].setChecked(self._state.on)

    @Slot(bool)
    def _changed(self, _on: bool) -> None:
        for window in self._program.windows:
            self.mark(window)

    @Slot()
    def _learn(self) -> None:
        self._state.learn()

    def _names(self) -> Iterator[str]:
        """Accounts, projects and users, by name and id, of who is signed in and of the profiles."""
        desk = self._program.desk
        for cloud in desk.clouds:
            yield from (cloud.account_id, cloud.account_name, cloud.user_name, cloud.user_id)
        for profile in (*desk.profiles.all(), *(cloud.profile for cloud in desk.clouds)):
            yield from (profile.user, profile.user_id, profile.account, profile.project, profile.project_id)
