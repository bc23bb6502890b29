"""Copying an image to another region of Rackspace's face: export, segments, import, properties, in one piece."""

from __future__ import annotations

import pytest

from api.errors import Cancelled, MachineFailed, PitchforkError
from api.work.moving.findings import Unfit
from api.work.moving.region_copy import RegionCopy, restored_copy
from api.work.work import State
from tests.builders.fault_proxy import Fault

NAME = "db-replica-3"


def copy_of(person, name=NAME, **more):
    """The plan of a copy from DFW to LON."""
    known = {"to": "LON", "container": "exports", "target": "from-dfw", "name": name}
    return RegionCopy(person.place, person.named(name), **{**known, **more}, clock=person.clock)


def test_the_copy_is_active_has_the_properties_and_says_what_stays_charged(person):
    plan = copy_of(person)
    outcome = person.run(plan)

    source = person.image(plan.image_id)
    copy = person.image(outcome.value["image_id"], "LON")
    assert (copy["status"], copy["name"], copy["owner"]) == ("active", NAME, "912345")
    assert copy["com.mycompany.team"] == source["com.mycompany.team"] == "data"
    assert copy["os_distro"] == source["os_distro"]
    assert "instance_uuid" not in copy
    assert copy["image_type"] == "import"
    exported = f"{plan.image_id}.vhd"
    assert [(each["region"], each["location"]) for each in outcome.value["left"]] == [
        ("DFW", f"exports/{exported}"),
        ("LON", f"from-dfw/{exported}"),
    ]
    sizes = {each["size"] for each in outcome.value["left"]}
    assert len(sizes) == 1
    assert "Stays charged until it is deleted: exports in DFW" in outcome.sentence
    assert "from-dfw in LON" in outcome.sentence
    there = [name for name in person.names("exports") if name.startswith(exported)]
    assert person.names("from-dfw", "LON") == there
    assert len(there) > 20
    assert "all MD5s are those of the source" in person.notes


def test_tidied_up_nothing_of_the_exports_is_left(person):
    plan = copy_of(person, tidy=True)
    outcome = person.run(plan)

    assert outcome.value["left"] == []
    assert "only the new image is charged" in outcome.sentence
    assert person.names("from-dfw", "LON") == []
    assert not [name for name in person.names("exports") if name.startswith(plan.image_id)]
    assert "appliance.vhd" in person.names("exports")
    assert person.image(outcome.value["image_id"], "LON")["status"] == "active"


def test_an_export_that_is_there_stops_it_unless_it_is_to_be_used(person):
    first = copy_of(person)
    person.run(first)
    with pytest.raises(Unfit, match="lies there already"):
        person.run(copy_of(person, target="again"))
    assert person.ask("cloud-files.show-container", "LON", container="again").status == 404
    outcome = person.run(copy_of(person, target="again", reuse=True))
    assert "Using the export that lies at" in person.notes
    assert person.image(outcome.value["image_id"], "LON")["status"] == "active"


@pytest.mark.parametrize(
    "fault",
    [
        Fault("GET", r"-0003$", cut_down=1000),
        Fault("GET", r"-0003$", flip=1000),
        Fault("GET", r"-0003$", truncate=1000),
        Fault("PUT", r"-0003$", cut_up=1000),
        Fault("PUT", r"-0003$", lose=True),
        Fault("PUT", r"-0003$", status=503, headers=(("Retry-After", "7"),), times=2),
        Fault("HEAD", r"/lon/.*vhd-0003$", status=401),
        Fault("PUT", r"-0003$", status=401, swallow=True),
    ],
    ids=["cut-down", "flip", "truncate", "cut-up", "lose", "busy", "token-at-head", "token-at-put"],
)
def test_a_broken_way_costs_one_segment_more_and_nothing_else(person, proxy, fault):
    proxy.add(fault)
    outcome = person.run(copy_of(person, "mail gateway"))

    assert fault.happened == fault.times
    assert person.image(outcome.value["image_id"], "LON")["status"] == "active"
    sent = [each for each in proxy.seen if each.method == "PUT" and "/lon/" in each.target]
    segments = [each for each in sent if "vhd-" in each.target]
    assert len(segments) <= outcome.value["left"][0]["segments"] + fault.times


