"""Gigabytes up, against the slower of ``curl -T`` and ``sha512sum`` in the same run: to a fast server, and to Glance.

What is measured runs in the window's own process, with the window open; the server is a process of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GB = 1_000_000_000
SIZE, GLANCE_SIZE = int(os.environ.get("TRANSFER_BYTES", 5 * GB)), 500_000_000
ROUNDS = 2
FAST, REAL = 0.75, 0.9
"""Least share of the floor's speed to the fast server, and of curl's to Glance."""
MOST_MEMORY, MOST_GAP, MOST_CANCEL = 64 << 20, 16.0, 100.0
IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"


def run() -> list[dict]:
    """Speed, memory, gaps and cancelling of uploads; nothing where there is no curl, or no room for the file."""
    if (
        sys.platform != "linux"
        or shutil.which("curl") is None
        or shutil.disk_usage(tempfile.gettempdir()).free < 3 * SIZE
    ):
        return []
    with tempfile.TemporaryDirectory(prefix="uploads-", dir=_memory_for(SIZE)) as folder:
        return [*_to_fast_server(Path(folder)), *_to_glance(Path(folder))]


def _to_fast_server(folder: Path) -> list[dict]:
    source = folder / "source"
    _fill(source, SIZE)
    formats = {"disk_format": "raw", "container_format": "bare", "os_hash_algo": "sha512"}
    record = {"id": IMAGE, "name": "disk", "status": "active", "size": SIZE, **formats}
    with _server({**record, "os_hash_value": _sha512(source)}) as origin:
        url = f"{origin}/v2/images/{IMAGE}/file"
        order = {"origin": origin, "image_id": IMAGE, "file": str(source), "what": "upload"}

        def floor() -> float:
            curl = _seconds(["curl", "-sf", "-T", str(source), url])
            _get(f"{origin}/v2/images/{IMAGE}")  # empties it
            return max(curl, _hashing(source))

        rows = _rows("upload, fast server", SIZE, FAST, floor, lambda: _child(order))
        stopped = _child({**order, "what": "cancel"})["cancels"]
    last = statistics.quantiles(stopped, n=20)[-1]
    return [*rows, _row("upload: cancel, 95th percentile", last, "ms", MOST_CANCEL)]


def _to_glance(folder: Path) -> list[dict]:
    from tests.live.cloud.live_cloud import RunningCloud

    source, running = folder / "source", RunningCloud()
    _fill(source, GLANCE_SIZE)
    try:
        person, root = running.cloud.people.alpha, running.cloud.regions["RegionOne"]
        auth = {"url": running.cloud.identity_url, "user": person.name, "password": person.password}
        auth |= {"project": person.project, "domain": "Default", "region": "RegionOne"}
        glance = _Glance(root, auth)

        def floor() -> float:
            with glance.image() as image_id:
                headers = [f"X-Auth-Token: {glance.token}", "Content-Type: application/octet-stream"]
                given = [part for header in headers for part in ("-H", header)]
                return _seconds(
                    ["curl", "-sf", *given, "-T", str(source), f"{root}/v2/images/{image_id}/file"]
                )

        def ours() -> dict:
            with glance.image() as image_id:
                return _child({"auth": auth, "image_id": image_id, "file": str(source), "what": "upload"})

        return _rows("upload, real Glance", GLANCE_SIZE, REAL, floor, ours)
    finally:
        running.close()


class _Glance:
    """Images of the live cloud that wait for data, and a token."""

    def __init__(self, root: str, auth: dict[str, str]) -> None:
        domain = {"name": auth["domain"]}
        user = {"name": auth["user"], "password": auth["password"], "domain": domain}
        body = {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"name": auth["project"], "domain": domain}},
        }
        answer = _ask("POST", f"{auth['url']}/v3/auth/tokens", json={"auth": body})
        self._root, self.token = root, answer.headers["X-Subject-Token"]

    @contextmanager
    def image(self) -> Iterator[str]:
        """One, for the time of an upload."""
        headers = {"X-Auth-Token": self.token}
        formats = {"name": "disk", "disk_format": "raw", "container_format": "bare"}
        made = _ask("POST", f"{self._root}/v2/images", json=formats, headers=headers).json()
        try:
            yield made["id"]
        finally:
            _ask("DELETE", f"{self._root}/v2/images/{made['id']}", headers=headers)


def _rows(
    name: str, size: int, least: float, floor: Callable[[], float], ours: Callable[[], dict]
) -> list[dict]:
    """Alternate between the floor and the program; each one's best round counts."""
    floors, answers = [], []
    for _ in range(ROUNDS):
        floors.append(floor())
        answers.append(ours())
    rate, best = size / min(each["seconds"] for each in answers), size / min(floors)
    growth = max(each["growth"] for each in answers) / (1 << 20)
    gap = statistics.median(each["gap"] for each in answers)
    return [
        {
            "name": f"{name}, {size / GB:g} GB",
            "value": rate / 1e6,
            "unit": "MB/s",
            "floor": best / 1e6,
            "ratio": rate / best,
            "target": least,
            "met": rate >= least * best,
        },
        _row(f"{name}: memory at most", growth, "MiB", MOST_MEMORY / (1 << 20)),
        _row(f"{name}: longest gap", gap, "ms", MOST_GAP),
    ]


def _row(name: str, value: float, unit: str, most: float) -> dict:
    numbers = {"value": value, "floor": None, "ratio": None, "target": most}
    return {"name": name, "unit": unit, **numbers, "met": value <= most}


def _child(order: dict) -> dict:
    done = subprocess.run(
        [sys.executable, str(HERE / "children" / "upload.py")],
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    answer: dict = json.loads(done.stdout.splitlines()[-1])
    return answer


@contextmanager
def _server(record: dict) -> Iterator[str]:
    command = [sys.executable, str(HERE / "children" / "upload_server.py"), json.dumps(record)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.stdin.close()


def _ask(method: str, url: str, **more: Any) -> Any:
    import requests

    answer = requests.request(method, url, timeout=60, **more)
    answer.raise_for_status()
    return answer


def _get(url: str) -> None:
    _ask("GET", url)


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def _hashing(path: Path) -> float:
    return _seconds(["sha512sum", str(path)])


def _sha512(path: Path) -> str:
    done = subprocess.run(["sha512sum", str(path)], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.split()[0].removeprefix("\\")


def _memory_for(room: int) -> Path | None:
    """A folder in memory where there is enough of it; None for the disk's."""
    shared = Path("/dev/shm")  # for its speed
    free = shutil.disk_usage(shared).free if shared.is_dir() else 0
    available = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return shared if min(free, available) > room * 1.3 else None


def _fill(path: Path, size: int) -> None:
    """A file of that size whose blocks differ."""
    block = os.urandom(1 << 20)
    with path.open("wb") as file:
        for number in range(-(-size // len(block))):
            file.write(number.to_bytes(8, "big") + block[8:])
        file.truncate(size)
