"""Whole lists and all regions of a real Glance: the right count, and markers whose image is gone."""

from __future__ import annotations

import json

from api.model import Key, Location
from api.running import CancelToken
from api.work.pages.gather import Gather
from api.work.regions.fan_out import FanOut
from api.work.regions.places import regions_of
from tests.live.cloud.many_images import many_images
from tests.live.driver import Driver

LIST = "image.list-images"


def query(name):
    return Key(Location.QUERY, name)


def gather(driver, most=None, listener=lambda _work: None, **values):
    call = driver.desk.catalogue.call(LIST)
    plan = Gather(call, {query(name): value for name, value in values.items()}, driver.place, most)
    return driver.desk.works.run(plan, CancelToken(), listener)


def make(driver, name, *tags):
    return driver.get("image.create-image", 201, name=name, tags=list(tags))


def images_of(outcome):
    return json.loads(outcome.value.exchange().response.content.bytes())["images"]


def test_ten_thousand_images_are_all_there(live_cloud, desk):
    with many_images(live_cloud, "RegionTwo", live_cloud.people.beta.project_id, 10_000) as ids:
        bob = Driver.sign_in(desk, live_cloud, live_cloud.people.beta, "RegionTwo")
        outcome = gather(bob)
        found = [image["id"] for image in images_of(outcome)]
        limited = gather(bob, most=6000)
    assert len(set(found)) == len(found)
    assert set(ids) <= set(found)
    assert outcome.whole
    assert [part.count for part in outcome.value.exchange().merged.parts][:10] == [1000] * 10
    assert len(images_of(limited)) == 6000
    assert limited.sentence == "6,000 images, the limit; more exist."


def test_both_tags_hold_on_every_page_and_a_deleted_marker_is_stepped_over(alice):
    made = [make(alice, f"whole {number}", "one", "two") for number in range(6)]
    made.append(make(alice, "half", "two"))
    gone = []

    def delete_marker(work):
        if work.so_far is not None and work.so_far.pages == 2 and not gone:
            marker = work.so_far.exchange()
            last = json.loads(marker.response.content.bytes())["images"][-1]["id"]
            gone.append(last)
            alice.send("image.delete-image", confirmed=True, image_id=last)

    try:
        outcome = gather(alice, listener=delete_marker, limit=2, tag=["one", "two"])
        names = {image["name"] for image in images_of(outcome)}
        assert gone
        assert names == {f"whole {number}" for number in range(6)}
        assert outcome.whole
    finally:
        for image in made:
            if image["id"] not in gone:
                alice.send("image.delete-image", confirmed=True, image_id=image["id"])


def test_two_regions_stand_in_one_list(live_cloud, desk, alice):
    call = desk.catalogue.call(LIST)
    places = regions_of(desk.cloud(alice.place.profile), desk.catalogue.product("image"))
    assert [place.region for place in places] == ["RegionOne", "RegionTwo"]
    one = make(alice, "in region one")
    try:
        outcome = desk.works.run(FanOut(call, {}, places, whole=True), CancelToken())
        here = {image["@region"] for image in images_of(outcome) if image["id"] == one["id"]}
        assert here == {"RegionOne"}
        assert outcome.whole
    finally:
        alice.send("image.delete-image", confirmed=True, image_id=one["id"])
