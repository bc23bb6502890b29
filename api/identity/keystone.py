"""Signing in to an OpenStack cloud through Keystone v3: password, application credential, token.

Importing this loads keystoneauth1: import it inside the functions of workers only.
"""

from __future__ import annotations

from typing import Any

from keystoneauth1 import access
from keystoneauth1.identity import v3

from api.errors import MissingScope, ProfileError, SignInFailed
from api.identity.access import Access, Account, granted, read_accounts
from api.identity.addresses import origin, service_root, version_of
from api.identity.credentials import Credentials
from api.identity.failures import UnwelcomeAnswer
from api.identity.keystone_session import Sessions, StrictSession
from api.identity.profiles import Profile
from api.identity.service import IdentityService

_WORDS = {
    "password": "user, password and project",
    "application-credential": "application credential",
    "token": "token",
}


class KeystoneIdentity(IdentityService):
    """A Keystone.

    A token that the person brings along is used as it is when it is for the wanted project already, and
    exchanged for one of that project otherwise.
    """

    def __init__(self, profile: Profile, credentials: Credentials, transport: Sessions) -> None:
        root = service_root(profile.auth_url)
        super().__init__(profile, credentials, transport, root, renewable=profile.method != "token")
        self._url = f"{self.root}/v3" if version_of(profile.auth_url) == "v3" else ""

    def _words(self) -> str:
        return _WORDS.get(self._profile.method, "sign-in")

    def _sign_in(self, session: StrictSession) -> Access:
        self._url = self._url or discover_v3(session, self.root)
        found = self._with_token(session) if self._profile.method == "token" else self._grant(session)
        if not found.catalogue:
            raise self._unscoped(session, found)
        return found

    def _grant(self, session: StrictSession) -> Access:
        info = self._plugin().get_auth_ref(session)
        self._hidden.add(str(info.auth_token))
        return granted(info)

    def _plugin(self) -> Any:
        profile, secret = self._profile, self._credentials.secret
        if profile.method == "application-credential":
            named = bool(profile.user or profile.user_id)
            return v3.ApplicationCredential(
                self._url,
                secret,
                application_credential_id=None if named else profile.credential,
                application_credential_name=profile.credential if named else None,
                **_user(profile),
            )
        if profile.method == "token":
            return v3.Token(self._url, secret, **_scope(profile))
        return v3.Password(self._url, secret, **_user(profile), **_scope(profile))

    def _with_token(self, session: StrictSession) -> Access:
        token = self._credentials.secret
        headers = {"X-Auth-Token": token, "X-Subject-Token": token, "Accept": "application/json"}
        answer = session.get(f"{self._url}/auth/tokens", headers=headers)
        info = access.AccessInfoV3(answer.json(), auth_token=token)
        return granted(info, obtained=False) if _is_for(info, self._profile) else self._exchange(session)

    def _exchange(self, session: StrictSession) -> Access:
        try:
            return self._grant(session)
        except UnwelcomeAnswer as refused:
            if refused.status != 403:
                raise
        raise MissingScope(
            "The cloud does not exchange this token for one of the project.",
            "Bring a token of that project.",
        )

    def _unscoped(self, session: StrictSession, found: Access) -> MissingScope:
        """The reason why there is no catalogue; the useless token is given back."""
        try:
            names = [project.name for project in self._list_accounts(session, found.token)]
        except UnwelcomeAnswer:
            names = []
        if found.obtained:
            self._revoke(session, found.token)
        return MissingScope(
            "The sign-in is not for a project, so the cloud lists no services.",
            f"Name one of your projects: {', '.join(names)}."
            if names
            else "Name a project in the profile.",
        )

    def _list_accounts(self, session: StrictSession, token: str) -> tuple[Account, ...]:
        headers = {"X-Auth-Token": token, "Accept": "application/json"}
        return read_accounts(session.get(f"{self._url}/auth/projects", headers=headers).json()["projects"])

    def _revoke(self, session: StrictSession, token: str) -> None:
        try:
            headers = {"X-Auth-Token": token, "X-Subject-Token": token}
            session.delete(f"{self._url or self.root + '/v3'}/auth/tokens", headers=headers)
        except UnwelcomeAnswer as answer:
            if answer.status not in (401, 404):
                raise


def discover_v3(session: StrictSession, root: str) -> str:
    """The address of Identity v3 below ``root``, as its version document tells it.

    The document may point to another host or to plain http behind a proxy; only its path counts then, never
    another origin. Without a document the usual place is taken. Raises SignInFailed when there is no v3.
    """
    usual = f"{root}/v3"
    versions = _versions(session, root)
    if not versions:
        return usual
    latest = next((v for v in versions if str(v.get("id", "")).startswith("v3")), None)
    if latest is None:
        raise SignInFailed(
            f"The identity service at {root} has no version 3.",
            "Rackspace's older identity service needs the sign-in kind Rackspace.",
        )
    links = latest.get("links", [])
    href = next((link["href"] for link in links if link.get("rel") == "self"), usual)
    return _same_origin_address(href, root) or usual


def _versions(session: StrictSession, root: str) -> list[dict[str, Any]]:
    answer = session.look(f"{root}/", headers={"Accept": "application/json"})
    if answer.status_code not in (200, 300):
        return []
    try:
        found = answer.json()["versions"]["values"]
    except (ValueError, KeyError, TypeError):
        return []
    return [version for version in found if isinstance(version, dict)] if isinstance(found, list) else []


def _same_origin_address(href: str, root: str) -> str:
    try:
        return f"{service_root(href)}/v3" if origin(href) == origin(root) else ""
    except ProfileError:
        return ""


def _user(profile: Profile) -> dict[str, str | None]:
    return {
        "user_id": profile.user_id or None,
        "username": profile.user or None,
        "user_domain_id": profile.user_domain_id or None,
        "user_domain_name": profile.user_domain or None,
    }


def _scope(profile: Profile) -> dict[str, str | None]:
    return {
        "project_id": profile.project_id or None,
        "project_name": profile.project or None,
        "project_domain_id": profile.project_domain_id or None,
        "project_domain_name": profile.project_domain or None,
        "domain_id": profile.domain_id or None,
        "domain_name": profile.domain or None,
        "system_scope": profile.system_scope or None,
        "trust_id": profile.trust_id or None,
    }


def _is_for(info: Any, profile: Profile) -> bool:
    """Whether a token already is for what the profile names; a profile that names nothing takes any."""
    if profile.project_id:
        return bool(info.project_id == profile.project_id)
    if profile.project:
        wanted = (profile.project_domain_id, profile.project_domain)
        domain = (info.project_domain_id, info.project_domain_name)
        return info.project_name == profile.project and (
            not any(wanted) or bool(set(domain) & set(filter(None, wanted)))
        )
    return not any(_scope(profile).values())