def test_what_broke_for_good_goes_on_where_it_stood(person, proxy):
    fault = proxy.add(Fault("PUT", r"/lon/.*vhd-0004$", status=403, times=1))
    plan = copy_of(person, "mail gateway")
    with pytest.raises(PitchforkError, match="403"):
        person.run(plan)
    failed = person.work
    assert failed.state is State.FAILED
    done = person.names("from-dfw", "LON")
    assert len(done) == 3
    assert fault.happened == 1

    before = len(proxy.seen)
    work = person.desk.works.again(failed)
    person.wait_for(work)
    assert work.state is State.DONE
    later = proxy.seen[before:]
    puts = [
        each.target.rpartition("-")[2] for each in later if each.method == "PUT" and "vhd-" in each.target
    ]
    assert puts[0] == "0004"
    assert len(person.get("cloud-images.list-tasks", type="export")["tasks"]) == 1
    assert "3 segments were there already." in [note.sentence for note in work.notes]


def test_a_stop_says_what_goes_on_and_what_is_charged(person):
    plan = copy_of(person)
    person.clock.before_rest = lambda: person.work.cancel.cancel()
    with pytest.raises(Cancelled):
        person.run(plan)
    work = person.work
    assert work.state is State.CANCELLED
    assert "goes on in the cloud" in work.sentence
    person.clock.before_rest = lambda: None
    person.clock.rest(work_of(person), 60)
    again = person.desk.works.again(work)
    person.wait_for(again)
    assert again.state is State.DONE
    assert "Going on with task" in "\n".join(note.sentence for note in again.notes)


def work_of(person):
    """Something to rest with."""

    class Nothing:
        def check(self):
            pass

    return Nothing()


def test_stopped_among_the_segments_it_names_both_containers(person, proxy):
    class Stop(Fault):
        def fits(self, method, target):
            if super().fits(method, target):
                person.work.cancel.cancel()
            return False

    proxy.add(Stop("PUT", r"/lon/.*vhd-0002$"))
    with pytest.raises(Cancelled):
        person.run(copy_of(person, "mail gateway"))
    assert "exports in DFW" in person.work.sentence
    assert "from-dfw in LON" in person.work.sentence
    assert "Begin again" in person.work.sentence


def test_foreign_objects_under_the_same_prefix_stop_it(person):
    plan = copy_of(person, "mail gateway")
    person.ask("cloud-files.create-container", "LON", container="from-dfw")
    person.put("from-dfw", f"{plan.image_id}.vhd-9999", b"foreign", "LON")
    with pytest.raises(PitchforkError, match="other objects lie under"):
        person.run(plan)


def test_the_same_region_and_no_container_are_refused(person):
    for more, said in (({"to": "DFW"}, "another region"), ({"target": ""}, "container that takes")):
        with pytest.raises(Unfit, match=said):
            person.run(copy_of(person, **more))
    with pytest.raises(Unfit, match="licence"):
        person.run(copy_of(person, "build agent (Windows)"))


def test_properties_are_set_one_by_one_where_they_are_refused_together(person, proxy):
    proxy.add(Fault("PATCH", "", status=403, swallow=True, times=2))
    outcome = person.run(copy_of(person, "mail gateway"))
    assert len(outcome.value["lacking"]) == 1
    assert "could not be set" in outcome.sentence
    assert person.work.state is State.PARTLY


def test_it_comes_back_from_what_was_kept(person):
    plan = copy_of(person, reuse=True)
    assert restored_copy(person.desk.catalogue, person.place, plan.kept()) == plan
    with pytest.raises(KeyError):
        restored_copy(person.desk.catalogue, person.place, {})


def test_an_export_whose_end_is_missing_is_not_copied(person):
    plan = copy_of(person, "mail gateway")
    person.run(plan)
    last = [name for name in person.names("exports") if name.startswith(f"{plan.image_id}.vhd-")][-1]
    person.ask("cloud-files.delete-object", container="exports", object=last)
    with pytest.raises(PitchforkError, match="does not end as a VHD does"):
        person.run(copy_of(person, "mail gateway", target="again", reuse=True))
    assert person.names("again", "LON") == []


def test_properties_whose_answer_got_lost_are_looked_at(person, proxy):
    proxy.add(Fault("PATCH", "", lose=True))
    outcome = person.run(copy_of(person))
    assert "Looking what was set." in person.notes
    assert outcome.value["lacking"] == []
    assert person.image(outcome.value["image_id"], "LON")["com.mycompany.team"] == "data"


