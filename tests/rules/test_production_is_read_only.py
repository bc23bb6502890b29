"""Nothing of the catalogue, and no guided or bulk work, changes a locked production profile; and none was forgotten."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from dataclasses import replace

import pytest

import api.work
from api.catalog.catalogue import Catalogue
from api.desk import Desk
from api.errors import NotConfirmed, PitchforkError, ReadOnly
from api.exchange.gates import Several
from api.model import Change
from api.running import CancelToken
from api.wire.request import Request, Template
from api.work.bulk.plan import BulkPlan, Consent, plan_bulk
from api.work.bulk.row import Row
from api.work.moving.cleaning import DeleteDisks
from api.work.moving.exporting import Export
from api.work.moving.glance import GlanceCopy, Import, StoreCopy
from api.work.moving.importing import ImportDisk
from api.work.moving.region_copy import RegionCopy
from api.work.sharing.calls import sharing_calls
from api.work.sharing.offers import AnswerOffers, plan_answer
from api.work.sharing.share import Share, plan_share
from api.work.transfers.new_image import NewImage
from api.work.transfers.upload import Upload
from tests.builders.production import Witness, sign_in_to_production

CATALOGUE = Catalogue()
CHANGING = sorted(
    head.id
    for product in CATALOGUE.products()
    for category in product.categories
    for head in category.calls
    if head.changes is not Change.NONE
)
READING = {
    "Download", "Gather", "FanOut", "WatchPlan", "LookForHolders", "LookForOffers", "LookForCandidates",
}  # fmt: skip
"""Plans that only read; everything else of api.work that can be carried out stands in ALL_CHANGING."""
NOBODY = "0c3f9b62-54a1-4d7e-9c51-1f1e5e1f7a10"


@pytest.fixture(scope="module", params=["rackspace", "openstack"])
def live(request, tmp_path_factory):
    """A desk that is signed in to production, the profile's id, and a witness of what is sent."""
    desk = Desk(tmp_path_factory.mktemp("data"))
    profile = sign_in_to_production(desk, openstack=request.param == "openstack")
    yield desk, profile, Witness(desk)
    desk.close()


def request_of(call_id, place, *, flags=True):
    call = CATALOGUE.call(call_id)
    values = {p.key: NOBODY for p in call.parameters if p.location == "path"}
    return Request(
        call.id,
        call.method,
        Template.of(f"http://127.0.0.1:9{call.head.path}"),
        (),
        place=place,
        values=values,
        title=call.title,
        changes=flags,
        destroys=flags and call.effects.changes is Change.DESTROY,
    )


@pytest.mark.parametrize("flags", [True, False], ids=["as built", "as somebody rewrote it"])
def test_no_call_that_changes_leaves_while_locked(live, flags):
    desk, profile, witness = live
    place = desk.place(profile)
    assert len(CHANGING) > 60
    for call_id in CHANGING:
        for word in (False, True, NOBODY, Several(1, "1", place.account or "")):
            with pytest.raises((ReadOnly, NotConfirmed)) as refused:
                desk.send(request_of(call_id, place, flags=flags), cancel=CancelToken(), confirmed=word)
            assert refused.value.sentence
            if word:
                assert isinstance(refused.value, ReadOnly), call_id
                assert refused.value.profile_id == profile
    assert not witness.changing


def test_no_call_that_destroys_leaves_unlocked_with_a_wrong_word(live):
    desk, profile, witness = live
    place = desk.place(profile)
    desk.gates.unlock(profile, 5)
    try:
        for call_id in CHANGING:
            if CATALOGUE.call(call_id).effects.changes is not Change.DESTROY:
                continue
            for word in (True, "nobody's name", Several(2, "1", place.account or ""), Several(1, "1", "x")):
                with pytest.raises(NotConfirmed) as refused:
                    desk.send(request_of(call_id, place), cancel=CancelToken(), confirmed=word)
                assert "production" in refused.value.sentence
    finally:
        desk.gates.lock(profile)
    assert not witness.changing


def plans(desk, profile, tmp_path):
    """One plan of every kind that changes something, which would begin to if it could."""
    place = desk.place(profile, "DFW")
    rackspace = desk.cloud(profile).sign_in_kind == "rackspace"
    product = "cloud-images" if rackspace else "image"
    ask = desk.asker(place, CancelToken())
    read = json.loads(ask(f"{product}.list-images", {}).response.content.bytes())["images"]
    mine = next(
        i for i in read if i["owner"] == place.account and i["status"] == "active" and not i["protected"]
    )
    row = Row(mine["id"], str(mine["name"]), (("image_id", mine["id"]),))
    for name in ("delete-image", "add-image-property"):
        given = {"property": "team", "value": "x"} if name == "add-image-property" else {}
        plan = plan_bulk(desk.catalogue, f"{product}.{name}", place, [row], given)
        yield replace(plan, consent=Consent("1", place.account))
    calls = sharing_calls([p.id for p in desk.offered(place)], place)
    yield plan_share(
        {**mine, "visibility": "shared"},
        ("912346",) if rackspace else ("f" * 32,),
        place,
        calls,
        opening=True,
    )
    yield plan_answer([mine], "accepted", place, calls)
    if rackspace:
        yield Export(place, mine["id"], "exports", create=True)
        yield ImportDisk(place, "exports/appliance.vhd", "Web")
        yield RegionCopy(place, mine["id"], "ORD", "exports", "exports", tidy=True)
        yield DeleteDisks(place, (("DFW", "exports", "appliance.vhd"),))
        return
    file = tmp_path / "disk.raw"
    file.write_bytes(bytes(1024))
    yield NewImage(place, file, {"name": "x", "disk_format": "raw", "container_format": "bare"})
    waiting = next(i for i in read if i["owner"] == place.account and i["status"] == "queued")
    yield Upload(place, waiting["id"], file)
    yield Import(place, "https://example.org/disk", {"name": "x"})
    yield GlanceCopy(place, mine["id"], "ORD")
    yield StoreCopy(place, mine["id"], ("reliable",))


def ending(work):
    """What a piece of work says of its end, part by part where only parts of it failed."""
    try:
        outcome = work.run()
    except PitchforkError as error:
        return f"{error} {error.details}"
    assert not outcome.whole
    return f"{outcome.sentence} {outcome.value}"


def test_no_work_changes_anything_while_locked(live, tmp_path):
    desk, profile, witness = live
    for plan in plans(desk, profile, tmp_path):
        work = desk.works._add(plan)
        told = ending(work)
        assert not witness.changing, plan
        assert work.changes_cloud, f"{plan.kind} came to nothing before the gate: {told}"
        assert "read-only" in told, plan


def test_every_plan_is_known_to_read_or_stands_in_this_test(live, tmp_path):
    desk, profile, _witness = live
    tried = {type(plan).__name__ for plan in plans(desk, profile, tmp_path)}
    for module in pkgutil.walk_packages(api.work.__path__, "api.work."):
        found = vars(importlib.import_module(module.name)).items()
        for name, value in found:
            if inspect.isclass(value) and value.__module__ == module.name and hasattr(value, "carry_out"):
                assert name in tried | READING | ALL_CHANGING | {"Plan"}, name
    assert tried <= ALL_CHANGING


ALL_CHANGING = {
    each.__name__
    for each in (
        BulkPlan, Share, AnswerOffers, Export, ImportDisk, RegionCopy, DeleteDisks, NewImage, Upload, Import,
        GlanceCopy, StoreCopy,
    )
}  # fmt: skip
