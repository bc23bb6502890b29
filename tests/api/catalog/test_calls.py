"""Complete calls: answers and their secrets, tokens, effects, and the x- members."""

import pytest

from api.catalog.loader import load_document
from api.errors import CatalogueError
from api.model import Change, Effects, Key, Location, Paging, Preset, Subject
from tests.builders.documents import call_of, document

SECRET = {"type": "string", "format": "password"}


def json_answer(schema):
    return {"description": "Fine.", "content": {"application/json": {"schema": schema}}}


def test_answers_keep_their_order_meaning_and_types():
    call = call_of(
        {
            "responses": {
                "200": json_answer({}),
                "404": {"$ref": "#/components/responses/Gone"},
                "default": {"description": "Else."},
                "x-more": {},
            }
        },
        components={"responses": {"Gone": {"description": "Gone."}}},
    )

    assert [(a.status, a.description, a.content_types) for a in call.answers] == [
        ("200", "Fine.", ("application/json",)),
        ("404", "Gone.", ()),
        ("default", "Else.", ()),
    ]


def test_success_is_what_is_documented_below_400():
    answers = {code: {"description": ""} for code in ("404", "300", "201", "2XX", "default")}

    assert call_of({"responses": answers}).success == (201, 300)


def test_secrets_of_answers_are_found_in_objects_lists_maps_and_alternatives():
    schema = {
        "properties": {
            "access": {
                "properties": {"token": {"properties": {"id": SECRET, "expires": {"type": "string"}}}}
            },
            "keys": {"type": "array", "items": {"properties": {"secret": SECRET}}},
            "by/name": {"type": "object", "additionalProperties": SECRET},
            "either": {"oneOf": [{"type": "integer"}, SECRET]},
            "all": {"allOf": [{"$ref": "#/components/schemas/S"}]},
        }
    }

    call = call_of({"responses": {"200": json_answer(schema)}}, components={"schemas": {"S": SECRET}})

    assert call.answers[0].secrets == (
        "/access/token/id",
        "/keys/*/secret",
        "/by~1name/*",
        "/either",
        "/all",
    )


def test_secret_headers_of_answers_are_found():
    headers = {"X-Subject-Token": {"schema": SECRET}, "Location": {"schema": {"type": "string"}}}

    call = call_of({"responses": {"201": {"description": "", "headers": headers}}})

    assert call.answers[0].secret_headers == ("x-subject-token",)


@pytest.mark.parametrize(
    ("types", "accept"),
    [
        ([], "application/json"),
        (["application/json"], "application/json"),
        (["application/schema+json"], "application/json"),
        (["application/octet-stream"], "application/octet-stream, application/json;q=0.9"),
        (["text/plain", "application/json"], "application/json"),
    ],
)
def test_errors_are_always_asked_for_as_json(types, accept):
    answer = {"description": "", "content": {t: {} for t in types}}

    assert call_of({"responses": {"200": answer, "404": {"description": ""}}}).accept == accept


SCHEME = {"securitySchemes": {"t": {"type": "apiKey", "in": "header", "name": "X-My-Token"}}}


@pytest.mark.parametrize(
    ("everywhere", "own", "needed"),
    [
        (None, None, False),
        ([{"t": []}], None, True),
        ([{"t": []}], [], False),
        ([], [{"t": []}], True),
        ([{"t": []}], [{}, {"t": []}], False),
    ],
)
def test_security_says_whether_a_token_is_needed(everywhere, own, needed):
    further = {} if everywhere is None else {"security": everywhere}
    operation = {} if own is None else {"security": own}

    call = call_of(operation, components=SCHEME, **further)

    assert (call.needs_token, call.token_header) == (needed, "X-My-Token")


def test_without_a_scheme_the_token_header_is_openstacks():
    assert call_of({}).token_header == "X-Auth-Token"


@pytest.mark.parametrize(
    ("method", "changes"),
    [
        ("get", Change.NONE),
        ("head", Change.NONE),
        ("options", Change.NONE),
        ("post", Change.CHANGE),
        ("put", Change.CHANGE),
        ("patch", Change.CHANGE),
        ("delete", Change.DESTROY),
    ],
)
def test_a_method_tells_what_changes_where_the_document_does_not(method, changes):
    call = call_of({}, method=method)

    assert call.effects == Effects(changes)
    assert call.head.changes is changes


