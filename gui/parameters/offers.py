"""What a dialog's fields can offer to pick from: seen before, known from the sign-in, loaded live when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from api.errors import Cancelled, PitchforkError, SignInExpired
from api.model import Parameter, Pick, Place
from api.running import CancelToken, ProgressReport
from gui.jobs import Jobs

if TYPE_CHECKING:
    from api.answer.picks.choices import Choice, Scope
    from api.answer.picks.loading import Loaded
    from api.desk import Desk
    from api.identity.cloud import SignedInCloud

GetValues = Callable[[Iterable[str]], Mapping[str, str]]
"""The present values of a dialog's fields by name, as far as they are filled in."""


class Stage(Enum):
    """How far asking the cloud is."""

    IDLE = "idle"
    LOADING = "loading"
    FAILED = "failed"


class Offer(QObject):
    """What one parameter can be picked from, at the dialog's own place. A child of its Offers."""

    changed = Signal()
    """Something came from the cloud, or did not."""

    def __init__(self, pick: Pick, desk: Desk, place: Place, get_values: GetValues, parent: Offers) -> None:
        super().__init__(parent)
        self.pick = pick
        self.stage = Stage.IDLE
        self.error: PitchforkError | None = None
        self._offers, self._desk, self._place, self._get_values = parent, desk, place, get_values
        self._loaded: dict[Scope, Loaded] = {}
        self._token: CancelToken | None = None

    @property
    def word(self) -> str:
        """What is picked, in the singular."""
        return self.pick.kind or "value"

    @property
    def cloud_name(self) -> str:
        """What the person calls the cloud; "" where nobody is signed in."""
        cloud = self._cloud()
        return cloud.profile.name if cloud is not None else ""

    @property
    def lacks(self) -> list[str]:
        """The fields to fill in before the cloud can be asked."""
        given = self._values()
        return [ours for _theirs, ours in self.pick.fill if ours not in given]

    @property
    def live(self) -> Loaded | None:
        """What the cloud listed for the dialog's present values; forgotten when the sign-in has ended."""
        if self._cloud() is None:
            self._loaded.clear()
        return self._loaded.get(self._scope())

    def seen(self) -> list[Choice]:
        """What stood in answers or was sent before, the newest first."""
        return self._desk.seen.choices(self._place, self.pick, self._scope())

    def of_sign_in(self) -> list[Choice]:
        """What the sign-in itself knows."""
        from api.answer.picks.signed_in import signed_in_choices

        return signed_in_choices(self.pick, self._cloud())

    def known(self, value: str) -> Choice | None:
        """What is known of one value; the cloud's own word first."""
        if not value:
            return None
        live = self.live.find(value) if self.live is not None else None
        seen = self._desk.seen.known(self._place, self.pick, value, self._scope())
        return live or seen or next((each for each in self.of_sign_in() if each.value == value), None)

    def load(self, *, more: bool = False) -> None:
        """Ask the cloud, anew or for what follows."""
        from api.answer.picks.loading import load

        self.cancel()
        scope, values, pick = self._scope(), self._values(), self.pick
        before = self._loaded.get(scope) if more else None

        def work(cancel: CancelToken, _report: ProgressReport) -> Loaded:
            ask = self._desk.asker(self._place, cancel)
            call = self._desk.catalogue.call(pick.call)
            return load(call, pick, values, ask, cancel.check, before)

        def done(loaded: Loaded) -> None:
            self._loaded[scope] = loaded
            self._become(Stage.IDLE)

        self._become(Stage.LOADING)
        self._token = self._offers.jobs.run(work, done, self._failed, owner=self)

    def cancel(self) -> None:
        """Stop asking."""
        if self._token is not None:
            self._token.cancel()
            self._token = None

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            if self._token is None:
                self._become(Stage.IDLE)
            return
        if not isinstance(error, PitchforkError):
            self._offers.jobs.failed.emit(error)
            error = PitchforkError("It could not be loaded.", "Try again.", repr(error))
        self._become(Stage.FAILED, error)
        if isinstance(error, SignInExpired):
            self._offers.sign_in_needed.emit()

    def _become(self, stage: Stage, error: PitchforkError | None = None) -> None:
        self.stage, self.error = stage, error
        if stage is not Stage.LOADING:
            self._token = None
        self.changed.emit()

    def _cloud(self) -> SignedInCloud | None:
        """The cloud of the dialog's own account; the profile may be signed in to another one by now."""
        cloud = self._desk.cloud(self._place.profile)
        return cloud if cloud is not None and cloud.account_id == self._place.account else None

    def _values(self) -> Mapping[str, str]:
        return self._get_values(ours for _theirs, ours in self.pick.fill)

    def _scope(self) -> Scope:
        from api.answer.picks.seen import scope_of

        return scope_of(self.pick, self._values())


class Offers(QObject):
    """The offers of one dialog."""

    sign_in_needed = Signal()
    """The cloud was asked, and its sign-in has ended."""

    def __init__(
        self, desk: Desk, place: Place, jobs: Jobs, get_values: GetValues, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self._desk, self._place, self._get_values = desk, place, get_values
        self._made: list[Offer] = []

    def of(self, parameter: Parameter) -> Offer | None:
        """What a parameter can be picked from; None where that is nothing."""
        if parameter.pick is None or parameter.secret:
            return None
        self._made.append(Offer(parameter.pick, self._desk, self._place, self._get_values, self))
        return self._made[-1]

    def cancel(self) -> None:
        """Stop whatever is being asked."""
        for offer in self._made:
            offer.cancel()
