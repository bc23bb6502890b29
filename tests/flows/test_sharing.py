"""Sharing through the window: an image goes from one account to another, which accepts it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication

from api.exchange.reading import read_json
from api.identity.credentials import Credentials
from api.model import Key, Location
from api.running import CancelToken
from api.work.sharing.accounts import Certainty
from api.work.work import State
from gui.work.deeds import deeds_of
from gui.work.sharing.entries import image_offers, open_holders, open_offers, open_share
from gui.work.sharing.share_dialog import IMAGE

MEMBERS = Key(Location.BODY, "projects")


def own_image(hand, visibility):
    desk, place = hand.window.program.desk, hand.window.place
    ask = desk.asker(place, CancelToken())
    listed = read_json(ask("image.list-images", {"owner": place.account, "limit": 100}))["images"]
    return next(each for each in listed if each["visibility"] == visibility and each["status"] == "active")


def second_place(hand):
    """The other account, signed in to."""
    desk = hand.window.program.desk
    profile = desk.cloud(hand.window.place.profile).profile
    person = desk.practice().second_credentials
    other = replace(profile, id="second", name="Beta", user=person.user, project=person.project)
    desk.sign_in(other, Credentials(person.password), CancelToken())
    return desk.place("second")


@pytest.fixture
def image(openstack):
    return own_image(openstack, "private")


@pytest.fixture
def there(openstack):
    return second_place(openstack)


def fill(hand, dialog, *others):
    dialog.form.fill({MEMBERS: list(others)})
    hand.until(lambda: len(dialog.prospect.others) == len(others))


def test_an_image_is_shared_and_accepted(openstack, image, there):
    hand, bench = openstack, openstack.window.bench
    place = hand.window.place
    offer = next(iter(image_offers(place, image, bench)))
    assert offer.title == "Share…"
    dialog = offer.do() or open_share(bench, place, image)
    assert not dialog.share.isEnabled()
    fill(hand, dialog, there.account)
    assert dialog.prospect.image["id"] == image["id"]
    assert dialog.opening.isVisible()
    assert not dialog.share.isEnabled()
    assert "visibility has to change" in dialog.state.text()
    dialog.opening.setChecked(True)
    assert dialog.share.isEnabled(), dialog.prospect
    hand.click(dialog.share)

    work = bench.desk.works.all()[-1]
    hand.until(lambda: work.state.ended)
    assert work.state is State.DONE
    copy = next(deed for deed in deeds_of(work, bench) if deed.title.startswith("Copy"))
    copy.do()
    assert image["id"] in QGuiApplication.clipboard().text()

    offers = open_offers(bench, there)
    hand.until(lambda: offers.found)
    row = next(i for i, each in enumerate(offers.found) if each["id"] == image["id"])
    offers.table.selectRow(row)
    hand.click(offers.buttons["accepted"])
    hand.until(
        lambda: image["id"] not in [each["id"] for each in offers.found] and not offers.problem.isVisible()
    )
    offers.choice.setCurrentIndex(1)
    hand.until(lambda: image["id"] in [each["id"] for each in offers.found])

    holders = open_holders(bench, place)
    hand.until(lambda: any(each["member_id"] == there.account for each in holders.found))
    holders.table.selectRow([each["member_id"] for each in holders.found].index(there.account))
    assert holders.take_away.isEnabled()
    for each in (offers, holders):
        each.close()


def test_what_is_wrong_stands_in_the_dialog_before_anything_is_sent(openstack, image):
    hand, bench = openstack, openstack.window.bench
    dialog = open_share(bench, hand.window.place, image)
    fill(hand, dialog, hand.window.place.account)
    assert dialog.prospect.others[0].certainty is Certainty.WRONG
    assert not dialog.share.isEnabled()
    dialog.form.fill({IMAGE: "00000000-0000-0000-0000-000000000000"})
    hand.until(lambda: dialog.prospect.trouble)
    assert "404" in dialog.trouble.text()
    assert dialog.trouble.isVisible()
    assert not dialog.share.isEnabled()
    assert not bench.desk.works.all()
    dialog.close()


def test_the_menu_needs_a_sign_in(hand):
    hand.window.actions_.by_name["share"].trigger()
    hand.until(lambda: hand.window.toast.isVisible())
    assert hand.window.bench.desk.works.all() == ()


def test_a_list_that_cannot_be_read_says_so(openstack, monkeypatch):
    bench = openstack.window.bench
    openstack.window.program.desk.practice().stop()
    dialog = open_offers(bench, openstack.window.place)
    openstack.until(lambda: dialog.problem.isVisible())
    assert dialog.problem.sentence.text()
    assert dialog.again.isEnabled()
    dialog.close()
