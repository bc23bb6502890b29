"""Tokens of the practice cloud: issued, looked up, revoked; the store only ever sees their hashes."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from api.practice.clock import Clock
from api.practice.store import Documents, Store

Face = Literal["rackspace", "openstack"]
LIFE = timedelta(hours=24)
RACKSPACE_PREFIX = "AA"
"""How Rackspace's tokens begin: tells the face of one that is no longer known."""
_KIND = "token"


@dataclass(frozen=True)
class Caller:
    """Whom a token speaks for. ``project_id`` is the account on the Rackspace face; "" when unscoped."""

    face: Face
    user: str
    user_id: str
    project: str
    project_id: str
    methods: tuple[str, ...]
    issued: str
    expires: str
    roles: tuple[str, ...] = ("member", "reader")
    audit: str = ""
    application: tuple[str, str] = ("", "")
    """Id and name of the application credential it was made with."""

    @property
    def issued_at(self) -> datetime:
        """When it was issued."""
        return datetime.fromisoformat(self.issued)

    @property
    def expires_at(self) -> datetime:
        """When it ends."""
        return datetime.fromisoformat(self.expires)


class Tokens:
    """All tokens of one data folder, whichever process issued them."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def issue(
        self,
        face: Face,
        user: tuple[str, str],
        project: tuple[str, str],
        methods: Sequence[str],
        application: tuple[str, str] = ("", ""),
    ) -> tuple[str, Caller]:
        """Make a token for a user (name, id) on a project (name, id); returns it and what it stands for."""
        now = self._clock.now()
        caller = Caller(
            face=face,
            user=user[0],
            user_id=user[1],
            project=project[0],
            project_id=project[1],
            methods=tuple(methods),
            issued=now.isoformat(),
            expires=(now + LIFE).isoformat(),
            application=application,
            audit=secrets.token_urlsafe(16),
        )
        token = (RACKSPACE_PREFIX if face == "rackspace" else "gAAAA") + secrets.token_urlsafe(72)
        with self._store.writing() as documents:
            self._forget_old(documents, now)
            documents.put(_KIND, "", _hash(token), asdict(caller))
        return token, caller

    def find(self, token: str | None) -> Caller | None:
        """What a token stands for; None when it is unknown, revoked or past its end."""
        document = self._store.documents.get(_KIND, "", _hash(token)) if token else None
        if document is None:
            return None
        document |= {name: tuple(document[name]) for name in ("methods", "roles", "application")}
        caller = Caller(**document)
        return caller if caller.expires_at > self._clock.now() else None

    def revoke(self, token: str) -> bool:
        """End it now; returns whether it was alive."""
        with self._store.writing() as documents:
            return documents.delete(_KIND, "", _hash(token))

    @staticmethod
    def _forget_old(documents: Documents, now: datetime) -> None:
        for name, document in documents.items(_KIND, ""):
            if datetime.fromisoformat(document["expires"]) <= now:
                documents.delete(_KIND, "", name)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
