"""Signing in to Rackspace: API key, password with its passcode step, token; and revoking a token.

Importing this loads keystoneauth1: import it inside the functions of workers only.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from keystoneauth1 import access
from keystoneauth1.identity import v2

from api.errors import MissingScope, WrongCredentials
from api.identity.access import Access, Account, granted, read_accounts
from api.identity.addresses import service_root
from api.identity.credentials import Credentials
from api.identity.failures import PASSCODE, UnwelcomeAnswer
from api.identity.keystone_session import Sessions, StrictSession
from api.identity.profiles import RACKSPACE_IDENTITY, Profile
from api.identity.service import IdentityService
from api.identity.service_catalogue import read_endpoint_list

_WORDS = {"api-key": "user name and API key", "password": "user name and password", "token": "token"}


class ApiKey(v2.Auth):  # type: ignore[misc]
    """keystoneauth1 plugin: user name and API key (Rackspace's RAX-KSKEY extension)."""

    def __init__(self, auth_url: str, username: str, api_key: str, tenant_id: str | None = None) -> None:
        super().__init__(auth_url, tenant_id=tenant_id)
        self._username, self._api_key = username, api_key

    def get_auth_data(self, headers: MutableMapping[str, str] | None = None) -> dict[str, object]:  # noqa: ARG002
        """The credentials of the request body."""
        return {"RAX-KSKEY:apiKeyCredentials": {"username": self._username, "apiKey": self._api_key}}


class Passcode(v2.Auth):  # type: ignore[misc]
    """keystoneauth1 plugin: the second step of a password sign-in with multi-factor authentication."""

    def __init__(self, auth_url: str, session_id: str, passcode: str) -> None:
        super().__init__(auth_url)
        self._session_id, self._passcode = session_id, passcode

    def get_auth_data(self, headers: MutableMapping[str, str] | None = None) -> dict[str, object]:
        """The credentials of the request body; the session of the first step goes into a header."""
        if headers is not None:
            headers["X-SessionId"] = self._session_id
        return {"RAX-AUTH:passcodeCredentials": {"passcode": self._passcode}}


class RackspaceAccess(access.AccessInfoV2):  # type: ignore[misc]
    """An answer of Rackspace's Identity v2.0 with what it has beyond Keystone's."""

    @property
    def default_region(self) -> str:
        """The region that the user chose as default, "" if none."""
        region = self._user.get("RAX-AUTH:defaultRegion")
        return region if isinstance(region, str) else ""


class RackspaceIdentity(IdentityService):
    """Rackspace's identity service.

    A token that the person brings along is authenticated as a tenant with a token (POST /tokens). That is
    open to administrators of an account; whenever it is refused the token is read (GET /tokens/{id}) and its
    endpoints are listed instead.
    """

    def __init__(self, profile: Profile, credentials: Credentials, transport: Sessions) -> None:
        renewable = profile.method != "token" and not credentials.passcode
        root = service_root(profile.auth_url or RACKSPACE_IDENTITY)
        super().__init__(profile, credentials, transport, root, renewable=renewable)
        self._url = f"{self.root}/v2.0"

    def _words(self) -> str:
        if self._credentials.passcode:
            return PASSCODE
        words = _WORDS.get(self._profile.method, "sign-in")
        account = self._profile.account
        return f"{words} for the account {account}" if account else words

    def _sign_in(self, session: StrictSession) -> Access:
        found = self._with_token(session) if self._profile.method == "token" else self._anew(session)
        if not found.catalogue:
            found = replace(found, catalogue=self._endpoints(session, found.token))
        if not found.catalogue:
            raise MissingScope("The token comes without any service.", "Name the account to sign in to.")
        return found

    def _anew(self, session: StrictSession) -> Access:
        given, account = self._credentials, self._profile.account
        if not given.passcode:
            return self._grant(self._plugin(account or None), session)
        found = self._grant(Passcode(self._url, given.session_id, given.passcode), session)
        if account and found.account_id != account:
            first = found.token
            found = self._grant(v2.Token(self._url, first, tenant_id=account), session)
            found = replace(found, on_the_way=(first,))
        return found

    def _plugin(self, account: str | None) -> Any:
        if self._profile.method == "password":
            return v2.Password(self._url, self._profile.user, self._credentials.secret, tenant_id=account)
        return ApiKey(self._url, self._profile.user, self._credentials.secret, account)

    def _grant(self, plugin: Any, session: StrictSession, own_token: str = "") -> Access:
        info = RackspaceAccess(plugin.get_auth_ref(session)._data)
        self._hidden.add(str(info.auth_token))
        return granted(info, obtained=info.auth_token != own_token)

    def _with_token(self, session: StrictSession) -> Access:
        token, account = self._credentials.secret, self._profile.account
        if account:
            try:
                return self._grant(v2.Token(self._url, token, tenant_id=account), session, own_token=token)
            except UnwelcomeAnswer as refused:
                if refused.status not in (400, 401, 403, 404, 405):
                    raise
        found = self._read_token(session, token)
        if account and found.account_id != account:
            raise WrongCredentials(
                f"The token is not for the account {account}.",
                f"It is for {found.account_id or 'no account'}.",
            )
        return found

    def _read_token(self, session: StrictSession, token: str) -> Access:
        answer = session.get(self._token_url(token), headers=_headers(token))
        return granted(RackspaceAccess(answer.json()), obtained=False)

    def _endpoints(self, session: StrictSession, token: str) -> Any:
        answer = session.get(f"{self._token_url(token)}/endpoints", headers=_headers(token))
        return read_endpoint_list(answer.json()["endpoints"])

    def _list_accounts(self, session: StrictSession, token: str) -> tuple[Account, ...]:
        return read_accounts(session.get(f"{self._url}/tenants", headers=_headers(token)).json()["tenants"])

    def _token_url(self, token: str) -> str:
        return f"{self._url}/tokens/{quote(token, safe='')}"

    def _revoke(self, session: StrictSession, token: str) -> None:
        try:
            session.delete(f"{self._url}/tokens", headers=_headers(token))
        except UnwelcomeAnswer as answer:
            if answer.status not in (401, 404):
                raise


def _headers(token: str) -> dict[str, str]:
    return {"X-Auth-Token": token, "Accept": "application/json"}
