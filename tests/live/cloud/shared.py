"""The one live cloud of a test process: started when first asked for, stopped when the process ends."""

from __future__ import annotations

import atexit
import sys
from functools import cache

import pytest

from tests.live.cloud.live_cloud import LiveCloud, RunningCloud


@cache
def shared_cloud() -> LiveCloud:
    """The cloud that all folders of tests share, so that it starts once (5 s, the first time a minute)."""
    if sys.platform == "win32":
        pytest.skip("OpenStack's servers do not run on Windows")
    running = RunningCloud()
    atexit.register(running.close)
    return running.cloud
