"""The live cloud for every test below this folder, and the mark that sets those tests apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.shared import shared_cloud

HERE = Path(__file__).resolve().parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the live cloud."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.live)


@pytest.fixture(scope="session")
def live_cloud() -> LiveCloud:
    """A running Keystone with two Glance regions; tests make their own images and need no empty cloud."""
    return shared_cloud()
