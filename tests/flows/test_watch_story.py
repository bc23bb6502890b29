"""Watching through the window: from a call that starts something to its end, and over the program's end."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from api.answer.plain import middle
from api.desk import Desk
from api.practice import imports, tasks
from api.running import CancelToken
from api.work.watch import pauses
from api.work.work import State
from gui.program import Program
from gui.work.deeds import deeds_of
from gui.work.watch.offer import WORDS
from gui.work.words import figures
from tests.flows.hand import Hand

SOURCE = "https://images.example.org/disk.raw"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Tasks and imports take no time, and looks follow each other at once."""
    monkeypatch.setattr(imports, "TAKES", timedelta(0))
    monkeypatch.setattr(tasks, "STARTS", timedelta(0))
    monkeypatch.setattr(tasks, "ENDS", timedelta(0))
    monkeypatch.setattr(pauses, "FIRST", 0.01)


def beside(desk, profile, call_id, given):
    """The id of what a call makes that is sent beside the window."""
    call, place = desk.catalogue.call(call_id), desk.place(profile)
    draft = desk.draft(call, {p.key: given[p.name] for p in call.fields() if p.name in given}, place)
    exchange = desk.send(draft.request, draft.secrets, cancel=CancelToken())
    return json.loads(exchange.response.content.bytes())["id"]


def create(desk, profile):
    """A new image of the account."""
    given = {"name": "Debian 13", "disk_format": "raw", "container_format": "bare"}
    return beside(desk, profile, "image.create-image", given)


def send_import(hand, image_id, address):
    hand.open_call("import image", "Import image")
    form = hand.dialog
    by_name = {key.name: key for key in form.form.rows}
    form.fill(
        {
            by_name["image_id"]: image_id,
            by_name["method.name"]: "web-download",
            by_name["method.uri"]: address,
        }
    )
    hand.send()
    return hand.answered("Import image", 202)


def test_an_import_is_watched_with_the_keyboard_until_it_is_done(openstack):
    hand, desk = openstack, openstack.window.program.desk
    view = send_import(hand, create(desk, hand.window.profile), SOURCE)
    hand.until(lambda: view.uses.watch.button.isVisible())
    hand.window.activateWindow()
    hand.tab_to(WORDS)
    hand.press("Space")
    (work,) = desk.works.all()
    hand.until(lambda: work.state.ended)
    assert (work.state, work.sentence) == (State.DONE, "Active.")
    assert hand.window.work_panel.chosen is work
    assert "active - ready to use" in [note.sentence for note in work.notes]
    assert hand.window.work_panel.isVisible()


def test_a_failed_import_shows_its_reason_in_the_panel(openstack):
    hand, desk = openstack, openstack.window.program.desk
    view = send_import(hand, create(desk, hand.window.profile), "https://images.example.org/missing.raw")
    hand.until(lambda: view.uses.watch.button.isVisible())
    hand.click(view.uses.watch.button)
    (work,) = desk.works.all()
    hand.until(lambda: work.state.ended)
    assert work.state is State.FAILED
    assert "The service says: “HTTP Error 404: Not Found”. There is nothing at that address." in figures(
        work
    )
    assert [offer.title for offer in deeds_of(work, hand.window.bench)] == ["Show the image"]


def test_the_answer_menu_watches_what_is_chosen(rackspace):
    hand, desk = rackspace, rackspace.window.program.desk
    given = {"input.import_from": "exports/child.vhd", "input.image_properties.name": "Child"}
    task_id = beside(desk, hand.window.profile, "cloud-images.import-task", given)
    hand.open_call("list tasks", "List Tasks")
    hand.send()
    view = hand.answered("List Tasks", 200)
    tree = view.page(0).tree
    hand.until(lambda: view.uses.uses(view.answer.document.find("/tasks/0")) is not None)
    view.page(0).show_node(view.answer.document.find("/tasks/0"))
    tree.setFocus()
    assert "watch" in hand.window.answers.deeds()
    hand.window.answers.deeds()["watch"]()
    (work,) = desk.works.all()
    assert work.title == f"Watch task import {middle(task_id)}"
    assert dict(work.plan.values) == {"task_id": task_id}
    hand.until(lambda: work.state.ended)
    assert "The service says: “721: The VHD has a parent disk.”" in work.sentence
    assert "Merge both into one disk and import that." in work.sentence


def test_a_watch_goes_on_at_the_next_start(qapp, qtbot, data_dir, monkeypatch):
    monkeypatch.setattr(imports, "TAKES", timedelta(hours=1))
    first = Desk(data_dir)
    program = Program(lambda: first)
    hand = Hand(qtbot, program.start())
    hand.until(lambda: hand.window.navigation.heads)
    hand.window.practise_openstack()
    hand.until(lambda: hand.window.profile)
    send_import(hand, create(first, hand.window.profile), SOURCE)
    end(qapp, program)

    monkeypatch.setattr(imports, "TAKES", timedelta(0))
    second = Desk(data_dir)
    program = Program(lambda: second)
    hand = Hand(qtbot, program.start())
    said = []
    hand.window.notices.posted.connect(lambda message: said.append(message.sentence))
    hand.until(lambda: hand.window.navigation.heads)
    assert second.works.all() == ()
    hand.window.practise_openstack()
    hand.until(lambda: second.works.all())
    (work,) = second.works.all()
    hand.until(lambda: work.notes)
    assert work.notes[0].sentence.startswith("importing")
    hand.until(lambda: said)
    assert said == [f"Watching again: {work.title.removeprefix('Watch ')}."]
    end(qapp, program)


def end(qapp, program):
    """The person quits."""
    program.close_all()
    assert program.shutdown(5)
    program.deleteLater()
    qapp.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete
