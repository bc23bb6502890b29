"""Profiles: where and how to sign in, never with which secret; and the file that keeps them."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from api.errors import PlainDataError
from api.plain_file import PlainFile
from api.wire.trust import Trust

RACKSPACE = "rackspace"
OPENSTACK = "openstack"
CLOUDS_YAML = "clouds.yaml"

COLORS = ("blue", "green", "amber", "red", "violet", "teal")
"""What a profile can be marked with."""

RACKSPACE_IDENTITY = "https://identity.api.rackspacecloud.com/v2.0"


@dataclass(frozen=True, slots=True)
class Profile:
    """Where and how to sign in; it never holds a secret.

    ``kind`` is "rackspace", "openstack" or "clouds.yaml"; ``method`` is "api-key", "password", "token" or
    "application-credential" ("" for clouds.yaml, whose file says). ``auth_url`` is the identity service's
    address as the person gave it. Users, projects and domains can be named by name or by id; an id wins.
    ``account`` is the Rackspace account (tenant id) to sign in to, "" for the user's own. ``credential`` is
    the id, or with ``user`` the name, of an application credential. ``ca_file`` and ``pin`` (SHA-256 of the
    certificate in hex) say whom to trust. ``cloud`` and ``clouds_file`` name an entry of a clouds.yaml.
    ``practice`` marks the practice cloud, whose address is new with every start. ``color`` is one of COLORS, "" for
    none; a ``production`` profile is read-only until it is unlocked, and asks for names before it destroys.
    """

    id: str
    name: str
    kind: str
    auth_url: str = ""
    method: str = "password"
    user: str = ""
    user_id: str = ""
    user_domain: str = ""
    user_domain_id: str = ""
    project: str = ""
    project_id: str = ""
    project_domain: str = ""
    project_domain_id: str = ""
    domain: str = ""
    domain_id: str = ""
    system_scope: str = ""
    trust_id: str = ""
    credential: str = ""
    account: str = ""
    region: str = ""
    interface: str = "public"
    ca_file: str = ""
    pin: str = ""
    cloud: str = ""
    clouds_file: str = ""
    practice: bool = False
    color: str = ""
    production: bool = False

    @property
    def trust(self) -> Trust:
        """Whose certificates are accepted."""
        return Trust(ca_file=self.ca_file, pin=self.pin)


def new_profile_id() -> str:
    """An id that no other profile has."""
    return secrets.token_hex(8)


_TYPES: dict[str, type] = {field.name: bool if field.type == "bool" else str for field in fields(Profile)}


class ProfileStore:
    """The profiles of a data folder, in profiles.json, in the order in which they were added.

    Every call reads the file anew, so that several processes may use one folder. A damaged file is renamed
    aside, never deleted; ``problem`` then says so. Members that this version does not know are kept.
    """

    def __init__(self, data_dir: Path) -> None:
        self._file = PlainFile(data_dir / "profiles.json", version=1)

    @property
    def problem(self) -> PlainDataError | None:
        """What was wrong with the file when it was last read; None is fine."""
        return self._file.problem

    def all(self) -> tuple[Profile, ...]:
        """Every profile that this version can read."""
        return tuple(profile for entry in _entries(self._file.read()) if (profile := _profile(entry)))

    def get(self, profile_id: str) -> Profile | None:
        """The profile of that id, None if there is none."""
        return next((profile for profile in self.all() if profile.id == profile_id), None)

    def now(self, profile_id: str, signed_in: Profile | None) -> Profile | None:
        """The profile as it is kept now, else as it was signed in with (None: not at all).

        A cloud of a clouds.yaml that a kept production profile names is production under whatever name.
        """
        kept = self.all()
        if (mine := next((each for each in kept if each.id == profile_id), None)) is not None:
            return mine
        if signed_in is None or not signed_in.cloud:
            return signed_in
        named = any(each.production and each.cloud == signed_in.cloud for each in kept)
        return replace(signed_in, production=named or signed_in.production)

    def save(self, profile: Profile) -> None:
        """Add the profile, or replace the one of the same id. Raises OSError when the disk refuses."""
        with self._file.changing() as content:
            entries = _entries(content)
            mine = next((entry for entry in entries if entry.get("id") == profile.id), None)
            if mine is None:
                entries.append(mine := {})
            mine.update(_plain(profile))
            content["profiles"] = entries

    def remove(self, profile_id: str) -> None:
        """Forget the profile of that id; nothing happens when there is none. Its secret stays in the keyring."""
        with self._file.changing() as content:
            content["profiles"] = [e for e in _entries(content) if e.get("id") != profile_id]


def _entries(content: dict[str, Any]) -> list[dict[str, Any]]:
    found = content.get("profiles", [])
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _profile(entry: dict[str, Any]) -> Profile | None:
    known = {name: entry[name] for name, kind in _TYPES.items() if isinstance(entry.get(name), kind)}
    if not all(known.get(name) for name in ("id", "name", "kind")):
        return None
    return Profile(**known)


def _plain(profile: Profile) -> dict[str, Any]:
    """What is written: a practice cloud's address is left out, because its port is gone after this run."""
    return asdict(replace(profile, auth_url="") if profile.practice else profile)
