"""Rate and remaining time, from a clock that the test moves."""

from __future__ import annotations

import threading

import pytest

from api.work.meter import Meter


@pytest.fixture
def steady():
    """100 units a second for ten seconds."""
    meter = Meter()
    for tenth in range(101):
        meter.note(tenth / 10, tenth * 10)
    return meter


def test_a_steady_rate_is_found(steady):
    assert steady.rate(10.0) == pytest.approx(100, rel=0.05)
    assert steady.remaining(10.0, 2000) == pytest.approx(10, rel=0.05)


def test_only_the_last_seconds_count(steady):
    for tenth in range(1, 101):
        steady.note(10 + tenth / 10, 1000 + tenth * 100)
    assert steady.rate(20.0) == pytest.approx(1000, rel=0.05)


def test_it_falls_while_nothing_comes(steady):
    assert steady.rate(20.0) < 60


def test_nothing_is_told_too_early():
    meter = Meter()
    assert meter.rate(0.0) is None
    meter.note(0.0, 0)
    assert meter.rate(0.1) is None
    assert meter.remaining(0.1, 10) is None


def test_a_new_beginning_is_measured_anew(steady):
    steady.note(11.0, 0)
    steady.note(12.0, 50)
    assert steady.rate(12.0) == pytest.approx(50)


def test_an_unknown_total_has_no_remaining_time(steady):
    assert steady.remaining(10.0, None) is None


def test_it_may_be_read_while_it_is_written():
    meter, done = Meter(), threading.Event()

    def write():
        for number in range(20_000):
            meter.note(float(number), number % 7)  # every seventh begins anew
        done.set()

    threading.Thread(target=write, daemon=True).start()
    while not done.is_set():
        meter.remaining(20_000.0, 100)
