"""The server processes of the live cloud: each in a process group of its own, started, awaited and ended by pid."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import requests

from tests.live.cloud.environment import LiveCloudError
from tests.live.cloud.places import SERVING

START_SECONDS = 90.0
STOP_SECONDS = 5.0
POLL_SECONDS = 0.05
LOG_LINES = 30


def listening_socket() -> socket.socket:
    """A listening socket on a free loopback port; held open until a server inherits it, so no port is lost."""
    return socket.create_server(("127.0.0.1", 0), backlog=128)


def address(listening: socket.socket) -> str:
    """The URL under which that socket is reached."""
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


def child_variables(home: Path, **more: str) -> dict[str, str]:
    """The environment of a child: nothing of the person's cloud settings, proxies or home."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "no_proxy": "*",
        **more,
    }


class Server:
    """One running server, mounted below the path ``prefix``. Closing ends its whole process group."""

    def __init__(
        self,
        python: Path,
        service: str,
        listening: socket.socket,
        folder: Path,
        log: Path,
        prefix: str = "",
    ) -> None:
        self.url = address(listening) + prefix
        self._log = log
        self._name = f"{service} at {self.url}"
        variables = {f"OS_{service.upper()}_CONFIG_DIR": str(folder), "SCRIPT_NAME": prefix}
        log.parent.mkdir(parents=True, exist_ok=True)
        with listening, log.open("ab") as output:
            self._process = subprocess.Popen(
                [str(python), "-P", str(SERVING), service, str(listening.fileno())],
                cwd=folder,
                env=child_variables(folder, **variables),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=[listening.fileno()],
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process that was started, and the id of its group."""
        return self._process.pid

    def wait_until_ready(self, path: str) -> None:
        """Return once GET of that path answers well. Raises LiveCloudError with the end of the log otherwise."""
        deadline = time.monotonic() + START_SECONDS
        with requests.Session() as session:
            session.trust_env = False
            while not self._answers(session, self.url + path):
                if self._process.poll() is not None:
                    raise LiveCloudError(f"{self._name} ended at once: {self._end_of_log()}")
                if time.monotonic() > deadline:
                    raise LiveCloudError(f"{self._name} did not answer in time: {self._end_of_log()}")
                time.sleep(POLL_SECONDS)

    @staticmethod
    def _answers(session: requests.Session, url: str) -> bool:
        try:
            return bool(session.get(url, timeout=2.0).ok)
        except requests.RequestException:
            return False

    def close(self) -> None:
        """End the server and everything it started; twice is fine."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
                break
        # A worker that outlived its master would hold the port.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def _end_of_log(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-LOG_LINES:]
        return "\n".join([str(self._log), *lines])
