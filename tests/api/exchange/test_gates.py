"""The gates: production is read-only until unlocked, and is destroyed by name only; two clocks end an unlock."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.desk import Desk
from api.errors import NotConfirmed, ReadOnly
from api.exchange.gates import Gates, Several, name_fault, word_for
from api.exchange.subject import Facts
from api.identity.profiles import Profile
from api.model import Change, Key, Location, Place
from api.running import CancelToken
from tests.builders.production import NAME, Witness, sign_in_to_production

IMAGE = Key(Location.PATH, "image_id")
NOBODY = "0c3f9b62-54a1-4d7e-9c51-1f1e5e1f7a10"
LIVE = Profile("live", NAME, "openstack", production=True)


class Clocks:
    def __init__(self):
        self.steady_now, self.wall_now = 1000.0, datetime(2030, 1, 1, tzinfo=UTC)

    def steady(self):
        return self.steady_now

    def wall(self):
        return self.wall_now


@pytest.fixture
def clocks():
    return Clocks()


@pytest.fixture
def gates(clocks):
    return Gates(
        {"live": LIVE}.get, lambda _place: ("912345", "shop"), steady=clocks.steady, wall=clocks.wall
    )


def test_production_begins_locked_and_an_unlock_ends(gates, clocks):
    assert gates.read_only("live") == LIVE
    assert gates.read_only("other") is None
    assert gates.read_only(None) is None
    gates.unlock("live", 10)
    assert gates.read_only("live") is None
    assert gates.production("live") == LIVE
    assert gates.unlocked_until("live") == clocks.wall_now + timedelta(minutes=10)
    clocks.steady_now += 599
    assert gates.read_only("live") is None
    clocks.steady_now += 1
    assert gates.read_only("live") == LIVE


def test_a_computer_that_slept_does_not_wake_up_unlocked(gates, clocks):
    gates.unlock("live", 10)
    clocks.wall_now += timedelta(minutes=10)
    assert gates.unlocked_until("live") is None


def test_a_clock_that_is_set_back_gives_no_time(gates, clocks):
    gates.unlock("live", 10)
    clocks.wall_now -= timedelta(days=1)
    clocks.steady_now += 540
    assert gates.unlocked_until("live") == clocks.wall_now + timedelta(minutes=1)
    clocks.steady_now += 60
    assert gates.unlocked_until("live") is None


def test_locking_takes_effect_at_once(gates):
    gates.unlock("live", 10)
    gates.lock("live")
    gates.lock("live")
    assert gates.read_only("live") == LIVE


@pytest.mark.parametrize("minutes", [0, -1, 24 * 60 + 1])
def test_nobody_unlocks_for_ever_or_for_nothing(gates, minutes):
    with pytest.raises(ValueError, match="minutes"):
        gates.unlock("live", minutes)
    assert gates.read_only("live") == LIVE


PLACE = Place("live", "912345", "DFW")


def test_the_word_is_the_name_or_the_id_or_the_account():
    named = Facts("image", name="Debian 12", id="f00")
    assert word_for(named, PLACE) == ("name", "Debian 12")
    assert word_for(Facts("image", id="f00"), PLACE) == ("id", "f00")
    assert word_for(replace(named, name="Debian‮12"), PLACE) == ("id", "f00")
    assert word_for(replace(named, name=" Debian"), PLACE) == ("id", "f00")
    assert word_for(replace(named, name="two\nlines"), PLACE) == ("id", "f00")
    assert word_for(Facts("cache"), PLACE) == ("account", "912345")


def test_each_wrong_word_is_told_what_is_wanted():
    assert name_fault(Facts("image", name="Web"), PLACE, "web").endswith("name, Web.")
    assert "id, f00" in name_fault(Facts("image", id="f00"), PLACE, "")
    assert "account, 912345" in name_fault(Facts("cache"), PLACE, "yes")
    assert name_fault(Facts("image", name="Café"), PLACE, " Café ") == ""


@given(st.text(), st.text())
def test_only_the_word_itself_opens(name, typed):
    facts = Facts("image", name=name, id="f00")
    if name_fault(facts, PLACE, typed) == "":
        assert typed.strip()
        assert unicodedata.normalize("NFC", typed.strip()) == unicodedata.normalize(
            "NFC", word_for(facts, PLACE)[1]
        )


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        (Several(1200, "1,200", "912345"), ""),
        (Several(3, " 3 ", "shop"), ""),
        (Several(3, "4", "shop"), "the number"),
        (Several(3, "", "shop"), "the number"),
        (Several(3, "3", "912346"), "the account, shop"),
        (Several(3, "3", ""), "the account, shop"),
    ],
)
def test_several_things_need_their_number_and_the_account(gates, word, fault):
    assert fault in gates.several_fault(PLACE, word)
    assert bool(gates.several_fault(PLACE, word)) == bool(fault)


# The desk


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def live(desk):
    return sign_in_to_production(desk, openstack=True)


def drafted(desk, profile, call_id, **values):
    call = desk.catalogue.call(call_id)
    keyed = {p.key: values[p.name] for p in call.fields() if p.name in values}
    return desk.draft(call, keyed, desk.place(profile)).request


def send(desk, request, confirmed=False):
    return desk.send(request, cancel=CancelToken(), confirmed=confirmed)


def an_image(desk, profile, name="Web 1"):
    desk.gates.unlock(profile, 5)
    made = send(desk, drafted(desk, profile, "image.create-image", name=name))
    desk.gates.lock(profile)
    return made.response.header("Location").rsplit("/", 1)[-1]


def test_reading_goes_and_changing_does_not(desk, live):
    assert send(desk, drafted(desk, live, "image.list-images")).status == 200
    witness = Witness(desk)
    with pytest.raises(ReadOnly) as caught:
        send(desk, drafted(desk, live, "image.create-image", name="no"))
    assert NAME in caught.value.sentence
    assert caught.value.profile_id == live
    assert not witness.sent
    desk.gates.unlock(live, 5)
    assert send(desk, drafted(desk, live, "image.create-image", name="yes")).status == 201


def test_a_request_that_says_less_than_the_catalogue_is_not_believed(desk, live):
    request = replace(
        drafted(desk, live, "image.delete-image", image_id=NOBODY), changes=False, destroys=False
    )
    with pytest.raises(NotConfirmed):
        send(desk, request)
    with pytest.raises(ReadOnly):
        send(desk, request, confirmed=True)


def test_destroying_needs_the_name_that_the_cloud_tells(desk, live):
    image = an_image(desk, live)
    request = drafted(desk, live, "image.delete-image", image_id=image)
    with pytest.raises(ReadOnly):
        send(desk, request, confirmed="Web 1")
    desk.gates.unlock(live, 5)
    witness = Witness(desk)
    for wrong in (True, "", "web 1", image, Several(1, "1", "nobody")):
        with pytest.raises(NotConfirmed):
            send(desk, request, confirmed=wrong)
    assert not witness.changing
    assert send(desk, request, confirmed="Web 1").status == 204


def test_an_image_without_a_name_is_destroyed_by_its_id(desk, live):
    image = an_image(desk, live, name="")
    desk.gates.unlock(live, 5)
    request = drafted(desk, live, "image.delete-image", image_id=image)
    with pytest.raises(NotConfirmed, match=image):
        send(desk, request, confirmed="Web 1")
    assert send(desk, request, confirmed=image).status == 204


def test_elsewhere_yes_is_enough(desk):
    other = sign_in_to_production(desk, openstack=True, production=False)
    made = send(desk, drafted(desk, other, "image.create-image", name="x"))
    image = made.response.header("Location").rsplit("/", 1)[-1]
    request = drafted(desk, other, "image.delete-image", image_id=image)
    with pytest.raises(NotConfirmed):
        send(desk, request)
    assert send(desk, request, confirmed=True).status == 204


def test_the_mark_counts_from_the_moment_it_is_kept(desk):
    profile = sign_in_to_production(desk, openstack=True, production=False)
    desk.profiles.save(replace(desk.profiles.get(profile), production=True))
    with pytest.raises(ReadOnly):
        send(desk, drafted(desk, profile, "image.create-image", name="x"))
    desk.profiles.remove(profile)  # then what it was signed in with counts
    assert send(desk, drafted(desk, profile, "image.create-image", name="x")).status == 201


def test_a_cloud_of_a_file_is_what_a_kept_profile_says(desk):
    kept = replace(LIVE, kind="clouds.yaml", cloud="shop")
    desk.profiles.save(kept)
    passing = Profile("clouds.yaml:shop", "shop", "openstack", cloud="shop")
    assert desk.profiles.now("clouds.yaml:shop", passing).production
    assert not desk.profiles.now("clouds.yaml:lab", replace(passing, cloud="lab")).production
    assert desk.profiles.now("gone", None) is None


def test_signing_in_again_and_out_locks(desk, live):
    desk.gates.unlock(live, 5)
    sign_in_to_production(desk, openstack=True)
    assert desk.gates.read_only(live)
    desk.gates.unlock(live, 5)
    desk.sign_out(live, CancelToken())
    assert desk.gates.unlocked_until(live) is None


def test_signing_out_is_no_change(desk, live):
    token = desk.cloud(live).token(CancelToken())
    desk.sign_out(live, CancelToken())
    assert token
    assert desk.cloud(live) is None


def test_what_the_catalogue_says_of_a_call_counts_for_the_gate(gates, desk):
    request = replace(
        drafted(desk, sign_in_to_production(desk, openstack=True), "image.list-images"), place=PLACE
    )
    gates.check(request, Change.NONE, False, pytest.fail)
    with pytest.raises(ReadOnly):
        gates.check(request, Change.CHANGE, False, pytest.fail)
