"""What was seen: every pick of the catalogue against the practice cloud, and what is remembered and forgotten."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from api.answer.answer import read_answer
from api.answer.picks.loading import load
from api.answer.picks.seen import MOST_PLACES, Seen, scope_of
from api.answer.picks.signed_in import signed_in_choices
from api.catalog.catalogue import Catalogue
from api.desk import Desk
from api.errors import PitchforkError
from api.model import Key, Location, Pick, Place
from api.running import CancelToken
from tests.builders.exchanges import a_request, a_response, an_exchange

CATALOGUE = Catalogue()
PLACE = Place("p1", "912345", "DFW")
YEARS = 20 * 366 * 86400
"""Seconds: whatever today is, so much earlier and later is."""
ONLY_FOR_ADMINISTRATORS = {"image.list-tasks", "identity.list-services", "identity.list-endpoints"}
ONLY_FOR_ADMINISTRATORS |= {"identity.list-users", "identity.list-roles", "identity.list-projects"}


def picks(*products):
    found = {}
    for head in CATALOGUE.heads():
        if head.product in products:
            call = CATALOGUE.call(head.id)
            bodies = [parameter for body in call.bodies for parameter in body.parameters]
            found |= {p.pick: f"{p.pick.kind}-{p.pick.call}" for p in (*call.parameters, *bodies) if p.pick}
    return found


RACKSPACE, OPENSTACK = picks("cloud-images"), picks("image", "identity")
IMAGES = next(pick for pick in RACKSPACE if pick.kind == "image")
MEMBERS = next(pick for pick in RACKSPACE if pick.kind == "member")
TAGS_OF_IMAGE = next(
    pick for pick in RACKSPACE if pick.call == "cloud-images.get-image-details" and pick.items
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("seen") / "data")
    made.practice_sign_in(CancelToken())
    made.practice_sign_in(CancelToken(), openstack=True)
    for profile in ("practice", "practice-openstack"):
        prepare(made, profile)
    yield made
    made.close()


@pytest.fixture
def seen(desk):
    desk.seen.clear()
    return desk.seen


def send(desk, profile, call_id, confirmed=False, **values):
    call, place = desk.catalogue.call(call_id), desk.place(profile)
    keys = {p.name: p.key for p in call.fields()}
    draft = desk.draft(call, {keys[name]: value for name, value in values.items()}, place)
    assert draft.request is not None, draft.faults
    return desk.send(draft.request, draft.secrets, cancel=CancelToken(), confirmed=confirmed)


def body(exchange):
    return json.loads(exchange.response.content.bytes())


def product_of(profile):
    return "cloud-images" if profile == "practice" else "image"


def own_image(desk, profile):
    place, product = desk.place(profile), product_of(profile)
    images = body(send(desk, profile, f"{product}.list-images", owner=place.account))["images"]
    return next(image for image in images if image["tags"] and image["status"] == "active")


def prepare(desk, profile):
    """Share an image, so that it has a member; on Rackspace also leave a task."""
    product, image = product_of(profile), own_image(desk, profile)["id"]
    if profile == "practice":
        send(desk, profile, "cloud-images.export-task", **{
            "input.image_uuid": image, "input.receiving_swift_container": "exports",
        })  # fmt: skip
    else:
        patch = [{"op": "replace", "path": "/visibility", "value": "shared"}]
        assert send(desk, profile, "image.update-image", image_id=image, body=patch).status == 200
    made = send(desk, profile, f"{product}.create-image-member", image_id=image, member="912346")
    assert made.status == 200, body(made)


def learn(desk, exchange):
    answer = read_answer(exchange, desk.catalogue.call(exchange.request.call_id).paging)
    desk.seen.learn(exchange, answer)


def values_for(desk, profile):
    """What the dialogs of the test have filled in."""
    user = desk.cloud(profile).user_id
    image = own_image(desk, profile)["id"]
    return {"image_id": image, "namespace": "OS::Compute::Watchdog", "user_id": user}


def expected(document, pointer, member):
    """The values at a pick's place, found without the code under test."""
    nodes = [document]
    for token in pointer.split("/")[1:]:
        if token == "*":
            nodes = [child for node in nodes for child in node]
        else:
            nodes = [node[token] for node in nodes if token in node]
    items = [item for node in nodes for item in ([node] if member and isinstance(node, dict) else node)]
    return list(dict.fromkeys(item[member] if member else item for item in items))


def check_pick(desk, profile, pick):
    values, place = values_for(desk, profile), desk.place(profile)
    fill = {theirs: values[ours] for theirs, ours in pick.fill}
    exchange = desk.asker(place, CancelToken())(pick.call, fill)
    learn(desk, exchange)
    scope = scope_of(pick, values)
    found = [choice.value for choice in desk.seen.choices(place, pick, scope)]
    wanted = expected(body(exchange), pick.items, pick.value)
    assert set(wanted) <= set(found)
    assert wanted, "the practice cloud has nothing to pick"
    loaded = load(desk.catalogue.call(pick.call), pick, values, desk.asker(place, CancelToken()))
    assert set(wanted) <= {choice.value for choice in loaded.choices}
    assert not pick.label or pick.kind in WITHOUT_WORDS or loaded.choices[0].labelled


