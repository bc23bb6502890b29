"""The main job: list, open, change, share, tag, delete; by keyboard alone at Rackspace, by mouse on OpenStack."""

import threading

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gui.confirm import ConfirmDialog
from gui.parameters.dialog import ParameterDialog
from tests.flows.servers import ask, saying, serving

NAME = "web-02 before upgrade"


@pytest.fixture
def slow_look(desk, monkeypatch):
    """The read before destroying is answered when the event is set, and not before."""
    go, look = threading.Event(), desk.look

    def late(*arguments):
        assert go.wait(20)
        return look(*arguments)

    monkeypatch.setattr(desk, "look", late)
    yield go
    go.set()


def facts(question):
    """What the question tells, by name."""
    from PySide6.QtWidgets import QLabel

    return {w.accessibleName(): w.text() for w in question.findChildren(QLabel) if w.accessibleName()}


def copy_own_id(hand):
    """Find the image in the answer, walk to its id, copy it: by keyboard."""
    hand.press("Alt+2")
    assert QApplication.focusWidget() is hand.view.page(0).tree
    hand.press("Ctrl+F")
    hand.type(NAME)
    hand.press("Return")
    hand.until(lambda: hand.view.find_bar.count_text == "1 of 1")
    hand.press("Escape")
    at = hand.window.status.hint.text()
    assert at.endswith(".name")
    wanted = at.removesuffix("name") + "id"
    for key in ("Down", "Up"):
        for _ in range(30):
            if hand.window.status.hint.text() == wanted:
                break
            hand.press(key)
    assert hand.window.status.hint.text() == wanted
    QGuiApplication.clipboard().clear()
    hand.press("Ctrl+C")
    return QGuiApplication.clipboard().text()


def test_by_keyboard_alone_at_rackspace(rackspace, heart, slow_look, desk):
    hand = rackspace
    image = _list_and_find(hand)
    _look_at(hand, image)
    _change(hand, image)
    _delete(hand, image, slow_look)
    hand.open_call("get image details", "Get Image Details")
    hand.fill(image_id=image)
    hand.send()
    assert "404" in hand.words(hand.answered("Get Image Details", 404).facts)


def _list_and_find(hand):
    dialog = hand.open_call("list images", "List Images")
    assert "912345" in dialog.windowTitle()
    assert "DFW" in dialog.windowTitle()
    hand.tab_to("Fill in: Mine")
    hand.press("Space")
    assert "owner=912345" in dialog.preview.toPlainText()
    hand.send()
    assert not dialog.isVisible()
    view = hand.answered("List Images", 200)
    assert "200 OK" in hand.words(view.facts)
    assert "DFW" in hand.words(view.facts)
    assert view.switch.tabText(view.current) == "Tree"
    image = copy_own_id(hand)
    assert image in [each["id"] for each in hand.json()["images"]]
    return image


def _look_at(hand, image):
    hand.open_call("get image details", "Get Image Details")
    hand.press("Ctrl+V")
    hand.send()
    hand.answered("Get Image Details", 200)
    assert hand.json()["name"] == NAME
    assert hand.json()["id"] == image


def _change(hand, image):
    hand.open_call("add image property", "Add Image Property")
    hand.fill(image_id=image, property="com.example/team", value="blue")
    hand.send()
    hand.answered("Add Image Property", 200)
    hand.open_call("create image member", "Create Image Member")
    hand.fill(image_id=image, member="912346")
    hand.send()
    hand.answered("Create Image Member", 200)
    assert hand.json()["status"] == "pending"
    hand.open_call("add image tag", "Add Image Tag")
    hand.fill(image_id=image, tag="größe m 50%")
    hand.send()
    assert "nothing to show" in hand.words(hand.answered("Add Image Tag", 204).facts)
    hand.open_call("get image details", "Get Image Details")
    hand.send()  # the form still holds the image
    hand.answered("Get Image Details", 200)
    assert hand.json()["com.example/team"] == "blue"
    assert "größe m 50%" in hand.json()["tags"]


def _delete(hand, image, slow_look):
    hand.open_call("delete image", "Delete Image")
    hand.fill(image_id=image)
    tabs = hand.window.answers.count
    hand.send()
    question = hand.question
    assert "Looking at the image" in hand.words(question)
    assert not question.yes.isEnabled()
    hand.press("Return")  # Enter is Cancel
    hand.until(lambda: not hand.window.findChildren(ConfirmDialog))
    assert hand.window.answers.count == tabs
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))  # it kept the image
    hand.send()
    question = hand.question
    slow_look.set()
    hand.until(question.yes.isEnabled)
    told = facts(question)
    assert (told["Name"], told["Owner"], told["Region"]) == (NAME, "yours", "DFW")
    assert told["Size"] == "2.2 GiB"
    assert "ago" in told["Created"]
    assert told["Accounts that lose it"] == "1: 912346"
    hand.tab_to("Delete Image")
    hand.press("Space")
    hand.answered("Delete Image", 204)
    assert hand.window.answers.count == tabs + 1


def row_of(hand, call_id):
    tree = hand.window.navigation.tree
    node = tree.calls.find(call_id)
    parent = node.parent
    while parent is not None:
        tree.expand(tree.calls.index_of(parent))
        parent = parent.parent
    return tree, tree.calls.index_of(node)