def test_plans_of_moving_come_back_by_their_kinds(person):
    from api.work.kept import KINDS

    kind = KINDS["region-copy"]
    plan = copy_of(person)
    assert kind.restore(person.desk.catalogue, person.place, plan.kept()) == plan
    assert not kind.at_once


def test_a_disk_that_takes_nothing_more_ends_it_with_a_sentence(person, monkeypatch):
    def full(*_anything, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("api.work.moving.segments.tempfile.mkstemp", full)
    with pytest.raises(MachineFailed, match="No space left"):
        person.run(copy_of(person, "mail gateway"))


def test_tidying_that_breaks_off_is_gone_on_with_and_makes_no_second_image(person, proxy):
    proxy.add(Fault("HEAD", r"/dfw/.*vhd-0002$", status=503))
    plan = copy_of(person, "mail gateway", tidy=True)
    with pytest.raises(PitchforkError, match="503"):
        person.run(plan)
    broken, made = person.work, person.get("cloud-images.list-images", "LON")["images"]
    assert "Begin again to delete it" in person.notes
    assert f"{plan.image_id}.vhd" not in person.names("exports")

    work = person.desk.works.again(broken)
    person.wait_for(work)
    assert work.state is State.DONE, work.sentence
    assert person.names("from-dfw", "LON") == []
    assert not [name for name in person.names("exports") if name.startswith(plan.image_id)]
    assert len(person.get("cloud-images.list-images", "LON")["images"]) == len(made)
    assert "Both exports are deleted" in work.outcome.sentence


def test_tidying_is_not_gone_on_with_once_the_image_is_gone(person, proxy):
    proxy.add(Fault("HEAD", r"/dfw/.*vhd-0002$", status=503))
    plan = copy_of(person, "mail gateway", tidy=True)
    with pytest.raises(PitchforkError, match="503"):
        person.run(plan)
    broken, there = person.work, person.names("from-dfw", "LON")
    person.ask("cloud-images.delete-image", "LON", image_id=broken.memory.facts["made"])
    work = person.desk.works.again(broken)
    person.wait_for(work)
    assert work.state is State.FAILED
    assert person.names("from-dfw", "LON") == there != []


def test_a_disk_of_that_name_in_the_other_region_stops_it_and_stays(person):
    plan = copy_of(person, "mail gateway", tidy=True)
    person.ask("cloud-files.create-container", "LON", container="from-dfw")
    person.put("from-dfw", f"{plan.image_id}.vhd", b"precious", "LON")
    with pytest.raises(Unfit, match="A disk of this image lies there already"):
        person.run(plan)
    assert person.get("cloud-images.list-tasks", type="export")["tasks"] == []
    assert person.names("from-dfw", "LON") == [f"{plan.image_id}.vhd"]


def test_a_disk_that_came_to_lie_there_meanwhile_is_not_overwritten(person):
    plan = copy_of(person, "mail gateway", tidy=True)
    person.ask("cloud-files.create-container", "LON", container="from-dfw")
    person.clock.before_rest = lambda: person.put("from-dfw", f"{plan.image_id}.vhd", b"precious", "LON")
    with pytest.raises(PitchforkError, match="lies in LON already"):
        person.run(plan)
    work = person.desk.works.again(person.work)
    person.wait_for(work)
    assert work.state is State.FAILED
    assert person.names("from-dfw", "LON") == [f"{plan.image_id}.vhd"]
    stored = person.ask(
        "cloud-files.download-object", "LON", container="from-dfw", object=f"{plan.image_id}.vhd"
    )
    assert stored.response.content.bytes() == b"precious"


def test_segments_that_somebody_else_put_there_are_neither_taken_nor_deleted(person):
    first = person.run(copy_of(person, "mail gateway"))
    name = first.value["left"][1]["object"]
    person.ask("cloud-files.delete-object", "LON", container="from-dfw", object=name)
    there = person.names("from-dfw", "LON")
    with pytest.raises(PitchforkError, match="other objects lie under"):
        person.run(copy_of(person, "mail gateway", reuse=True, tidy=True))
    assert person.names("from-dfw", "LON") == there != []
    assert name in person.names("exports")
