"""One call on many resources, on both faces of the practice cloud."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest

from api.errors import BadInput, ConnectionLost, NotConfirmed, SignInExpired
from api.exchange.reading import read_json
from api.running import CancelToken
from api.work.bulk.foreseeing import foresee
from api.work.bulk.plan import plan_bulk, rows_by_id
from api.work.bulk.row import Row, RowState
from api.work.work import State
from tests.builders.exchanges import a_response, an_exchange


def states(outcome):
    return [row["result"] for row in outcome.value]


def by_id(outcome):
    return {row["id"]: row for row in outcome.value}


def test_every_image_is_deleted_once_and_the_protected_one_is_left_out(ground):
    images = ground.images()
    protected = [image["id"] for image in images if image["protected"]]
    assert protected
    outcome, work = ground.run(ground.plan("delete-image", images + images[:3], confirmed=True))
    deleted = ground.script.paths("DELETE")
    assert len(deleted) == len(set(deleted)) == len(images) - len(protected)
    assert [image["id"] for image in ground.images()] == protected
    assert by_id(outcome)[protected[0]]["result"] == "left out"
    assert "protected" in by_id(outcome)[protected[0]]["sentence"]
    assert not outcome.whole
    assert work.state is State.PARTLY
    assert (
        work.title
        == f"{ground.desk.catalogue.call(f'{ground.product}.delete-image').title} · {len(images)} images"
    )
    assert outcome.sentence.endswith(f"{len(deleted)} of {len(images)} done, 1 left out.")


def test_nothing_is_destroyed_without_the_word_of_the_person(ground):
    with pytest.raises(NotConfirmed):
        ground.run(ground.plan("delete-image", ground.images()))
    assert ground.script.sent == []


def test_a_word_is_good_for_one_run(ground):
    plan = ground.plan("delete-image", ground.images()[:1], confirmed=True)
    outcome, _work = ground.run(plan)
    assert states(outcome) == ["done"]
    sent = len(ground.script.sent)
    with pytest.raises(NotConfirmed, match="another run"):
        ground.run(plan)
    assert len(ground.script.sent) == sent


def test_the_gate_of_the_desk_holds_too(ground):
    plan = ground.plan("delete-image", ground.images()[:1])
    outcome, _work = ground.run(replace(plan, destroys=False))
    assert states(outcome) == ["not begun"]
    assert ground.script.paths("DELETE")
    assert "not confirmed" in outcome.value[0]["sentence"]
    assert ground.show(outcome.value[0]["id"]).status == 200


def test_a_property_is_replaced_where_it_is_and_added_where_it_is_not(ground):
    images = ground.images()
    values = {"property": "os_distro", "value": "ubuntu"}
    has = {image["id"]: image.get("os_distro") for image in images}
    assert len({"ubuntu", None} & set(has.values())) == 2
    outcome, _work = ground.run(ground.plan("add-image-property", images, values))
    assert outcome.whole
    operations = {
        request.url.masked().rpartition("/")[2]: json.loads(request.body)[0]["op"]
        for request in ground.script.sent
        if request.method == "PATCH"
    }
    for image_id, before in has.items():
        assert operations.get(image_id) == {"ubuntu": None, None: "add"}.get(before, "replace")
        assert by_id(outcome)[image_id]["result"] == ("already so" if before == "ubuntu" else "done")
    assert {image["os_distro"] for image in ground.images()} == {"ubuntu"}


def test_a_property_that_is_not_there_is_not_removed(ground):
    images = ground.images()
    plan = ground.plan("remove-image-property", images, {"property": "instance_uuid"}, confirmed=True)
    outcome, _work = ground.run(plan)
    assert {"done", "already so"} == set(states(outcome))
    assert not any("instance_uuid" in image for image in ground.images())
    assert len(ground.script.paths("PATCH")) == sum("instance_uuid" in image for image in images)


def test_a_tag_is_added_without_looking(ground):
    images = ground.images()
    name = "tag" if ground.product == "cloud-images" else "tag_value"
    outcome, _work = ground.run(ground.plan("add-image-tag", images, {name: "büro"}))
    assert set(states(outcome)) == {"done"}
    assert ground.script.paths("GET") == []
    assert all("büro" in image["tags"] for image in ground.images())


def test_refusals_are_in_the_services_words_and_can_be_tried_again(ground):
    public = ground.images(visibility="public")[0]
    images = [public, *ground.images()[:2]]
    name = "tag" if ground.product == "cloud-images" else "tag_value"
    outcome, work = ground.run(ground.plan("add-image-tag", images, {name: "x"}))
    assert states(outcome) == ["refused", "done", "done"]
    assert outcome.value[0]["status"] == 403
    assert outcome.value[0]["sentence"].startswith("403 Forbidden. ")
    assert outcome.value[0]["request_id"]
    assert any(public["name"][:20] in note.sentence for note in work.notes)
    again = work.plan.only(work.so_far.failed)
    assert [row.id for row in again.rows] == [public["id"]]
    assert again.consent is None


def test_what_is_gone_already_needs_no_deleting(ground):
    images = ground.images()[:2]
    ground.run(ground.plan("delete-image", images[:1], confirmed=True))
    outcome, _work = ground.run(ground.plan("delete-image", images[:1], confirmed=True))
    assert states(outcome) == ["already so"]
    assert outcome.whole


def test_an_image_that_changed_its_owner_since_is_left_alone(ground):
    image = {**ground.images()[0], "owner": "somebody"}
    outcome, _work = ground.run(ground.plan("delete-image", [image], confirmed=True))
    assert states(outcome) == ["left out"]
    assert "another owner" in outcome.value[0]["sentence"]
    assert ground.script.paths("DELETE") == []


@pytest.mark.parametrize("stop", [True, False])
def test_it_stops_at_the_first_error_or_goes_on(ground, stop):
    images = [image for image in ground.images() if not image["protected"]][:6]
    bad = images[2]["id"]

    def refuse(request, _number):
        wrong = request.method == "DELETE" and bad in request.url.masked()
        return an_exchange(a_response({"message": "In use."}, 409, "Conflict"), request) if wrong else None

    ground.script.answers = refuse
    plan = ground.plan("delete-image", images, confirmed=True, parallel=1, stop_on_error=stop)
    outcome, work = ground.run(plan)
    rest = "not begun" if stop else "done"
    assert states(outcome) == ["done", "done", "refused", rest, rest, rest]
    assert outcome.value[2]["sentence"] == "409 Conflict. In use."
    assert len(work.so_far.failed) == (4 if stop else 1)
    assert stop is any("first error" in note.sentence for note in work.notes)


def test_a_connection_that_broke_is_no_refusal(ground):
    image = ground.images()[0]
    ground.script.answers = lambda request, _n: (
        an_exchange(request=request, error=ConnectionLost("The connection ended."))
        if request.changes
        else None
    )
    outcome, _work = ground.run(ground.plan("delete-image", [image], confirmed=True))
    assert states(outcome) == ["no answer"]
    assert "look at it" in outcome.value[0]["sentence"]


def test_a_look_that_fails_keeps_the_image(ground):
    image = ground.images()[0]
    ground.script.answers = lambda request, _n: an_exchange(a_response({"message": "No."}, 500), request)
    outcome, _work = ground.run(ground.plan("delete-image", [image], confirmed=True))
    assert states(outcome) == ["refused"]
    assert ground.script.paths("DELETE") == []


def test_all_wait_when_the_service_asks_for_it(ground, monkeypatch):
    images = [image for image in ground.images() if not image["protected"]][:5]
    rested = []
    refused = threading.Event()

    def busy(request, _number):
        if request.method != "DELETE" or refused.is_set():
            return None
        refused.set()
        return an_exchange(a_response(b"", 503, headers=(("Retry-After", "1"),)), request)

    ground.script.answers = busy
    monkeypatch.setattr(
        "api.work.work.Work.rest", lambda work, seconds: rested.append(work.cancel.wait(seconds))
    )
    outcome, work = ground.run(ground.plan("delete-image", images, confirmed=True))
    assert set(states(outcome)) == {"done"}
    assert rested
    assert any("asks to wait 1.0 s" in note.sentence for note in work.notes)


def test_a_stop_finishes_what_is_under_way_and_names_the_rest(ground):
    images = [image for image in ground.images() if not image["protected"]][:6]
    cancel, gate, began = CancelToken(), threading.Event(), threading.Semaphore(0)

    def hold(request, _number):
        if request.method == "DELETE":
            began.release()
            assert gate.wait(20)

    ground.script.answers = hold
    plan = ground.plan("delete-image", images, confirmed=True, parallel=2)
    outcomes = []
    runner = threading.Thread(target=lambda: outcomes.append(ground.run(plan, cancel)), daemon=True)
    runner.start()
    assert began.acquire(timeout=20)
    assert began.acquire(timeout=20)
    cancel.cancel()
    gate.set()
    runner.join(20)
    outcome, work = outcomes[0]
    assert sorted(states(outcome)) == ["done"] * 2 + ["not begun"] * 4
    assert len(ground.script.paths("DELETE")) == 2
    assert "4 were not begun" in work.notes[-1].sentence
    assert work.state is State.PARTLY
    kept = {image["id"] for image in ground.images()}
    assert all((row["id"] in kept) is (row["result"] == "not begun") for row in outcome.value)


def test_one_token_is_renewed_for_all(ground, monkeypatch):
    cloud = ground.desk.cloud(ground.place.profile)
    identity, before = cloud._identity, cloud.token(CancelToken())
    identity.revoke(before, CancelToken())
    name = "tag" if ground.product == "cloud-images" else "tag_value"
    renewed, sign_in = [], identity.authenticate
    monkeypatch.setattr(identity, "authenticate", lambda cancel: renewed.append(1) or sign_in(cancel))
    outcome, _work = ground.run(ground.plan("add-image-tag", ground.images()[:8], {name: "x"}))
    assert set(states(outcome)) == {"done"}
    assert renewed == [1]
    assert cloud.token(CancelToken()) != before


def test_an_ended_sign_in_stops_all(ground):
    images = ground.images()[:5]

    def ended(request, number):
        if number > 1:
            raise SignInExpired("The sign-in has ended.", "Sign in again.")

    ground.script.answers = ended
    name = "tag" if ground.product == "cloud-images" else "tag_value"
    outcome, work = ground.run(ground.plan("add-image-tag", images, {name: "x"}, parallel=1))
    assert states(outcome) == ["done"] + ["not begun"] * 4
    assert len(ground.script.sent) == 2
    assert work.notes[-1].sentence.startswith("The sign-in has ended.")


def test_a_sign_in_that_no_service_accepts_stops_all(ground):
    ground.script.answers = lambda request, _number: an_exchange(
        a_response({"message": "Who?"}, 401), request
    )
    images = ground.images()[:4]
    outcome, work = ground.run(ground.plan("delete-image", images, confirmed=True, parallel=1))
    assert states(outcome) == ["refused"] + ["not begun"] * 3
    assert len(ground.script.sent) == 1
    assert "does not accept the sign-in" in work.notes[-1].sentence


def test_a_mistake_of_the_program_is_not_hidden(ground):
    ground.script.answers = lambda _request, _number: 1 / 0
    with pytest.raises(ZeroDivisionError):
        ground.run(ground.plan("delete-image", ground.images(), confirmed=True))


def test_the_dry_run_sends_nothing_and_says_all(ground):
    images = ground.images()
    plan = ground.plan("delete-image", images)
    foreseen = list(foresee(plan, ground.script))
    assert ground.script.sent == []
    assert all(each.line.startswith("DELETE http") for each in foreseen)
    left = [each for each in foreseen if not each.goes]
    assert [each.row.known["protected"] for each in left] == [True]
    other = {**images[0], "protected": False, "owner": "bob"}
    assert (
        "not yours: its owner is bob"
        in next(foresee(ground.plan("delete-image", [other]), ground.script)).remark
    )


def test_the_dry_run_names_wrong_values_row_by_row(ground):
    images = [{"id": "../etc"}, {"id": ".."}, {"id": "a b"}, ground.images()[0]]
    faults = [each.faults for each in foresee(ground.plan("delete-image", images), ground.script)]
    assert faults[1]
    assert not faults[3]
    outcome, _work = ground.run(ground.plan("delete-image", images[1:2], confirmed=True))
    assert states(outcome) == ["left out"]
    assert ground.script.sent == []


def test_the_dry_run_chooses_add_or_replace_by_what_is_known(ground):
    values = {"property": "team", "value": "data"}
    plan = ground.plan("add-image-property", [{"id": "a", "team": "x"}, {"id": "b", "name": "b"}], values)
    assert [json.loads(each.body)[0]["op"] for each in foresee(plan, ground.script)] == ["replace", "add"]
    blind = plan_bulk(
        ground.desk.catalogue, plan.call_id, ground.place, [Row("a", fill=(("image_id", "a"),))], values
    )
    assert "Replaced where" in next(foresee(blind, ground.script)).remark


def test_lists_that_cannot_be_run(ground):
    with pytest.raises(BadInput, match="empty"):
        ground.plan("delete-image", [])
    call = ground.desk.catalogue.call(f"{ground.product}.delete-image")
    rows = rows_by_id(call, {}, [{"id": "a"}])
    for parallel in (0, 17):
        with pytest.raises(BadInput, match="Between 1 and 16"):
            plan_bulk(ground.desk.catalogue, call.id, ground.place, rows, parallel=parallel)
    with pytest.raises(BadInput, match="takes no id"):
        rows_by_id(call, {"image_id": "x"}, [{"id": "a"}])


def test_the_same_image_in_other_letters_is_one(ground):
    image_id = ground.images()[0]["id"]
    plan = ground.plan("delete-image", [{"id": image_id}, {"id": image_id.upper()}])
    assert [row.id for row in plan.rows] == [image_id]


def test_members_of_one_image_can_be_taken_away(ground):
    shared = next(image for image in ground.images() if "golden" in image["tags"])
    given = {"image_id": shared["id"]}
    ask = ground.desk.asker(ground.place, CancelToken())
    members = read_json(ask(f"{ground.product}.list-image-members", given))["members"]
    resources = [{"id": each["member_id"]} for each in members]
    outcome, work = ground.run(ground.plan("delete-image-member", resources, given, confirmed=True))
    assert states(outcome) == ["done"] * len(members)
    assert work.plan.unit == "members"


def test_results_can_be_read_while_it_runs_and_afterwards(ground):
    plan = ground.plan("delete-image", ground.images(), confirmed=True)
    _outcome, work = ground.run(plan)
    assert work.so_far.ended == len(plan.rows)
    assert work.so_far[0].state in (RowState.DONE, RowState.LEFT_OUT)
    assert work.progress.done == work.progress.total == len(plan.rows)
