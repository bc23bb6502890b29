"""What an image's row and node offer besides single calls."""

import pytest
from PySide6.QtWidgets import QMenu

from api.answer.answer import read_answer
from api.model import Paging
from api.work.plan import Offer
from gui.answer.view import TREE, AnswerView
from gui.work import image_deeds
from tests.builders.exchanges import a_request, a_response, an_exchange, an_image, an_image_list

PAGING = Paging("/images", "/next", "marker")


@pytest.fixture
def offered(monkeypatch):
    """What was asked to make offers; each makes one."""
    asked = []

    def part(place, image, bench):
        asked.append((place, image, bench))
        yield Offer(f"Share {image['name']}…", lambda: asked.append("done"))

    monkeypatch.setattr(image_deeds, "PARTS", (part, lambda *_: ()))
    return asked


@pytest.fixture
def view_of(window, program):
    def make(body, title="List Images"):
        exchange = an_exchange(a_response(body), a_request(title))
        view = AnswerView(exchange, read_answer(exchange, PAGING), program.jobs, program.desk)
        view.setParent(window)
        view.show()
        return view

    return make


def menu_at(view, pointer):
    tree = view.page(TREE).tree
    tree.show_node(view.answer.document.find(pointer))
    return tree.menu_for(tree.currentIndex())


def texts(menu: QMenu):
    return [action.text() for action in menu.actions()]


def test_an_images_menu_has_the_entries_and_they_do_it(view_of, offered, window):
    view = view_of(an_image_list(3))
    menu = menu_at(view, "/images/1/name")

    (action,) = [action for action in menu.actions() if action.text() == "Share Ubuntu 24.04 LTS (Noble)…"]
    action.trigger()
    place, image, bench = offered[0]
    assert (place, image["id"], bench) == (view.exchange.place, an_image(1)["id"], window.bench)
    assert offered[1:] == ["done"]


def test_what_is_no_image_has_none(view_of, offered):
    assert not [text for text in texts(menu_at(view_of(an_image_list(1)), "/images")) if "Share" in text]
    assert not [text for text in texts(menu_at(view_of({"a": 1}, "Unknown"), "/a")) if "Share" in text]
    assert offered == []


def test_an_answer_without_a_window_has_none(qtbot, program, offered):
    exchange = an_exchange(a_response(an_image_list(1)), a_request())
    view = AnswerView(exchange, read_answer(exchange, PAGING), program.jobs, program.desk)
    qtbot.addWidget(view)

    assert texts(menu_at(view, "/images/0"))
    assert offered == []
