"""After signing in: what was left the last time is taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from api.answer.plain import one_line
from api.answer.sizes import counted

if TYPE_CHECKING:
    from api.work.kept import Taken
    from api.work.work import Work
    from gui.main_window import MainWindow
    from gui.program import Program

_MOST_NAMED = 3


class TakingUp(QObject):
    """Keeps what runs in the program, and goes on with it after each sign-in. Child of the program."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._told_of_damage = False
        program.desk.kept.follow(program.desk.works)
        program.sessions.signed_in.connect(self.take_up)

    @Slot(str)
    def take_up(self, profile_id: str) -> None:
        """Go on with what belongs to the account that the profile is signed in to."""
        desk = self._program.desk
        cloud = desk.cloud(profile_id)
        if cloud is None:
            return
        account = cloud.account_id or ""

        def tell(taken: Taken) -> None:
            self._tell(profile_id, taken)

        self._program.jobs.run(
            lambda _cancel, _report: desk.kept.take_up(desk.works, profile_id, account), tell, owner=self
        )

    def _tell(self, profile_id: str, taken: Taken) -> None:
        window = self._window(profile_id)
        if window is None:
            return
        problem = self._program.desk.kept.problem
        if problem is not None and not self._told_of_damage:
            self._told_of_damage = True
            window.notices.error(problem)
        if taken.begun or taken.shown:
            window.notices.tell(_sentence(taken), _hint(taken))

    def _window(self, profile_id: str) -> MainWindow | None:
        """The window of that profile, or else the newest."""
        windows = self._program.windows
        return next(
            (each for each in windows if each.profile == profile_id), windows[-1] if windows else None
        )


def _sentence(taken: Taken) -> str:
    parts = []
    if taken.begun:
        parts.append(f"Watching again: {_names(taken.begun)}.")
    if taken.shown:
        parts.append(f"Left unfinished: {_names(taken.shown)}.")
    return " ".join(parts)


def _hint(taken: Taken) -> str:
    return "It is in My Work, where Retry goes on with it." if taken.shown else "It is in My Work."


def _names(works: tuple[Work, ...]) -> str:
    named = [one_line(work.title, 80).removeprefix("Watch ") for work in works[:_MOST_NAMED]]
    rest = len(works) - len(named)
    return ", ".join(named) + (f" and {counted(rest, 'others')}" if rest else "")
