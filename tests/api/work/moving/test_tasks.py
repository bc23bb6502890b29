"""Exports to and imports from Cloud Files, each to its end."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import Cancelled, PitchforkError
from api.work.moving.cleaning import DeleteDisks
from api.work.moving.exporting import Export, restored_export
from api.work.moving.files import list_objects, missing_number, read_disk
from api.work.moving.findings import Unfit
from api.work.moving.importing import ImportDisk, restored_import
from api.work.watch.ending import EndedBadly, ResultUnknown
from api.work.work import State, Work
from tests.builders.fault_proxy import Fault


def export_of(person, name="mail gateway", container="exports", **more):
    return Export(person.place, person.named(name), container, name, clock=person.clock, **more)


def import_of(person, source="exports/appliance.vhd", name="New"):
    return ImportDisk(person.place, source, name, clock=person.clock)


class Plain:
    """A plan to look with."""

    kind, title, unit = "test", "Test", ""

    def __init__(self, place):
        self.place = place


def work_of(person):
    return Work(Plain(person.place), person.desk)


def test_an_export_ends_with_its_location(person):
    plan = export_of(person)
    outcome = person.run(plan)
    name = f"{plan.image_id}.vhd"
    assert outcome.value["location"] == f"exports/{name}"
    assert outcome.value["segments"] == len(
        [each for each in person.names("exports") if each.startswith(f"{name}-")]
    )
    assert "charged as Cloud Files storage" in outcome.sentence
    assert plan.title == "Export mail gateway to exports"


def test_a_container_is_made_where_that_is_wanted(person):
    with pytest.raises(Unfit, match="no container “fresh”"):
        person.run(export_of(person, container="fresh"))
    outcome = person.run(export_of(person, container="fresh", create=True))
    assert outcome.value["container"] == "fresh"
    assert "Made the container fresh in DFW." in person.notes


def test_what_would_fail_is_not_begun(person):
    with pytest.raises(Unfit, match="licence"):
        person.run(export_of(person, "build agent (Windows)"))
    assert person.get("cloud-images.list-tasks")["tasks"] == []


def test_an_import_ends_with_its_image(person):
    outcome = person.run(import_of(person))
    image = person.image(outcome.value["image_id"])
    assert (image["name"], image["status"]) == ("New", "active")
    assert outcome.exchange.status == 200
    assert "exports/appliance.vhd are both charged" in outcome.sentence


def test_an_import_with_remarks_says_them(person):
    import uuid

    from api.practice.vhd import FIXED, footer

    person.put("backups", "odd.img", b"0" * 100 + footer(1 << 30, FIXED, uuid.uuid4()))
    person.run(import_of(person, "backups/odd.img"))
    assert "Its name does not end in .vhd" in person.notes
    with pytest.raises(Unfit, match="parent"):
        person.run(import_of(person, "exports/child.vhd"))


def test_a_task_that_fails_says_why_and_the_next_try_begins_another(person, proxy):
    plan = import_of(person, "backups/late.vhd")
    person.put("backups", "late.vhd", b"x" * 1024)
    proxy.add(Fault("HEAD", "late", status=200, headers=(("Content-Length", "1024"),)))
    work = work_of(person)
    work.memory.note(**{"import": ""})
    from api.work.moving import calls
    from api.work.moving.tasks import finished_task

    asked = {"input.import_from": plan.source, "input.image_properties.name": "x"}
    with pytest.raises(EndedBadly, match="not a VHD"):
        finished_task(work, calls.IMPORT_TASK, asked, person.place, person.clock, "import")
    assert work.memory.facts["import"] == ""


@pytest.mark.parametrize(("make", "call"), [(export_of, "export"), (import_of, "import")])
def test_stopped_it_says_that_the_task_goes_on_and_is_watched_again(person, make, call):
    person.clock.before_rest = lambda: person.work.cancel.cancel()
    with pytest.raises(Cancelled):
        person.run(make(person))
    stopped = person.work
    assert "goes on in the cloud" in stopped.sentence
    person.clock.before_rest = lambda: None
    again = person.desk.works.again(stopped)
    person.wait_for(again)
    assert again.outcome is not None
    assert len(person.get("cloud-images.list-tasks", type=call)["tasks"]) == 1


def test_a_stop_before_the_task_says_nothing_of_it(person, proxy):
    class Stop(Fault):
        def fits(self, method, target):
            if super().fits(method, target):
                person.work.cancel.cancel()
            return False

    proxy.add(Stop("POST", "/v2/tasks"))
    with pytest.raises(Cancelled):
        person.run(import_of(person))
    assert "goes on" not in person.work.sentence


def test_plans_come_back_from_what_was_kept(person):
    catalogue = person.desk.catalogue
    exporting, importing = export_of(person, create=True), import_of(person)
    assert restored_export(catalogue, person.place, exporting.kept()) == exporting
    assert restored_import(catalogue, person.place, importing.kept()) == importing


def test_a_segment_that_lacks_is_noticed(person):
    name = person.run(export_of(person)).value["object"]
    person.ask("cloud-files.delete-object", container="exports", object=f"{name}-0002")
    with pytest.raises(PitchforkError, match=r"segment .*-0002 of exports/.* is missing"):
        read_disk(work_of(person), person.place, "exports", name)


def test_a_manifest_without_segments_is_no_disk(person):
    person.ask(
        "cloud-files.create-dynamic-manifest",
        container="backups",
        object="big",
        **{"X-Object-Manifest": "backups/big-"},
    )
    with pytest.raises(PitchforkError, match="do not make up the whole"):
        read_disk(work_of(person), person.place, "backups", "big")


@given(numbers=st.lists(st.integers(1, 60), unique=True, max_size=20))
def test_the_first_number_that_lacks_is_told(numbers):
    names = [f"{number:04}" for number in numbers]
    lacking = next((n for n in range(1, len(names) + 1) if n not in numbers), None)
    assert missing_number(names) == (f"{lacking:04}" if lacking is not None else None)


@pytest.mark.parametrize("names", [[], ["a", "b"], ["1", "22"], ["0000", "0001"], ["00000001"]])
def test_other_names_tell_nothing(names):
    assert missing_number(names) is None


def test_a_static_large_object_is_refused(person):
    person.put("backups", "part", b"x" * 600)
    person.ask(
        "cloud-files.create-static-manifest",
        container="backups",
        object="big",
        body=[{"path": "/backups/part"}],
    )
    with pytest.raises(PitchforkError, match="static large object"):
        read_disk(work_of(person), person.place, "backups", "big")


def test_an_object_that_is_no_large_one_is_its_own_segment(person):
    disk = read_disk(work_of(person), person.place, "exports", "appliance.vhd")
    assert [segment.name for segment in disk.segments] == ["appliance.vhd"]
    assert disk.prefix == ""


def test_long_lists_are_read_to_their_end(person, monkeypatch):
    monkeypatch.setattr("api.work.moving.files.PAGE", 3)
    listed = list_objects(work_of(person), person.place, "exports")
    assert [each.name for each in listed] == person.names("exports")


def test_exported_disks_are_deleted_as_confirmed(person):
    outcome = person.run(export_of(person))
    name, segments = outcome.value["object"], outcome.value["segments"]
    plan = DeleteDisks(person.place, (("DFW", "exports", name), ("DFW", "exports", "child.vhd")))
    deleted = person.run(plan)
    assert deleted.value["deleted"] == segments + 2
    assert not [each for each in person.names("exports") if each.startswith(name)]
    assert "child.vhd" not in person.names("exports")
    assert "appliance.vhd" in person.names("exports")
    assert plan.title == "Delete exported disks from exports in DFW, exports in DFW"


def exported_disk(person):
    """The plan that deletes an export, its object's name, and the number of its segments."""
    value = person.run(export_of(person)).value
    return (
        DeleteDisks(person.place, (("DFW", "exports", value["object"]),)),
        value["object"],
        value["segments"],
    )


