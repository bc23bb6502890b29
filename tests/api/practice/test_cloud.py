"""The practice cloud as a program sees it: started, asked, reset, shared by processes, stopped."""

from __future__ import annotations

import http.client
import socket
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from api.practice.cloud import PracticeCloud


def test_secrets_are_made_once_per_folder_and_readable_by_nobody_else(tmp_path: Path) -> None:
    first = PracticeCloud(tmp_path / "a").credentials
    again = PracticeCloud(tmp_path / "a").credentials
    other = PracticeCloud(tmp_path / "b").credentials
    assert first == again
    assert {first.api_key, first.password}.isdisjoint({other.api_key, other.password})
    assert first.api_key not in repr(first)
    assert stat.S_IMODE((tmp_path / "a" / "credentials.json").stat().st_mode) == 0o600


def test_no_secret_and_no_token_lies_in_the_state(cloud: PracticeCloud, ada, tmp_path: Path) -> None:
    folder = Path(cloud._folder)
    state = b"".join(path.read_bytes() for path in folder.glob("practice.sqlite*"))
    assert ada.token.encode() not in state
    assert cloud.credentials.password.encode() not in state


def test_every_region_is_an_origin_of_its_own_and_one_has_a_prefix(account, ada) -> None:
    for caller in (account, ada):
        assert len({url.split("/")[2] for url in caller.endpoints.values()}) == 3
        assert [url.endswith("/cloud/images") for url in caller.endpoints.values()] == [False, True, False]
        for region in caller.endpoints:
            assert caller.at(region).get("/v2/images?limit=1")["next"].startswith("/v2/images?")


def test_outside_its_prefix_a_region_has_nothing(ada) -> None:
    origin = ada.endpoints["ORD"].removesuffix("/cloud/images")
    assert (
        requests.get(f"{origin}/v2/images", headers={"X-Auth-Token": ada.token}, timeout=10).status_code
        == 404
    )


def test_a_second_process_on_the_folder_shares_state_and_tokens(tmp_path: Path, sign_in) -> None:
    one = PracticeCloud(tmp_path)
    one.start()
    ada = sign_in["openstack"](one, one.credentials)
    image_id = ada.image(name="from the first")
    script = (
        "import sys, requests; from pathlib import Path; from api.practice.cloud import PracticeCloud\n"
        "folder, token, image = sys.argv[1:]; cloud = PracticeCloud(Path(folder)); cloud.start()\n"
        "port = cloud._servers['DFW'].port; url = f'http://127.0.0.1:{port}/v2/images/{image}'\n"
        "r = requests.put(url + '/tags/seen', headers={'X-Auth-Token': token}, timeout=10)\n"
        "cloud.stop(); print(r.status_code)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), ada.token, image_id],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.stdout.strip() == "204", ran.stderr
    assert ada.get(f"/v2/images/{image_id}")["tags"] == ["seen"]
    one.stop()


def test_two_objects_on_one_fresh_folder_plant_the_samples_once(tmp_path: Path, sign_in) -> None:
    clouds = [PracticeCloud(tmp_path) for _ in range(2)]
    threads = [threading.Thread(target=cloud.start) for cloud in clouds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    listed = [sign_in["rackspace"](cloud, cloud.credentials).get("/v2/images") for cloud in clouds]
    assert listed[0]["images"] == listed[1]["images"]
    for cloud in clouds:
        cloud.stop()


def test_reset_brings_the_samples_back_and_keeps_people_signed_in(timed: PracticeCloud, sign_in) -> None:
    ada = sign_in["openstack"](timed, timed.credentials)
    before = ada.get("/v2/images?limit=1000")["images"]
    mine = ada.image(name="mine", disk_format="raw", container_format="bare")
    ada.upload(mine, b"data")
    assert ada("DELETE", f"/v2/images/{ada.named('tiny test image')}").status_code == 204
    timed.reset()
    assert ada.get("/v2/images?limit=1000")["images"] == before
    assert not list(Path(timed._folder).rglob("*.data"))


def test_sample_ids_are_the_same_everywhere(account, ada) -> None:
    assert account.named("web-01 golden") == "129605cb-7ae4-5428-9770-6de5c7dcb55d"
    assert ada.named("web-01 golden") == "9cea23e7-504e-57c8-8207-cbd509040144"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "localhost:{port}"}, 200),
        ({"Host": "127.0.0.1:{port}"}, 200),
        ({"Host": "127.0.0.1:1"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_pages_of_a_browser_cannot_reach_it(
    cloud: PracticeCloud, headers: dict[str, str], status: int
) -> None:
    port = cloud._servers["DFW"].port
    sent = {name: value.format(port=port) for name, value in headers.items()}
    answer = requests.get(f"http://127.0.0.1:{port}/versions", headers=sent, timeout=10)
    assert answer.status_code == status
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_connection_lives_on_after_a_refused_upload(cloud: PracticeCloud) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", cloud._servers["DFW"].port, timeout=10)
    for _ in range(2):
        connection.request(
            "PUT", "/v2/images/x/file", body=b"x" * 300_000, headers={"X-Auth-Token": "none"}
        )
        assert connection.getresponse().read()
        used = connection.sock
    connection.request(
        "PUT", "/v2/images/x/file", body=iter([b"x" * 70_000] * 3), headers={}, encode_chunked=True
    )
    refused = connection.getresponse()
    assert refused.status == 401
    assert refused.read()
    connection.request("GET", "/versions")
    assert connection.getresponse().read()
    assert connection.sock is used
    connection.close()


def test_answers_do_not_wait_for_acknowledgements(cloud: PracticeCloud) -> None:
    """Head and body are two writes: with Nagle's algorithm each answer would take 40 ms."""
    for server in cloud._servers.values():
        assert server._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_stopping_cuts_off_an_upload_that_is_under_way(tmp_path: Path, sign_in) -> None:
    cloud = PracticeCloud(tmp_path)
    cloud.start()
    ada = sign_in["openstack"](cloud, cloud.credentials)
    image_id = ada.image(disk_format="raw", container_format="bare")
    port = cloud._servers["DFW"].port
    head = (
        f"PUT /v2/images/{image_id}/file HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Auth-Token: {ada.token}\r\n"
        "Content-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\nabc"
    )
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode())
        while ada.get(f"/v2/images/{image_id}")["status"] != "saving":
            pass
        cloud.stop()
    cloud.start()
    ada = sign_in["openstack"](cloud, cloud.credentials)
    assert ada.get(f"/v2/images/{image_id}")["status"] == "queued"
    cloud.stop()


def test_many_callers_at_once_lose_nothing(cloud: PracticeCloud, ada) -> None:
    image_id = ada.image()

    def tag(name: str) -> int:
        return ada("PUT", f"/v2/images/{image_id}/tags/{name}").status_code

    with ThreadPoolExecutor(12) as pool:
        assert set(pool.map(tag, (f"t{number}" for number in range(60)))) == {204}
    assert len(ada.get(f"/v2/images/{image_id}")["tags"]) == 60
