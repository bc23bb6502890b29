"""Profiles and secrets on their way to and from disk and keyring, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from api.identity.profiles import CLOUDS_YAML, Profile

if TYPE_CHECKING:
    from api.desk import Desk
    from api.identity.openrc import Imported
    from gui.sign_in.sessions import Sessions

OnError = Callable[[Exception], None]

PATIENCE_MS = 3000
"""A keyring that has not answered by then may wait for the person, or for ever."""
ASKING = "Asking the system's keyring…"
SLOW = (
    "The system's keyring has not answered yet; it may wait to be unlocked. Type the secret to go on without it: "
    "it stays in memory until the keyring answers."
)
_FILES = (".yaml", ".yml", ".json")


class Keeping(QObject):
    """A child of the sheet or list that uses it; nothing reaches that once it is gone."""

    def __init__(self, sessions: Sessions, parent: QObject) -> None:
        super().__init__(parent)
        self._sessions, self._desk, self._jobs = sessions, sessions.desk, sessions.jobs

    def probe(self, tell: Callable[[str], None]) -> None:
        """Find out where secrets live, as a sentence; one at once, and another where it takes long."""
        late = QTimer(self)
        late.setSingleShot(True)
        late.timeout.connect(lambda: tell(SLOW))
        late.start(PATIENCE_MS)

        def found(sentence: str) -> None:
            late.stop()
            tell(sentence)

        tell(ASKING)
        self._jobs.run(
            lambda _cancel, _report: self._desk.secrets.probe().sentence, found, self._ignore, owner=self
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
        """Keep a profile, and its secret unless that is ""; outlives the sheet that asked for it.

        The profile is kept first: a keyring may take long.
        """
        desk, sessions, jobs = self._desk, self._sessions, self._jobs

        def keep_secret() -> None:
            jobs.run(lambda _c, _r: desk.secrets.set(profile.id, secret, profile.auth_url), told)

        def told(lasting: bool) -> None:
            if not lasting:
                sessions.remarked.emit(
                    f"The secret of “{profile.name}” is kept in memory only.",
                    "The system's keyring did not take it: sign in with it again after the next start.",
                )

        def kept(_nothing: object) -> None:
            done()
            if secret:
                keep_secret()

        jobs.run(lambda _c, _r: _save(desk, profile), kept, self._not_kept(profile))

    def remove(self, profile: Profile, done: Callable[[], None]) -> None:
        """Forget a profile and its secret. The profile goes in any case; a secret that may stay is told."""
        desk, sessions, jobs = self._desk, self._sessions, self._jobs

        def told(left: str) -> None:
            if left:
                sessions.remarked.emit(f"“{profile.name}” is removed; its secret may not be.", left)

        jobs.run(
            lambda _c, _r: desk.secrets.delete(profile.id), told
        )  # it may take long: not one after the other
        jobs.run(
            lambda _c, _r: desk.profiles.remove(profile.id),
            lambda _nothing: done(),
            self._not_kept(profile),
        )

    def list_clouds(
        self, clouds_file: str, tell: Callable[[tuple[str, ...]], None], failed: OnError
    ) -> None:
        """Read which clouds a clouds.yaml ("": the usual places) and the OS_ variables define."""

        def work(_cancel: object, _report: object) -> tuple[str, ...]:
            from api.identity.clouds_file import list_clouds

            return list_clouds(clouds_file).names

        self._jobs.run(work, tell, failed, owner=self)

    def read_openrc(self, path: str, tell: Callable[[Imported], None], failed: OnError) -> None:
        """Read an openrc file; it is never run."""

        def work(_cancel: object, _report: object) -> Imported:
            from api.identity.openrc import import_openrc

            return import_openrc(Path(path))

        self._jobs.run(work, tell, failed, owner=self)

    def import_clouds(self, path: str, tell: Callable[[tuple[str, ...]], None], failed: OnError) -> None:
        """Keep a profile for each cloud of a clouds.yaml that has none of its name yet; ``tell`` is given the names."""
        desk = self._desk

        def work(_cancel: object, _report: object) -> tuple[str, ...]:
            from api.identity.clouds_file import list_clouds
            from api.identity.forms import make_profile

            there = {profile.name for profile in desk.profiles.all()}
            names = tuple(name for name in list_clouds(path).names if name not in there)
            for name in names:
                values = {"name": name, "cloud": name, "clouds_file": path}
                desk.profiles.save(make_profile(CLOUDS_YAML, "", values))
            return names

        self._jobs.run(work, tell, failed, owner=self)

    def _not_kept(self, profile: Profile) -> OnError:
        sessions = self._sessions
        return lambda error: sessions.remarked.emit(
            f"“{profile.name}” could not be kept: {type(error).__name__}.",
            "Look whether the data folder can be written to and has room.",
        )

    def _ignore(self, _error: Exception) -> None:
        """A keyring that does not answer is like one that knows nothing."""


def is_clouds_file(path: str) -> bool:
    """Whether a file is a clouds.yaml by its name; anything else is taken for an openrc."""
    return path.lower().endswith(_FILES)


def _save(desk: Desk, profile: Profile) -> None:
    """Keep a profile; its name and marks count at once for whoever is signed in with it."""
    desk.profiles.save(profile)
    if (cloud := desk.cloud(profile.id)) is not None:
        cloud.profile = replace(
            cloud.profile, name=profile.name, color=profile.color, production=profile.production
        )
