"""The kinds of sign-in as data, and profiles made from filled-in forms."""

from __future__ import annotations

from dataclasses import fields

import pytest

from api.errors import ProfileError
from api.identity.forms import field_faults, form_of, make_profile, remarks
from api.identity.kinds import KINDS, kind_of
from api.identity.profiles import Profile

METHODS = [(kind, method) for kind in KINDS for method in kind.methods]
IDS = [f"{kind.id}-{method.id}" for kind, method in METHODS]


def filled(method) -> dict[str, str]:
    values = {field.name: field.default or f"my-{field.name}" for field in method.fields if field.required}
    return values | ({"auth_url": "https://cloud.example:5000/v3"} if "auth_url" in values else {})


def test_the_issue_s_kinds_and_methods_are_there():
    assert IDS == [
        "rackspace-api-key",
        "rackspace-password",
        "rackspace-token",
        "rackspace-flex-password",
        "rackspace-flex-application-credential",
        "rackspace-flex-token",
        "openstack-password",
        "openstack-application-credential",
        "openstack-token",
        "clouds.yaml-file",
    ]


@pytest.mark.parametrize(("kind", "method"), METHODS, ids=IDS)
def test_every_field_is_an_attribute_of_profile_once(kind, method):
    names = [field.name for field in method.fields if not field.secret]
    assert len(set(names)) == len(names)
    assert set(names) <= {field.name for field in fields(Profile)} - {"id", "kind", "method"}
    assert all(field.label for field in method.fields)
    assert method.secret is not None
    assert method.secret.required == (kind.id != "clouds.yaml")


@pytest.mark.parametrize(("kind", "method"), METHODS, ids=IDS)
def test_a_filled_form_makes_a_profile_that_is_edited_in_the_same_form(kind, method):
    profile = make_profile(kind.id, method.id, filled(method))
    assert (profile.kind, profile.method) == (kind.kind, method.id)
    assert profile.name == "my-name"
    assert form_of(profile) == (kind, method)
    assert make_profile(kind.id, method.id, filled(method), "keep").id == "keep"


@pytest.mark.parametrize(("kind", "method"), METHODS, ids=IDS)
def test_what_is_missing_is_named(kind, method):
    for field in method.fields:
        if field.required and not field.secret and not field.default:
            with pytest.raises(ProfileError, match=field.label):
                make_profile(kind.id, method.id, filled(method) | {field.name: "  "})


def test_a_user_id_does_in_place_of_the_user_name():
    values = {"name": "Lab", "auth_url": "https://cloud.example:5000/v3", "user_id": "u1"}
    profile = make_profile("openstack", "password", values)
    assert (profile.user, profile.user_id) == ("", "u1")
    method = kind_of("openstack").method("password")
    assert field_faults(method, values) == {}
    assert field_faults(method, values | {"user_id": " "}) == {"user": "User name is needed."}
    with pytest.raises(ProfileError, match="User name"):
        make_profile("openstack", "password", values | {"user_id": " "})


def test_secrets_never_get_into_a_profile():
    profile = make_profile("rackspace", "api-key", {"name": "W", "user": "alice", "secret": "canary"})
    assert "canary" not in repr(profile)
    assert profile.auth_url == "https://identity.api.rackspacecloud.com/v2.0"


def test_flex_is_keystone_with_its_own_address_and_domain():
    values = {"name": "F", "region": "DFW3", "user": "alice", "project": "912345_Flex"}
    profile = make_profile("rackspace-flex", "password", values)
    assert profile.kind == "openstack"
    assert profile.auth_url == "https://keystone.api.dfw3.rackspacecloud.com/v3"
    assert profile.user_domain == profile.project_domain == "rackspace_cloud_domain"
    assert profile.region == "DFW3"


@pytest.mark.parametrize("pin", ["AB:" * 31 + "ab", "ab " * 32, "ab" * 32])
def test_a_pin_is_kept_in_one_form(pin):
    assert make_profile("rackspace", "api-key", {"name": "W", "user": "a", "pin": pin}).pin == "ab" * 32


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"pin": "abc"}, "64 hexadecimal"),
        ({"auth_url": "cloud.example"}, "not a web address"),
        ({"interface": "secret"}, "public, internal, admin"),
    ],
)
def test_what_is_wrong_is_told(values, words):
    good = {"name": "L", "user": "bob", "auth_url": "https://c.example/v3"}
    with pytest.raises(ProfileError, match=words):
        make_profile("openstack", "password", good | values)


def test_unknown_kinds_and_methods():
    with pytest.raises(ProfileError, match="no sign-in of the kind azure"):
        kind_of("azure")
    with pytest.raises(ProfileError, match="no sign-in method kerberos"):
        make_profile("openstack", "kerberos", {})


def test_an_address_without_encryption_is_remarked_unless_it_stays_on_this_machine():
    assert remarks(Profile("a", "A", "openstack", "http://keystone.example:5000/v3"))
    assert not remarks(Profile("a", "A", "openstack", "https://keystone.example:5000/v3"))
    assert not remarks(Profile("a", "A", "rackspace", "http://127.0.0.1:5000/v2.0"))
    assert not remarks(Profile("a", "A", "clouds.yaml"))
