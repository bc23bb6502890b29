"""The signed-in cloud: products, regions, addresses, signing out."""

from __future__ import annotations

import pytest

from api.errors import IdentityUnreachable, NotOffered, SignInExpired
from api.identity.cloud import SignedInCloud
from api.identity.profiles import Profile
from api.running import CancelToken
from tests.builders.signed_in import (
    CLOUD_IDENTITY,
    CLOUD_IMAGES,
    IMAGE,
    Clock,
    IdentityStub,
    a_product,
    an_access,
    image_endpoint,
)

RAX = "cloudImages"
RACKSPACE = (
    image_endpoint("IAD", "https://iad.images.example/v2", name=RAX),
    image_endpoint("DFW", "https://dfw.images.example/v2/", name=RAX),
    image_endpoint("LON", "https://files.example/v1/x", kind="object-store", name="cloudFiles"),
)
OPENSTACK = (
    image_endpoint("One", "http://10.0.0.1:9292", interface="internal"),
    image_endpoint("One", "https://one.example:9292", name="Our Images"),
    image_endpoint("Two", "https://two.example/prefix/image/v2.9/", name="Our Images"),
)


def cloud_of(
    endpoints=RACKSPACE, kind="rackspace", identity=None, default_region="", **more
) -> SignedInCloud:
    profile = Profile("p1", "Work", kind, "https://identity.example/v2.0", **more)
    access = an_access(endpoints=endpoints, default_region=default_region)
    return SignedInCloud(profile, identity or IdentityStub(lambda _n: access), access, Clock())


def test_addresses_come_from_the_catalogue_without_version():
    cloud = cloud_of()
    assert cloud.endpoint(CLOUD_IMAGES, "DFW") == "https://dfw.images.example"
    assert cloud.endpoint(CLOUD_IMAGES, "dfw") == "https://dfw.images.example"
    lab = cloud_of(OPENSTACK, "openstack")
    assert lab.endpoint(IMAGE, "One") == "https://one.example:9292"
    assert lab.endpoint(IMAGE, "Two") == "https://two.example/prefix/image"


def test_the_interface_of_the_profile_is_used():
    lab = cloud_of(OPENSTACK, "openstack", interface="internal")
    assert lab.endpoint(IMAGE, "One") == "http://10.0.0.1:9292"
    with pytest.raises(NotOffered, match="not offered in the region Two"):
        lab.endpoint(IMAGE, "Two")
    with pytest.raises(NotOffered, match="no admin address"):
        cloud_of(OPENSTACK, "openstack", interface="admin").endpoint(IMAGE, "One")


def test_an_unknown_region_names_those_there_are():
    with pytest.raises(NotOffered) as refused:
        cloud_of().endpoint(CLOUD_IMAGES, "LON")
    assert "LON" in refused.value.sentence
    assert "IAD, DFW" in refused.value.hint


def test_a_service_without_regions_serves_every_one():
    lab = cloud_of((image_endpoint("", "https://only.example/v2"),), "openstack")
    assert lab.endpoint(IMAGE, "anywhere") == lab.endpoint(IMAGE) == "https://only.example"
    assert lab.regions == ()
    assert lab.default_region == ""


def test_an_unusable_address_is_not_offered():
    lab = cloud_of((image_endpoint("One", "glance:9292"),), "openstack")
    with pytest.raises(NotOffered, match="cannot be used"):
        lab.endpoint(IMAGE, "One")


def test_the_kind_of_sign_in_decides_between_products_of_the_same_type():
    rackspace, lab = cloud_of(), cloud_of(OPENSTACK, "openstack")
    assert rackspace.offers(CLOUD_IMAGES) == ""
    assert rackspace.offers(IMAGE) == "Image service belongs to OpenStack; this is a sign-in to Rackspace."
    assert lab.offers(IMAGE) == ""
    assert lab.offers(CLOUD_IMAGES) == "Cloud Images belongs to Rackspace; this is a sign-in to OpenStack."
    with pytest.raises(NotOffered, match="belongs to Rackspace"):
        lab.endpoint(CLOUD_IMAGES, "One")


def test_within_rackspace_the_name_in_the_catalogue_decides_too():
    other = cloud_of((image_endpoint("DFW", "https://x.example", name="glance"),))
    assert other.offers(CLOUD_IMAGES) == "The catalogue of this cloud lists no Cloud Images."
    both = cloud_of((image_endpoint("DFW", "https://x.example", name="glance"), *RACKSPACE))
    assert both.endpoint(CLOUD_IMAGES, "DFW") == "https://dfw.images.example"


def test_operators_of_openstack_clouds_name_services_freely():
    named = a_product(names=("glance",))
    assert cloud_of(OPENSTACK[1:], "openstack").offers(named) == ""
    preferred = (image_endpoint("One", "https://a.example"), *OPENSTACK[1:])
    assert cloud_of(preferred, "openstack").endpoint(named, "One") == "https://a.example"


def test_a_service_that_is_not_there():
    assert "lists no Image service" in cloud_of((), "openstack").offers(IMAGE)


def test_identity_products_live_at_the_identity_address():
    assert cloud_of().endpoint(CLOUD_IDENTITY, "DFW") == "https://identity.example"
    assert cloud_of().endpoint(CLOUD_IDENTITY) == "https://identity.example"
    assert "belongs to Rackspace" in cloud_of(OPENSTACK, "openstack").offers(CLOUD_IDENTITY)


def test_a_product_for_any_sign_in():
    anybodys = a_product(sign_ins=(), types=("object-store",))
    assert cloud_of().offers(anybodys) == ""


def test_regions_are_in_the_order_of_the_catalogue():
    assert cloud_of().regions == ("IAD", "DFW", "LON")
    assert cloud_of().regions_of(CLOUD_IMAGES) == ("IAD", "DFW")


@pytest.mark.parametrize(
    ("wanted", "default", "expected"),
    [
        ("dfw", "IAD", "DFW"),
        ("", "DFW", "DFW"),
        ("gone", "DFW", "DFW"),
        ("", "", "IAD"),
        ("gone", "gone", "IAD"),
    ],
)
def test_the_default_region(wanted, default, expected):
    cloud = cloud_of(region=wanted, default_region=default)
    assert cloud.default_region == expected
    assert cloud.endpoint(CLOUD_IMAGES) == f"https://{expected.lower()}.images.example"


def test_without_a_region_a_product_is_found_where_it_is():
    assert cloud_of(region="LON").endpoint(CLOUD_IMAGES) == "https://iad.images.example"


def test_signing_out_revokes_forgets_and_ends_everything():
    identity = IdentityStub(lambda _n: an_access())
    cloud = cloud_of(identity=identity)
    cloud.sign_out(CancelToken())
    assert (identity.revoked, identity.forgotten) == (["one"], True)
    with pytest.raises(SignInExpired):
        cloud.token(CancelToken())
    cloud.sign_out(CancelToken())
    assert identity.revoked == ["one"]


def test_when_the_service_cannot_be_told_everything_is_forgotten_all_the_same():
    identity = IdentityStub(lambda _n: an_access())

    def unreachable(_token: str) -> None:
        raise IdentityUnreachable("No network.")

    identity.revoking = unreachable
    cloud = cloud_of(identity=identity)
    with pytest.raises(IdentityUnreachable):
        cloud.sign_out(CancelToken())
    assert identity.forgotten
    assert cloud.seconds_left() == 0


def test_label_and_repr_hold_no_secret():
    cloud = cloud_of()
    assert cloud.label == "Work · 912345"
    assert repr(cloud) == "<SignedInCloud Work · 912345>"
    assert "canary" not in repr(an_access("canary-one"))
