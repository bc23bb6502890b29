"""Workers give way to what the window does."""

from __future__ import annotations

import threading

import pytest

from api.errors import Cancelled
from api.foreground import Foreground, foreground
from api.running import CancelToken


class TestForeground:
    def test_workers_wait_at_their_checks_until_it_rests(self, monkeypatch):
        monkeypatch.setattr(Foreground, "LONGEST", 60.0)
        began, came = threading.Event(), threading.Event()

        def work():
            began.set()
            CancelToken().check()
            came.set()

        with foreground:
            with foreground:
                worker = threading.Thread(target=work)
                worker.start()
                assert began.wait(5)
            assert not came.wait(0.05)  # it rests only when the outermost is over
        assert came.wait(5)
        worker.join()

    def test_nobody_waits_long_for_one_that_lasts(self, monkeypatch):
        monkeypatch.setattr(Foreground, "LONGEST", 0.001)
        first = Foreground()
        with first:
            first.give_way(CancelToken().wait)

    def test_nobody_waits_where_there_is_none(self, monkeypatch):
        monkeypatch.setattr(Foreground, "LONGEST", 60.0)
        first = Foreground()
        with pytest.raises(ValueError, match="went wrong"), first:
            raise ValueError("went wrong")
        first.give_way(CancelToken().wait)

    def test_a_worker_that_is_not_wanted_any_more_waits_for_nobody(self, monkeypatch):
        monkeypatch.setattr(Foreground, "LONGEST", 60.0)
        token, began, came = CancelToken(), threading.Event(), threading.Event()

        def work():
            began.set()
            with pytest.raises(Cancelled):
                token.check()
            came.set()

        with foreground:
            worker = threading.Thread(target=work)
            worker.start()
            assert began.wait(5)
            token.cancel()
            assert came.wait(5)
        worker.join()
