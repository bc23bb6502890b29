"""One builder at a time: test processes that start together share one environment and one template."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.live.cloud.places import BUILD


@contextmanager
def building() -> Iterator[None]:
    """Hold the lock of build/live; waits for whoever holds it now. The system frees it if the holder dies."""
    import fcntl  # not on Windows, where the cloud does not run but tests are collected

    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
