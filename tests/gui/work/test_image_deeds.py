"""What an image's row and node offer besides single calls."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMenu

from api.answer.answer import read_answer
from api.exchange.merged import ORIGIN, Merged, Part
from api.model import Key, Location, Paging, Place
from api.work.plan import Offer
from gui.answer.view import HEADERS, TREE, AnswerView
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


def test_an_image_of_several_regions_is_used_in_its_own(window, program, offered):
    here, there = Place("p1", "912345", "DFW"), Place("p1", "912345", "ORD")
    parts = tuple(Part(place, "", label=place.region) for place in (here, there))
    listed = [{ORIGIN: region, **an_image(number)} for number, region in enumerate(("DFW", "ORD", "IAD"))]
    everywhere = replace(a_request(), place=Place("p1", "912345"))
    whole = an_exchange(a_response({"images": listed}), everywhere)
    merged = replace(whole, merged=Merged("regions", parts, None))
    view = AnswerView(merged, read_answer(merged, PAGING), program.jobs, program.desk)
    view.setParent(window)
    view.show()

    for number in range(3):
        menu_at(view, f"/images/{number}/name")
    # Nobody can tell where the last one is.
    assert [place for place, _image, _bench in offered] == [here, there]


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


def test_an_object_can_be_imported(view_of, practising, monkeypatch):
    opened = []
    monkeypatch.setattr("gui.work.moving.entries.open_import", lambda *given: opened.append(given))
    request = replace(
        a_request(),
        call_id="cloud-files.list-objects",
        place=practising.place,
        values={Key(Location.PATH, "container"): "exports"},
    )
    exchange = an_exchange(a_response([{"name": "a.vhd", "bytes": 5}]), request)
    view = AnswerView(exchange, read_answer(exchange), practising.program.jobs, practising.program.desk)
    view.setParent(practising)
    view.show()
    (action,) = [each for each in menu_at(view, "/0/bytes").actions() if "Import" in each.text()]
    action.trigger()
    assert opened == [(practising.bench, practising.place, {"container": "exports", "object": "a.vhd"})]


def test_an_answer_to_head_shows_its_headers(program, qtbot):
    exchange = an_exchange(a_response(b"", content_type="text/html"), a_request(method="HEAD"))
    view = AnswerView(exchange, read_answer(exchange), program.jobs, program.desk)
    qtbot.addWidget(view)
    assert view.current == HEADERS
