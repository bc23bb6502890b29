"""What an answer offers about watching: the button beside its facts, entries of menus, and of the Answer menu."""

import pytest
from PySide6.QtWidgets import QMenu

from api.answer.answer import read_answer
from api.exchange.build import build
from api.model import Paging, Place
from gui.answer.view import TABLE, TREE, AnswerView
from gui.work.watch.offer import WORDS
from tests.builders.exchanges import a_response, an_exchange, an_image, an_image_list
from tests.builders.scripted_cloud import CATALOGUE

PAGING = Paging("/images", "/next", "marker")
PLACE = Place("p1", "912345", "DFW")
IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"
TASK = "4b6ebbd7-9d1c-4a0f-9f8e-0c6a7f3f2b18"


def answered(call_id, body, status=200, **values):
    call = CATALOGUE.call(call_id)
    keyed = {p.key: values.get(p.name, p.schema.example) for p in call.fields() if p.required}
    draft = build(call, keyed, "https://dfw.images.example.com", PLACE)
    assert draft.request is not None, draft.faults
    return an_exchange(a_response(body, status), draft.request)


@pytest.fixture
def view_of(window, program, until):
    def make(exchange):
        with_list = PAGING if "list" in exchange.request.call_id else None
        view = AnswerView(exchange, read_answer(exchange, with_list), program.jobs, program.desk)
        view.setParent(window)
        read = []
        view.uses.ready.connect(lambda: read.append(True))
        view.show()
        until(lambda: read and not program.jobs.count)
        return view

    return make


def menu_at(view, pointer):
    view.switch.choose(TREE)
    tree = view.page(TREE).tree
    tree.show_node(view.answer.document.find(pointer))
    return tree.menu_for(tree.currentIndex())


def row_menu(view, pointer):
    view.switch.choose(TABLE)
    menu = QMenu(view)
    view.page(TABLE).view.menu_begun.emit(menu, view.answer.document.find(pointer))
    return menu


def entries(menu):
    return [action for action in menu.actions() if action.text() == WORDS]


def shown(status):
    image = an_image(status=status, id=IMAGE)
    return answered("cloud-images.get-image-details", image, image_id=IMAGE)


def plans(program):
    return [work.plan for work in program.desk.works.all()]


def test_a_row_of_a_list_can_be_watched(view_of, program):
    view = view_of(answered("cloud-images.list-images", an_image_list(3)))
    (entry,) = entries(menu_at(view, "/images/1/status"))
    entry.trigger()
    (plan,) = plans(program)
    assert (plan.call_id, plan.place) == ("cloud-images.get-image-details", PLACE)
    assert plan.values == (("image_id", an_image(1)["id"]),)
    assert plan.title == "Watch image Ubuntu 24.04 LTS (Noble)"
    assert entries(row_menu(view, "/images/2"))
    assert not entries(menu_at(view, "/images"))


def test_a_share_of_an_image_can_be_watched(view_of, program):
    member = {"image_id": IMAGE, "member_id": "554433", "status": "pending"}
    view = view_of(answered("image.list-image-members", {"members": [member]}, image_id=IMAGE))
    entries(menu_at(view, "/members/0/status"))[0].trigger()
    (plan,) = plans(program)
    assert plan.title == "Watch share 554433"
    assert dict(plan.values) == {"image_id": IMAGE, "member_id": "554433"}


def test_what_is_not_done_yet_has_a_button(view_of, program):
    view = view_of(shown("saving"))
    assert view.uses.watch.button.isVisible()
    assert view.uses.watch.possible
    view.uses.watch.button.click()
    assert plans(program)[0].title == "Watch image Debian 10 (Buster) (PVHVM)"


@pytest.mark.parametrize("status", ["active", "killed"])
def test_what_is_done_has_none_but_can_be_watched_from_the_menu(view_of, program, status):
    view = view_of(shown(status))
    assert not view.uses.watch.button.isVisible()
    assert view.uses.watch.possible
    view.uses.watch.want()
    assert len(plans(program)) == 1


def test_a_task_that_was_made_has_a_button(view_of, program):
    task = {"id": TASK, "type": "import", "status": "pending"}
    view = view_of(answered("cloud-images.import-task", task, 201))
    assert view.uses.watch.button.isVisible()
    view.uses.watch.want()
    assert plans(program)[0].title == "Watch task import 4b6ebbd7-9d…f2b18"


def test_an_import_bears_the_name_that_was_seen(view_of, program):
    program.desk.seen.learn(*seen_list(IMAGE))
    given = {"method.name": "web-download", "image_id": IMAGE}
    view = view_of(answered("image.import-image", b"", 202, **given))
    view.uses.watch.want()
    assert plans(program)[0].title == "Watch image Debian 10 (Buster) (PVHVM)"


def seen_list(image_id):
    exchange = answered("image.list-images", {"images": [an_image(id=image_id)]})
    return exchange, read_answer(exchange, PAGING)


def test_nothing_can_be_watched_where_nothing_is_named(view_of):
    view = view_of(answered("image.show-images-schema", {"name": "images"}))
    assert not view.uses.watch.button.isVisible()
    assert not view.uses.watch.possible


def test_the_watch_that_is_on_already_is_shown(view_of, program, window, until, monkeypatch, begin):
    monkeypatch.setattr("api.work.watch.watching.Watching.run", lambda self: self._work.rest(600))
    view = view_of(shown("saving"))
    view.uses.watch.want()
    (work,) = program.desk.works.all()
    begin()
    assert window.work_panel.chosen is not work
    view.uses.watch.want()
    assert len(program.desk.works.all()) == 2
    assert window.work_panel.chosen is work


def test_an_answer_without_a_window_begins_nothing(qtbot, program, until):
    exchange = shown("saving")
    view = AnswerView(exchange, read_answer(exchange, None), program.jobs, program.desk)
    qtbot.addWidget(view)
    until(lambda: view.uses.watch.possible)
    view.uses.watch.want()
    assert plans(program) == []


def test_an_answer_that_was_closed_offers_nothing(qtbot, program, until):
    exchange = shown("saving")
    answer = read_answer(exchange, None)
    view = AnswerView(exchange, answer, program.jobs, program.desk)
    qtbot.addWidget(view)
    read = []
    view.uses.ready.connect(lambda: read.append(answer.close()))
    until(lambda: read and not program.jobs.count)
    assert not view.uses.watch.button.isVisibleTo(view)
