"""The head of a call gives its room to the answers where there is little of it."""

import pytest
from PySide6.QtWidgets import QWidget

from api.catalog.catalogue import Catalogue
from gui.call_head import CallHead
from gui.call_page import ENOUGH, SCARCE, CallPage


@pytest.fixture
def page(qtbot):
    head = CallHead()
    made = CallPage(head, QWidget())
    made.head = head
    qtbot.addWidget(made)
    made.resize(700, ENOUGH + 10)
    made.show()
    return made


def show(page, call_id):
    page.head.show_call(Catalogue().call(call_id), "http://127.0.0.1/v2/images")
    return page.head


def test_with_room_the_whole_description_stands_there(page):
    head = show(page, "cloud-images.list-images")
    assert head.about.isVisible()
    assert not head.brief.isVisible()
    assert not head.notes.isVisible()


def test_with_little_room_one_line_of_it_does_until_more_is_wanted(page):
    head = show(page, "cloud-images.list-images")
    tall = head.height()
    page.resize(700, ENOUGH - 10)
    assert not head.about.isVisible()
    assert head.brief.isVisible()
    assert head.brief.shown.endswith("…")
    assert head.sizeHint().height() < tall
    head.more.click()
    assert head.about.isVisible()
    assert head.notes.isVisible()
    assert not head.brief.isVisible()
    head.more.click()
    assert head.brief.isVisible()


def test_a_call_without_notes_can_be_read_whole_as_well(page):
    page.resize(700, ENOUGH - 10)
    call = next(each for each in Catalogue().calls("image") if not each.notes)
    head = show(page, call.id)
    head.more.click()
    assert head.about.isVisible()
    assert not head.notes.isVisible()
    page.resize(700, ENOUGH + 10)
    assert not head.more.isVisible()


def test_with_hardly_any_room_the_title_and_the_buttons_stay(page):
    head = show(page, "cloud-images.list-images")
    page.resize(700, SCARCE - 10)
    shown = [
        part for part in (head.address, head.facts, head.brief, head.about, head.more) if part.isVisible()
    ]
    assert shown == []
    assert head.title.isVisible()
    assert head.primary.isVisible()
    page.resize(700, SCARCE + 10)
    assert head.address.isVisible()
    assert head.brief.isVisible()
