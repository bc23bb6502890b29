"""Who is signed in: runs sign-ins and sign-outs on workers, and warns before a sign-in ends for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from api.identity.profiles import Profile
from api.running import CancelToken
from gui.jobs import Jobs

if TYPE_CHECKING:
    from api.desk import Desk
    from api.identity.access import Account
    from api.identity.cloud import SignedInCloud
    from api.identity.credentials import Credentials

CLOCK_MS = 15_000
WARNINGS = (2, 15)
"""Minutes before the end of a sign-in that cannot be renewed in silence; the nearest first."""

OnCloud = Callable[["SignedInCloud"], None]
OnError = Callable[[Exception], None]


class Sessions(QObject):
    """The signed-in clouds of a desk. One for all windows, owned by ``gui.app``."""

    changed = Signal()
    """Somebody signed in or out, or a profile was added or removed."""
    signed_in = Signal(str)
    """The profile's id."""
    signed_out = Signal(str)
    """The profile's id."""
    ending = Signal(str, int)
    """A sign-in that cannot be renewed ends soon: the profile's id and the minutes that are left."""
    remarked = Signal(str, str)
    """Something to be told once, by one window: a sentence, and what to do next."""
    ticked = Signal()
    """Time went on: what shows a time that is left should look again."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.jobs = jobs
        self._warned: dict[str, int] = {}
        self._clock = QTimer(self)
        self._clock.setInterval(CLOCK_MS)
        self._clock.timeout.connect(self.look_at_clock)

    def sign_in(
        self,
        profile: Profile,
        credentials: Credentials,
        on_done: OnCloud,
        on_error: OnError,
        owner: QObject,
    ) -> CancelToken:
        """Sign in with a profile; the callbacks run on the GUI thread while ``owner`` lives."""
        return self._run(
            lambda cancel: self.desk.sign_in(profile, credentials, cancel), on_done, on_error, owner
        )

    def practise(
        self, on_done: OnCloud, on_error: OnError, owner: QObject, *, openstack: bool = False
    ) -> CancelToken:
        """Start the practice cloud if need be and sign in to it, as to Rackspace or as to OpenStack."""
        return self._run(
            lambda cancel: self.desk.practice_sign_in(cancel, openstack=openstack), on_done, on_error, owner
        )

    def accounts(
        self,
        cloud: SignedInCloud,
        on_done: Callable[[tuple[Account, ...]], None],
        on_error: OnError,
        owner: QObject,
    ) -> CancelToken:
        """Ask a cloud which accounts or projects its user may sign in to."""
        return self.jobs.run(lambda cancel, _report: cloud.accounts(cancel), on_done, on_error, owner=owner)

    def sign_out(self, profile_id: str, on_error: OnError | None = None) -> None:
        """Forget a sign-in; the token is revoked if the program obtained it."""

        def work(cancel: CancelToken, _report: object) -> None:
            self.desk.sign_out(profile_id, cancel)

        def done(_nothing: object) -> None:
            self._gone(profile_id)

        def failed(error: Exception) -> None:
            self._gone(profile_id)
            if on_error is not None:
                on_error(error)

        self.jobs.run(work, done, failed, owner=self)

    def profiles_changed(self) -> None:
        """Say that profiles were added, changed or removed."""
        self.changed.emit()

    @Slot()
    def look_at_clock(self) -> None:
        """Warn of sign-ins that end soon, each limit once."""
        now = datetime.now(UTC)
        for cloud in self.desk.clouds:
            self._warn(cloud, now)
        self.ticked.emit()

    def _warn(self, cloud: SignedInCloud, now: datetime) -> None:
        if cloud.renewable:
            return
        left = cloud.expires - now
        due = next((m for m in WARNINGS if left <= timedelta(minutes=m)), None)
        profile = cloud.profile.id
        if due is not None and due < self._warned.get(profile, 60):
            self._warned[profile] = due
            self.ending.emit(profile, max(0, round(left.total_seconds() / 60)))

    def _run(
        self,
        work: Callable[[CancelToken], SignedInCloud],
        on_done: OnCloud,
        on_error: OnError,
        owner: QObject,
    ) -> CancelToken:
        def done(cloud: SignedInCloud) -> None:
            self._came(cloud)
            on_done(cloud)

        return self.jobs.run(lambda cancel, _report: work(cancel), done, on_error, owner=owner)

    def _came(self, cloud: SignedInCloud) -> None:
        self._warned.pop(cloud.profile.id, None)
        self._clock.start()
        self.signed_in.emit(cloud.profile.id)
        self.changed.emit()

    def _gone(self, profile_id: str) -> None:
        self._warned.pop(profile_id, None)
        if not self.desk.clouds:
            self._clock.stop()
        self.signed_out.emit(profile_id)
        self.changed.emit()


def time_left(expires: datetime, now: datetime | None = None) -> str:
    """How long a token still lives, as the window says it: "23 h left", "12 min left", "ended"."""
    seconds = (expires - (now or datetime.now(UTC))).total_seconds()
    if seconds <= 0:
        return "ended"
    if seconds < 90:
        return f"{seconds:.0f} s left"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min left"
    hours = int(seconds // 3600)
    return f"{hours} h left" if hours < 72 else f"{hours // 24} d left"
