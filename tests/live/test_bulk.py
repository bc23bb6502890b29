"""One call on many images of the real Glance: deleting, tagging, sharing, properties, refusals, breaks, cleaning up."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from api.running import CancelToken
from api.work.bulk.clean_up import Wish, look_for
from api.work.bulk.plan import Consent, plan_bulk, rows_by_id
from api.work.plan import Outcome
from tests.builders.fault_proxy import Fault, fault_proxy
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.driver import Driver

MANY = 50
SNAPSHOT = {"image_type": "snapshot"}


def make(
    driver: Driver, count: int, own: dict[str, str] | None = None, **values: Any
) -> list[dict[str, Any]]:
    """So many new images with properties of their ``own``, under a tag of their own."""
    mark = uuid.uuid4().hex
    more = {**values, "*": own} if own else values
    made = [
        driver.get("image.create-image", 201, name=f"bulk {number}", tags=[mark], **more)
        for number in range(count)
    ]
    return [{**image, "mark": mark} for image in made]


def run(driver: Driver, name: str, images: list[dict[str, Any]], **values: Any) -> Outcome:
    catalogue = driver.desk.catalogue
    call = catalogue.call(f"image.{name}")
    rows = rows_by_id(call, values, images)
    plan = plan_bulk(catalogue, call.id, driver.place, rows, values, parallel=8)
    return driver.desk.works.run(replace(plan, consent=Consent()), CancelToken())


def results(outcome: Outcome) -> list[str]:
    return [row["result"] for row in outcome.value]


def listed(driver: Driver, images: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found = driver.get("image.list-images", tag=[images[0]["mark"]], limit=200)["images"]
    return {image["id"]: image for image in found}


def test_fifty_are_tagged_and_deleted_and_protected_ones_stay(alice: Driver) -> None:
    images = make(alice, MANY)
    kept = [alice.get("image.create-image", 201, name=f"kept {n}", protected=True) for n in range(3)]
    tagged = run(alice, "add-image-tag", images, tag_value="weekly")
    assert results(tagged) == ["done"] * MANY
    tags = {image_id: image["tags"] for image_id, image in listed(alice, images).items()}
    assert all("weekly" in each for each in tags.values()), tags
    assert len(tags) == MANY
    unknown = [{"id": kept[0]["id"]}, *kept[1:]]  # of one nobody told that it is protected
    outcome = run(alice, "delete-image", images[:25] + unknown + images[20:])
    assert sorted(set(results(outcome))) == ["done", "left out"]
    assert results(outcome).count("done") == MANY
    assert {row["id"] for row in outcome.value if row["result"] == "left out"} == {k["id"] for k in kept}
    assert listed(alice, images) == {}
    for image in kept:
        assert alice.get("image.show-image", image_id=image["id"])["protected"]


def test_a_property_is_added_here_and_replaced_there(alice: Driver) -> None:
    with_it = make(alice, 5, {"team": "old"})
    images = [*with_it, *make(alice, 5), *make(alice, 2, {"team": "data"})]
    outcome = run(alice, "add-image-property", images, property="team", value="data")
    assert results(outcome) == ["done"] * 10 + ["already so"] * 2
    again = run(alice, "replace-image-property", images, property="team", value="ops")
    assert results(again) == ["done"] * 12
    fresh = make(alice, 1)
    assert results(run(alice, "replace-image-property", fresh, property="team", value="ops")) == ["done"]
    gone = run(alice, "remove-image-property", [*images, *make(alice, 1)], property="team")
    assert results(gone) == ["done"] * 12 + ["already so"]
    assert not any("team" in image for image in listed(alice, with_it).values())


def test_sharing_many_and_what_the_service_says_of_a_second_time(
    alice: Driver, bob: Driver, live_cloud: LiveCloud
) -> None:
    shared, private = make(alice, 3, visibility="shared"), make(alice, 1, visibility="private")
    beta = live_cloud.people.beta.project_id
    first = run(alice, "create-image-member", [*shared, *private], member=beta)
    assert results(first) == ["done"] * 3 + ["refused"]
    second = run(alice, "create-image-member", shared, member=beta)
    assert results(second) == ["refused"] * 3
    assert {row["status"] for row in second.value} == {409}
    assert bob.get("image.show-image", image_id=shared[0]["id"])["id"] == shared[0]["id"]
    strangers = run(bob, "delete-image", [{"id": shared[0]["id"], "owner": shared[0]["owner"]}])
    assert results(strangers) == ["refused"]
    assert strangers.value[0]["status"] in (403, 404)


def test_breaks_and_a_busy_service_leave_no_row_untold(
    alice: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = make(alice, 12)
    with fault_proxy() as proxy:
        proxy.stand_before(monkeypatch)
        proxy.add(Fault("DELETE", images[2]["id"], lose=True))
        proxy.add(Fault("DELETE", images[4]["id"], status=503, headers=(("Retry-After", "1"),), times=2))
        proxy.add(Fault("DELETE", images[6]["id"], status=500, body=b"{}"))
        proxy.add(Fault("GET", images[8]["id"], status=500, body=b"{}"))
        outcome = run(alice, "delete-image", images)
        deletes = [seen.target for seen in proxy.seen_of("DELETE", "")]
        by_id = {row["id"]: row["result"] for row in outcome.value}
        expected = ["done"] * 12
        expected[2], expected[6], expected[8] = "no answer", "refused", "refused"
        assert [by_id[image["id"]] for image in images] == expected
        assert not any(images[8]["id"] in target for target in deletes)
        left = listed(alice, images)
        assert set(left) == {images[6]["id"], images[8]["id"]}, "the lost one was done all the same"
        proxy.clear()
        plan = alice.desk.works.all()[-1].plan.only(alice.desk.works.all()[-1].so_far.failed)
        retried = alice.desk.works.run(replace(plan, consent=Consent()), CancelToken())
        assert sorted(results(retried)) == ["already so", "done", "done"]
        assert listed(alice, images) == {}


def test_cleaning_up_finds_own_old_unshared_snapshots(alice: Driver, live_cloud: LiveCloud) -> None:
    snapshots = make(alice, 4, SNAPSHOT)
    alice.send(
        "image.create-image-member", image_id=snapshots[0]["id"], member=live_cloud.people.beta.project_id
    )
    make(alice, 1, SNAPSHOT, protected=True)
    hidden = make(alice, 1, SNAPSHOT, os_hidden=True)[0]
    offered = [product.id for product in alice.desk.offered(alice.place)]
    catalogue = alice.desk.catalogue
    plan = look_for(catalogue, offered, alice.place, Wish(older_than=None))
    found = {each.id for each in alice.desk.works.run(plan, CancelToken()).value}
    assert {image["id"] for image in snapshots[1:]} | {hidden["id"]} <= found
    assert snapshots[0]["id"] not in found
    young = look_for(catalogue, offered, alice.place, Wish())
    assert alice.desk.works.run(young, CancelToken()).value == []
