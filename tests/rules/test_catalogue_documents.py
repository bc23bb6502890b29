"""House rules of the catalogue's documents: valid OpenAPI, known x- members, lasting ids, nothing left unsaid."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from api.catalog.catalogue import Catalogue
from api.catalog.nodes import tokens_of
from api.constants import RESOURCES
from api.exchange.build import build
from api.exchange.examples import with_examples
from api.model import UNSET, Change, Kind, Location, Place

FOLDER = RESOURCES / "catalog"
SCHEMA = json.loads((FOLDER / "x-members.schema.json").read_text("utf-8"))
DOCUMENTS = sorted(path for path in FOLDER.glob("*.json") if not path.name.endswith(".schema.json"))
CATALOGUE = Catalogue()
HEADS = list(CATALOGUE.heads())
CALLS = {head.id: CATALOGUE.call(head.id) for head in HEADS}

document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
every_call = pytest.mark.parametrize("call_id", CALLS)


def read(path: Path):
    return json.loads(path.read_text("utf-8"))


@document
def test_it_is_valid_openapi(path):
    validate(read(path))


@document
def test_its_x_members_fit_their_schema(path):
    errors = [f"{e.json_path}: {e.message}" for e in Draft202012Validator(SCHEMA).iter_errors(read(path))]
    assert errors == []


@document
def test_it_is_indented_by_two_blanks(path):
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"(  )*\S(.*\S)?", line)] == []


@document
def test_it_is_named_after_its_id_and_names_its_order_at_the_beginning(path):
    found = read(path)
    assert found["x-id"] == path.stem
    assert f'"x-order": {found["x-order"]}'.encode() in path.read_bytes()[:4096]


def test_the_schema_of_x_members_is_one_and_refuses_mistakes():
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    good = read(FOLDER / "cloud-images.json")
    operation = good["paths"]["/v2/images/{image_id}"]["delete"]
    for mistake in (
        {"x-efects": {}},
        {"x-effects": {"changes": "maybe"}},
        {"x-effects": {"changes": "destroy"}},
        {"x-effects": {"changes": "change", "shares": True}},
        {"x-effects": {"changes": "none", "warnings": "A."}},
        {"x-subject": {"call": "get-image-details"}},
        {"x-subject": {"call": "Get Image", "kind": "image"}},
        {"x-presets": [{"title": "Mine", "values": {"owner": "x"}}]},
        {"x-paging": {"items": "images"}},
        {"x-edit": {"kind": "image", "read": "get-image-details", "fill": {}, "basic": []}},
        {"x-edit": {"kind": "image", "fill": {"image_id": "id"}, "basic": []}},
        {"x-edited-by": "Update Image"},
        {"x-table": [{"heading": "Name"}]},
        {"x-table": [{"members": ["name"], "kind": "colour"}]},
        {"x-table": [{"members": ["name"], "words": [{"when": {"id": 5}, "show": "x"}]}]},
        {"x-transfer": {"kind": "download", "record": "get-image-details"}},
        {"x-transfer": {"kind": "sideways", "record": "get-image-details", "fill": {}}},
        {"x-watch": {"kind": "image", "state": "/status"}},
        {
            "x-watch": {
                "kind": "image",
                "state": "/status",
                "states": {"active": {"is": "fine", "means": "x"}},
            }
        },
        {"x-starts": {"call": "get-image-details", "fill": {"image_id": "path.image_id"}}},
        {"x-notes": "no full stop"},
        {"x-calls": []},
        {"operationId": "deleteImage"},
    ):
        wrong = json.loads(json.dumps(good))
        wrong["paths"]["/v2/images/{image_id}"]["delete"] = operation | mistake
        assert not validator.is_valid(wrong), mistake


def test_the_ids_of_all_calls_are_those_of_the_committed_list():
    """A changed id breaks links, favourites and scripts: give the call the old one in x-former-ids, then the list."""
    listed = (FOLDER / "call-ids.txt").read_text("utf-8").splitlines()
    assert listed == [head.id for head in HEADS]
    assert len(set(listed)) == len(listed)


def test_all_documents_load_in_an_order_of_their_own():
    assert CATALOGUE.errors == ()
    orders = [read(path)["x-order"] for path in DOCUMENTS]
    assert len(set(orders)) == len(orders)


@every_call
def test_it_has_a_title_a_description_documentation_and_a_declared_category(call_id):
    call = CALLS[call_id]
    declared = {tag["name"] for tag in read(FOLDER / f"{call.head.product}.json")["tags"]}
    assert re.fullmatch(r"[A-Z].*[^.]", call.title)
    assert re.fullmatch(r"[A-Z“].*\.", call.head.description, re.DOTALL)
    assert call.docs.startswith("https://")
    assert call.head.category in declared
    assert re.fullmatch(r"[a-z0-9-]+\.[a-z0-9]+(-[a-z0-9]+)*", call.id)


@every_call
def test_it_names_its_success_and_its_errors(call_id):
    call = CALLS[call_id]
    assert call.success or call_id == "image.delete-task", "that route answers 405 everywhere"
    assert all(answer.description for answer in call.answers)
    if call.needs_token:
        assert "401" in {answer.status for answer in call.answers}


@every_call
def test_every_parameter_is_described(call_id):
    call = CALLS[call_id]
    for content_type in [body.content_type for body in call.bodies] or [None]:
        unsaid = [str(p.key) for p in call.fields(content_type) if not p.description]
        assert unsaid == []


@every_call
def test_every_required_parameter_has_an_example(call_id):
    call = CALLS[call_id]
    for content_type in [body.content_type for body in call.bodies] or [None]:
        for parameter in call.fields(content_type):
            schema = parameter.schema
            if parameter.required and schema.kind not in (Kind.FILE, Kind.BOOLEAN):
                told = schema.example is not UNSET or schema.default is not UNSET or schema.choices
                whole = call.body(content_type).example if parameter.name == "body" else UNSET
                assert told or whole is not UNSET, parameter.key


@every_call
def test_with_examples_it_can_be_built_in_every_form(call_id):
    call = CALLS[call_id]
    for content_type in [body.content_type for body in call.bodies] or [None]:
        draft = build(call, with_examples(call, {}, content_type), "https://x", Place(), content_type)
        assert draft.faults == ()


@every_call
def test_bodies_have_examples(call_id):
    for body in CALLS[call_id].bodies:
        assert body.binary or body.example is not UNSET, body.content_type


@every_call
def test_it_warns_of_what_it_destroys_and_shares(call_id):
    effects = CALLS[call_id].effects
    if effects.changes is Change.DESTROY or effects.shares:
        assert effects.warning.endswith(".")
    if CALLS[call_id].method in ("GET", "HEAD"):
        assert effects.changes is Change.NONE


WITHOUT_SUBJECT = {
    "cloud-identity.revoke-token": "a token ends itself; reading it would need it in the address",
}


@pytest.mark.parametrize("call_id", [i for i, c in CALLS.items() if c.effects.changes is Change.DESTROY])
def test_what_it_destroys_can_be_looked_at_first(call_id):
    call = CALLS[call_id]
    if call_id in WITHOUT_SUBJECT:
        assert call.subject is None
        return
    assert call.subject is not None
    assert call.subject.kind
    _check_fill(call, call.subject.call, call.subject.fill)
    if call.subject.members_call:
        _check_fill(call, call.subject.members_call, call.subject.members_fill)


@every_call
def test_picks_presets_and_paging_name_what_exists(call_id):
    call = CALLS[call_id]
    for body in call.bodies or (None,):
        for parameter in call.fields(body and body.content_type):
            if parameter.pick:
                _check_pick(call, parameter.pick)
    keys = {p.key for p in call.parameters}
    for preset in call.presets:
        assert {key for key, _ in preset.values} <= keys
    if call.paging and call.paging.marker:
        assert call.paging.marker in {p.name for p in call.parameters if p.location is Location.QUERY}


def _check_pick(call, pick):
    """It can be asked for live, and all that it names exists."""
    if pick.call:
        assert CALLS[pick.call].method == "GET"
        _check_fill(call, pick.call, pick.fill)
    assert all(source.call in CALLS for source in pick.sources)


RESOURCES_BY_NAME = {
    "image_id", "image_uuid", "member_id", "member", "owner", "task_id", "tag", "tag_value", "store", "store_id",
    "stores", "X-Image-Meta-Store", "region", "region_id", "glance_region", "receiving_swift_container",
    "project_id", "user_id", "namespace", "property_name", "marker",
}  # fmt: skip
NEW_NAMES = {
    ("image.create-metadef-namespace", "namespace"),
    ("image.update-metadef-namespace", "namespace"),
}
"""What names something new rather than something that is there."""


@every_call
def test_whatever_names_a_resource_can_be_picked(call_id):
    for parameter in CALLS[call_id].fields():
        named = parameter.name.rpartition(".")[2] in RESOURCES_BY_NAME
        new = (call_id, parameter.name) in NEW_NAMES and parameter.location is Location.BODY
        if named and not new:
            assert parameter.pick, parameter.key
        if parameter.pick:
            schema = parameter.schema.item if parameter.schema.kind is Kind.LIST else parameter.schema
            assert schema.kind in (Kind.TEXT, Kind.UUID), parameter.key
            assert parameter.pick.kind, parameter.key


def _check_fill(call, other_id, fill):
    """Everything the other call needs is filled from parameters that this call has."""
    other = CALLS[other_id]
    own = {p.name for p in call.fields()}
    known = {p.name for p in other.parameters}
    assert {mine for _, mine in fill} <= own
    assert {theirs for theirs, _ in fill} <= known
    assert {p.name for p in other.parameters if p.required} <= {theirs for theirs, _ in fill}


SECRET_NAME = re.compile(
    r"(^|[._])(password|apikey|api_key|passcode|secret|token_?id|token)$|^x-(subject|auth)-token|sessionid",
    re.I,
)


@every_call
def test_secrets_are_secret_and_the_token_is_no_parameter(call_id):
    call = CALLS[call_id]
    for body in call.bodies or (None,):
        for parameter in call.fields(body and body.content_type):
            assert parameter.name.lower() != "x-auth-token"
            if SECRET_NAME.search(parameter.name):
                assert parameter.secret, parameter.key


CLOUD_IMAGES = {
    "Operations": [
        "List Images",
        "Get Image Details",
        "Add Image Property",
        "Replace Image Property",
        "Remove Image Property",
        "Update Image",
        "Delete Image",
    ],
    "Sharing": [
        "List Image Members",
        "Create Image Member",
        "Get Image Member Details",
        "Update Image Member",
        "Delete Image Member",
    ],
    "Tasks": ["List Tasks", "Import Task", "Export Task", "Get Task Details"],
    "Tags": ["Add Image Tag", "Delete Image Tag"],
    "Schema": [
        "Get Images Schema",
        "Get Image Schema",
        "Get Image Members Schema",
        "Get Image Member Schema",
        "Get Tasks Schema",
        "Get Task Schema",
    ],
}


def test_cloud_images_has_its_24_calls_in_five_categories():
    found = CATALOGUE.product("cloud-images").categories
    assert {c.title: [head.title for head in c.calls] for c in found} == CLOUD_IMAGES
    assert list(CLOUD_IMAGES) == [c.title for c in found]


def test_cloud_images_lives_in_six_regions():
    server = CATALOGUE.product("cloud-images").server
    assert (server.url, server.default_region) == ("https://{region}.images.api.rackspacecloud.com", "DFW")
    assert server.regions == ("DFW", "ORD", "IAD", "SYD", "HKG", "LON")


def test_a_change_of_an_image_goes_over_the_wire_in_both_forms():
    calls = {name: CALLS[f"cloud-images.{name}-image-property"] for name in ("add", "replace", "remove")}
    bodies = {(name, b.content_type[30:33]): b.example for name, call in calls.items() for b in call.bodies}

    assert bodies == {
        ("add", "2.1"): [{"op": "add", "path": "/com.example.purpose", "value": "database"}],
        ("add", "2.0"): [{"add": "/com.example.purpose", "value": "database"}],
        ("replace", "2.1"): [{"op": "replace", "path": "/name", "value": "Web tier, June"}],
        ("replace", "2.0"): [{"replace": "/name", "value": "Web tier, June"}],
        ("remove", "2.1"): [{"op": "remove", "path": "/com.example.purpose"}],
        ("remove", "2.0"): [{"remove": "/com.example.purpose"}],
    }


def test_list_images_offers_ready_filters():
    presets = CALLS["cloud-images.list-images"].presets
    assert [p.title for p in presets] == ["Mine", "Shared with me", "Waiting for me", "Public"]


def test_cloud_identity_has_its_six_calls_and_hides_the_token_it_answers():
    calls = [c for i, c in CALLS.items() if i.startswith("cloud-identity.")]
    assert [c.title for c in calls] == [
        "Authenticate with API Key",
        "Authenticate with Password",
        "Authenticate with MFA Passcode",
        "Revoke Token",
        "Validate Token",
        "List Endpoints for Token",
    ]
    for call in calls[:3]:
        assert not call.needs_token
        assert call.answers[0].secrets == ("/access/token/id",)


EDITS = {call_id: call.edit for call_id, call in CALLS.items() if call.edit is not None}


@pytest.mark.parametrize("call_id", EDITS)
def test_what_an_edit_needs_is_there(call_id):
    edit, call = EDITS[call_id], CALLS[call_id]
    reading = CALLS[edit.read]
    asked = {parameter for parameter, _member in edit.fill}
    for each in (call, reading):
        assert {p.name for p in each.parameters if p.required} == asked
    known = {member.name for member in edit.record.members}
    assert set(edit.basic) <= known
    assert set(edit.unordered) <= set(edit.basic)
    assert {member for _parameter, member in edit.fill} <= known
    assert [p for p in call.body().parameters if not p.target]
    assert edit.schema in CALLS
    if edit.definitions is not None:
        assert CALLS[edit.definitions.listing].paging is not None
        shown = CALLS[edit.definitions.showing]
        assert {p.name for p in shown.parameters if p.required} == {p for p, _m in edit.definitions.fill}


@every_call
def test_what_a_call_answers_is_edited_by_a_call_that_edits(call_id):
    edited_by = CALLS[call_id].edited_by
    assert not edited_by or edited_by in EDITS


TRANSFERS = [call_id for call_id, call in CALLS.items() if call.transfer is not None]


@pytest.mark.parametrize("call_id", TRANSFERS)
def test_a_transfer_tells_what_it_moves(call_id):
    call, transfer = CALLS[call_id], CALLS[call_id].transfer
    record = CALLS[transfer.record]
    assert record.effects.changes is Change.NONE
    _check_fill(call, record.id, transfer.fill)
    assert bool(transfer.headers) == (record.method == "HEAD")
    if transfer.kind.up:
        assert [body.binary for body in call.bodies] == [True]
    else:
        assert "application/octet-stream" in call.accept or call.accept == "*/*"
        assert transfer.part in {p.name for p in call.parameters if p.location is Location.HEADER}


def test_image_data_is_transferred():
    names = ("upload-image-data", "stage-image-data", "download-image-data")
    assert {f"image.{name}" for name in names} <= set(TRANSFERS)


def test_images_are_edited_in_both_products():
    assert list(EDITS) == ["cloud-images.update-image", "image.update-image"]


def places_of(call):
    """The places of a call's answers where resources stand: the tokens of the id, and its kind."""
    for answer in call.answers:
        for mention in answer.mentions:
            own = (mention.resource.id,) if mention.resource.id else ()
            yield (*mention.place, *own), mention.resource.kind


