"""The live cloud for every test below this folder, people signed in to it, and the mark of these tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.desk import Desk
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.shared import shared_cloud
from tests.live.driver import Driver

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the live cloud."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.live)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The live cloud is on this machine."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def live_cloud() -> LiveCloud:
    """A running Keystone with two Glance regions; tests make their own images and need no empty cloud."""
    return shared_cloud()


@pytest.fixture
def desk(data_dir: Path) -> Iterator[Desk]:
    """A desk on an empty data folder."""
    desk = Desk(data_dir)
    yield desk
    desk.close()


@pytest.fixture
def alice(desk: Desk, live_cloud: LiveCloud) -> Driver:
    """The member of project alpha, in the first region."""
    return Driver.sign_in(desk, live_cloud, live_cloud.people.alpha)


@pytest.fixture
def bob(desk: Desk, live_cloud: LiveCloud) -> Driver:
    """The member of project beta, in the first region, signed in beside the others."""
    return Driver.sign_in(desk, live_cloud, live_cloud.people.beta)


@pytest.fixture
def admin(desk: Desk, live_cloud: LiveCloud) -> Driver:
    """The administrator, in the first region."""
    return Driver.sign_in(desk, live_cloud, live_cloud.people.admin)
