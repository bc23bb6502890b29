"""The token of a signed-in cloud: renewed before it ends or when it is rejected, once for all who ask."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from api.errors import AccountLocked, PitchforkError, SignInExpired, SignInFailed, WrongCredentials
from api.identity.access import Access, Account
from api.running import CancelToken

_MARGIN = 300.0
_MARGIN_OF_LIFE = 0.1
_PAUSE = timedelta(seconds=60)
"""After a renewal that failed, the living token is used this long before the next attempt."""


class Identity(Protocol):
    """An identity service together with the credentials of one sign-in."""

    root: str
    renewable: bool

    def authenticate(self, cancel: CancelToken) -> Access:
        """A new access. Raises the SignInFailed family and Cancelled."""

    def revoke(self, token: str, cancel: CancelToken) -> None:
        """End a token. Raises the SignInFailed family and Cancelled."""

    def accounts(self, token: str, cancel: CancelToken) -> tuple[Account, ...]:
        """The accounts or projects that the user may sign in to. Raises the SignInFailed family and Cancelled."""

    def forget(self) -> None:
        """Drop the credentials."""


@dataclass
class _Flight:
    """One renewal that is under way; whoever needs it waits for it instead of starting another."""

    done: bool = False
    error: PitchforkError | None = None


class _Wake:
    """Wakes those who wait for a renewal when one of them is cancelled."""

    def __init__(self, condition: threading.Condition) -> None:
        self._condition = condition

    def stop(self) -> None:
        """Let everybody look again."""
        with self._condition:
            self._condition.notify_all()


class TokenKeeper:
    """Holds the access of one sign-in. Thread-safe; ``now`` gives the time (aware)."""

    def __init__(
        self, identity: Identity, access: Access, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._identity = identity
        self._now = now
        self._access = access
        self._condition = threading.Condition()
        self._flight: _Flight | None = None
        self._refused: PitchforkError | None = None
        self._not_before = now()
        self._obtained: dict[str, datetime] = {}
        self._note_tokens(access)
        self._ended = False

    @property
    def access(self) -> Access:
        """The newest access."""
        return self._access

    @property
    def renewable(self) -> bool:
        """Whether a new token can be had in silence."""
        return self._identity.renewable and self._refused is None and not self._ended

    def seconds_left(self) -> float:
        """How long the token lives, 0 when it has ended."""
        return 0.0 if self._ended else max((self._access.expires - self._now()).total_seconds(), 0.0)

    def token(self, cancel: CancelToken) -> str:
        """A living token, renewed when it is about to end. Raises SignInExpired, SignInFailed, Cancelled."""
        access, left = self._access, self.seconds_left()
        self._check_open()
        if left > min(_MARGIN, access.life * _MARGIN_OF_LIFE):
            return access.token
        if left <= 0:
            return self.renew(access.token, cancel)
        if not self.renewable or self._now() < self._not_before:
            return access.token
        try:
            return self.renew(access.token, cancel)
        except SignInFailed:
            return access.token  # it lives on for a while; the next attempt is after a pause

    def renew(self, rejected: str, cancel: CancelToken) -> str:
        """A token other than the rejected one. Raises SignInExpired, SignInFailed, Cancelled.

        However many threads come with the same rejected token, one of them renews and the others wait for
        it, and share its failure: a wrong password is never tried many times in a row.
        """
        while True:
            with self._condition:
                if self._access.token != rejected and not self._ended:
                    return self._access.token
                self._check_renewable()
                flight, leads = self._flight, self._flight is None
                if flight is None:
                    flight = self._flight = _Flight()
            if leads:
                return self._lead(flight, cancel)
            self._wait(flight, cancel)
            if flight.error:
                raise flight.error

    def end(self) -> tuple[str, ...]:
        """Hand out no token any more, forget the credentials; returns the tokens that are to be revoked."""
        with self._condition:
            self._ended = True
            living = tuple(token for token, expires in self._obtained.items() if expires > self._now())
            self._obtained.clear()
            return living

    def _check_open(self) -> None:
        if self._ended:
            raise SignInExpired("You have signed out.", "Sign in again.")

    def _check_renewable(self) -> None:
        self._check_open()
        if not self.renewable:
            reason = self._refused.sentence if self._refused else "It cannot be renewed in silence."
            raise SignInExpired(
                f"The sign-in has ended. {reason}", "Sign in again; what you filled in is kept."
            )

    def _lead(self, flight: _Flight, cancel: CancelToken) -> str:
        try:
            access = self._identity.authenticate(cancel)
        except SignInFailed as error:
            flight.error = error
            self._note_failure(error)
            raise
        else:
            return self._land(access, cancel)
        finally:
            with self._condition:
                flight.done = True
                self._flight = None
                self._condition.notify_all()

    def _note_tokens(self, access: Access) -> None:
        for token in (*access.on_the_way, *([access.token] if access.obtained else [])):
            self._obtained[token] = access.expires

    def _note_failure(self, error: SignInFailed) -> None:
        self._not_before = self._now() + _PAUSE
        if isinstance(error, (WrongCredentials, AccountLocked)):
            self._refused = error  # trying on could lock the account

    def _land(self, access: Access, cancel: CancelToken) -> str:
        with self._condition:
            if not self._ended:
                self._access = access
                self._note_tokens(access)
                return access.token
        self._identity.revoke(access.token, cancel)  # signed out meanwhile
        raise SignInExpired("You have signed out.", "Sign in again.")

    def _wait(self, flight: _Flight, cancel: CancelToken) -> None:
        wake = _Wake(self._condition)
        cancel.add(wake)
        try:
            with self._condition:
                self._condition.wait_for(lambda: flight.done or cancel.cancelled)
        finally:
            cancel.remove(wake)
        cancel.check()
