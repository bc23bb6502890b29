"""Who is signed in: warnings come once each, and only for sign-ins that cannot be renewed."""

from datetime import UTC, datetime, timedelta

import pytest

from api.identity.profiles import Profile
from gui.jobs import Jobs
from gui.sign_in.sessions import Sessions


class Cloud:
    def __init__(self, minutes, renewable=False, name="p"):
        self.profile = Profile(name, name, "rackspace")
        self.renewable = renewable
        self.set(minutes)

    def set(self, minutes):
        self.expires = datetime.now(UTC) + timedelta(minutes=minutes)


class DeskStub:
    def __init__(self, *clouds):
        self.clouds = clouds


@pytest.fixture
def sessions(qapp):
    made = Sessions(DeskStub(), Jobs())
    told = []
    made.ending.connect(lambda profile, minutes: told.append((profile, minutes)))
    made.told = told
    yield made
    assert made.jobs.shutdown(5)


def test_warns_at_fifteen_and_at_two_minutes_once_each(sessions):
    cloud = Cloud(60)
    sessions.desk = DeskStub(cloud)
    for minutes in (60, 15.4, 14.9, 14.0, 3.0, 1.9, 1.5, 0.2):
        cloud.set(minutes)
        sessions.look_at_clock()
    assert sessions.told == [("p", 15), ("p", 2)]


def test_a_sign_in_that_is_short_from_the_start_is_warned_of_once(sessions):
    sessions.desk = DeskStub(Cloud(1))
    sessions.look_at_clock()
    sessions.look_at_clock()
    assert sessions.told == [("p", 1)]


def test_a_renewable_sign_in_is_never_warned_of(sessions):
    sessions.desk = DeskStub(Cloud(1, renewable=True), Cloud(10, name="q"))
    sessions.look_at_clock()
    assert sessions.told == [("q", 10)]


def test_a_new_sign_in_is_warned_of_anew(sessions):
    cloud = Cloud(1)
    sessions.desk = DeskStub(cloud)
    sessions.look_at_clock()
    sessions._came(cloud)
    sessions.look_at_clock()
    assert sessions.told == [("p", 1), ("p", 1)]


def test_window_warns_and_shows_the_colour(practising, desk, monkeypatch):
    cloud = desk.cloud(practising.profile)
    monkeypatch.setattr(type(cloud), "renewable", property(lambda self: False))
    monkeypatch.setattr(
        type(cloud), "expires", property(lambda self: datetime.now(UTC) + timedelta(seconds=100))
    )
    monkeypatch.setattr(type(cloud), "seconds_left", lambda self: 100.0)
    practising.program.sessions.look_at_clock()
    assert "ends in 2 min" in practising.toast.text
    assert practising.top.left._level == "bad"
    assert practising.top.left.text() == "2 min left"
