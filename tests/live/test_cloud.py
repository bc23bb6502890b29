"""The live cloud itself: everybody can sign in, both regions answer, and nothing outlives its starter."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.people import Person
from tests.live.cloud.places import HERE
from tests.live.cloud.populate import VERSIONS, password_sign_in

SECONDS = 30.0
RUN = HERE.parent / "run_cloud.py"


def token_of(cloud: LiveCloud, person: Person) -> tuple[str, dict]:
    body = password_sign_in(person.name, person.password, person.project)
    answer = requests.post(f"{cloud.identity_url}/v3/auth/tokens", json=body, timeout=SECONDS)
    assert answer.status_code == 201, answer.text
    return answer.headers["X-Subject-Token"], answer.json()["token"]


@pytest.mark.parametrize("who", ["admin", "alpha", "beta"])
def test_everybody_signs_in_and_lists_images_in_both_regions(live_cloud: LiveCloud, who: str) -> None:
    person = getattr(live_cloud.people, who)
    token, facts = token_of(live_cloud, person)
    assert facts["project"]["id"] == person.project_id
    for region, url in live_cloud.regions.items():
        answer = requests.get(f"{url}/v2/images", headers={"X-Auth-Token": token}, timeout=SECONDS)
        assert answer.status_code == 200, (region, answer.text)
        assert "images" in answer.json()


def test_the_catalogue_names_the_real_addresses(live_cloud: LiveCloud) -> None:
    _token, facts = token_of(live_cloud, live_cloud.people.alpha)
    image = next(service for service in facts["catalog"] if service["type"] == "image")
    public = {e["region"]: e["url"] for e in image["endpoints"] if e["interface"] == "public"}
    assert public == {region: url + VERSIONS[region] for region, url in live_cloud.regions.items()}
    identity = next(service for service in facts["catalog"] if service["type"] == "identity")
    assert {e["url"] for e in identity["endpoints"]} == {f"{live_cloud.identity_url}/v3"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_servers_end_when_their_starter_is_killed() -> None:
    starter = subprocess.Popen([sys.executable, str(RUN)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with starter:
        where = json.loads(starter.stdout.readline())
        folder = where["folder"]
        servers = [pid for pid in children(starter.pid) if folder in working_folder(pid)]
        assert len(servers) == 3
        descriptors = [os.pidfd_open(pid) for pid in servers]
        starter.kill()
    for descriptor in descriptors:
        wait_for_end(descriptor)
    with pytest.raises(requests.ConnectionError):
        requests.get(where["identity_url"], timeout=SECONDS)


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def working_folder(pid: int) -> str:
    return str(Path(f"/proc/{pid}/cwd").readlink())


def wait_for_end(descriptor: int) -> None:
    try:
        ended, _, _ = select.select([descriptor], [], [], SECONDS)
        assert ended, "a server outlived the process that started it"
    finally:
        os.close(descriptor)


def test_stopping_by_hand_leaves_no_server() -> None:
    done = subprocess.run(
        [sys.executable, str(RUN)], input=b"", capture_output=True, check=True, timeout=SECONDS * 3
    )
    where = json.loads(done.stdout)
    assert not Path(where["folder"]).exists()
    with pytest.raises(requests.ConnectionError):
        requests.get(where["identity_url"], timeout=SECONDS)