TAKEN = {kind for product in CATALOGUE.product_ids for kind in CATALOGUE.takers(product)}
NAMED_ONLY = {"server"}
"""Kinds that no call takes: named so that nobody takes their ids for something else."""
NO_IDS = {"project name", "domain name"}
"""What can be picked and is no resource's id."""


@every_call
def test_every_resource_in_an_answer_is_of_a_kind_that_calls_take(call_id):
    kinds = {kind for _place, kind in places_of(CALLS[call_id])}
    assert kinds <= TAKEN | NAMED_ONLY


@every_call
def test_what_can_be_picked_is_named_where_it_stands(call_id):
    """What the picker lists of an answer is what the menu offers there, by the same word."""
    for body in CALLS[call_id].bodies or (None,):
        for parameter in CALLS[call_id].fields(body and body.content_type):
            for source in parameter.pick.sources if parameter.pick else ():
                value = (source.value,) if source.value else ()
                items = tokens_of(source.items)
                listed = {(*items, "*", *value), (*items, *value)}
                found = {kind for place, kind in places_of(CALLS[source.call]) if place in listed}
                assert parameter.pick.kind in found | NO_IDS, (str(parameter.key), source.call, listed)


@every_call
def test_what_answers_lead_to_exists_and_takes_it(call_id):
    call = CALLS[call_id]
    for answer in call.answers:
        for detour in answer.detours:
            assert detour.call in CALLS
            assert detour.reason.endswith(".")
        for way in answer.ways:
            names = {p.name for p in CALLS[way.call].fields()}
            assert {name for name, _ in way.fill} <= names
        for mention in answer.mentions:
            takers = {t.call.id for t in CATALOGUE.takers(call.head.product).get(mention.resource.kind, ())}
            first = {f"{call.head.product}.{name}" for name in mention.resource.first}
            assert first <= takers
