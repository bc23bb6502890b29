"""The headless commands against a real Keystone and Glance, each in a process of its own as a script would run them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.people import DOMAIN
from tests.live.cloud.places import ROOT
from tests.live.cloud.processes import address, listening_socket

SECONDS = 60.0
ANSWERED, REFUSED, BAD_PARAMETERS, NOT_SIGNED_IN, NO_ANSWER = range(5)
"""The exit codes."""

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def pitchfork(live_cloud: LiveCloud, private_home: Path, data_dir: Path) -> Command:
    """Runs a command of the program in a home whose clouds.yaml names the live cloud."""
    write_clouds(private_home, live_cloud)

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "main.py", *arguments, "--data-dir", str(data_dir)],
            cwd=ROOT,
            env={**os.environ, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    return run


def write_clouds(home: Path, cloud: LiveCloud) -> None:
    alice = cloud.people.alpha
    with listening_socket() as free:
        nowhere = address(free)
    auth = {
        "auth_url": cloud.identity_url,
        "username": alice.name,
        "password": alice.password,
        "project_name": alice.project,
        "user_domain_name": DOMAIN,
        "project_domain_name": DOMAIN,
    }
    clouds = {
        "home": {"auth": auth, "region_name": "RegionTwo"},
        "wrong": {"auth": {**auth, "password": "wrong"}},
        "nowhere": {"auth": {**auth, "auth_url": nowhere}},
    }
    folder = home / ".config" / "openstack"
    folder.mkdir(parents=True)
    file = folder / "clouds.yaml"
    file.write_text(json.dumps({"clouds": clouds}))  # JSON is YAML
    file.chmod(0o600)


def call(pitchfork: Command, call_id: str, *arguments: str, cloud: str = "home") -> Any:
    """The JSON that one answered call prints."""
    done = pitchfork("call", call_id, "--cloud", cloud, "--json", *arguments)
    assert done.returncode == ANSWERED, done.stderr + done.stdout
    return json.loads(done.stdout)


def test_the_story_in_commands(pitchfork: Command, live_cloud: LiveCloud) -> None:
    made = call(
        pitchfork,
        "image.create-image",
        "-p",
        "name=by command",
        "-p",
        "tags=a",
        "-p",
        "tags=ü",
        "-p",
        "min_ram=64",
    )
    assert made["response"]["status"] == 201
    assert made["request"]["url"].startswith(live_cloud.regions["RegionTwo"])
    assert live_cloud.people.alpha.password not in json.dumps(made)
    image = made["response"]["body"]
    assert (image["min_ram"], sorted(image["tags"])) == (64, ["a", "ü"])
    one = ("-p", f"image_id={image['id']}")
    changed = call(
        pitchfork, "image.add-image-property", *one, "-p", "property=com.example/x", "-p", "value=1"
    )
    assert changed["response"]["body"]["com.example/x"] == "1"
    refused = pitchfork("call", "image.delete-image", "--cloud", "home", *one)
    assert refused.returncode == BAD_PARAMETERS
    assert "--yes" in refused.stderr
    call(pitchfork, "image.delete-image", *one, "--yes")
    gone = pitchfork("call", "image.show-image", "--cloud", "home", "--json", *one)
    assert gone.returncode == REFUSED
    assert json.loads(gone.stdout)["response"]["status"] == 404


def test_the_token_is_masked(pitchfork: Command) -> None:
    made = call(pitchfork, "image.list-images", "-p", "limit=1")
    token = made["request"]["headers"]["X-Auth-Token"]
    assert set(token) == {"•"}


def test_exit_codes(pitchfork: Command) -> None:
    listing = ("call", "image.list-images", "--cloud")
    assert pitchfork(*listing, "home", "-p", "limit=many").returncode == BAD_PARAMETERS
    assert pitchfork(*listing, "wrong").returncode == NOT_SIGNED_IN
    unknown = pitchfork(*listing, "unknown")
    assert unknown.returncode != ANSWERED
    assert "home" in unknown.stderr
    assert pitchfork(*listing, "nowhere").returncode in {NOT_SIGNED_IN, NO_ANSWER}


def test_nothing_is_written_beside_the_data_folder(pitchfork: Command, private_home: Path) -> None:
    before = set(private_home.rglob("*"))
    call(pitchfork, "image.show-import-methods")
    assert set(private_home.rglob("*")) == before


def test_calls_without_a_token_need_no_sign_in(pitchfork: Command, live_cloud: LiveCloud) -> None:
    url = live_cloud.regions["RegionOne"]
    done = pitchfork("call", "image.list-versions", "--address", url, "--json")
    assert done.returncode == ANSWERED, done.stderr
    body = json.loads(done.stdout)["response"]["body"]
    assert body["versions"][0]["status"] == "CURRENT"
