"""The practice cloud of one data folder, started when it is first needed, and the profiles to sign in to it with."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from api.identity.profiles import OPENSTACK, RACKSPACE, Profile

if TYPE_CHECKING:
    from api.identity.credentials import Credentials
    from api.practice.cloud import PracticeCloud


class Practising:
    """Owns the practice cloud in ``folder``. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._cloud: PracticeCloud | None = None

    def cloud(self) -> PracticeCloud:
        """The practice cloud, started when first asked for (blocking, a moment)."""
        from api.practice.cloud import PracticeCloud

        with self._lock:
            if self._cloud is None:
                cloud = PracticeCloud(self._folder)
                cloud.start()
                self._cloud = cloud
            return self._cloud

    def sign_in(self, *, openstack: bool = False) -> tuple[Profile, Credentials]:
        """What its first user signs in with: as to Rackspace, or as to an OpenStack cloud (blocking)."""
        from api.identity.credentials import Credentials

        cloud = self.cloud()
        person = cloud.credentials
        if openstack:
            profile = Profile(
                id="practice-openstack",
                name="Practice cloud (OpenStack)",
                kind=OPENSTACK,
                auth_url=f"{cloud.identity_url}/v3",
                method="password",
                user=person.user,
                user_domain=person.domain,
                project=person.project,
                project_domain=person.domain,
                practice=True,
            )
            return profile, Credentials(person.password)
        profile = Profile(
            id="practice",
            name="Practice cloud",
            kind=RACKSPACE,
            auth_url=f"{cloud.identity_url}/v2.0",
            method="api-key",
            user=person.user,
            practice=True,
        )
        return profile, Credentials(person.api_key)

    def stop(self) -> None:
        """End it, if it runs."""
        with self._lock:
            cloud, self._cloud = self._cloud, None
        if cloud is not None:
            cloud.stop()
