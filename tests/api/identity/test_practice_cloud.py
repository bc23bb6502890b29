"""Every way to sign in to the practice cloud, end to end over the program's own transport."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.errors import PasscodeNeeded, SignInExpired, WrongCredentials
from api.identity.access import Account
from api.identity.cloud import SignedInCloud
from api.identity.credentials import Credentials
from api.identity.openrc import import_openrc
from api.identity.profiles import Profile
from api.identity.sign_in import sign_in
from api.practice.cloud import PracticeCloud
from api.running import CancelToken
from api.wire.transport import Transport
from tests.builders.signed_in import CLOUD_IDENTITY, CLOUD_IMAGES, IMAGE


@pytest.fixture(scope="module")
def practice(tmp_path_factory) -> Iterator[PracticeCloud]:
    cloud = PracticeCloud(tmp_path_factory.mktemp("practice"))
    cloud.start()
    yield cloud
    cloud.stop()


def rackspace(practice: PracticeCloud, method: str, user: str = "", **more: str) -> Profile:
    who = user or practice.credentials.user
    url = f"{practice.identity_url}/v2.0"
    return Profile("p", "Practice cloud", "rackspace", url, method, user=who, practice=True, **more)


def keystone(practice: PracticeCloud, method: str = "password", **more: str) -> Profile:
    person = practice.credentials
    named = {
        "user": person.user,
        "user_domain": person.domain,
        "project": person.project,
        "project_domain": person.domain,
    }
    return Profile(
        "p", "Practice", "openstack", practice.identity_url, method, practice=True, **{**named, **more}
    )


def enter(profile: Profile, secret: str, **more: str) -> SignedInCloud:
    return sign_in(profile, Credentials(secret, **more), Transport(), CancelToken())


def test_api_key(practice):
    cloud = enter(rackspace(practice, "api-key"), practice.credentials.api_key)
    assert cloud.label == "Practice cloud · 912345"
    assert cloud.regions == practice.regions
    assert cloud.default_region == practice.credentials.region
    assert [cloud.offers(product) for product in (CLOUD_IMAGES, CLOUD_IDENTITY)] == ["", ""]
    assert cloud.offers(IMAGE)
    addresses = [cloud.endpoint(CLOUD_IMAGES, region) for region in cloud.regions]
    assert len(set(addresses)) == len(addresses)
    assert not [address for address in addresses if address.endswith(("/", "/v2"))]
    assert cloud.endpoint(CLOUD_IDENTITY) == practice.identity_url
    assert cloud.accounts(CancelToken()) == (Account("912345", "912345"),)


def test_a_wrong_key(practice):
    with pytest.raises(WrongCredentials):
        enter(rackspace(practice, "api-key"), "wrong")


def test_password_and_passcode(practice):
    person = practice.passcode_credentials
    profile = rackspace(practice, "password", person.user)
    with pytest.raises(PasscodeNeeded) as needed:
        enter(profile, person.password)
    cloud = enter(profile, person.password, passcode=person.passcode, session_id=needed.value.session_id)
    assert (cloud.account_id, cloud.renewable) == ("912345", False)
    assert cloud.regions == practice.regions
    with pytest.raises(WrongCredentials):
        enter(profile, person.password, passcode="wrong", session_id=needed.value.session_id)


def test_token_and_account(practice):
    first = enter(rackspace(practice, "api-key"), practice.credentials.api_key)
    token = first.token(CancelToken())
    second = enter(rackspace(practice, "token", account="912345"), token)
    assert second.regions == first.regions
    second.sign_out(CancelToken())
    third = enter(rackspace(practice, "token", account="912345"), token)
    assert third.user_name == practice.credentials.user
    first.sign_out(CancelToken())
    with pytest.raises(WrongCredentials):
        enter(rackspace(practice, "token", account="912345"), token)


def test_an_account_that_is_not_the_users_is_named(practice):
    with pytest.raises(WrongCredentials, match="user name and API key for the account 999"):
        enter(rackspace(practice, "api-key", account="999"), practice.credentials.api_key)


def test_keystone_password(practice):
    cloud = enter(keystone(practice), practice.credentials.password)
    assert cloud.account_name == practice.credentials.project
    assert cloud.offers(IMAGE) == ""
    assert cloud.offers(CLOUD_IMAGES)
    assert {cloud.endpoint(IMAGE, region) for region in cloud.regions}
    assert cloud.account_names == {cloud.account_id: practice.credentials.project}
    listed = cloud.accounts(CancelToken())
    assert practice.credentials.project in [project.name for project in listed]
    assert cloud.account_names == {project.id: project.name for project in listed}


def test_an_openrc_with_a_user_id_and_no_name_signs_in(practice, tmp_path):
    known, person = enter(keystone(practice), practice.credentials.password), practice.credentials
    path = tmp_path / "rc"
    path.write_text(
        f"export OS_AUTH_URL={practice.identity_url}/v3 OS_USER_ID={known.user_id}\n"
        f"export OS_PROJECT_ID={known.account_id} OS_PASSWORD={person.password}\n"
    )
    found = import_openrc(path)
    assert (found.profile.user, found.profile.user_id) == ("", known.user_id)
    cloud = enter(replace(found.profile, practice=True), found.secret)
    assert (cloud.user_name, cloud.account_id) == (person.user, known.account_id)


def test_keystone_token_and_renewal(practice):
    first = enter(keystone(practice), practice.credentials.password)
    token = first.token(CancelToken())
    second = enter(keystone(practice, "token"), token)
    assert second.token(CancelToken()) == token
    renewed = first.renew(token, CancelToken())
    assert renewed != token
    first.sign_out(CancelToken())
    with pytest.raises(SignInExpired):
        first.token(CancelToken())
    with pytest.raises(WrongCredentials):
        enter(keystone(practice, "token"), renewed)