WITHOUT_WORDS = {"store", "region"}
"""Kinds whose descriptions the practice cloud leaves out."""
EMPTY_AT_FIRST = {"metadef object", "metadef tag", "application credential", "domain name", "domain"}
"""Kinds that the practice cloud has none of for its first user."""


@pytest.mark.parametrize("pick", [p for p in RACKSPACE if p.call], ids=RACKSPACE.get)
def test_every_pick_of_rackspace_finds_its_values(desk, seen, pick):
    check_pick(desk, "practice", pick)


@pytest.mark.parametrize("pick", [p for p in OPENSTACK if p.call], ids=OPENSTACK.get)
def test_every_pick_of_openstack_finds_its_values(desk, seen, pick):
    if pick.call in ONLY_FOR_ADMINISTRATORS:
        with pytest.raises(PitchforkError, match="403 Forbidden"):
            check_live(desk, pick)
    elif pick.kind in EMPTY_AT_FIRST:
        assert check_live(desk, pick).choices == ()
    else:
        check_pick(desk, "practice-openstack", pick)


def check_live(desk, pick):
    place, values = desk.place("practice-openstack"), values_for(desk, "practice-openstack")
    return load(desk.catalogue.call(pick.call), pick, values, desk.asker(place, CancelToken()))


def test_values_belong_to_what_they_were_asked_for(desk, seen):
    image = own_image(desk, "practice")["id"]
    learn(desk, send(desk, "practice", "cloud-images.list-image-members", image_id=image))
    place = desk.place("practice")
    assert [c.value for c in seen.choices(place, MEMBERS, (("image_id", image),))] == ["912346"]
    assert seen.choices(place, MEMBERS, (("image_id", "another"),)) == []
    assert [c.value for c in seen.choices(place, MEMBERS)] == ["912346"]


def test_one_thing_alone_is_seen_as_well_as_a_list_of_them(desk, seen):
    image = own_image(desk, "practice")
    learn(desk, send(desk, "practice", "cloud-images.get-image-details", image_id=image["id"]))
    place = desk.place("practice")
    known = seen.known(place, IMAGES, image["id"])
    assert (known.name, known.status, known.size) == (image["name"], image["status"], image["size"])
    assert seen.known(place, TAGS_OF_IMAGE, image["tags"][0], (("image_id", image["id"]),))
    learn(desk, send(desk, "practice-openstack", "identity.show-region", region_id="DFW"))
    regions = next(pick for pick in OPENSTACK if pick.call == "identity.list-regions")
    assert seen.known(desk.place("practice-openstack"), regions, "DFW")


def test_what_is_made_appears_and_what_is_destroyed_goes(desk, seen):
    place = desk.place("practice-openstack")
    images = next(pick for pick in OPENSTACK if pick.kind == "image")
    made = send(desk, "practice-openstack", "image.create-image", name="fresh")
    learn(desk, made)
    image = body(made)["id"]
    assert seen.known(place, images, image).name == "fresh"
    before = send(desk, "practice-openstack", "image.list-images")
    send(desk, "practice-openstack", "image.delete-image", confirmed=True, image_id=image)
    assert seen.known(place, images, image) is None
    learn(desk, before)  # an answer from before does not bring it back
    assert seen.known(place, images, image) is None


def test_a_copy_or_a_cached_file_that_goes_is_not_the_image(desk, seen):
    place, pick = PLACE, next(pick for pick in OPENSTACK if pick.kind == "image")
    key = Key(Location.PATH, "image_id")
    kept = Seen(CATALOGUE)
    for call_id in ("image.show-image", "image.delete-cached-image"):
        kept.note(exchange_of(call_id, {key: "i-1"}))
    assert kept.known(place, pick, "i-1")
    kept.note(exchange_of("image.delete-image", {key: "i-1"}, later=1))
    assert kept.known(place, pick, "i-1") is None


def test_what_was_sent_is_remembered_with_what_was_known_of_it(desk, seen):
    image = own_image(desk, "practice")
    place = desk.place("practice")
    learn(desk, send(desk, "practice", "cloud-images.list-images"))
    send(desk, "practice", "cloud-images.list-image-members", image_id=image["id"])
    newest = seen.choices(place, IMAGES)[0]
    assert (newest.value, newest.name) == (image["id"], image["name"])
    containers = next(pick for pick in RACKSPACE if pick.kind == "container")
    send(desk, "practice", "cloud-images.export-task", **{
        "input.image_uuid": image["id"], "input.receiving_swift_container": "backups",
    })  # fmt: skip
    assert [choice.value for choice in seen.choices(place, containers)] == ["backups"]


