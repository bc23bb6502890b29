"""Ten thousand images of the real Glance, beside a bare loop, openstacksdk and glance; and regions that are slow."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import requests

from api.desk import Desk
from api.model import Place
from api.running import CancelToken
from api.work.pages.gather import Gather
from api.work.regions.fan_out import FanOut
from api.work.works import Works
from tests.builders.scripted_desk import HOME, ScriptedDesk, said
from tests.live.cloud.live_cloud import LiveCloud, RunningCloud
from tests.live.cloud.many_images import many_images
from tests.live.cloud.people import DOMAIN, Person
from tests.live.cloud.places import ENVIRONMENT
from tests.live.driver import Driver

IMAGES, PAGE = 10_000, 1000
REGION = "RegionOne"
RUNS = 3
DELAYS = (0.05, 0.4, 0.15, 0.3, 0.1)
LIST = "image.list-images"


def run() -> list[dict]:
    """The best of three turns each, one after the other in each round; the count has to be right in all."""
    cloud = RunningCloud()
    try:
        return [*_pages(cloud.cloud), _regions()]
    finally:
        cloud.close()


def _pages(cloud: LiveCloud) -> list[dict]:
    person = cloud.people.beta
    with many_images(cloud, REGION, person.project_id, IMAGES), tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        try:
            driver = Driver.sign_in(desk, cloud, person, REGION)
            ways: dict[str, Callable[[], int]] = {
                "ours": lambda: _ours(driver),
                "bare": lambda: _bare(driver),
                "sdk": _sdk(cloud, person),
                "glance": lambda: _glance(cloud, person),
            }
            times: dict[str, list[float]] = {name: [] for name in ways}
            for _ in range(RUNS):
                for name, way in ways.items():
                    times[name].append(_timed(way))
        finally:
            desk.close()
    found = {name: min(each) for name, each in times.items()}
    return [
        _row("10,000 images: all pages over a bare loop", found["ours"], found["bare"], 1.15),
        _row("10,000 images: all pages over openstacksdk", found["ours"], found["sdk"], 0.4),
        _row("10,000 images: all pages over glance image-list", found["ours"], found["glance"], 0.85),
    ]


def _timed(way: Callable[[], int]) -> float:
    began = time.perf_counter()
    count = way()
    seconds = time.perf_counter() - began
    assert count >= IMAGES, count
    return seconds


def _ours(driver: Driver) -> int:
    plan = Gather(driver.desk.catalogue.call(LIST), {}, driver.place)
    outcome = driver.desk.works.run(plan, CancelToken())
    exchange = outcome.value.exchange()
    assert exchange.response is not None
    exchange.response.content.close()
    outcome.value.close()
    return int(outcome.value.count)


def _bare(driver: Driver) -> int:
    desk, place = driver.desk, driver.place
    cloud = desk.cloud(place.profile)
    assert cloud is not None
    base = desk.base_url(desk.catalogue.product("image"), place)
    count, path = 0, f"/v2/images?limit={PAGE}"
    with requests.Session() as session:
        session.headers["X-Auth-Token"] = cloud.token(CancelToken())
        while path:
            page = session.get(base + path, timeout=60).json()
            count, path = count + len(page["images"]), page.get("next", "")
    return count


def _sdk(cloud: LiveCloud, person: Person) -> Callable[[], int]:
    import openstack

    connection = openstack.connect(
        load_yaml_config=False, load_envvars=False, region_name=REGION, auth=_auth(cloud, person)
    )
    connection.authorize()
    return lambda: sum(1 for _ in connection.image.images(limit=PAGE))


def _glance(cloud: LiveCloud, person: Person) -> int:
    variables = {f"OS_{name.upper()}": value for name, value in _auth(cloud, person).items()}
    own = {"OS_REGION_NAME": REGION, "OS_IMAGE_API_VERSION": "2"}
    told = subprocess.run(
        [str(ENVIRONMENT / "bin" / "glance"), "image-list", "--page-size", str(PAGE)],
        env={**os.environ, **variables, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not told.returncode, told.stderr[-2000:]
    return sum(line.startswith("| ") for line in told.stdout.splitlines()) - 1


def _auth(cloud: LiveCloud, person: Person) -> dict[str, str]:
    return {
        "auth_url": cloud.identity_url,
        "username": person.name,
        "password": person.password,
        "project_name": person.project,
        "user_domain_name": DOMAIN,
        "project_domain_name": DOMAIN,
    }


def _regions() -> dict:
    """Five regions with delays: how much longer all take than the slowest."""
    places: tuple[Place, ...] = tuple(replace(HOME, region=f"R{number}") for number in range(len(DELAYS)))
    delays = {place.region: delay for place, delay in zip(places, DELAYS, strict=True)}

    def answer(asked):
        asked.cancel.wait(delays[asked.region])
        return said({"images": [{"id": f"{asked.region}-{number}"} for number in range(100)]})

    desk = ScriptedDesk(answer)
    plan = FanOut(desk.catalogue.call(LIST), {}, places)
    over = []
    for _ in range(RUNS):
        began = time.perf_counter()
        assert Works(desk).run(plan, CancelToken()).value.count == 100 * len(DELAYS)
        over.append(time.perf_counter() - began - max(DELAYS))
    value = max(over)
    return {
        "name": "5 regions: time over the slowest",
        "value": value * 1000,
        "unit": "ms",
        "floor": max(DELAYS) * 1000,
        "ratio": None,
        "target": 200.0,
        "met": value <= 0.2,
    }


def _row(name: str, seconds: float, floor: float, target: float) -> dict:
    ratio = seconds / floor
    return {
        "name": name,
        "value": seconds,
        "unit": "s",
        "floor": floor,
        "ratio": ratio,
        "target": target,
        "met": ratio <= target,
    }
