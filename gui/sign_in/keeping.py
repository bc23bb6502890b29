"""Profiles and secrets on their way to and from disk and keyring, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from api.identity.profiles import Profile
from gui.jobs import Jobs

if TYPE_CHECKING:
    from api.desk import Desk


OnError = Callable[[Exception], None]


class Keeping(QObject):
    """A child of the sheet or list that uses it; nothing reaches that once it is gone."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs

    def probe(self, tell: Callable[[str], None]) -> None:
        """Find out where secrets live, as a sentence."""
        self._jobs.run(
            lambda _cancel, _report: self._desk.secrets.probe().sentence, tell, self._ignore, owner=self
        )

    def find(self, profile: Profile, found: Callable[[Profile, str], None]) -> None:
        """Look for the kept secret of a profile; ``found`` is called only when there is one."""

        def tell(secret: str | None) -> None:
            if secret:
                found(profile, secret)

        self._jobs.run(
            lambda _cancel, _report: self._desk.secrets.get(profile.id, profile.auth_url),
            tell,
            self._ignore,
            owner=self,
        )

    def keep(self, profile: Profile, secret: str, done: Callable[[], None]) -> None:
        """Keep a profile, and its secret unless that is ""; outlives the sheet that asked for it."""

        def work(_cancel: object, _report: object) -> None:
            self._desk.profiles.save(profile)
            if secret:
                self._desk.secrets.set(profile.id, secret, profile.auth_url)

        self._jobs.run(work, lambda _nothing: done())

    def remove(self, profile: Profile, done: Callable[[], None]) -> None:
        """Forget a profile and its secret."""

        def work(_cancel: object, _report: object) -> None:
            self._desk.secrets.delete(profile.id)
            self._desk.profiles.remove(profile.id)

        self._jobs.run(work, lambda _nothing: done())

    def list_clouds(
        self, clouds_file: str, tell: Callable[[tuple[str, ...]], None], failed: OnError
    ) -> None:
        """Read which clouds a clouds.yaml ("": the usual places) and the OS_ variables define."""

        def work(_cancel: object, _report: object) -> tuple[str, ...]:
            from api.identity.clouds_file import list_clouds

            return list_clouds(clouds_file).names

        self._jobs.run(work, tell, failed, owner=self)

    def _ignore(self, _error: Exception) -> None:
        """A keyring that does not answer is like one that knows nothing."""
