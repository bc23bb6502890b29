"""What survives the end of the program: watches are begun again, other work is offered, damage is set aside."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from api.errors import PitchforkError, SignInExpired
from api.model import Place
from api.work import kept as module
from api.work.kept import INTERRUPTED, Kept, Kind
from api.work.plan import Outcome
from api.work.watch.plan import WatchPlan, plan_watch
from api.work.work import State
from api.work.works import Works
from tests.builders.scripted_cloud import CATALOGUE, PLACE, ScriptedCloud, raised

PATIENCE = 20.0
SHOW = "image.show-image"
IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"
SAVING = (200, {"id": IMAGE, "name": "Debian 12", "status": "saving"})
ACTIVE = (200, {"id": IMAGE, "name": "Debian 12", "status": "active"})


@dataclass(frozen=True)
class CopyPlan:
    """A plan that would go on where it stood, and fails when it is told to."""

    source: str = "disk"
    fails: bool = False
    place: Place = PLACE
    kind: str = "copy"
    title: str = "Copy a disk"
    unit: str = ""
    stop: threading.Event = field(default_factory=threading.Event, compare=False)

    def carry_out(self, work):
        work.memory.note(segment=work.memory.facts.get("segment", 0) + 1)
        if self.fails:
            raise PitchforkError("The disk is full.")
        if self.source == "slow":
            work.rest(PATIENCE)
        return Outcome("Copied.")

    def kept(self):
        return {"source": self.source}


def restore(_catalogue: Any, place: Place, told: Any) -> CopyPlan:
    return CopyPlan(told["source"], place=place)


@pytest.fixture(autouse=True)
def copies_are_kept(monkeypatch):
    monkeypatch.setitem(module.KINDS, "copy", Kind(restore))


class Session:
    """One run of the program on a data folder."""

    def __init__(self, data_dir, **answers):
        self.path = data_dir / "work.json"
        self.kept = Kept(data_dir, CATALOGUE)
        self.works = Works(ScriptedCloud(**answers))
        self.kept.follow(self.works)
        self.happened = threading.Condition()
        self.works.listen(self._hear)

    def _hear(self, _work):
        with self.happened:
            self.happened.notify_all()

    def until(self, work, done=lambda work: work.state.ended):
        with self.happened:
            assert self.happened.wait_for(lambda: done(work), PATIENCE), (work.state, work.sentence)
        return work

    def end(self):
        assert self.kept.close(PATIENCE)
        assert self.works.close(PATIENCE)

    @property
    def entries(self):
        return list(json.loads(self.path.read_text())["works"].values()) if self.path.exists() else []


@pytest.fixture
def session(data_dir):
    made = []

    def begin(**answers):
        made.append(Session(data_dir, **answers))
        return made[-1]

    yield begin
    for each in made:
        each.kept.close(PATIENCE)
        each.works.close(PATIENCE)


def watch(region="DFW", **more):
    return plan_watch(CATALOGUE, SHOW, {"image_id": IMAGE}, Place("p1", "912345", region), **more)


def seen(work):
    return bool(work.memory.facts)


def test_a_watch_that_the_programs_end_stopped_goes_on_at_the_next_start(session):
    first = session(image__show_image=[SAVING])
    first.until(first.works.begin(watch(goal=["active"], name="Debian 12")), seen)
    first.end()
    (entry,) = first.entries
    assert entry["title"] == "Watch image Debian 12 until active"
    assert entry["place"] == {"profile": "p1", "account": "912345", "region": "DFW"}
    assert entry["memory"]["state"] == "saving"

    second = session(image__show_image=[ACTIVE])
    ((work,), shown) = second.kept.take_up(second.works, "p1", "912345")
    assert shown == ()
    assert isinstance(work.plan, WatchPlan)
    assert (work.plan.place.region, work.plan.goal) == ("DFW", ("active",))
    assert work.memory.facts["state"] in ("saving", "active")
    assert second.until(work).state is State.DONE
    second.end()
    assert second.entries == []


def test_what_an_earlier_watch_saw_still_counts(session):
    call, task = "cloud-images.get-task-details", "4b6ebbd7-9d1c-4a0f-9f8e-0c6a7f3f2b18"
    body = {"id": task, "status": "processing", "input": {"receiving_swift_container": "exports"}}
    first = session(cloud_images__get_task_details=[(200, body)])
    first.until(first.works.begin(plan_watch(CATALOGUE, call, {"task_id": task}, PLACE)), seen)
    first.end()
    second = session(cloud_images__get_task_details=[(404, {})])
    ((work,), _shown) = second.kept.take_up(second.works, "p1", "912345")
    assert second.until(work).state is State.PARTLY
    assert work.sentence.startswith("Expired: the service forgets tasks")
    assert work.sentence.endswith("Look into the container “exports” for what was exported.")


def test_only_what_belongs_to_the_account_is_taken_up_and_nothing_twice(session):
    first = session(image__show_image=[SAVING])
    for region in ("DFW", "ORD"):
        first.until(first.works.begin(watch(region)), seen)
    first.end()
    second = session(image__show_image=[SAVING])
    assert second.kept.take_up(second.works, "p1", "554433") == ((), ())
    assert second.kept.take_up(second.works, "p2", "912345") == ((), ())
    begun, _shown = second.kept.take_up(second.works, "p1", "912345")
    assert {work.plan.place.region for work in begun} == {"DFW", "ORD"}
    assert second.kept.take_up(second.works, "p1", "912345") == ((), ())


def test_a_watch_that_was_cancelled_or_failed_is_forgotten(session):
    here = session(image__show_image=[SAVING], image__show_image_member=[(403, {})])
    work = here.until(here.works.begin(watch()), seen)
    work.cancel.cancel()
    here.until(work)
    member = {"image_id": IMAGE, "member_id": "554433"}
    here.until(here.works.begin(plan_watch(CATALOGUE, "image.show-image-member", member, PLACE)))
    here.end()
    assert here.entries == []


def test_a_watch_whose_sign_in_ended_waits_for_the_next(session):
    here = session(image__show_image=[raised(SignInExpired("It ended.")), ACTIVE])
    assert here.until(here.works.begin(watch())).state is State.FAILED
    ((work,), _shown) = here.kept.take_up(here.works, "p1", "912345")
    assert here.until(work).state is State.DONE
    here.end()
    assert here.entries == []


def test_a_plan_can_be_kept_without_being_begun(session):
    first = session(image__show_image=[SAVING])
    first.kept.note(watch())
    first.end()
    second = session(image__show_image=[ACTIVE])
    ((work,), _shown) = second.kept.take_up(second.works, "p1", "912345")
    second.until(work)


def test_other_work_is_shown_as_interrupted_and_goes_on_where_it_stood(session):
    first = session()
    first.until(first.works.begin(CopyPlan("slow")), seen)
    first.end()
    second = session()
    begun, (work,) = second.kept.take_up(second.works, "p1", "912345")
    assert begun == ()
    assert (work.state, work.sentence) == (State.CANCELLED, INTERRUPTED)
    assert second.kept.take_up(second.works, "p1", "912345") == ((), ())
    again = second.until(second.works.again(work), lambda work: work.memory.facts["segment"] == 2)
    again.cancel.cancel()
    second.until(again)
    second.works.remove(again)
    second.end()
    assert second.entries == []


def test_work_that_failed_is_kept_until_it_is_done_or_forgotten(session):
    first = session()
    work = first.until(first.works.begin(CopyPlan(fails=True)))
    first.until(first.works.begin(CopyPlan("other")))
    first.end()
    (entry,) = first.entries
    assert entry["plan"] == {"source": "disk"}
    assert entry["memory"] == {"segment": 1}
    second = session()
    assert second.kept.take_up(second.works, "p1", "912345").shown[0].plan == CopyPlan(
        place=work.plan.place
    )


def test_a_retry_that_runs_stays_kept_when_the_row_of_the_earlier_try_is_forgotten(session):
    first = session()
    stopped = first.until(first.works.begin(CopyPlan("slow")), seen)
    stopped.cancel.cancel()
    first.until(stopped)
    again = first.until(first.works.again(stopped), lambda work: work.memory.facts["segment"] == 2)
    first.works.remove(stopped)
    assert again.state is State.RUNNING
    first.end()
    (entry,) = first.entries
    assert (entry["plan"], entry["memory"]) == ({"source": "slow"}, {"segment": 2})


def test_a_retry_that_failed_stays_kept_as_well(session):
    first = session()
    failed = first.until(first.works.begin(CopyPlan(fails=True)))
    again = first.until(first.works.again(failed))
    first.works.remove(failed)
    first.end()
    (entry,) = first.entries
    assert entry["memory"] == {"segment": 2}
    second = session()
    (work,) = second.kept.take_up(second.works, "p1", "912345").shown
    second.works.remove(work)
    second.end()
    assert (again.state, second.entries) == (State.FAILED, [])


def test_damaged_entries_are_dropped_and_those_of_other_kinds_left_alone(session, data_dir):
    place = {"profile": "p1", "account": "912345", "region": None}
    good = {"kind": "watch", "place": place, "plan": watch().kept()}
    damaged = [
        good | {"place": "x"},
        good | {"plan": {"call": "image.nothing", "values": {}, "goal": [], "name": ""}},
        good | {"plan": {"call": SHOW}},
        good | {"plan": {"call": SHOW, "values": [], "goal": [], "name": ""}},
        good | {"plan": {"call": SHOW, "values": {"image_id": ""}, "goal": [], "name": ""}},
        good | {"plan": {"call": SHOW, "values": {"image_id": IMAGE}, "goal": ["actve"], "name": ""}},
    ]
    right = module._key(watch(None))
    kinds = {"later": {"kind": "teleport"}, "odd": 5, right: good | {"memory": {"state": 5, "clues": "x"}}}
    works = {f"damaged-{number}": each for number, each in enumerate([*damaged, good])} | kinds
    (data_dir / "work.json").write_text(json.dumps({"version": 1, "works": works}))
    here = session(image__show_image=[ACTIVE])
    begun, _shown = here.kept.take_up(here.works, "p1", "912345")
    assert len(begun) == 1
    here.until(begun[0])
    here.end()
    assert set(json.loads(here.path.read_text())["works"]) == {"later", "odd"}


def test_a_damaged_file_is_set_aside(session, data_dir):
    (data_dir / "work.json").write_text("{")
    here = session()
    assert here.kept.take_up(here.works, "p1", "912345") == ((), ())
    assert here.kept.problem is not None
    assert (data_dir / "work.json.damaged-1").exists()


def test_a_disk_that_refuses_stops_nothing(session, data_dir, monkeypatch, caplog):
    here = session(image__show_image=[SAVING])
    monkeypatch.setattr(module.PlainFile, "_write", lambda *_: (_ for _ in ()).throw(OSError("full")))
    here.until(here.works.begin(watch()), seen)
    here.end()
    assert "could not be kept" in caplog.text
