"""A running practice cloud, and callers who are signed in to it over real HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from api.practice.accounts import PracticeCredentials
from api.practice.clock import SetClock
from api.practice.cloud import PracticeCloud

PATCH = "application/openstack-images-v2.1-json-patch"


@dataclass
class Caller:
    """Somebody with a token; paths are joined to one region's endpoint (without version)."""

    token: str
    endpoints: dict[str, str]
    region: str = "DFW"

    def at(self, region: str) -> Caller:
        return Caller(self.token, self.endpoints, region)

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        headers = {"X-Auth-Token": self.token, "Accept": "application/json", **more.pop("headers", {})}
        url = self.endpoints[self.region] + path
        return requests.request(
            method, url, json=body, headers=headers, timeout=10, allow_redirects=False, **more
        )

    def get(self, path: str, **more: Any) -> Any:
        response = self("GET", path, **more)
        assert response.status_code == 200, response.text
        return response.json()

    def patch(self, image_id: str, *changes: dict[str, Any], kind: str = PATCH) -> requests.Response:
        return self("PATCH", f"/v2/images/{image_id}", list(changes), headers={"Content-Type": kind})

    def image(self, **values: Any) -> str:
        """The id of a new image (Glance's face only)."""
        response = self("POST", "/v2/images", values)
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    def named(self, name: str) -> str:
        """The id of a listed image."""
        (found,) = self.get("/v2/images", params={"name": name})["images"]
        return str(found["id"])

    def upload(self, image_id: str, data: Any, part: str = "file", **headers: str) -> requests.Response:
        kind = {"Content-Type": "application/octet-stream"}
        return self("PUT", f"/v2/images/{image_id}/{part}", data=data, headers=kind | headers)


def rackspace(cloud: PracticeCloud, person: PracticeCredentials) -> Caller:
    key = {"username": person.user, "apiKey": person.api_key}
    body = {"auth": {"RAX-KSKEY:apiKeyCredentials": key}}
    access = requests.post(f"{cloud.identity_url}/v2.0/tokens", json=body, timeout=10).json()["access"]
    rows = access["serviceCatalog"][0]["endpoints"]
    return Caller(access["token"]["id"], {r["region"]: r["publicURL"].removesuffix("/v2") for r in rows})


def openstack(cloud: PracticeCloud, person: PracticeCredentials) -> Caller:
    user = {"name": person.user, "domain": {"name": person.domain}, "password": person.password}
    body = {
        "auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"id": person.project_id}},
        }
    }
    response = requests.post(f"{cloud.identity_url}/v3/auth/tokens", json=body, timeout=10)
    (image,) = [s for s in response.json()["token"]["catalog"] if s["type"] == "image"]
    urls = {e["region"]: e["url"] for e in image["endpoints"] if e["interface"] == "public"}
    return Caller(response.headers["X-Subject-Token"], urls)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 6, 1, 12, 0, tzinfo=UTC))


@pytest.fixture
def timed(tmp_path: Path, clock: SetClock) -> Iterator[PracticeCloud]:
    """A cloud of its own for one test, on a clock that the test moves."""
    cloud = PracticeCloud(tmp_path / "practice", clock)
    cloud.start()
    yield cloud
    cloud.stop()


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeCloud]:
    """A cloud for the tests of one file: each takes images of its own."""
    cloud = PracticeCloud(tmp_path_factory.mktemp("practice"))
    cloud.start()
    yield cloud
    cloud.stop()


@pytest.fixture(scope="module")
def ada(cloud: PracticeCloud) -> Caller:
    return openstack(cloud, cloud.credentials)


@pytest.fixture(scope="module")
def grace(cloud: PracticeCloud) -> Caller:
    return openstack(cloud, cloud.second_credentials)


@pytest.fixture(scope="module")
def account(cloud: PracticeCloud) -> Caller:
    return rackspace(cloud, cloud.credentials)


@pytest.fixture(scope="module")
def other_account(cloud: PracticeCloud) -> Caller:
    return rackspace(cloud, cloud.second_credentials)


@pytest.fixture
def sign_in() -> dict[str, Callable[[PracticeCloud, PracticeCredentials], Caller]]:
    return {"rackspace": rackspace, "openstack": openstack}
