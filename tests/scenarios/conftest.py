"""Both sides of the comparison: the real Glance and the practice cloud's OpenStack face, signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.practice.cloud import PracticeCloud
from tests.live.cloud.shared import shared_cloud
from tests.scenarios.face import Face, Member, sign_in_both
from tests.scenarios.file_server import file_server


@pytest.fixture(scope="session")
def files() -> Iterator[str]:
    """The address from which imports take their data."""
    with file_server({"disk.raw": b"from the file server"}) as address:
        yield address


@pytest.fixture(scope="session")
def real_face() -> Face:
    """The first region of the live cloud."""
    cloud = shared_cloud()
    alpha, beta = (
        Member(person.name, person.password, person.project)
        for person in (cloud.people.alpha, cloud.people.beta)
    )
    return sign_in_both("real", cloud.identity_url, "RegionOne", alpha, beta)


@pytest.fixture(scope="session")
def practice_face(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Face]:
    """The first region of a new practice cloud."""
    cloud = PracticeCloud(tmp_path_factory.mktemp("practice"))
    cloud.start()
    try:
        yield sign_in_both("practice", cloud.identity_url, cloud.regions[0], *members(cloud))
    finally:
        cloud.stop()


def members(cloud: PracticeCloud) -> tuple[Member, Member]:
    """The users of its two accounts."""
    raise NotImplementedError
