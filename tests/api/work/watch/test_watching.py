"""Watching one thing until it is done: states, marks, reasons, pauses, bad times, and what is no longer found."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import BadInput, Cancelled, ConnectionLost, IdentityUnreachable, SignInExpired
from api.running import CancelToken
from api.work.answers import CallRefused
from api.work.plan import Outcome
from api.work.watch.ending import EndedBadly, ResultUnknown, TimeIsUp
from api.work.watch.judging import Verdict
from api.work.watch.pauses import LONGEST, PATIENCE
from api.work.watch.sight import Clue, pointed, text_at
from api.work.watch.until import carry_out, checked_goal, until_done
from api.work.watch.watching import Order, Past
from api.work.work import Tone, Work
from tests.builders.exchanges import an_exchange
from tests.builders.scripted_cloud import CATALOGUE, PLACE, FakeClock, ScriptedCloud, raised

IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"
TASK = "4b6ebbd7-9d1c-4a0f-9f8e-0c6a7f3f2b18"
SHOW, TASK_OF_RACKSPACE = "image.show-image", "cloud-images.get-task-details"


class Plan:
    """A plan that does nothing: the tests act through its work."""

    kind, title, place, unit = "test", "Test", PLACE, ""

    def carry_out(self, _work):
        return Outcome("")


class Watcher:
    """Watches what a script answers."""

    def __init__(self, call_id=SHOW, **answers):
        self.cloud = ScriptedCloud(**answers)
        self.clock = FakeClock()
        self.work = Work(Plan(), self.cloud)
        self.call = CATALOGUE.call(call_id)
        self.pasts = []

    def run(self, goal=(), timeout=None, past=None):
        (parameter,) = self.call.parameters
        value = TASK if parameter.name == "task_id" else IMAGE
        order = Order(
            self.call, {parameter.name: value}, PLACE, goal, timeout, past or Past(),
            self.pasts.append, self.clock,
        )  # fmt: skip
        return carry_out(self.work, order)

    @property
    def story(self):
        return [note.sentence for note in self.work.notes]


def image(status, **more):
    return 200, {"id": IMAGE, "name": "Debian 12", "status": status} | more


def task(status, **more):
    return 200, {"id": TASK, "type": "import", "status": status, "message": "None"} | more


def tasks(*found):
    return 200, {"tasks": [{"created_at": f"2026-11-23T14:0{n}", **each} for n, each in enumerate(found)]}


NO_TASKS = tasks()
LOST = ConnectionLost("The connection broke.", "Try again.")


def test_states_become_a_time_line_until_the_good_end():
    watcher = Watcher(
        image__show_image=[image("queued"), image("saving"), image("saving"), image("active")],
        image__list_image_tasks=[NO_TASKS],
    )
    ending = watcher.run()
    assert (ending.verdict, ending.state) == (Verdict.GOOD, "active")
    assert watcher.story == [
        "queued - waiting for data",
        "saving - data is being stored",
        "active - ready to use",
    ]
    assert [note.tone for note in watcher.work.notes] == [Tone.PLAIN, Tone.PLAIN, Tone.GOOD]
    assert ending.sentence == "Active after 3.5 s."
    assert ending.exchange is watcher.work.exchanges[-1]


def test_only_looks_that_showed_something_new_are_kept():
    watcher = Watcher(image__show_image=[*[image("saving")] * 5, LOST, image("active")])
    watcher.run()
    assert [exchange.status for exchange in watcher.work.exchanges] == [200, None, 200]
    assert watcher.work.calls == 7


def test_what_is_done_at_the_first_look_has_no_time():
    assert Watcher(image__show_image=[image("active")]).run().sentence == "Active."


def test_pauses_grow_and_begin_anew_when_something_happens():
    states = [*["saving"] * 12, "importing", "importing", "active"]
    watcher = Watcher(image__show_image=[image(state) for state in states])
    watcher.run()
    assert watcher.clock.rests[:4] == [1.0, 1.5, 2.25, 3.375]
    assert max(watcher.clock.rests) == LONGEST
    assert watcher.clock.rests[12:] == [1.0, 1.5]


def test_never_faster_than_the_service_allows():
    watcher = Watcher(
        TASK_OF_RACKSPACE,
        cloud_images__get_task_details=[*[task("pending")] * 5, task("processing"), task("success")],
    )
    watcher.run()
    assert watcher.clock.rests == [30.0, 45.0, 60.0, 60.0, 60.0, 30.0]


@pytest.mark.parametrize("status", [413, 429, 503])
def test_retry_after_is_honoured_and_said_once(status):
    asked = (status, {"message": "slow down"}, {"Retry-After": "47"})
    watcher = Watcher(image__show_image=[image("saving"), asked, asked, image("active")])
    watcher.run()
    assert watcher.clock.rests == [1.0, 47.0, 47.0]
    assert sum("asks to wait 47.0 s" in line for line in watcher.story) == 1
    assert "Answered again after 1 min 34 s." in watcher.story


def test_a_wait_of_hours_is_not_waited():
    asked = (503, {}, {"Retry-After": "7200"})
    with pytest.raises(CallRefused):
        Watcher(image__show_image=[asked]).run()


@pytest.mark.parametrize(
    "bad", [LOST, (500, {}), (502, "<html>"), (503, {}), (429, {}), (200, "no JSON"), (200, [])]
)
def test_a_short_trouble_is_noted_once_and_survived(bad):
    watcher = Watcher(image__show_image=[image("saving"), bad, bad, bad, image("active")])
    assert watcher.run().verdict is Verdict.GOOD
    notes = [note.sentence for note in watcher.work.notes if note.tone is Tone.WARNING]
    assert len(notes) == 1
    assert "Trying again for 15 min 0 s." in notes[0]
    assert any(line.startswith("Answered again after") for line in watcher.story)


def test_a_sign_in_that_cannot_be_renewed_for_the_moment_is_such_a_trouble():
    lost = raised(IdentityUnreachable("The identity service does not answer."))
    watcher = Watcher(image__show_image=[image("saving"), lost, image("active")])
    assert watcher.run().verdict is Verdict.GOOD


def test_it_gives_up_after_a_time_that_is_said():
    watcher = Watcher(image__show_image=[image("saving"), LOST])
    with pytest.raises(ConnectionLost):
        watcher.run()
    assert PATIENCE <= watcher.clock.time - 1000.0 <= PATIENCE + 2 * LONGEST
    assert watcher.story[-1] == "No answer for 15 min 0 s: the watch gives up."


def test_a_sign_in_that_ended_is_said():
    with pytest.raises(SignInExpired):
        Watcher(image__show_image=[(401, {"message": "no"})]).run()
    with pytest.raises(SignInExpired):
        Watcher(image__show_image=[raised(SignInExpired("It ended."))]).run()


def test_a_refusal_is_the_end():
    with pytest.raises(CallRefused, match="403"):
        Watcher(image__show_image=[(403, {"message": "not yours"})]).run()


def test_it_stops_when_it_is_cancelled():
    watcher = Watcher(image__show_image=[image("saving")])
    watcher.work.cancel = CancelToken()
    watcher.work.cancel.cancel()
    with pytest.raises(Cancelled):
        watcher.run()


# Failures and their reasons


def test_a_failed_import_is_a_failure_with_its_reason():
    watcher = Watcher(
        image__show_image=[
            image("importing", os_glance_import_task="t1", os_glance_importing_to_stores="fast"),
            image("queued", os_glance_failed_import="fast", os_glance_importing_to_stores=""),
        ],
        image__list_image_tasks=[
            tasks({"status": "success"}, {"status": "failure", "message": "HTTP Error 404: Not Found"})
        ],
    )
    with pytest.raises(EndedBadly) as caught:
        watcher.run()
    assert caught.value.sentence == (
        "Queued after 1.0 s: its import into fast failed. The service says: “HTTP Error 404: Not Found”."
    )
    assert caught.value.hint == "There is nothing at that address."
    assert (
        watcher.story[0]
        == "importing - data is being imported; still to come into fast, an import is under way"
    )


def test_the_reason_may_come_a_moment_later():
    failed = image("queued", os_glance_failed_import="fast")
    watcher = Watcher(
        image__show_image=[failed],
        image__list_image_tasks=[
            tasks({"status": "processing", "message": ""}),
            tasks({"status": "failure", "message": "No space"}),
        ],
    )
    with pytest.raises(EndedBadly, match="No space"):
        watcher.run()


def test_the_reason_is_not_waited_for_for_ever():
    watcher = Watcher(
        image__show_image=[image("queued", os_glance_failed_import="fast")],
        image__list_image_tasks=[tasks({"status": "processing", "message": ""})],
    )
    with pytest.raises(EndedBadly):
        watcher.run()
    assert len(watcher.clock.rests) == 3


def test_a_queued_image_whose_last_import_failed_has_failed_without_a_mark():
    watcher = Watcher(
        image__show_image=[image("queued")],
        image__list_image_tasks=[tasks({"status": "failure", "message": "refused"})],
    )
    with pytest.raises(EndedBadly, match="refused"):
        watcher.run()


def test_an_import_that_was_begun_anew_is_not_the_old_failure():
    watcher = Watcher(
        image__show_image=[
            image("queued", os_glance_failed_import="fast", os_glance_import_task="t2"),
            image("active"),
        ]
    )
    assert watcher.run().verdict is Verdict.GOOD


@pytest.mark.parametrize("answer", [(404, {}), (403, {}), LOST, (200, "no JSON"), (200, {"tasks": "x"})])
def test_without_a_reason_the_failure_stands_alone(answer):
    watcher = Watcher(
        image__show_image=[image("queued", os_glance_failed_import="fast")],
        image__list_image_tasks=[answer],
    )
    with pytest.raises(EndedBadly) as caught:
        watcher.run()
    assert str(caught.value) == "Queued: its import into fast failed."


def test_a_service_without_reasons_is_asked_once():
    watcher = Watcher(
        image__show_image=[*[image("queued")] * 4, image("active")], image__list_image_tasks=[(404, {})]
    )
    watcher.run()
    assert watcher.cloud.asked.count("image.list-image-tasks") == 1


def test_a_copy_that_reached_one_store_only_is_named():
    watcher = Watcher(
        image__show_image=[
            image("active", os_glance_importing_to_stores="archive,web"),
            image("active", os_glance_importing_to_stores="web", os_glance_failed_import="archive"),
            image("active", os_glance_failed_import="archive", os_glance_importing_to_stores=""),
        ],
        image__list_image_tasks=[tasks({"status": "failure", "message": "store is full"})],
    )
    ending = watcher.run()
    assert ending.verdict is Verdict.PARTLY
    assert ending.sentence == (
        "Active after 2.0 s, but its import into archive failed. The service says: “store is full”."
    )
    assert watcher.story[0] == "active - ready to use; still to come into archive,web"


def test_a_failed_task_explains_its_code():
    watcher = Watcher(
        TASK_OF_RACKSPACE,
        cloud_images__get_task_details=[
            task("pending"), task("failure", message="721: The VHD has a parent disk.")
        ],
    )  # fmt: skip
    with pytest.raises(EndedBadly) as caught:
        watcher.run()
    assert (
        caught.value.sentence
        == "Failure after 30.0 s. The service says: “721: The VHD has a parent disk.”."
    )
    assert "Merge both" in caught.value.hint


def test_a_task_that_went_well_says_what_came_of_it():
    result = {"result": {"image_id": IMAGE}}
    ending = Watcher(TASK_OF_RACKSPACE, cloud_images__get_task_details=[task("success", **result)]).run()
    assert ending.sentence == f"Success. The new image is {IMAGE}."
    assert ending.clues == (
        Clue(f"The new image is {IMAGE}.", "cloud-images.get-image-details", (("image_id", IMAGE),)),
    )
    result = {"result": {"export_location": "exports/x.vhd"}}
    ending = Watcher(TASK_OF_RACKSPACE, cloud_images__get_task_details=[task("success", **result)]).run()
    assert ending.sentence == "Success. The exported image is exports/x.vhd."


# What is no longer found


def test_a_task_that_was_seen_and_is_forgotten_is_expired():
    given = {"input": {"image_properties": {"name": "Web tier"}}}
    watcher = Watcher(
        TASK_OF_RACKSPACE, cloud_images__get_task_details=[task("processing", **given), (404, {})]
    )
    with pytest.raises(ResultUnknown) as caught:
        watcher.run()
    assert caught.value.sentence.endswith("about 48 hours after their end, so its result is unknown.")
    assert caught.value.hint == "Look for the new image “Web tier”."
    assert caught.value.ending.clues[0].values == (("name", "Web tier"),)


def test_what_was_seen_by_an_earlier_watch_counts():
    watcher = Watcher(TASK_OF_RACKSPACE, cloud_images__get_task_details=[(404, {})])
    with pytest.raises(ResultUnknown) as caught:
        watcher.run(past=Past("processing", (Clue("Look into the container “exports”."),)))
    assert caught.value.hint == "Look into the container “exports”."


@pytest.mark.parametrize("call_id", [SHOW, TASK_OF_RACKSPACE])
def test_what_was_never_seen_is_a_refusal(call_id):
    answers = {"image__show_image": [(404, {})], "cloud_images__get_task_details": [(404, {})]}
    with pytest.raises(CallRefused, match="404"):
        Watcher(call_id, **answers).run()


def test_an_image_that_vanishes_is_gone():
    with pytest.raises(EndedBadly, match=r"Gone after 1.0 s: deleted, or no longer shared\."):
        Watcher(image__show_image=[image("saving"), (404, {})]).run()


def test_gone_is_good_when_it_was_to_be_expected():
    assert (
        Watcher(image__show_image=[image("pending_delete"), (404, {})]).run().sentence
        == "Gone after 1.0 s."
    )
    assert Watcher(image__show_image=[(404, {})]).run(goal=("gone",)).verdict is Verdict.GOOD
    assert Watcher(image__show_image=[image("deleted")]).run(goal=("gone",)).verdict is Verdict.GOOD


def test_a_watch_that_knows_nothing_of_missing_things_is_refused():
    watcher = Watcher(image__show_image=[image("saving"), (404, {})])
    watcher.call = replace(watcher.call, watch=replace(watcher.call.watch, missing=None))
    with pytest.raises(CallRefused, match="404"):
        watcher.run()


def test_pointers_reach_into_lists_and_nowhere_else():
    body = {"a": [{"b": "x"}], "c": "text"}
    assert pointed(body, "/a/0/b") == "x"
    assert [pointed(body, place) for place in ("/a/1/b", "/a/b", "/c/d", "/z")] == [None] * 4
    assert text_at(body, "/a") == ""


# Goals


def test_a_goal_is_waited_for_beyond_other_ends():
    watcher = Watcher(image__show_image=[image("active"), image("active"), image("deactivated")])
    assert watcher.run(goal=("deactivated",)).state == "deactivated"
    watcher = Watcher(image__show_image=[image("deactivated"), image("active")])
    assert watcher.run(goal=("active",)).state == "active"


def test_an_end_that_is_not_the_goal_is_a_bad_one():
    with pytest.raises(EndedBadly, match="Killed"):
        Watcher(image__show_image=[image("killed")]).run(goal=("active",))
    with pytest.raises(EndedBadly, match="Success"):
        Watcher(TASK_OF_RACKSPACE, cloud_images__get_task_details=[task("success")]).run(goal=("failure",))


def test_words_that_are_no_state_are_refused():
    call = CATALOGUE.call(SHOW)
    assert checked_goal(call, ["active", "gone", "active"]) == ("active", "gone")
    with pytest.raises(BadInput, match="“actve” is no state of what Show image shows"):
        checked_goal(call, ["actve"])
    with pytest.raises(BadInput, match="cannot be watched"):
        checked_goal(CATALOGUE.call("image.list-images"), [])


def test_time_that_is_up_is_said_with_the_state():
    watcher = Watcher(image__show_image=[image("saving")])
    with pytest.raises(TimeIsUp, match=r"Still saving after 10\.0 s"):
        watcher.run(timeout=10)
    assert watcher.clock.time == 1010.0
    watcher = Watcher(TASK_OF_RACKSPACE, cloud_images__get_task_details=[task("pending")])
    with pytest.raises(TimeIsUp):
        watcher.run(timeout=10)
    assert len(watcher.cloud.asked) == 1, "asked again sooner than the service allows"


class StalledCloud(ScriptedCloud):
    """Nobody answers, until the request is stopped."""

    def send(self, request, _secrets=None, *, cancel, **_more):
        assert cancel.wait(5), "nobody stopped it"
        return an_exchange(None, request, error=Cancelled())


def test_a_look_that_nobody_answers_ends_when_the_time_is_up():
    watcher = Watcher()
    watcher.work = Work(Plan(), StalledCloud())
    with pytest.raises(TimeIsUp, match=r"Nothing was seen of it after 10 ms"):
        watcher.run(timeout=0.01)


def test_a_watch_that_is_stopped_in_a_look_is_cancelled():
    watcher = Watcher()
    watcher.work = Work(Plan(), StalledCloud())
    threading.Timer(0.01, watcher.work.cancel.cancel).start()
    with pytest.raises(Cancelled):
        watcher.run(timeout=600)


def test_other_states_than_known_ones_go_on():
    watcher = Watcher(image__show_image=[image("hibernating"), image("active")])
    watcher.run()
    assert watcher.story[0] == "hibernating"


def test_what_is_seen_is_remembered():
    given = {"input": {"receiving_swift_container": "exports"}}
    watcher = Watcher(
        TASK_OF_RACKSPACE, cloud_images__get_task_details=[task("pending", **given), task("success")]
    )
    watcher.run()
    assert [past.state for past in watcher.pasts] == ["pending", "success"]
    assert watcher.pasts[0].clues == (Clue("Look into the container “exports” for what was exported."),)


def test_texts_of_the_service_are_one_line_without_secrets():
    message = "Could not read\nhttps://me:hidden@example.org/x?temp_url_sig=abc"
    watcher = Watcher(TASK_OF_RACKSPACE, cloud_images__get_task_details=[task("failure", message=message)])
    with pytest.raises(EndedBadly) as caught:
        watcher.run()
    said = str(caught.value)
    assert "hidden" not in said
    assert "abc" not in said
    assert "\n" not in said


def test_a_plan_waits_with_one_call():
    watcher = Watcher(
        image__show_image=[image("active", os_glance_failed_import="archive")],
        image__list_image_tasks=[NO_TASKS],
    )
    exchange = until_done(watcher.work, SHOW, {"image_id": IMAGE})
    assert exchange.status == 200
    assert watcher.story[-1] == "Active, but its import into archive failed."
    assert watcher.work.notes[-1].tone is Tone.WARNING


STATES = [
    "queued",
    "uploading",
    "importing",
    "saving",
    "active",
    "deactivated",
    "killed",
    "pending_delete",
    "odd",
    "",
]
MARK = st.sampled_from(["", "fast", "fast,archive", None, 5])
LOOKS = st.one_of(
    st.builds(
        lambda state, failed, going: image(
            state, os_glance_failed_import=failed, os_glance_importing_to_stores=going
        ),
        st.sampled_from(STATES),
        MARK,
        MARK,
    ),
    st.sampled_from([LOST, (500, {}), (404, {}), (429, {}, {"Retry-After": "3"}), (200, []), (200, "{")]),
)


@given(looks=st.lists(LOOKS, max_size=30), goal=st.sampled_from([(), ("active",), ("gone",)]))
def test_whatever_comes_it_ends_with_a_sentence_and_never_asks_too_fast(looks, goal):
    watcher = Watcher(
        image__show_image=[*looks, image("killed")],
        image__list_image_tasks=[tasks({"status": "failure", "message": "why"})],
    )
    try:
        ending = watcher.run(goal=goal)
    except EndedBadly as error:
        ending = error.ending
    except CallRefused as error:
        refused = error
        ending = None
    if ending is None:
        assert refused.status == 404, "it was seen"
        return
    assert ending.verdict is not Verdict.GO_ON
    assert ending.sentence.endswith(".")
    assert all(rest >= 1.0 for rest in watcher.clock.rests)
    stories = [s for s in watcher.story if " - " in s]
    assert all(before != after for before, after in pairwise(stories))
