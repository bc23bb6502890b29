"""The live cloud: one real Keystone and a real Glance in each of two regions, on free loopback ports."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.live.cloud import configuration, populate
from tests.live.cloud.configuration import PREFIXES, REGIONS, ServiceUser
from tests.live.cloud.environment import ensure_environment
from tests.live.cloud.locking import building
from tests.live.cloud.people import People
from tests.live.cloud.places import LOGS, RUNS
from tests.live.cloud.processes import Server, address, listening_socket
from tests.live.cloud.template import PEOPLE, ensure_template

KEPT_LOGS = 5


@dataclass(frozen=True, slots=True)
class LiveCloud:
    """A running cloud.

    ``identity_url`` is Keystone's root (its API is below /v3), ``regions`` Glance's root by region name,
    ``logs`` the folder with what the servers said, ``folder`` their databases and data.
    """

    identity_url: str
    regions: dict[str, str]
    people: People
    logs: Path
    folder: Path


class RunningCloud:
    """Starts a cloud from the template and stops it; ``cloud`` tells where it is."""

    def __init__(self) -> None:
        with building():
            python = ensure_environment()
            template = ensure_template(python)
            _forget_old_runs()
            folder = _new_run(template)
        self._servers: list[Server] = []
        try:
            self.cloud = self._start(python, folder)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop the servers and delete their data; the logs stay."""
        for server in self._servers:
            server.close()
        self._servers.clear()
        if cloud := getattr(self, "cloud", None):
            shutil.rmtree(cloud.folder, ignore_errors=True)

    def _start(self, python: Path, folder: Path) -> LiveCloud:
        people = People.load(folder / PEOPLE)
        logs = LOGS / folder.name
        keystone = listening_socket()
        glances = {region: listening_socket() for region in REGIONS}
        urls = {region: address(glances[region]) + PREFIXES[region] for region in REGIONS}
        _configure(
            folder, address(keystone), urls, ServiceUser(populate.SERVICE_USER, people.service_password)
        )
        self._servers.append(
            Server(python, "keystone", keystone, folder / "keystone", logs / "keystone.log")
        )
        for region, listening in glances.items():
            place, log = folder / region, logs / f"{region}.log"
            self._servers.append(Server(python, "glance", listening, place, log, PREFIXES[region]))
        for server, path in zip(self._servers, ("/v3", *["/healthcheck"] * len(glances)), strict=True):
            server.wait_until_ready(path)
        return LiveCloud(self._servers[0].url, urls, people, logs, folder)


def _configure(folder: Path, identity_url: str, image_urls: dict[str, str], user: ServiceUser) -> None:
    configuration.write_keystone(folder / "keystone")
    addresses = {populate.IDENTITY_PLACEHOLDER: f"{identity_url}/v3"}
    for region, url in image_urls.items():
        configuration.write_glance(folder / region, identity_url, url, user)
        addresses[populate.image_placeholder(region)] = url + populate.VERSIONS[region]
    with closing(sqlite3.connect(folder / "keystone" / "keystone.db")) as database, database:
        database.executemany(
            "UPDATE endpoint SET url = ? WHERE url = ?", [(real, old) for old, real in addresses.items()]
        )


def _new_run(template: Path) -> Path:
    RUNS.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=RUNS))
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return folder


def _forget_old_runs() -> None:
    """Delete the data of runs whose process is gone, and all but the newest logs."""
    for folder in RUNS.glob("*-*"):
        if not _alive(int(folder.name.split("-")[0])):
            shutil.rmtree(folder, ignore_errors=True)
    logs = sorted((p for p in LOGS.glob("*-*") if p.is_dir()), key=lambda path: path.stat().st_mtime)
    for folder in logs[:-KEPT_LOGS]:
        shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
