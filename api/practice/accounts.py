"""Who may sign in to the practice cloud: fixed users, accounts and projects with secrets of their own per folder."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from api.practice.clock import Document

DOMAINS = {"default": "Default", "rackspace_cloud_domain": "rackspace_cloud_domain"}
_NAMES = uuid.UUID("5f0d6a1c-4a3e-4d56-9d6c-6f1f7f3b9a10")


def fixed_id(*names: str) -> uuid.UUID:
    """The same id on every machine for the same names."""
    return uuid.uuid5(_NAMES, "/".join(names))


@dataclass(frozen=True)
class PracticeCredentials:
    """One user of the practice cloud, with everything a sign-in needs.

    ``account_id`` is the Rackspace account, ``project``/``project_id``/``domain`` the OpenStack side.
    ``passcode`` is set for the user whose password sign-in asks for one.
    """

    user: str
    user_id: str
    account_id: str
    project: str
    project_id: str
    region: str
    api_key: str = field(repr=False)
    password: str = field(repr=False)
    passcode: str = field(default="", repr=False)
    domain: str = "Default"

    @property
    def openstack_user_id(self) -> str:
        """The user's id in Keystone."""
        return fixed_id("user", self.user).hex


_PEOPLE = (
    ("ada", "10012345", "912345", "alpha", "DFW"),
    ("grace", "10012346", "912346", "beta", "DFW"),
    ("mary", "10012347", "912345", "alpha", "DFW"),
)
WITH_PASSCODE = "mary"
ACCOUNT_ONE, ACCOUNT_TWO, PROJECT_ONE, PROJECT_TWO = (
    "912345",
    "912346",
    fixed_id("project", "alpha").hex,
    fixed_id("project", "beta").hex,
)
PUBLISHER = {"rackspace": "10000001", "openstack": fixed_id("project", "publisher").hex}
"""Who owns the public images of each face."""


class Accounts:
    """The users of one data folder; their secrets are made once and kept in a file only the person can read."""

    def __init__(self, path: Path) -> None:
        kept = _kept(path)
        self.people = tuple(_person(row, kept[row[0]]) for row in _PEOPLE)

    def named(self, user: object) -> PracticeCredentials | None:
        """The user of that name."""
        return next((person for person in self.people if person.user == user), None)

    def with_id(self, user_id: object) -> PracticeCredentials | None:
        """The user of that Keystone id."""
        return next((person for person in self.people if person.openstack_user_id == user_id), None)


def same_secret(given: object, right: str) -> bool:
    """Compare without telling by time how much was right; an empty secret never matches."""
    return bool(right) and isinstance(given, str) and secrets.compare_digest(given.encode(), right.encode())


def _person(row: tuple[str, str, str, str, str], kept: Document) -> PracticeCredentials:
    user, user_id, account, project, region = row
    return PracticeCredentials(
        user=user,
        user_id=user_id,
        account_id=account,
        project=project,
        project_id=fixed_id("project", project).hex,
        region=region,
        api_key=kept["api_key"],
        password=kept["password"],
        passcode=kept["passcode"] if user == WITH_PASSCODE else "",
    )


def _kept(path: Path) -> Document:
    if not path.exists():
        _create(path)
    kept: Document = json.loads(path.read_text("utf-8"))
    return kept


def _create(path: Path) -> None:
    """Linking into place keeps two processes that start at once from writing different secrets."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = {row[0]: _fresh_secrets() for row in _PEOPLE}
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(fresh, file)
    _publish(draft, path)


def _publish(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a stick's file system may know no links
        if not path.exists():
            draft.replace(path)
    draft.unlink(missing_ok=True)


def _fresh_secrets() -> Document:
    return {
        "api_key": secrets.token_hex(16),
        "password": secrets.token_urlsafe(12),
        "passcode": f"{secrets.randbelow(1_000_000):06d}",
    }
