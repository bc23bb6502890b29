"""Every dialog, tab and confirmation keeps its own profile, account and region, whatever the boxes say later."""

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from gui.answer.view import REQUEST
from tests.flows.hand import Hand

ID = "11111111-1111-4111-8111-111111111111"


def origin(desk, region, product="cloud-images", profile="practice"):
    """The address of a region."""
    return desk.base_url(desk.catalogue.product(product), desk.place(profile, region))


def url(hand):
    """Where the answer in front came from."""
    return hand.tab.exchange.request.url.masked()


@pytest.fixture
def both(rackspace):
    """Signed in to both faces; Rackspace's is chosen."""
    hand = rackspace
    hand.window.actions_.by_name["practise_openstack"].trigger()
    hand.until(lambda: hand.window.profile == "practice-openstack")
    hand.choose(hand.window.top.profiles, "Practice cloud")
    assert hand.window.place.profile == "practice"
    return hand


def test_an_open_form_stays_where_it_was_opened(both, desk):
    hand = both
    dfw, ord_ = origin(desk, "DFW"), origin(desk, "ORD")
    dialog = hand.open_call("list images", "List Images")
    hand.window.activateWindow()
    hand.choose(hand.window.top.regions, "ORD")
    assert hand.window.head.address.text().startswith(ord_)
    hand.choose(hand.window.top.profiles, "Practice cloud (OpenStack)")
    assert "Not offered there" in hand.window.head.warning.text()
    assert "DFW" in dialog.windowTitle()
    dialog.activateWindow()
    hand.fill(limit="3")  # what is typed now goes there too
    hand.click(dialog.foot.send)
    view = hand.answered("List Images", 200)
    assert url(hand).startswith(dfw)
    assert "Practice cloud · 912345 · DFW" in hand.words(view.facts)
    assert hand.window.place.profile == "practice-openstack"


def test_each_place_has_its_own_form_and_the_same_place_the_same(both, desk):
    hand = both
    first = hand.open_call("get image details", "Get Image Details")
    hand.paste(ID)
    hand.window.activateWindow()
    hand.choose(hand.window.top.regions, "ORD")
    second = hand.open_call("get image details", "Get Image Details")
    assert second is not first
    assert "ORD" in second.windowTitle()
    assert "11111111" in first.preview.toPlainText()
    hand.window.activateWindow()
    hand.choose(hand.window.top.regions, "DFW")
    assert hand.open_call("get image details", "Get Image Details") is first


def test_next_page_and_send_again_go_where_the_tab_came_from(both, desk):
    hand = both
    dfw = origin(desk, "DFW")
    hand.open_call("list images", "List Images")
    hand.fill(limit="5")
    hand.send()
    hand.answered("List Images", 200)
    hand.choose(hand.window.top.regions, "ORD")
    hand.choose(hand.window.top.profiles, "Practice cloud (OpenStack)")
    hand.click(hand.named(hand.view, "Next page"))
    view = hand.answered("List Images", 200)
    assert hand.window.answers.count == 2
    assert url(hand).startswith(dfw)
    assert "marker=" in url(hand)
    assert "DFW" in hand.words(view.facts)


def test_a_question_destroys_where_it_was_asked(both, desk):
    hand = both
    image = own_image(hand)
    hand.open_call("delete image", "Delete Image")
    hand.fill(image_id=image)
    hand.send()
    question = hand.question
    hand.until(question.yes.isEnabled)
    assert "912345 · DFW" in hand.words(question)
    hand.window.set_cloud("practice-openstack")  # a second window's sign-in would do so behind the question
    hand.click(question.yes)
    hand.answered("Delete Image", 204)
    assert url(hand).startswith(origin(desk, "DFW"))
    assert "Practice cloud · 912345 · DFW" in hand.words(hand.view.facts)


def own_image(hand):
    """The id of an image of account one that is not protected."""
    hand.open_call("list images", "List Images")
    hand.click(hand.named(hand.dialog, "Fill in: Mine"))
    hand.send()
    hand.answered("List Images", 200)
    return next(i["id"] for i in hand.json()["images"] if not i.get("protected"))


def test_two_windows_are_in_two_places(both, desk, program, qtbot):
    hand = both
    hand.press("Ctrl+N")
    other = program.windows[1]
    hand.until(lambda: other.navigation.heads)
    assert (other.profile, other.region) == (hand.window.profile, hand.window.region)
    right = Hand(qtbot, other)
    hand.until(other.isActiveWindow)
    right.choose(other.top.regions, "ORD")
    region = other.top.regions.currentText()
    right.go_to_call("images schema", "Get Images Schema")
    right.press("Ctrl+Return")
    right.answered("Get Images Schema", 200)
    assert url(right).startswith(origin(desk, region))
    assert hand.window.region == "DFW"
    assert hand.window.answers.count == 0


def test_signing_out_tells_an_open_form_and_loses_nothing(both, desk):
    hand = both
    dialog = hand.open_call("add image property", "Add Image Property")
    hand.fill(image_id=ID, property="team", value="blue")
    assert dialog.foot.send.isEnabled()
    hand.window.activateWindow()
    hand.window.actions_.by_name["sign_out"].trigger()
    hand.until(lambda: desk.cloud("practice") is None)
    dialog.activateWindow()
    hand.until(dialog.isActiveWindow)
    hand.fill(value="green")
    assert "Nobody is signed in with this profile any more." in hand.words(dialog)
    hand.press("Ctrl+Return")
    assert dialog.isVisible()
    values = {key.name: value for key, value in dialog.form.capture().read()[0].items()}
    assert values == {"image_id": ID, "property": "team", "value": "green"}
    assert hand.window.answers.count == 0
    hand.window.actions_.by_name["practise"].trigger()
    hand.until(lambda: desk.cloud("practice"))
    hand.window.activateWindow()
    hand.until(hand.window.isActiveWindow)
    dialog.show()
    dialog.activateWindow()
    hand.until(dialog.isActiveWindow)
    assert not dialog.head.trouble.isVisible()
    hand.press("Ctrl+Return")
    hand.answered("Add Image Property", 404)


def test_the_request_shown_is_that_of_the_tab(both, desk):
    hand = both
    hand.open_call("get image details", "Get Image Details")
    hand.fill(image_id=ID)
    hand.send()
    view = hand.answered("Get Image Details", 404)
    hand.choose(hand.window.top.regions, "ORD")
    view.switch.choose(REQUEST)
    shown = "\n".join(text.toPlainText() for text in view.page(REQUEST).findChildren(QPlainTextEdit))
    assert f"{origin(desk, 'DFW')}/v2/images/{ID}" in shown + hand.words(view)
    assert "DFW" in hand.words(view.facts)
