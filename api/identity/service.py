"""What every identity service does alike: each question in a session of its own, its failure explained, then forget."""

from __future__ import annotations

from abc import ABC, abstractmethod

from api.identity.access import Access, Account
from api.identity.credentials import Credentials
from api.identity.failures import Attempt, answered
from api.identity.keystone_session import Sessions, StrictSession, identity_session
from api.identity.profiles import Profile
from api.running import CancelToken


class IdentityService(ABC):
    """One identity service for one profile and its credentials; used on workers only.

    ``root`` is its address without a version, ``renewable`` says whether a new token can be had in silence.
    """

    def __init__(
        self, profile: Profile, credentials: Credentials, transport: Sessions, root: str, *, renewable: bool
    ) -> None:
        self.root = root
        self.renewable = renewable
        self._profile, self._credentials, self._transport = profile, credentials, transport
        self._hidden = {credentials.secret, credentials.passcode, credentials.session_id} - {""}

    def authenticate(self, cancel: CancelToken) -> Access:
        """A new access. Raises the SignInFailed family and Cancelled."""
        with identity_session(self._transport, self._profile, cancel) as session:
            return answered(lambda: self._sign_in(session), self._attempt(cancel))

    def revoke(self, token: str, cancel: CancelToken) -> None:
        """End a token everywhere; one that has ended already is fine. Raises like authenticate."""
        self._hidden.add(token)
        with identity_session(self._transport, self._profile, cancel) as session:
            answered(lambda: self._revoke(session, token), self._attempt(cancel))

    def accounts(self, token: str, cancel: CancelToken) -> tuple[Account, ...]:
        """The accounts or projects that the user may sign in to. Raises like authenticate."""
        self._hidden.add(token)
        with identity_session(self._transport, self._profile, cancel) as session:
            return answered(lambda: self._list_accounts(session, token), self._attempt(cancel))

    def forget(self) -> None:
        """Drop the secret."""
        self._credentials = Credentials("")
        self._hidden.clear()
        self.renewable = False

    def _attempt(self, cancel: CancelToken) -> Attempt:
        return Attempt(self.root, self._words(), cancel, self._hidden)

    @abstractmethod
    def _words(self) -> str:
        """What was tried, for sentences: "password", "API key"."""

    @abstractmethod
    def _sign_in(self, session: StrictSession) -> Access: ...

    @abstractmethod
    def _revoke(self, session: StrictSession, token: str) -> None: ...

    @abstractmethod
    def _list_accounts(self, session: StrictSession, token: str) -> tuple[Account, ...]: ...
