"""The main story through the window against a real Keystone and Glance: sign in, create, change, share, tag, delete."""

from __future__ import annotations

from typing import Any

import pytest

from gui.sign_in.sheet import SignInSheet
from tests.flows.conftest import heart, program, start  # noqa: F401 - fixtures
from tests.flows.hand import Hand
from tests.live.cloud.live_cloud import LiveCloud

NAME = "grün <b>& more</b>"


@pytest.fixture
def hand(start: Any, memory_keyring: Any) -> Hand:  # noqa: F811
    """A window where nobody is signed in, and a keyring of its own."""
    made: Hand = start()
    return made


def open_sheet(hand: Hand) -> SignInSheet:
    hand.press("Ctrl+L")
    hand.until(lambda: hand.window.findChildren(SignInSheet))
    sheet: SignInSheet = hand.window.findChildren(SignInSheet)[0]
    hand.until(sheet.isActiveWindow)
    return sheet


def fill_in(hand: Hand, sheet: SignInSheet, cloud: LiveCloud, password: str) -> None:
    """Fill the form as it is offered; the domains in it are right already."""
    alice = cloud.people.alpha
    values = {
        "name": "At home",
        "auth_url": cloud.identity_url,
        "user": alice.name,
        "secret": password,
        "project": alice.project,
    }
    for name, value in values.items():
        editor = sheet.form.rows[name].editor
        hand.until(editor.isVisible)
        hand.click(editor)
        hand.press("Ctrl+A")
        hand.paste(value)


def sign_in(hand: Hand, cloud: LiveCloud) -> None:
    """A wrong password first, then the right one in the same form."""
    sheet = open_sheet(hand)
    hand.choose(sheet.kind, "OpenStack")
    assert sheet.chosen_method.id == "password"
    fill_in(hand, sheet, cloud, "wrong")
    hand.click(sheet.go)
    hand.until(lambda: sheet.problem.isVisible() and not sheet.busy)
    assert not hand.window.profile
    fill_in(hand, sheet, cloud, cloud.people.alpha.password)
    hand.click(sheet.go)
    hand.until(lambda: hand.window.profile)


def call(hand: Hand, title: str, status: int, **values: str) -> None:
    """Open a call's form, fill it in and send it."""
    hand.open_call(title.lower(), title)
    hand.fill(**values)
    hand.send()
    hand.answered(title, status)


def delete(hand: Hand, image: str, losing: str) -> None:
    """Delete after the question has told what goes and who loses it."""
    hand.open_call("delete image", "Delete image")
    hand.fill(image_id=image)
    hand.send()
    question = hand.question
    hand.until(question.yes.isEnabled)
    hand.until(lambda: NAME in hand.words(question))
    assert losing in hand.words(question)
    hand.tab_to("Delete image")
    hand.press("Space")
    hand.answered("Delete image", 204)


def test_main_story(hand: Hand, live_cloud: LiveCloud, heart: Any) -> None:  # noqa: F811
    alpha, beta = live_cloud.people.alpha.project_id, live_cloud.people.beta.project_id
    sign_in(hand, live_cloud)
    call(hand, "Create image", 201, name=NAME)
    image = hand.json()["id"]
    assert hand.json()["owner"] == alpha
    call(hand, "Add image property", 200, image_id=image, property="com.example/team", value="blue")
    call(hand, "Add image tag", 204, image_id=image, tag_value="a b %")
    call(hand, "Create image member", 200, image_id=image, member=beta)
    call(hand, "Show image", 200, image_id=image)
    shown = hand.json()
    assert (shown["name"], shown["com.example/team"], shown["tags"]) == (NAME, "blue", ["a b %"])
    delete(hand, image, beta)
    call(hand, "Show image", 404, image_id=image)
