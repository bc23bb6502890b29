"""Starting and stopping the practice cloud."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
import requests

from api.practice.cloud import PracticeCloud


def test_starting_is_quick_and_stopping_ends_every_thread(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    cloud = PracticeCloud(tmp_path)
    began = time.perf_counter()
    cloud.start()
    took = time.perf_counter() - began
    assert requests.get(cloud.identity_url, timeout=10).status_code == 300
    cloud.stop()
    left = set(threading.enumerate()) - before
    for thread in left:  # one of the library's threads ends a moment after it is told to
        thread.join(5)
    assert not any(thread.is_alive() for thread in left)
    assert took < 1  # 0.1 s on a quiet machine
    assert not cloud.running


def test_stop_and_start_may_follow_each_other_at_once(tmp_path: Path) -> None:
    cloud = PracticeCloud(tmp_path)
    for _ in range(3):
        cloud.start()
        cloud.stop()
    cloud.start()
    cloud.start()
    assert requests.get(cloud.identity_url, timeout=10).status_code == 300
    cloud.stop()
    cloud.stop()
    with pytest.raises(RuntimeError):
        _ = cloud.identity_url
