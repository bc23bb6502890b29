"""From the rows of an answer to the calls that can be run on them: from the catalogue, without anything hidden."""

from __future__ import annotations

import json

import pytest

from api.answer.document import Document
from api.answer.uses.uses import UseFinder
from api.answer.veil import Veil
from api.catalog.catalogue import Catalogue
from api.model import Place
from api.wire.request import Request, Template
from api.work.bulk.chosen import read_chosen
from api.work.bulk.plan import plan_bulk
from tests.builders.exchanges import a_response, an_exchange, an_image

SHARED = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue()


def chosen(catalogue, call_id, body, pointer, *, values=None, veiled=()):
    call = catalogue.call(call_id)
    keyed = {p.key: (values or {})[p.name] for p in call.parameters if p.name in (values or {})}
    request = Request(call_id, "GET", Template.of("https://x/v2/images"), (), values=keyed)
    response = a_response(json.dumps(body))
    document = Document(response.content)
    veil = Veil(document, veiled)
    finder = UseFinder(an_exchange(response, request), document, veil, catalogue, [call.head.product])
    node = document.find(pointer)
    return read_chosen(finder, document, veil, document.children(node), catalogue)


def test_images_can_be_deleted_tagged_shared_and_changed(catalogue):
    body = {"images": [an_image(0), an_image(1)]}
    found = chosen(catalogue, "cloud-images.list-images", body, "/images")
    assert found.kind == "image"
    assert [each.name for each in found.things] == [image["name"] for image in body["images"]]
    names = {call.id.partition(".")[2] for call in found.calls}
    assert names == {
        "add-image-tag",
        "create-image-member",
        "export-task",
        "add-image-property",
        "update-image",
        "remove-image-property",
        "delete-image",
        "delete-image-tag",
        "delete-image-member",
        "update-image-member",
    }
    rows = found.rows(catalogue.call("cloud-images.export-task"))
    assert rows[0].fill == (("input.image_uuid", body["images"][0]["id"]),)
    assert rows[1].known == body["images"][1]


def test_glance_can_switch_them_off_and_on(catalogue):
    found = chosen(catalogue, "image.list-images", {"images": [an_image()]}, "/images")
    names = {call.id for call in found.calls}
    assert {"image.deactivate-image", "image.reactivate-image", "image.delete-image"} <= names
    assert not names & {"image.upload-image-data", "image.show-image", "image.replace-image-property"}


def test_members_know_the_image_that_was_asked_for(catalogue):
    members = [{"member_id": name, "image_id": SHARED, "status": "pending"} for name in ("one", "two")]
    found = chosen(
        catalogue,
        "image.list-image-members",
        {"members": members},
        "/members",
        values={"image_id": SHARED},
    )
    call = catalogue.call("image.delete-image-member")
    assert call in found.calls
    plan = plan_bulk(catalogue, call.id, Place(), found.rows(call))
    assert [dict(row.fill) for row in plan.rows] == [
        {"image_id": SHARED, "member_id": "one"},
        {"image_id": SHARED, "member_id": "two"},
    ]


def test_rows_that_are_nothing_are_counted(catalogue):
    body = {"images": [{"name": "without an id"}, 7, None, an_image(), {"id": {}}, []]}
    found = chosen(catalogue, "image.list-images", body, "/images")
    assert (len(found.things), found.others) == (1, 5)


@pytest.mark.parametrize("body", [{"images": []}, {"images": [1, 2]}])
def test_where_nothing_is_named_nothing_can_be_run(catalogue, body):
    found = chosen(catalogue, "image.list-images", body, "/images")
    assert (found.things, found.calls) == ((), ())
    assert found.kind == "resource"


def test_hidden_values_stay_where_they_are(catalogue):
    image = an_image(secret="s3cret", deep={"inner": {"password": "pw"}}, plain="p")
    veiled = ["/images/*/secret"]
    found = chosen(catalogue, "image.list-images", {"images": [image]}, "/images", veiled=veiled)
    known = found.things[0].known
    assert "secret" not in known
    assert "deep" not in known
    assert known["plain"] == "p"


def test_a_resource_of_any_size_is_known_by_its_id(catalogue):
    body = {"images": [an_image(0, description="x" * (300 << 10)), an_image(1)]}
    found = chosen(catalogue, "image.list-images", body, "/images")
    assert [bool(each.known) for each in found.things] == [False, True]
    assert found.things[0].id == body["images"][0]["id"]


def test_a_veiled_list_names_nothing(catalogue):
    body = {"images": [an_image()]}
    found = chosen(catalogue, "image.list-images", body, "/images", veiled=["/images"])
    assert found.things == ()