def test_effects_are_read():
    said = {"changes": "destroy", "shares": True, "costs": "Money.", "warning": "Careful."}

    call = call_of({"x-effects": said}, method="post")

    assert call.effects == Effects(Change.DESTROY, True, "Money.", "Careful.")
    assert call.head.changes is Change.DESTROY


def test_effects_without_changes_keep_what_the_method_promises():
    call = call_of({"x-effects": {"shares": True, "warning": "Careful."}}, method="post")

    assert (call.effects.changes, call.head.changes, call.effects.shares) == (
        Change.CHANGE,
        Change.CHANGE,
        True,
    )


def test_the_other_x_members_are_read():
    call = call_of(
        {
            "externalDocs": {"url": "https://docs.example.org"},
            "x-since": "2.3",
            "x-notes": "Mind this.",
            "x-subject": {
                "call": "get-thing",
                "kind": "thing",
                "fill": {"id": "thing_id"},
                "keeps": "Others stay.",
                "members-call": "list-members",
                "members-fill": {"id": "thing_id"},
            },
            "x-presets": [{"title": "Mine", "values": {"query:owner": "{account}", "header:X-A": None}}],
            "x-paging": {"items": "/things", "next": "/next", "marker": "marker"},
        },
        method="delete",
    )

    assert (call.docs, call.since, call.notes) == ("https://docs.example.org", "2.3", "Mind this.")
    assert call.subject == Subject(
        "shop.get-thing",
        "thing",
        (("id", "thing_id"),),
        "Others stay.",
        "shop.list-members",
        (("id", "thing_id"),),
    )
    assert call.presets == (
        Preset("Mine", ((Key(Location.QUERY, "owner"), "{account}"), (Key(Location.HEADER, "X-A"), None))),
    )
    assert call.paging == Paging("/things", "/next", "marker")


def test_absent_x_members_say_nothing():
    call = call_of({}, method="delete")

    assert (call.subject, call.presets, call.paging, call.since, call.notes, call.docs) == (
        None,
        (),
        None,
        "",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("operation", "place", "reason"),
    [
        ({"x-subject": {"kind": "image"}}, "/x-subject", "“call” is missing"),
        (
            {"x-presets": [{"title": "A", "values": {"owner": 1}}]},
            "/x-presets/0/values/owner",
            "names no parameter",
        ),
        ({"x-presets": [{"title": "A"}]}, "/x-presets/0", "“values” is missing"),
        ({"x-paging": []}, "/x-paging", "has to be an object"),
        ({"x-since": 2}, "/x-since", "has to be text"),
        ({"responses": []}, "/responses", "has to be an object"),
        ({"requestBody": {}}, "/requestBody", "“content” is missing"),
        ({"security": {}}, "/security", "has to be an array"),
    ],
)
def test_a_broken_operation_fails_when_it_is_opened_and_names_its_place(operation, place, reason):
    loaded = load_document(
        document(
            {"/things": {"get": {"operationId": "broken", **operation}, "put": {"operationId": "whole"}}}
        ),
        "shop",
    )

    with pytest.raises(CatalogueError) as caught:
        loaded.call("broken")

    assert caught.value.place == f"/paths/~1things/get{place}"
    assert reason in caught.value.reason
    assert loaded.call("whole").title == "Whole"


def test_a_call_is_read_once():
    loaded = load_document(document({"/things": {"get": {"operationId": "list"}}}), "shop")

    assert loaded.call("list") is loaded.call("list")


def test_lists_without_a_link_say_how_they_go_on():
    paging = {"items": "", "marker": "marker", "after": ["name", "subdir"], "limit": "limit", "full": 10}

    assert call_of({"x-paging": paging, "responses": {}}).paging == Paging(
        "", "", "marker", ("name", "subdir"), "limit", 10
    )


def test_a_subject_may_be_told_by_headers():
    subject = {"call": "show", "kind": "object", "headers": {"size": "Content-Length"}}

    found = call_of({"x-subject": subject, "responses": {}}, method="delete").subject
    assert found.headers == (("size", "Content-Length"),)
