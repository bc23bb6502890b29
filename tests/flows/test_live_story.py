"""The main story through the window against a real Keystone and Glance."""

import os

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from gui.sign_in.sheet import SignInSheet
from tests.live.cloud.people import DOMAIN
from tests.live.cloud.shared import shared_cloud

pytestmark = pytest.mark.live


@pytest.fixture
def live_cloud(monkeypatch):
    """The cloud of all live tests; it is on this machine, so no proxy stands between."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    return shared_cloud()


def sign_in(hand, cloud, person):
    """Sign in by the sheet, by keyboard."""
    hand.press("Ctrl+L")
    hand.until(lambda: isinstance(QApplication.activeWindow(), SignInSheet))
    hand.tab_to("Cloud")
    while QApplication.focusWidget().currentText() != "OpenStack":
        hand.press("Down")
    hand.fill(
        **{
            "Profile name": "Live",
            "Identity address": cloud.identity_url,
            "User name": person.name,
            "Password": person.password,
            "User domain": DOMAIN,
            "Project": person.project,
        }
    )
    hand.press("Return")
    hand.until(lambda: hand.window.profile)
    hand.until(lambda: not hand.window.findChildren(SignInSheet))


def call(hand, words, title, status, **values):
    """Find a call, fill it in and send it, by keyboard; the answer's JSON."""
    hand.open_call(words, title)
    hand.fill(**values)
    hand.send()
    hand.until(lambda: not hand.tab.running)
    hand.answered(title, status)
    return hand.json() if status != 204 else None


def test_the_main_story(live_cloud, hand, heart):
    alice, bob = live_cloud.people.alpha, live_cloud.people.beta
    sign_in(hand, live_cloud, alice)
    assert alice.name in hand.window.top.who.text()
    assert alice.project in hand.window.top.who.text()
    call(hand, "list images", "List images", 200)
    image = call(hand, "create image", "Create image", 201, name="Büro <1>")["id"]
    call(hand, "add image property", "Add image property", 200, image_id=image, property="a~b/c", value="x")
    member = call(
        hand, "create image member", "Create image member", 200, image_id=image, member=bob.project_id
    )
    assert member["status"] == "pending"
    call(hand, "add image tag", "Add image tag", 204, image_id=image, tag_value="size 50% & more")
    shown = call(hand, "show image", "Show image", 200, image_id=image)
    assert (shown["name"], shown["a~b/c"], shown["tags"]) == ("Büro <1>", "x", ["size 50% & more"])
    assert image in [each["id"] for each in call(hand, "list images", "List images", 200)["images"]]
    _delete(hand, image, bob)
    call(hand, "show image", "Show image", 404, image_id=image)


def _delete(hand, image, bob):
    hand.open_call("delete image", "Delete image")
    hand.fill(image_id=image)
    hand.send()
    question = hand.question
    hand.until(question.yes.isEnabled)
    told = {w.accessibleName(): w.text() for w in question.findChildren(QLabel) if w.accessibleName()}
    assert (told["Name"], told["Owner"]) == ("Büro <1>", "yours")
    assert told["Accounts that lose it"] == f"1: {bob.project_id}"
    hand.tab_to("Delete image")
    hand.press("Space")
    hand.until(lambda: not hand.tab.running)
    hand.answered("Delete image", 204)
