"""The documents of OpenStack's Image and Identity services: every route is there, and every call says all it has to."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from api.catalog.catalogue import Catalogue
from api.constants import RESOURCES
from api.model import UNSET, Change, Key, Location

IMAGE_ROUTES = {
    "Versions": "GET /|GET /versions|GET /healthcheck",
    "Images": (
        "GET /v2/images|POST /v2/images|GET /v2/images/{image_id}|PATCH /v2/images/{image_id}"
        "|DELETE /v2/images/{image_id}|GET /v2/images/{image_id}/tasks"
    ),
    "Image actions": (
        "POST /v2/images/{image_id}/actions/deactivate|POST /v2/images/{image_id}/actions/reactivate"
    ),
    "Image data": "PUT /v2/images/{image_id}/file|GET /v2/images/{image_id}/file",
    "Image import": "PUT /v2/images/{image_id}/stage|POST /v2/images/{image_id}/import",
    "Stores": "DELETE /v2/stores/{store_id}/{image_id}",
    "Locations": "POST /v2/images/{image_id}/locations|GET /v2/images/{image_id}/locations",
    "Tags": "PUT /v2/images/{image_id}/tags/{tag_value}|DELETE /v2/images/{image_id}/tags/{tag_value}",
    "Sharing": (
        "GET /v2/images/{image_id}/members|POST /v2/images/{image_id}/members"
        "|GET /v2/images/{image_id}/members/{member_id}|PUT /v2/images/{image_id}/members/{member_id}"
        "|DELETE /v2/images/{image_id}/members/{member_id}"
    ),
    "Tasks": "POST /v2/tasks|GET /v2/tasks|GET /v2/tasks/{task_id}|DELETE /v2/tasks/{task_id}",
    "Schemas": (
        "GET /v2/schemas/images|GET /v2/schemas/image|GET /v2/schemas/members|GET /v2/schemas/member"
        "|GET /v2/schemas/tasks|GET /v2/schemas/task"
        "|GET /v2/schemas/metadefs/namespaces|GET /v2/schemas/metadefs/namespace"
        "|GET /v2/schemas/metadefs/resource_types|GET /v2/schemas/metadefs/resource_type"
        "|GET /v2/schemas/metadefs/objects|GET /v2/schemas/metadefs/object"
        "|GET /v2/schemas/metadefs/properties|GET /v2/schemas/metadefs/property"
        "|GET /v2/schemas/metadefs/tags|GET /v2/schemas/metadefs/tag"
    ),
    "Discovery": "GET /v2/info/import|GET /v2/info/stores|GET /v2/info/stores/detail|GET /v2/info/usage",
    "Cache": (
        "GET /v2/cache|PUT /v2/cache/{image_id}|DELETE /v2/cache/{image_id}|DELETE /v2/cache"
        "|POST /v2/cache/clean|POST /v2/cache/prune|GET /v2/cache/nodes/{image_id}"
    ),
    "Metadef namespaces": (
        "GET /v2/metadefs/namespaces|POST /v2/metadefs/namespaces|GET /v2/metadefs/namespaces/{namespace}"
        "|PUT /v2/metadefs/namespaces/{namespace}|DELETE /v2/metadefs/namespaces/{namespace}"
    ),
    "Metadef resource types": (
        "GET /v2/metadefs/resource_types|GET /v2/metadefs/namespaces/{namespace}/resource_types"
        "|POST /v2/metadefs/namespaces/{namespace}/resource_types"
        "|DELETE /v2/metadefs/namespaces/{namespace}/resource_types/{resource_type}"
    ),
    "Metadef properties": (
        "GET /v2/metadefs/namespaces/{namespace}/properties|POST /v2/metadefs/namespaces/{namespace}/properties"
        "|DELETE /v2/metadefs/namespaces/{namespace}/properties"
        "|GET /v2/metadefs/namespaces/{namespace}/properties/{property_name}"
        "|PUT /v2/metadefs/namespaces/{namespace}/properties/{property_name}"
        "|DELETE /v2/metadefs/namespaces/{namespace}/properties/{property_name}"
    ),
    "Metadef objects": (
        "GET /v2/metadefs/namespaces/{namespace}/objects|POST /v2/metadefs/namespaces/{namespace}/objects"
        "|DELETE /v2/metadefs/namespaces/{namespace}/objects"
        "|GET /v2/metadefs/namespaces/{namespace}/objects/{object_name}"
        "|PUT /v2/metadefs/namespaces/{namespace}/objects/{object_name}"
        "|DELETE /v2/metadefs/namespaces/{namespace}/objects/{object_name}"
    ),
    "Metadef tags": (
        "GET /v2/metadefs/namespaces/{namespace}/tags|POST /v2/metadefs/namespaces/{namespace}/tags"
        "|DELETE /v2/metadefs/namespaces/{namespace}/tags"
        "|POST /v2/metadefs/namespaces/{namespace}/tags/{tag_name}"
        "|GET /v2/metadefs/namespaces/{namespace}/tags/{tag_name}"
        "|PUT /v2/metadefs/namespaces/{namespace}/tags/{tag_name}"
        "|DELETE /v2/metadefs/namespaces/{namespace}/tags/{tag_name}"
    ),
}
"""Category -> routes, as the router of Glance has them."""

IDENTITY_ROUTES = {
    "Versions": "GET /|GET /v3",
    "Tokens": "POST /v3/auth/tokens|GET /v3/auth/tokens|HEAD /v3/auth/tokens|DELETE /v3/auth/tokens",
    "Your sign-in": "GET /v3/auth/catalog|GET /v3/auth/projects|GET /v3/auth/domains",
    "Regions": "GET /v3/regions|GET /v3/regions/{region_id}",
    "Services and endpoints": (
        "GET /v3/services|GET /v3/services/{service_id}|GET /v3/endpoints|GET /v3/endpoints/{endpoint_id}"
    ),
    "Application credentials": (
        "GET /v3/users/{user_id}/application_credentials|POST /v3/users/{user_id}/application_credentials"
        "|GET /v3/users/{user_id}/application_credentials/{application_credential_id}"
        "|DELETE /v3/users/{user_id}/application_credentials/{application_credential_id}"
    ),
    "Projects": "GET /v3/projects|GET /v3/projects/{project_id}",
    "Users and roles": "GET /v3/users|GET /v3/users/{user_id}|GET /v3/roles|GET /v3/role_assignments",
}

NEVER_SUCCEEDS = "image.delete-task"
"""Glance routes it and always answers 405."""

WITHOUT_TOKEN = {
    "image.list-version-choices",
    "image.list-versions",
    "image.check-health",
    "identity.list-versions",
    "identity.show-version",
    "identity.create-token-with-password",
    "identity.create-token-with-application-credential",
    "identity.create-token-with-credential-name",
    "identity.create-token-with-token",
}

DESTROYING_WITHOUT_DELETE = {
    "image.remove-image-property",
    "image.deactivate-image",
    "image.clean-cache",
    "image.prune-cache",
    "image.create-metadef-tags",
}

OBJECT_ROUTES = {
    "Containers": "GET /|HEAD /|HEAD /{container}|PUT /{container}|POST /{container}|DELETE /{container}",
    "Objects": "GET /{container}|HEAD /{container}/{object}|GET /{container}/{object}|PUT /{container}/{object}"
    "|POST /{container}/{object}|DELETE /{container}/{object}",
    "Large objects": "PUT /{container}/{object}|PUT /{container}/{object}?multipart-manifest=put"
    "|GET /{container}/{object}?multipart-manifest=get|DELETE /{container}/{object}?multipart-manifest=delete",
}

A_SENTENCE = re.compile(r"^[A-Z].*[^.]\.$", re.DOTALL)

CATALOGUE = Catalogue()
CALLS = {
    head.id: CATALOGUE.call(head.id)
    for product in ("image", "identity", "object-store")
    for category in CATALOGUE.product(product).categories
    for head in category.calls
}
EVERY_CALL = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())


def all_parameters(call):
    return {p.key: p for body in call.bodies for p in body.parameters} | {p.key: p for p in call.parameters}


@pytest.mark.parametrize(
    ("product", "routes"),
    [
        ("image", IMAGE_ROUTES),
        ("identity", IDENTITY_ROUTES),
        ("object-store", OBJECT_ROUTES),
    ],
)
def test_the_categories_hold_exactly_the_routes_of_the_service(product, routes):
    found = {
        category.title: {f"{head.method} {head.path}" for head in category.calls}
        for category in CATALOGUE.product(product).categories
    }
    assert list(found) == list(routes)
    assert found == {category: set(listed.split("|")) for category, listed in routes.items()}


def test_the_image_service_has_its_81_routes_and_3_unversioned_addresses():
    routes = [route for listed in IMAGE_ROUTES.values() for route in listed.split("|")]
    assert len(routes) == len(set(routes)) == 84


@EVERY_CALL
def test_a_call_says_what_it_is(call):
    assert call.title
    assert A_SENTENCE.match(call.head.description), call.head.description
    assert call.head.description.count(". ") <= 2
    assert call.docs.startswith("https://docs.openstack.org/")
    assert not call.notes or A_SENTENCE.match(call.notes), call.notes
    assert all(A_SENTENCE.match(text) for text in (call.effects.warning, call.effects.costs) if text)


@EVERY_CALL
def test_a_call_says_how_it_answers(call):
    assert call.success or call.id == NEVER_SUCCEEDS
    assert all(answer.description.endswith(".") for answer in call.answers)
    assert call.needs_token == (call.id not in WITHOUT_TOKEN)
    assert not call.needs_token or "401" in {answer.status for answer in call.answers}


@EVERY_CALL
def test_a_call_says_what_it_changes(call):
    if call.method in ("GET", "HEAD"):
        expected = Change.NONE
    elif call.method == "DELETE" or call.id in DESTROYING_WITHOUT_DELETE:
        expected = Change.DESTROY
    else:
        expected = Change.CHANGE
    assert call.effects.changes is call.head.changes is expected


@EVERY_CALL
def test_what_a_call_destroys_can_be_read_first(call):
    if call.effects.changes is not Change.DESTROY:
        assert call.subject is None
        return
    assert call.effects.warning
    reading = CALLS[call.subject.call]
    assert reading.method == ("HEAD" if call.subject.headers else "GET")
    assert call.subject.kind
    assert A_SENTENCE.match(call.subject.keeps)
    fill = dict(call.subject.fill)
    assert {p.name for p in reading.parameters if p.required} == set(fill)
    assert set(fill.values()) <= {p.name for p in call.parameters}
    if call.subject.members_call:
        members = CALLS[call.subject.members_call]
        assert {p.name for p in members.parameters if p.required} == set(dict(call.subject.members_fill))


@EVERY_CALL
def test_a_parameter_says_what_it_is(call):
    for key, parameter in all_parameters(call).items():
        assert parameter.description.endswith("."), (key, parameter.description)
        if parameter.location is Location.PATH or (parameter.required and not call.bodies):
            assert parameter.schema.example is not UNSET, key


@EVERY_CALL
def test_a_pick_leads_to_a_list(call):
    own = {p.name for p in all_parameters(call).values()}
    for key, parameter in all_parameters(call).items():
        if parameter.pick is None or not parameter.pick.call:
            continue
        source = CALLS[parameter.pick.call]
        assert source.method == "GET", key
        assert {p.name for p in source.parameters if p.required} == {
            name for name, _ in parameter.pick.fill
        }
        assert {name for _, name in parameter.pick.fill} <= own


@EVERY_CALL
def test_presets_and_paging_name_parameters_of_the_call(call):
    keys = set(all_parameters(call))
    assert {key for preset in call.presets for key, _ in preset.values} <= keys
    if call.paging is not None and call.paging.marker:
        assert Key(Location.QUERY, call.paging.marker) in keys


@pytest.mark.parametrize(("product", "count"), [("image", 17), ("identity", 2), ("object-store", 1)])
def test_the_document_is_openapi_and_its_examples_fit_their_schemas(product, count):
    document = json.loads((RESOURCES / "catalog" / f"{product}.json").read_bytes())
    validate(document)
    checked = 0
    for item in document["paths"].values():
        for operation in (each for name, each in item.items() if name != "parameters"):
            for media in operation.get("requestBody", {}).get("content", {}).values():
                if "example" in media:
                    schema = {"allOf": [media["schema"]], "components": document["components"]}
                    Draft202012Validator(schema).validate(media["example"])
                    checked += 1
    assert checked == count


def test_titles_are_unique_within_a_category():
    for product in ("image", "identity", "object-store"):
        for category in CATALOGUE.product(product).categories:
            titles = [head.title for head in category.calls]
            assert len(titles) == len(set(titles)), category.title


def test_no_text_is_used_for_two_calls():
    described = [call.head.description for call in CALLS.values()]
    assert len(described) == len(set(described))


@pytest.mark.parametrize("product", ["image", "identity", "object-store", "cloud-files"])
def test_texts_are_plain(product):
    assert b"`" not in (RESOURCES / "catalog" / f"{product}.json").read_bytes()