def exchange_of(call_id, values, *, status=200, place=PLACE, later=0, document=b""):
    request = replace(a_request(), call_id=call_id, values=values, place=place)
    exchange = an_exchange(a_response(document, status), request)
    return replace(exchange, started=exchange.started + timedelta(seconds=later))


def images_answer(*ids, **more):
    images = [{"id": each, "name": f"name {each}", "owner": "o", "tags": []} for each in ids]
    return exchange_of(
        "cloud-images.list-images", {}, document=json.dumps({"images": images}).encode(), **more
    )


def learnt(kept, exchange):
    kept.learn(exchange, read_answer(exchange))


def test_refused_values_and_pages_and_other_accounts_leave_nothing():
    kept, key = Seen(CATALOGUE), Key(Location.PATH, "image_id")
    kept.note(exchange_of("cloud-images.get-image-details", {key: "typo"}, status=404))
    kept.note(exchange_of("cloud-images.list-images", {Key(Location.QUERY, "marker"): "page"}))
    kept.note(
        exchange_of("cloud-images.get-image-details", {key: "nobody"}, place=Place(None, None, "DFW"))
    )
    learnt(kept, images_answer("refused", status=403))
    learnt(kept, images_answer("elsewhere", place=Place("p1", "other", "DFW")))
    assert kept.choices(PLACE, IMAGES) == []


def test_tags_that_are_sent_as_a_list_are_remembered_each():
    kept, tags = Seen(CATALOGUE), next(pick for pick in RACKSPACE if pick.kind == "tag")
    kept.note(exchange_of("cloud-images.list-images", {Key(Location.QUERY, "tag"): ["a", "b"]}))
    assert {choice.value for choice in kept.choices(PLACE, tags)} == {"a", "b"}


def test_the_newest_come_first_and_one_answer_keeps_its_order():
    kept = Seen(CATALOGUE)
    learnt(kept, images_answer("a", "b"))
    learnt(kept, images_answer("c", "a", later=5))
    assert [choice.value for choice in kept.choices(PLACE, IMAGES)] == ["c", "a", "b"]


def test_there_is_an_end_to_what_is_kept(monkeypatch):
    monkeypatch.setattr("api.answer.picks.seen.MOST", 3)
    kept = Seen(CATALOGUE)
    learnt(kept, images_answer("a", "b"))
    learnt(kept, images_answer("c", "d", later=1))
    assert {choice.value for choice in kept.choices(PLACE, IMAGES)} == {"b", "c", "d"}
    for number in range(MOST_PLACES):
        learnt(kept, images_answer("x", place=Place("p1", "912345", f"R{number}")))
    assert kept.choices(PLACE, IMAGES) == []


def test_signing_out_forgets_the_profile_only():
    kept = Seen(CATALOGUE)
    other = Place("p2", "1", "DFW")
    learnt(kept, images_answer("a"))
    learnt(kept, images_answer("b", place=other))
    kept.note(exchange_of("cloud-images.delete-image", {Key(Location.PATH, "image_id"): "z"}))
    kept.forget("p1")
    assert kept.choices(PLACE, IMAGES) == []
    assert len(kept.choices(other, IMAGES)) == 1


def test_what_was_asked_before_signing_out_is_not_remembered_after_it():
    kept = Seen(CATALOGUE)
    kept.forget("p1")
    learnt(kept, images_answer("a", later=-YEARS))  # its worker was late
    assert kept.choices(PLACE, IMAGES) == []
    learnt(kept, images_answer("a", place=Place("p2", "1", "DFW")))
    assert len(kept.choices(Place("p2", "1", "DFW"), IMAGES)) == 1
    learnt(kept, images_answer("b", later=YEARS))
    assert [choice.value for choice in kept.choices(PLACE, IMAGES)] == ["b"]


def test_signing_out_of_the_desk_forgets(data_dir):
    desk = Desk(data_dir)
    desk.practice_sign_in(CancelToken())
    place = desk.place("practice")
    learn(desk, send(desk, "practice", "cloud-images.list-images"))
    assert desk.seen.choices(place, IMAGES)
    desk.sign_out("practice", CancelToken())
    assert desk.seen.choices(place, IMAGES) == []
    desk.close()


def test_what_the_sign_in_knows(desk):
    cloud = desk.cloud("practice-openstack")
    assert [c.value for c in signed_in_choices(Pick(signed_in="regions"), cloud)] == list(cloud.regions)
    (account,) = signed_in_choices(Pick(signed_in="account"), cloud)
    assert (account.value, account.name) == (cloud.account_id, cloud.account_name)
    (user,) = signed_in_choices(Pick(signed_in="user"), cloud)
    assert (user.value, user.name) == (cloud.user_id, cloud.user_name)
    assert signed_in_choices(Pick(), cloud) == signed_in_choices(Pick(signed_in="user"), None) == []