def click_call(hand, call_id):
    """Open a form by a double click in the tree."""
    hand.click_row(*row_of(hand, call_id), double=True)
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    assert hand.dialog.call.id == call_id
    return hand.dialog


def click_through(hand, call_id, title, status, **values):
    """Fill in and send a call by mouse."""
    dialog = click_call(hand, call_id)
    hand.write(dialog, **values)
    hand.click(dialog.foot.send)
    hand.answered(title, status)


def test_by_mouse_on_openstack(openstack, heart, desk):
    hand = openstack
    beta = desk.practice().second_credentials.project_id
    hand.click(hand.window.navigation.filter)
    hand.type("image")
    hand.press("Escape")
    click_through(hand, "image.create-image", "Create image", 201, name="grün <b>& more</b>")
    image = hand.json()["id"]
    click_through(hand, "image.add-image-tag", "Add image tag", 204, image_id=image, tag_value="a b %")
    click_through(
        hand,
        "image.add-image-property",
        "Add image property",
        200,
        image_id=image,
        property="team",
        value="blue",
    )
    _share_by_mouse(hand, image, beta)
    click_through(hand, "image.show-image", "Show image", 200, image_id=image)
    assert hand.json()["tags"] == ["a b %"]
    assert hand.json()["team"] == "blue"
    _delete_by_mouse(hand, image, beta)


def _share_by_mouse(hand, image, beta):
    click_through(
        hand, "image.create-image-member", "Create image member", 200, image_id=image, member=beta
    )
    assert hand.json()["member_id"] == beta


def _delete_by_mouse(hand, image, beta):
    dialog = click_call(hand, "image.delete-image")
    hand.write(dialog, image_id=image)
    hand.click(dialog.foot.send)
    question = hand.question
    hand.until(question.yes.isEnabled)
    told = facts(question)
    assert told["Name"] == "grün <b>& more</b>"
    assert told["Owner"] == "yours"
    assert told["Accounts that lose it"] == f"1: {beta}"
    tabs = hand.window.answers.count
    hand.click(question.no)
    hand.until(lambda: not hand.window.findChildren(ConfirmDialog))
    assert hand.window.answers.count == tabs
    dialog = click_call(hand, "image.delete-image")
    hand.click(dialog.foot.send)
    question = hand.question
    hand.until(question.yes.isEnabled)
    QApplication.sendPostedEvents()
    hand.click(question.yes)
    hand.answered("Delete image", 204)


def test_the_filter_leads_to_a_call_by_keyboard(rackspace):
    hand = rackspace
    hand.press("Ctrl+Shift+F")
    hand.type("images schema")
    hand.press("Return")
    assert hand.window.head.title.text() == "Get Images Schema"
    assert hand.window.navigation.tree.hasFocus()
    hand.press("Ctrl+Return")
    hand.answered("Get Images Schema", 200)
    assert hand.json()["name"] == "images"


def test_a_warning_stands_over_the_form_of_what_destroys(rackspace):
    dialog = rackspace.open_call("delete image", "Delete Image")
    assert dialog.head.warning.isVisible()
    assert dialog.head.warning.text()
    assert not dialog.foot.send.isEnabled()
    assert dialog.foot.state.text().startswith("image_id")
    rackspace.press("Return")
    assert dialog.isVisible()
    assert rackspace.window.answers.count == 0


def test_alt_2_goes_into_whatever_the_answer_is(rackspace):
    hand = rackspace
    hand.press("Alt+2")
    assert hand.window.isActiveWindow()
    hand.go_to_call("images schema", "Get Images Schema")
    hand.press("Ctrl+M")
    hand.press("Alt+2")
    assert "GET /v2/schemas/images" in QApplication.focusWidget().whole
    hand.press("Alt+1")
    assert hand.window.navigation.tree.hasFocus()
    with serving(saying(b"")) as server:
        hand.window.set_cloud("")
        ask(hand, server.url)
        hand.failed("Health check")
        hand.press("Alt+2")
        assert "GET /healthcheck" in QApplication.focusWidget().whole
        hand.tab_to("Send again")
        before = hand.tab.page
        hand.press("Space")
        hand.until(lambda: hand.tab.page is not before)
        hand.failed("Health check")
        assert hand.window.answers.count == 2


def test_tab_reaches_everything_round_an_answer_and_in_a_list(rackspace):
    hand = rackspace
    hand.open_call("list images", "List Images")
    hand.fill(limit="2")
    hand.send()
    hand.answered("List Images", 200)
    hand.press("Alt+1")
    for name in ("Next page", "Views of the answer", "Find in answer", "Answer as a tree", "Calls"):
        hand.tab_to(name)
    hand.press("Alt+2")
    hand.press("Ctrl+6")
    hand.press("Alt+1")
    for name in ("Copy URL", "The request as it stands on the wire", "Calls"):
        hand.tab_to(name)
    dialog = hand.open_call("list images", "List Images")
    for tag in ("a", "b"):
        hand.tab_to("Add entry to tag")
        hand.press("Space")
        hand.paste(tag)
    hand.tab_to("limit")
    hand.tab_to("tag, entry 1")
    hand.tab_to("tag, entry 2")
    hand.press("Ctrl+A")
    hand.paste("c")
    assert "tag=a&tag=c" in dialog.preview.toPlainText()
