"""A watch as a piece of work of its own, and what can be watched after a call was answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.errors import BadInput, UnknownCall
from api.exchange.build import build
from api.model import Key, Location
from api.running import CancelToken
from api.work.answers import CallRefused
from api.work.watch.plan import plan_watch, restored
from api.work.watch.started import LARGEST, started, unfinished
from api.work.work import State, Work
from api.work.works import Works
from tests.builders.exchanges import a_response, an_exchange
from tests.builders.scripted_cloud import CATALOGUE, PLACE, FakeClock, ScriptedCloud

IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"
TASK = "4b6ebbd7-9d1c-4a0f-9f8e-0c6a7f3f2b18"
SHOW = "image.show-image"


def plan(**more):
    return plan_watch(CATALOGUE, SHOW, {"image_id": IMAGE, "other": 5}, PLACE, **more)


def run(made, **answers):
    works = Works(ScriptedCloud(**answers))
    works.run(replace(made, clock=FakeClock()), CancelToken())
    return works.all()[0]


def test_its_title_says_what_is_waited_for():
    assert plan().title == "Watch image 7f3c2a10-4b…89d41"
    assert (
        plan(name="Debian\n12", goal=["gone", "active"]).title
        == r"Watch image Debian\n12 until gone or active"
    )
    assert plan().values == (("image_id", IMAGE),)
    assert (plan().kind, plan().unit) == ("watch", "")


def test_a_plan_that_makes_no_sense_is_refused():
    with pytest.raises(BadInput, match="This is needed"):
        plan_watch(CATALOGUE, SHOW, {}, PLACE)
    with pytest.raises(BadInput, match="cannot be watched"):
        plan_watch(CATALOGUE, "image.list-images", {}, PLACE)
    with pytest.raises(UnknownCall):
        plan_watch(CATALOGUE, "image.nothing", {}, PLACE)


def test_what_is_kept_makes_the_same_plan():
    made = plan(name="Debian 12", goal=["active"])
    assert restored(CATALOGUE, PLACE, made.kept()) == made


def test_plans_of_the_same_watch_know_each_other():
    assert plan(name="Debian 12").same_as(plan())
    assert not plan().same_as(plan(goal=["active"]))
    assert not plan().same_as("plan")


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"state": 5, "clues": []},
        {"state": "x", "clues": "y"},
        {"state": "", "clues": [5, ["x"], ["x", "", []]]},
    ],
)
def test_damaged_memories_are_none(facts):
    cloud = ScriptedCloud(image__show_image=[(404, {})])
    with pytest.raises(CallRefused):  # it was never seen
        Work(replace(plan(), clock=FakeClock()), cloud, facts=facts).run()


def test_its_outcome_says_what_came_and_where_to_look():
    task = {"status": "success", "result": {"image_id": IMAGE}}
    made = plan_watch(CATALOGUE, "cloud-images.get-task-details", {"task_id": TASK}, PLACE)
    work = run(made, cloud_images__get_task_details=[(200, {"status": "pending"}), (200, task)])
    assert work.state is State.DONE
    assert work.outcome.value == {
        "state": "success",
        "seconds": 30.0,
        "clues": [
            {
                "sentence": f"The new image is {IMAGE}.",
                "call": "cloud-images.get-image-details",
                "values": {"image_id": IMAGE},
            }
        ],
    }
    assert work.outcome.exchange.status == 200


def test_what_is_only_partly_there_is_partly_done():
    image = {"status": "active", "os_glance_failed_import": "archive"}
    work = run(plan(), image__show_image=[(200, image)], image__list_image_tasks=[(404, {})])
    assert (work.state, work.sentence) == (State.PARTLY, "Active, but its import into archive failed.")


def answered(call_id, status, body=b"", **values):
    call = CATALOGUE.call(call_id)
    keyed = {p.key: values[p.name] for p in call.fields() if p.name in values}
    draft = build(call, keyed, "https://cloud.example.org", PLACE)
    assert draft.request is not None, draft.faults
    return an_exchange(a_response(body, status), draft.request)


IMPORT = {"import_from": "exports/x.vhd", "image_properties": {"name": "x"}}
CREATED = {"id": TASK, "type": "import", "status": "pending", "input": IMPORT}


def import_task(status=201, body=CREATED):
    given = {"input.import_from": "exports/x.vhd", "input.image_properties.name": "x"}
    call = CATALOGUE.call("cloud-images.import-task")
    needed = {p.name: given.get(p.name, p.schema.example) for p in call.fields() if p.required}
    return answered("cloud-images.import-task", status, body, **needed)


def test_a_task_that_was_made_can_be_watched():
    made = started(import_task(), CATALOGUE)
    assert (made.call_id, made.values) == ("cloud-images.get-task-details", (("task_id", TASK),))
    assert made.title == "Watch task import 4b6ebbd7-9d…f2b18"
    assert made.place == PLACE


def test_an_image_whose_import_began_can_be_watched():
    exchange = answered("image.import-image", 202, image_id=IMAGE, **{"method.name": "web-download"})
    made = started(exchange, CATALOGUE)
    assert (made.call_id, made.values) == (SHOW, (("image_id", IMAGE),))


@pytest.mark.parametrize(
    "exchange",
    [
        import_task(400),
        import_task(201, {"status": "pending"}),
        import_task(201, {"id": "", "type": None}),
        import_task(201, b"no JSON"),
        import_task(201, {"id": TASK, "padding": "x" * LARGEST}),
        an_exchange(error=BadInput([])),
        answered(SHOW, 200, {"id": IMAGE}, image_id=IMAGE),
    ],
    ids=["refused", "no id", "empty id", "no JSON", "too large", "no answer", "starts nothing"],
)
def test_nothing_can_be_watched_otherwise(exchange):
    assert started(exchange, CATALOGUE) is None


def test_what_is_shown_and_not_done_yet_is_unfinished():
    def shown(status, body):
        return unfinished(answered(SHOW, status, body, image_id=IMAGE), CATALOGUE)

    assert shown(200, {"status": "saving", "name": "Debian 12"}).title == "Watch image Debian 12"
    assert [shown(200, {"status": "active"}), shown(404, {}), shown(200, {}), shown(200, b"x")] == [
        None
    ] * 4
    assert unfinished(import_task(), CATALOGUE).call_id == "cloud-images.get-task-details"
    assert unfinished(answered("image.list-images", 200, {"images": []}), CATALOGUE) is None


def test_a_call_that_is_in_no_document_starts_nothing():
    exchange = import_task()
    request = replace(exchange.request, call_id="shop.call", values={Key(Location.PATH, "x"): "y"})
    assert unfinished(replace(exchange, request=request), CATALOGUE) is None


def test_a_task_without_a_type_bears_its_id():
    assert started(import_task(body=CREATED | {"type": None}), CATALOGUE).name == "4b6ebbd7-9d…f2b18"