def test_deleting_that_breaks_off_says_so_and_goes_on_without_the_manifest(person, proxy):
    plan, name, segments = exported_disk(person)
    proxy.add(Fault("HEAD", r"vhd-0002$", status=503, times=1))
    with pytest.raises(PitchforkError, match="503"):
        person.run(plan)
    broken = person.work
    assert "Only 2 objects" in person.notes
    assert "stays charged" in person.notes
    assert len([each for each in person.names("exports") if each.startswith(name)]) == segments - 1
    again = person.desk.works.again(broken)
    person.wait_for(again)
    assert again.outcome.value["deleted"] == segments - 1
    assert not [each for each in person.names("exports") if each.startswith(name)]


def test_a_disk_that_changed_before_it_is_deleted_is_left(person, proxy):
    plan, name, segments = exported_disk(person)
    proxy.add(Fault("HEAD", r"vhd$", spare=1, headers=(("ETag", '"other"'),), status=200))
    outcome = person.run(plan)
    assert outcome.value == {"deleted": 0, "size": 0, "stays": [f"exports/{name}"]}
    assert "Deleted 0 objects; 0 bytes are no longer charged" in outcome.sentence
    assert "stays charged" in outcome.sentence
    assert len([each for each in person.names("exports") if each.startswith(name)]) == segments + 1
    assert person.work.state is State.PARTLY


def test_a_segment_that_changed_is_left_and_not_called_freed(person, proxy):
    plan, name, segments = exported_disk(person)
    proxy.add(Fault("HEAD", r"vhd-0003$", headers=(("ETag", '"other"'),), status=200))
    outcome = person.run(plan)
    assert outcome.value["stays"] == [f"exports/{name}-0003"]
    assert outcome.value["deleted"] == segments
    assert outcome.value["size"] > 0
    assert [each for each in person.names("exports") if each.startswith(name)] == [f"{name}-0003"]


@pytest.mark.parametrize(("make", "fact", "clue"), [
    (export_of, "export", "Look into the container “exports”"),
    (import_of, "import", "Look for the new image “New”"),
])  # fmt: skip
def test_a_task_that_was_forgotten_meanwhile_is_of_unknown_result_and_begun_anew_afterwards(
    person, proxy, make, fact, clue
):
    person.clock.before_rest = lambda: person.work.cancel.cancel()
    plan = make(person)
    with pytest.raises(Cancelled):
        person.run(plan)
    stopped = person.work
    person.clock.before_rest = lambda: None
    proxy.add(Fault("GET", "/v2/tasks/", status=404))
    facts = json.loads(json.dumps(stopped.memory.facts))  # as over a restart
    work = person.desk.works.begin(plan, facts)
    person.wait_for(work)
    assert isinstance(work.error, ResultUnknown)
    assert "result is unknown" in work.error.sentence
    assert clue in work.error.hint
    assert work.memory.facts[fact] == ""


@pytest.mark.parametrize("past", [None, "x", {"state": 3}])
def test_a_task_of_which_only_the_id_is_remembered_is_of_unknown_result_too(person, past):
    work = person.desk.works.begin(import_of(person), {"import": "0" * 32, "import-past": past})
    person.wait_for(work)
    assert isinstance(work.error, ResultUnknown)
    assert work.memory.facts["import"] == ""
