"""From openstacksdk's view of a cloud to a profile and its secret."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from api.errors import ProfileError
from api.identity.profiles import OPENSTACK, RACKSPACE, RACKSPACE_IDENTITY, Profile

AUTH_KEYS = frozenset(
    {
        "auth_url", "username", "user_id", "password", "token", "api_key",
        "user_domain_id", "user_domain_name", "project_id", "project_name", "tenant_id", "tenant_name",
        "project_domain_id", "project_domain_name", "system_scope", "trust_id",
        "application_credential_id", "application_credential_name", "application_credential_secret",
    }
)  # fmt: skip
"""What describes who signs in to what, wherever an entry or the variables name it."""

_RACKSPACE_METHODS = {
    "password": "password",
    "token": "token",
    "rackspace_apikey": "api-key",
    "rackspace_password": "password",
    "rackspace_token": "token",
    "v2password": "password",
    "v2token": "token",
}
_KEYSTONE_METHODS = {
    "password": "password",
    "v3password": "password",
    "token": "token",
    "v3token": "token",
    "v3applicationcredential": "application-credential",
}
_REASONS = {
    "v3websso": "it opens a browser",
    "v3oidcauthcode": "it opens a browser",
    "v3oidcdeviceauthz": "it asks for a browser",
    "v3kerberos": "it needs Kerberos",
    "v3adfspassword": "it needs a federated identity provider",
    "v3samlpassword": "it needs a federated identity provider",
    "v3totp": "it needs a new code at every sign-in",
    "v3multifactor": "it needs a new code at every sign-in",
    "v2password": "it is of Identity v2.0, which only Rackspace has",
    "v2token": "it is of Identity v2.0, which only Rackspace has",
}
_SECRETS = {
    "api-key": ("api_key", "password"),
    "password": ("password",),
    "token": ("token",),
    "application-credential": ("application_credential_secret",),
}


def profile_from(config: Mapping[str, Any], name: str, clouds_file: Path | None) -> tuple[Profile, str]:
    """The profile and the secret ("" when the file holds none). Raises ProfileError with the reason."""
    auth: dict[str, Any] = config["auth"]
    plugin = str(config.get("auth_type") or "password")
    kind, method = _kind_and_method(plugin, auth, config)
    secret = next((str(auth[key]) for key in _SECRETS[method] if auth.get(key)), "")
    profile = Profile(
        id=f"clouds.yaml:{name}",
        name=name,
        kind=kind,
        method=method,
        auth_url=_address(auth, kind, name),
        region=_text(config, "region_name"),
        interface=_interface(config),
        ca_file=str(Path(_text(config, "cacert")).expanduser()) if config.get("cacert") else "",
        cloud=name,
        clouds_file=str(clouds_file or ""),
        **(_rackspace(auth) if kind == RACKSPACE else _openstack(auth, method)),
    )
    return profile, secret


def _kind_and_method(plugin: str, auth: Mapping[str, Any], config: Mapping[str, Any]) -> tuple[str, str]:
    if _is_rackspace(plugin, auth, config) and plugin in _RACKSPACE_METHODS:
        method = _RACKSPACE_METHODS[plugin]
        return RACKSPACE, "api-key" if method == "password" and auth.get("api_key") else method
    if plugin in _KEYSTONE_METHODS:
        method = _KEYSTONE_METHODS[plugin]
        with_credential = method == "password" and auth.get("application_credential_secret")
        return OPENSTACK, "application-credential" if with_credential else method
    reason = _REASONS.get(plugin, "this program does not know it")
    raise ProfileError(
        f"The sign-in plugin {plugin} is not supported: {reason}.",
        "Use a password, an application credential or a token.",
    )


def _is_rackspace(plugin: str, auth: Mapping[str, Any], config: Mapping[str, Any]) -> bool:
    try:
        host = urlsplit(_text(auth, "auth_url")).hostname or ""
    except ValueError:
        host = ""
    vendor = _text(config, "vendor")
    return (
        plugin.startswith("rackspace_")
        or vendor == "rackspace"
        or host.endswith("identity.api.rackspacecloud.com")
    )


def _address(auth: Mapping[str, Any], kind: str, name: str) -> str:
    address = _text(auth, "auth_url") or (RACKSPACE_IDENTITY if kind == RACKSPACE else "")
    if not address:
        raise ProfileError(f"The cloud {name} has no auth_url.", "Add it to its entry.")
    return address


def _rackspace(auth: Mapping[str, Any]) -> dict[str, Any]:
    account = next(
        (_text(auth, k) for k in ("tenant_id", "project_id", "tenant_name", "project_name") if auth.get(k)),
        "",
    )
    return {"user": _text(auth, "username"), "account": account}


def _openstack(auth: Mapping[str, Any], method: str) -> dict[str, Any]:
    who = {
        "user": _text(auth, "username"),
        "user_id": _text(auth, "user_id"),
        "user_domain": _text(auth, "user_domain_name"),
        "user_domain_id": _text(auth, "user_domain_id"),
    }
    if method == "application-credential":
        by_id = _text(auth, "application_credential_id")
        credential = by_id or _text(auth, "application_credential_name")
        return {"credential": credential} if by_id else {**who, "credential": credential}
    return {
        **who,
        "project": _text(auth, "project_name"),
        "project_id": _text(auth, "project_id"),
        "project_domain": _text(auth, "project_domain_name"),
        "project_domain_id": _text(auth, "project_domain_id"),
        "domain": _text(auth, "domain_name"),
        "domain_id": _text(auth, "domain_id"),
        "system_scope": _text(auth, "system_scope"),
        "trust_id": _text(auth, "trust_id"),
    }


def _interface(config: Mapping[str, Any]) -> str:
    wanted = config.get("interface")
    first = wanted[0] if isinstance(wanted, list) and wanted else wanted
    return str(first or "public").removesuffix("URL")


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)
