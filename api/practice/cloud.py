"""The practice cloud: identity, images and objects of three regions on this machine, with state in one folder."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from api.practice.accounts import WITH_PASSCODE, Accounts, PracticeCredentials
from api.practice.clock import Clock

if TYPE_CHECKING:
    from api.practice.ground import Ground
    from api.practice.server import LoopbackServer


class PracticeCloud:
    """A cloud to try everything on. State, users and their secrets live in ``folder``.

    Several objects, in several processes, may serve one folder at once: each has its own ports, all have the
    same images, tokens and people.
    """

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self._folder = folder
        self._clock = clock or Clock()
        self._accounts: Accounts | None = None
        self._ground: Ground | None = None
        self._servers: dict[str, LoopbackServer] = {}

    @property
    def running(self) -> bool:
        """Whether it serves."""
        return bool(self._servers)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions' names."""
        from api.practice.ground import REGIONS

        return tuple(region.name for region in REGIONS)

    @property
    def identity_url(self) -> str:
        """Origin of the identity server: Rackspace's v2.0 is under ``/v2.0``, Keystone's v3 under ``/v3``."""
        if not self._servers:
            raise RuntimeError("The practice cloud is not running.")
        return self._servers["identity"].origin

    @property
    def credentials(self) -> PracticeCredentials:
        """The first user: account 912345, project alpha."""
        return self._people()[0]

    @property
    def second_credentials(self) -> PracticeCredentials:
        """The second user, of another account, to share with: account 912346, project beta."""
        return self._people()[1]

    @property
    def passcode_credentials(self) -> PracticeCredentials:
        """A user of the first account whose Rackspace password sign-in asks for ``passcode``."""
        return next(person for person in self._people() if person.user == WITH_PASSCODE)

    def start(self) -> None:
        """Serve on free ports of 127.0.0.1 from daemon threads; does nothing when it already does."""
        from api.practice.ground import REGIONS
        from api.practice.identity_service import IdentityService
        from api.practice.image_service import ImageService
        from api.practice.object_service import ObjectService
        from api.practice.server import LoopbackServer

        if self._servers:
            return
        ground = self._open()
        services = {"identity": IdentityService(ground).answer, "objects": ObjectService(ground).answer}
        services |= {region.name: ImageService(ground, region).answer for region in REGIONS}
        self._servers = {name: LoopbackServer(answer, name) for name, answer in services.items()}
        ground.origins.update({name: server.origin for name, server in self._servers.items()})
        for server in self._servers.values():
            server.start()

    def stop(self) -> None:
        """End all servers and their threads, and let go of the folder."""
        stopping = [threading.Thread(target=server.stop) for server in self._servers.values()]
        for thread in stopping:
            thread.start()
        for server in self._servers.values():
            server.wake()
        for thread in stopping:
            thread.join()
        self._servers = {}
        if self._ground:
            self._ground.store.close()
            self._ground = None

    def close(self) -> None:
        """The same as stop()."""
        self.stop()

    def reset(self) -> None:
        """Put images, tasks and metadata back to the samples. Who is signed in stays signed in."""
        from api.practice.samples import plant

        ground = self._open()
        ground.data.clear()
        with ground.store.writing() as documents:
            plant(documents)
        if not self._servers:
            self.stop()

    def _people(self) -> Sequence[PracticeCredentials]:
        if self._accounts is None:
            self._accounts = Accounts(self._folder / "credentials.json")
        return self._accounts.people

    def _open(self) -> Ground:
        from api.practice.data import DataFiles
        from api.practice.ground import Ground
        from api.practice.samples import plant_once
        from api.practice.store import Store
        from api.practice.tokens import Tokens

        if self._ground is None:
            self._people()
            assert self._accounts is not None
            store = Store(self._folder / "practice.sqlite")
            plant_once(store)
            data = DataFiles(self._folder / "data")
            self._ground = Ground(store, self._clock, self._accounts, Tokens(store, self._clock), data)
        return self._ground
