"""Where the keyboard is after each step: back in the form, on in the answer, never taken from where it is used."""

import threading

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.parameters.dialog import ParameterDialog

IMAGE = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def slow_send(desk, monkeypatch):
    """Calls are sent when the event is set, and not before."""
    go, send = threading.Event(), desk.send

    def late(*arguments, **more):
        assert go.wait(20)
        return send(*arguments, **more)

    monkeypatch.setattr(desk, "send", late)
    yield go
    go.set()


@pytest.mark.parametrize("way_out", ["Return", "Escape", "mouse"])
def test_a_no_leads_back_to_the_form_as_it_was(rackspace, way_out):
    hand = rackspace
    dialog = hand.open_call("delete image", "Delete Image")
    hand.fill(image_id=IMAGE)
    field = QApplication.focusWidget()
    hand.send()
    question = hand.question
    if way_out == "mouse":
        hand.click(question.no)
    else:
        hand.press(way_out)
    hand.until(dialog.isActiveWindow)
    assert hand.window.answers.count == 0
    assert QApplication.focusWidget() is field
    assert IMAGE in dialog.preview.toPlainText()


def test_after_a_yes_the_form_leaves_and_the_answer_has_the_keyboard(rackspace):
    hand = rackspace
    dialog = hand.open_call("delete image", "Delete Image")
    hand.fill(image_id=IMAGE)
    hand.send()
    hand.until(hand.question.yes.isEnabled)
    hand.tab_to("Delete Image")
    hand.press("Space")
    hand.until(lambda: hand.window.answers.count == 1)
    hand.until(hand.window.isActiveWindow)
    assert not dialog.isVisible()
    hand.until(lambda: not hand.tab.running)
    assert hand.tab.isAncestorOf(QApplication.focusWidget())


def test_the_answer_takes_the_keyboard_of_the_form_that_left(rackspace, slow_send):
    hand = rackspace
    hand.open_call("list images", "List Images")
    hand.send()
    hand.until(hand.window.isActiveWindow)
    assert QApplication.focusWidget().text() == "Cancel"
    assert hand.tab.isAncestorOf(QApplication.focusWidget())
    slow_send.set()
    view = hand.answered("List Images", 200)
    before = hand.window.status.hint.text()
    assert QApplication.focusWidget() is view.page(0).tree
    hand.press("Down")
    assert hand.window.status.hint.text() != before


def test_an_answer_takes_the_keyboard_from_no_field_and_no_form(rackspace, slow_send):
    hand = rackspace
    hand.open_call("list images", "List Images")
    hand.send()
    hand.press("Ctrl+K")
    hand.type("add")
    slow_send.set()
    hand.answered("List Images", 200)
    assert QApplication.focusWidget() is hand.window.top.finder
    hand.press("Escape")
    slow_send.clear()
    hand.open_call("list images", "List Images")
    hand.send()
    dialog = hand.open_call("get image details", "Get Image Details")
    field = QApplication.focusWidget()
    slow_send.set()
    hand.answered("List Images", 200)
    assert dialog.isActiveWindow()
    assert QApplication.focusWidget() is field
    assert isinstance(field, QLineEdit)


def test_a_mock_from_the_form_can_be_read_at_once(rackspace):
    hand = rackspace
    dialog = hand.open_call("get image details", "Get Image Details")
    hand.tab_to("Mock API Call")
    hand.press("Space")
    hand.until(hand.window.isActiveWindow)
    assert not dialog.isVisible()
    assert "GET /v2/images/" in QApplication.focusWidget().whole
    assert "1 value is missing: image_id." in hand.words(hand.tab)


def test_ctrl_m_without_values_opens_the_form(rackspace):
    hand = rackspace
    hand.go_to_call("add image tag", "Add Image Tag")
    hand.press("Ctrl+M")
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    assert hand.window.answers.count == 0


def test_ctrl_k_in_a_form_leads_to_the_search(rackspace):
    hand = rackspace
    dialog = hand.open_call("get image details", "Get Image Details")
    hand.press("Ctrl+K")
    hand.until(hand.window.isActiveWindow)
    hand.until(hand.window.top.finder.hasFocus)
    hand.type("list images")
    hand.press("Return")
    hand.until(lambda: hand.window.head.title.text() == "List Images")
    assert dialog.isVisible()
