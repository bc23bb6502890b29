"""Production in the window: the band, the lock before everything that changes, and the name before what destroys."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from gui.answer.problem_page import ProblemPage
from gui.confirm import ConfirmDialog
from gui.parameters.dialog import ParameterDialog
from gui.production.unlock import UnlockDialog
from tests.builders.production import NAME, Witness, sign_in_to_production


@pytest.fixture
def live(hand, desk):
    """A window whose profile is production, on the practice cloud, and a witness of what is sent."""
    profile = sign_in_to_production(desk)
    hand.window.set_cloud(profile, "DFW")
    hand.witness = Witness(desk)
    return hand


def band(hand):
    return hand.window.band


def an_image(hand):
    window = hand.window
    window.calls.send_plain("cloud-images.list-images", window.place)
    hand.until(lambda: window.answers.current is not None and not window.answers.current.running)
    import json

    images = json.loads(window.answers.current.exchange.response.content.bytes())["images"]
    return next(
        each for each in images if each["owner"] == window.place.account and each["status"] == "active"
    )


def form(hand, call_id, **values):
    window = hand.window
    window.calls.open(call_id, window.place)
    dialog = next(d for d in window.findChildren(ParameterDialog) if d.call.id == call_id)
    names = {row.title: key for key, row in dialog.form.rows.items()}
    dialog.fill({names[name]: value for name, value in values.items()})
    hand.until(dialog.foot.send.isEnabled)
    return dialog


def question(hand, kind):
    hand.until(lambda: [q for q in hand.window.findChildren(kind) if q.isVisible()])
    return next(q for q in hand.window.findChildren(kind) if q.isVisible())


def answered(hand):
    hand.until(lambda: hand.window.answers.current is not None and not hand.window.answers.current.running)
    return hand.window.answers.current.exchange


def test_the_band_says_production_and_locks_and_unlocks(live):
    assert band(live).isVisible()
    assert NAME in band(live).name.text()
    assert band(live).state.text() == "read-only"
    live.click(band(live).switch)
    asked = question(live, UnlockDialog)
    live.until(asked.isActiveWindow)
    live.press("Return")  # Enter alone never unlocks
    live.until(lambda: not live.window.findChildren(UnlockDialog))
    assert band(live).state.text() == "read-only"
    live.click(band(live).switch)
    live.click(question(live, UnlockDialog).yes)
    live.until(lambda: band(live).state.text() == "unlocked, 10 min left")
    live.click(band(live).switch)
    assert band(live).state.text() == "read-only"
    live.window.set_cloud("")
    assert not band(live).isVisible()


def test_a_changing_call_asks_to_unlock_and_goes_on(live):
    image = an_image(live)
    dialog = form(
        live, "cloud-images.add-image-property", image_id=image["id"], property="team", value="shop"
    )
    live.click(dialog.foot.send)
    asked = question(live, UnlockDialog)
    assert dialog.isVisible()
    assert not live.witness.changing
    live.click(asked.no)
    assert not live.witness.changing
    live.click(dialog.foot.send)
    live.click(question(live, UnlockDialog).yes)
    live.until(lambda: live.witness.changing)
    live.until(lambda: answered(live) is not None and answered(live).request.changes)
    assert answered(live).status == 200
    live.until(lambda: "unlocked" in band(live).state.text())


def test_a_lock_that_falls_while_it_is_sent_asks_again(live, desk):
    image = an_image(live)
    desk.gates.unlock(live.window.profile, 5)
    dialog = form(
        live, "cloud-images.add-image-property", image_id=image["id"], property="team", value="shop"
    )
    before = desk.gates.check

    def locked(*args):
        desk.gates.check = before
        desk.gates.lock(live.window.profile)
        before(*args)

    desk.gates.check = locked
    live.click(dialog.foot.send)
    asked = question(live, UnlockDialog)
    assert not live.witness.changing
    page = live.window.answers.findChild(ProblemPage)
    assert any("read-only" in label.text() for label in page.findChildren(QLabel))
    live.click(asked.yes)
    live.until(lambda: live.witness.changing)


def test_what_destroys_is_named(live):
    image = an_image(live)
    dialog = form(live, "cloud-images.delete-image", image_id=image["id"])
    live.click(dialog.foot.send)
    live.click(question(live, UnlockDialog).yes)
    asked = question(live, ConfirmDialog)
    live.until(lambda: asked._facts is not None)
    assert not asked.yes.isEnabled()
    asked.word.line.setText("something else")
    live.click(asked.yes)
    assert asked.isVisible()
    assert image["name"] in asked.word.fault.text()
    assert not live.witness.changing
    asked.word.line.setText(image["name"])
    assert asked.word.fault.text() == ""
    live.click(asked.yes)
    live.until(lambda: live.witness.changing)
    assert live.witness.changing[0].startswith("DELETE")
    live.until(lambda: answered(live) is not None and answered(live).status == 204)


def test_send_again_is_locked_too(live, desk):
    image = an_image(live)
    desk.gates.unlock(live.window.profile, 5)
    dialog = form(
        live, "cloud-images.add-image-property", image_id=image["id"], property="team", value="shop"
    )
    live.click(dialog.foot.send)
    live.until(lambda: live.witness.changing)
    live.until(lambda: answered(live) is not None and answered(live).request.changes)
    desk.gates.lock(live.window.profile)
    live.window.calls.send_again(live.window.answers.current.exchange)
    assert question(live, UnlockDialog)
    assert len(live.witness.changing) == 1


def test_the_tabs_of_a_marked_profile_bear_its_colour(live):
    an_image(live)
    assert not live.window.answers._book.tabIcon(0).isNull()
    assert live.window.top._color == "red"
