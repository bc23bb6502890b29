"""Single calls of OpenStack's services whose forms, bodies and secrets need care."""

import pytest

from api.catalog.catalogue import Catalogue
from api.model import Kind

PATCH_21 = "application/openstack-images-v2.1-json-patch"
PATCH_20 = "application/openstack-images-v2.0-json-patch"

CATALOGUE = Catalogue()


def all_parameters(call):
    return [*call.parameters, *(p for body in call.bodies for p in body.parameters)]


def test_listing_images_offers_ready_filters_and_every_query_parameter():
    call = CATALOGUE.call("image.list-images")
    query = {p.name: p for p in call.parameters}
    assert [preset.title for preset in call.presets] == [
        "Mine",
        "Shared with me",
        "Waiting for me",
        "Public",
        "Hidden",
    ]
    assert set(query) == {
        "limit",
        "marker",
        "name",
        "id",
        "status",
        "container_format",
        "disk_format",
        "owner",
        "protected",
        "os_hidden",
        "visibility",
        "member_status",
        "tag",
        "size_min",
        "size_max",
        "min_ram",
        "min_disk",
        "checksum",
        "os_hash_value",
        "created_at",
        "updated_at",
        "sort_key",
        "sort_dir",
        "sort",
        "filters",
    }
    assert query["filters"].merge
    assert query["filters"].schema.kind is Kind.MAP
    assert (query["tag"].style, query["tag"].explode, query["tag"].schema.kind) == ("form", True, Kind.LIST)
    assert (query["limit"].schema.minimum, query["limit"].schema.maximum) == (0, 1000)


@pytest.mark.parametrize(
    ("call_id", "new", "old"),
    [
        (
            "image.add-image-property",
            [{"op": "add", "path": "/com.example.purpose", "value": "web server"}],
            [{"add": "/com.example.purpose", "value": "web server"}],
        ),
        (
            "image.replace-image-property",
            [{"op": "replace", "path": "/name", "value": "debian-13-2026-11"}],
            [{"replace": "/name", "value": "debian-13-2026-11"}],
        ),
        (
            "image.remove-image-property",
            [{"op": "remove", "path": "/com.example.purpose"}],
            [{"remove": "/com.example.purpose"}],
        ),
    ],
)
def test_changing_a_property_takes_both_forms_of_the_patch(call_id, new, old):
    call = CATALOGUE.call(call_id)
    assert [body.content_type for body in call.bodies] == [PATCH_21, PATCH_20]
    assert call.body(PATCH_21).example == new
    assert call.body(PATCH_20).example == old
    assert call.fields(PATCH_21)[1].encode == "json-pointer-token"


def test_several_changes_are_one_list():
    for body in CATALOGUE.call("image.update-image").bodies:
        (whole,) = body.parameters
        assert (whole.name, whole.target, whole.schema.kind) == ("body", (), Kind.LIST)


def test_image_data_is_a_file_and_is_asked_for_as_bytes():
    for call_id in ("image.upload-image-data", "image.stage-image-data"):
        body = CATALOGUE.call(call_id).body("application/octet-stream")
        assert body.binary
        assert [(p.name, p.schema.kind, p.required) for p in body.parameters] == [("file", Kind.FILE, True)]
    assert CATALOGUE.call("image.download-image-data").accept.startswith("application/octet-stream")


def test_import_takes_its_method_and_stores_flat():
    call = CATALOGUE.call("image.import-image")
    assert [p.name for p in call.bodies[0].parameters if p.required] == ["method.name"]
    assert {"method.uri", "stores", "all_stores", "all_stores_must_succeed"} <= {
        p.name for p in call.bodies[0].parameters
    }


def test_a_new_image_takes_properties_of_any_name():
    rest = CATALOGUE.call("image.create-image").bodies[0].parameters[-1]
    assert (rest.name, rest.merge, rest.schema.rest.kind) == ("*", True, Kind.TEXT)


def test_addresses_in_stores_are_secrets():
    (answer,) = (a for a in CATALOGUE.call("image.show-image").answers if a.status == "200")
    assert set(answer.secrets) == {"/direct_url", "/locations/*/url"}


def test_only_clouds_of_openstack_have_these_products():
    image, identity = CATALOGUE.product("image"), CATALOGUE.product("identity")
    assert (image.service_types, image.sign_ins, image.identity) == (("image",), ("openstack",), False)
    assert (identity.service_types, identity.sign_ins, identity.identity) == (
        ("identity",),
        ("openstack",),
        True,
    )
    assert (image.server.url, image.server.default_region) == (
        "https://image.{region}.example.org",
        "RegionOne",
    )


@pytest.mark.parametrize(
    ("call_id", "secrets"),
    [
        ("identity.create-token-with-password", {"password"}),
        ("identity.create-token-with-application-credential", {"secret"}),
        ("identity.create-token-with-credential-name", {"secret"}),
        ("identity.create-token-with-token", {"token"}),
        ("identity.show-token", {"X-Subject-Token"}),
        ("identity.check-token", {"X-Subject-Token"}),
        ("identity.revoke-token", {"X-Subject-Token"}),
        ("identity.create-application-credential", {"application_credential.secret"}),
    ],
)
def test_secrets_of_identity_are_marked(call_id, secrets):
    assert {p.name for p in all_parameters(CATALOGUE.call(call_id)) if p.secret} == secrets


def test_answers_that_hold_tokens_and_secrets_are_marked():
    heads = [head for head in CATALOGUE.heads() if head.path == "/v3/auth/tokens"]
    assert len(heads) == 7
    for head in heads:
        good = [a for a in CATALOGUE.call(head.id).answers if a.status in ("200", "201")]
        assert all(a.secret_headers == ("x-subject-token",) for a in good), head.id
    (created,) = (
        a for a in CATALOGUE.call("identity.create-application-credential").answers if a.status == "201"
    )
    assert created.secrets == ("/application_credential/secret",)


def test_signing_in_with_friendly_fields_makes_the_body_of_keystone():
    call = CATALOGUE.call("identity.create-token-with-password")
    assert [p.name for p in call.bodies[0].parameters if p.required] == ["user", "user_domain", "password"]
    assert call.bodies[0].example["auth"] == {
        "identity": {
            "methods": ["password"],
            "password": {
                "user": {
                    "name": "demo",
                    "domain": {"name": "Default"},
                    "password": "not-a-real-password",
                }
            },
        },
        "scope": {"project": {"name": "demo", "domain": {"name": "Default"}}},
    }
