"""Both sides of the comparison: the real Glance and the practice cloud's OpenStack face, signed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from api.practice.clock import Clock
from api.practice.cloud import PracticeCloud
from tests.live.cloud.shared import shared_cloud
from tests.scenarios.face import Face, Member, sign_in_both
from tests.scenarios.file_server import file_server


class FastClock(Clock):
    """Real time, many times as fast."""

    SPEED = 20

    def __init__(self) -> None:
        self._start = super().now()

    def now(self) -> datetime:
        real = super().now()
        return self._start + (real - self._start) * self.SPEED


@pytest.fixture(scope="session")
def files() -> Iterator[str]:
    """The address from which imports take their data."""
    with file_server({"disk.raw": b"from the file server"}) as address:
        yield address


@pytest.fixture(scope="session")
def real_faces() -> tuple[Face, Face]:
    """The live cloud's region at the root of its server, and the one below a path."""
    cloud = shared_cloud()
    alpha, beta = (
        Member(person.name, person.password, person.project)
        for person in (cloud.people.alpha, cloud.people.beta)
    )
    first, second = (sign_in_both(cloud.identity_url, region, alpha, beta) for region in cloud.regions)
    return first, second


@pytest.fixture(scope="session")
def practice_faces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Face, Face]]:
    """The same two kinds of region of a new practice cloud in which time runs fast, so that imports end soon."""
    cloud = PracticeCloud(tmp_path_factory.mktemp("practice"), FastClock())
    cloud.start()
    try:
        faces = [sign_in_both(cloud.identity_url, region, *members(cloud)) for region in cloud.regions]
        yield next(face for face in faces if at_root(face)), next(f for f in faces if not at_root(f))
    finally:
        cloud.stop()


def at_root(face: Face) -> bool:
    """Whether the Image service has a server of its own."""
    return not urlsplit(face.services["image"]).path


def members(cloud: PracticeCloud) -> tuple[Member, Member]:
    """The users of its two accounts."""
    alpha, beta = (
        Member(person.user, person.password, person.project, person.domain)
        for person in (cloud.credentials, cloud.second_credentials)
    )
    return alpha, beta
