"""After a sign-in the window goes on with what was left: watches at once, other work when the person wants."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from api.model import Key, Location, Place
from api.practice import tasks
from api.running import CancelToken, ignore_progress
from api.work import kept
from api.work.kept import Kind
from api.work.plan import Outcome
from api.work.watch.plan import plan_watch
from api.work.work import State
from gui.work.deeds import deeds_of
from gui.work.watch.sending import send_and_keep
from gui.work.watch.taking_up import TakingUp

SHOW = "image.show-image"


@pytest.fixture
def cloud(desk):
    return desk.practice_sign_in(CancelToken(), openstack=True)


@pytest.fixture
def place(desk, cloud):
    return desk.place(cloud.profile.id)


def ask(desk, place, call_id, confirmed=False, **values):
    call = desk.catalogue.call(call_id)
    keyed = {p.key: values[p.name] for p in call.fields() if p.name in values}
    draft = desk.draft(call, keyed, place)
    assert draft.request is not None, draft.faults
    return send_and_keep(desk, draft, CancelToken(), ignore_progress, confirmed=confirmed)


def body(exchange):
    return json.loads(exchange.response.content.bytes())


@pytest.fixture
def image(desk, place):
    made = ask(desk, place, "image.create-image", name="a test", disk_format="raw", container_format="bare")
    return body(made)["id"]


@pytest.fixture
def messages(window):
    said = []
    window.notices.posted.connect(lambda message: said.append(f"{message.sentence} {message.hint}"))
    return said


def works(desk, state=None):
    return [work for work in desk.works.all() if state is None or work.state is state]


def test_a_watch_goes_on_after_the_sign_in(desk, program, window, cloud, place, image, messages, until):
    desk.kept.note(plan_watch(desk.catalogue, SHOW, {"image_id": image}, place, name="Debian"))
    taking_up = TakingUp(program)
    taking_up.take_up(cloud.profile.id)
    until(lambda: works(desk, State.RUNNING))
    until(lambda: messages)
    assert messages == ["Watching again: image Debian. It is in My Work."]
    assert window.profile == ""  # another window's business, and yet it is told


def test_the_sign_in_itself_starts_it(desk, program, place, image, until):
    desk.kept.note(plan_watch(desk.catalogue, SHOW, {"image_id": image}, place))
    TakingUp(program)
    program.sessions.signed_in.emit(place.profile)
    until(lambda: works(desk, State.RUNNING))
    program.sessions.signed_in.emit("nobody")


@dataclass(frozen=True)
class CopyPlan:
    place: Place
    kind: str = "teleport"
    title: str = "Copy a disk"
    unit: str = ""
    values: tuple = field(default=())

    def carry_out(self, _work):
        return Outcome("Copied.")

    def kept(self):
        return {}


def test_other_work_waits_for_the_person(desk, program, place, cloud, window, messages, until, monkeypatch):
    monkeypatch.setitem(kept.KINDS, "teleport", Kind(lambda _catalogue, at, _told: CopyPlan(at)))
    desk.kept.note(CopyPlan(place))
    TakingUp(program).take_up(cloud.profile.id)
    until(lambda: messages)
    assert messages == ["Left unfinished: Copy a disk. It is in My Work, where Retry goes on with it."]
    (work,) = works(desk)
    assert window.bench.again(work).plan == work.plan


def test_a_damaged_file_is_told_once(desk, data_dir, program, cloud, messages, until, window):
    (data_dir / "work.json").write_text("{")
    taking_up = TakingUp(program)
    for _ in range(2):
        taking_up.take_up(cloud.profile.id)
        until(lambda: not program.jobs.count)
    assert len(messages) == 1
    assert "work.json could not be used" in messages[0]


def test_what_a_call_of_the_person_starts_is_kept(desk, place, image, data_dir):
    ask(desk, place, "image.import-image", image_id=image, **{
        "method.name": "web-download", "method.uri": "https://images.example.org/disk.raw"
    })  # fmt: skip
    assert desk.kept.close(20)
    (entry,) = json.loads((data_dir / "work.json").read_text())["works"].values()
    assert entry["plan"]["values"] == {"image_id": image}


def test_nothing_is_kept_of_other_calls(desk, place, image, data_dir):
    ask(desk, place, "image.add-image-tag", image_id=image, tag_value="gold")
    ask(desk, place, SHOW, image_id=image)
    assert not (data_dir / "work.json").exists()


def test_a_watch_offers_what_came_of_it(desk, program, window, until, monkeypatch):
    monkeypatch.setattr(tasks, "STARTS", timedelta(0))
    monkeypatch.setattr(tasks, "ENDS", timedelta(0))
    cloud = desk.practice_sign_in(CancelToken())
    place = desk.place(cloud.profile.id)
    given = {"input.import_from": "exports/appliance.vhd", "input.image_properties.name": "Appliance"}
    made = body(ask(desk, place, "cloud-images.import-task", **given))
    plan = plan_watch(desk.catalogue, "cloud-images.get-task-details", {"task_id": made["id"]}, place)
    work = desk.works.begin(plan)
    until(lambda: work.state.ended)
    offers = {offer.title: offer.do for offer in deeds_of(work, window.bench)}
    assert list(offers) == ["Show the image", "Show the task"]
    offers["Show the image"]()
    until(lambda: window.answers.finished)
    (_tab, exchange, _paging) = window.answers.finished[0]
    shown = Key(Location.PATH, "image_id")
    assert exchange.request.values[shown] == work.outcome.value["clues"][0]["values"]["image_id"]
