"""Signing in to a real Keystone through the api: every method, renewal, sign-out and every refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from api.desk import Desk
from api.errors import (
    IdentityUnreachable,
    MissingScope,
    NotOffered,
    SignInExpired,
    SignInFailed,
    WrongCredentials,
)
from api.identity.cloud import SignedInCloud
from api.identity.clouds_file import read_cloud
from api.identity.credentials import Credentials
from api.identity.profiles import OPENSTACK, Profile
from api.running import CancelToken
from tests.live.cloud.configuration import REGIONS
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.people import DOMAIN
from tests.live.cloud.processes import address, listening_socket
from tests.live.driver import Driver, password_profile

SECONDS = 30.0


def sign_in(desk: Desk, profile: Profile, secret: str) -> SignedInCloud:
    return desk.sign_in(profile, Credentials(secret), CancelToken())


def image_of(desk: Desk) -> Any:
    return desk.catalogue.product("image")


def keystone_says(cloud: LiveCloud, token: str, asker: str) -> int:
    """The status that Keystone gives to the question whether a token is valid."""
    headers = {"X-Auth-Token": asker, "X-Subject-Token": token}
    return requests.head(
        f"{cloud.identity_url}/v3/auth/tokens", headers=headers, timeout=SECONDS
    ).status_code


def test_password(desk: Desk, live_cloud: LiveCloud) -> None:
    alice = live_cloud.people.alpha
    cloud = sign_in(desk, password_profile(live_cloud, alice), alice.password)
    assert (cloud.user_name, cloud.user_id) == (alice.name, alice.user_id)
    assert (cloud.account_name, cloud.account_id) == (alice.project, alice.project_id)
    assert "member" in cloud.roles
    assert set(cloud.regions) == set(REGIONS)
    assert cloud.expires > datetime.now(UTC)
    assert cloud.renewable
    assert desk.cloud(alice.name) is cloud


@pytest.mark.parametrize("suffix", ["", "/", "/v3", "/v3/"])
def test_the_address_may_name_the_version_or_not(desk: Desk, live_cloud: LiveCloud, suffix: str) -> None:
    alice = live_cloud.people.alpha
    profile = password_profile(live_cloud, alice, auth_url=live_cloud.identity_url + suffix)
    assert sign_in(desk, profile, alice.password).account_id == alice.project_id


def test_ids_instead_of_names(desk: Desk, live_cloud: LiveCloud) -> None:
    alice = live_cloud.people.alpha
    by_id = {"user": "", "user_domain": "", "project": "", "project_domain": ""}
    ids = {"user_id": alice.user_id, "project_id": alice.project_id}
    profile = password_profile(live_cloud, alice, **by_id, **ids)
    assert sign_in(desk, profile, alice.password).account_name == alice.project


def test_endpoints_have_no_version_whatever_the_catalogue_says(desk: Desk, live_cloud: LiveCloud) -> None:
    alice = live_cloud.people.alpha
    cloud = sign_in(desk, password_profile(live_cloud, alice), alice.password)
    found = {region: cloud.endpoint(image_of(desk), region) for region in cloud.regions}
    assert found == live_cloud.regions
    assert cloud.endpoint(desk.catalogue.product("identity"), None) == live_cloud.identity_url


def test_rackspace_products_are_not_offered(desk: Desk, live_cloud: LiveCloud) -> None:
    alice = live_cloud.people.alpha
    cloud = sign_in(desk, password_profile(live_cloud, alice), alice.password)
    assert cloud.offers(desk.catalogue.product("image")) == ""
    for product_id in ("cloud-images", "cloud-identity"):
        product = desk.catalogue.product(product_id)
        assert cloud.offers(product)
        with pytest.raises(NotOffered):
            cloud.endpoint(product, REGIONS[0])


def test_application_credential_by_id(desk: Desk, live_cloud: LiveCloud) -> None:
    alice, credential = live_cloud.people.alpha, live_cloud.people.application_credential
    profile = Profile(
        id="app",
        name="app",
        kind=OPENSTACK,
        auth_url=live_cloud.identity_url,
        method="application-credential",
        credential=credential.id,
    )
    cloud = sign_in(desk, profile, credential.secret)
    assert (cloud.user_id, cloud.account_id) == (alice.user_id, alice.project_id)
    assert cloud.renewable


def test_application_credential_by_name(desk: Desk, live_cloud: LiveCloud) -> None:
    alice, credential = live_cloud.people.alpha, live_cloud.people.application_credential
    profile = Profile(
        id="app",
        name="app",
        kind=OPENSTACK,
        auth_url=live_cloud.identity_url,
        method="application-credential",
        credential=credential.name,
        user=alice.name,
        user_domain=DOMAIN,
    )
    assert sign_in(desk, profile, credential.secret).account_id == alice.project_id


def test_token(desk: Desk, live_cloud: LiveCloud) -> None:
    alice = live_cloud.people.alpha
    first = sign_in(desk, password_profile(live_cloud, alice), alice.password)
    token = first.token(CancelToken())
    profile = password_profile(live_cloud, alice, id="pasted", method="token", user="")
    cloud = sign_in(desk, profile, token)
    assert (cloud.user_id, cloud.account_id) == (alice.user_id, alice.project_id)
    assert not cloud.renewable
    desk.sign_out("pasted", CancelToken())
    assert keystone_says(live_cloud, token, token) == 200, "a token that was pasted belongs to the person"


def test_clouds_yaml(desk: Desk, live_cloud: LiveCloud, private_home: Path) -> None:
    alice = live_cloud.people.alpha
    folder = private_home / ".config" / "openstack"
    folder.mkdir(parents=True)
    (folder / "clouds.yaml").write_text(
        f"""\
clouds:
  home:
    region_name: RegionTwo
    auth:
      auth_url: {live_cloud.identity_url}/v3
      username: {alice.name}
      project_name: {alice.project}
      user_domain_name: {DOMAIN}
      project_domain_name: {DOMAIN}
"""
    )
    (folder / "secure.yaml").write_text(f"clouds: {{home: {{auth: {{password: '{alice.password}'}}}}}}\n")
    entry = read_cloud("home")
    assert [file.name for file in entry.files] == ["clouds.yaml", "secure.yaml"]
    cloud = sign_in(desk, entry.profile, entry.secret)
    assert cloud.account_id == alice.project_id
    assert cloud.default_region == "RegionTwo"


def test_variables(desk: Desk, live_cloud: LiveCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = live_cloud.people.alpha
    variables = {
        "AUTH_URL": f"{live_cloud.identity_url}/v3",
        "USERNAME": alice.name,
        "PASSWORD": alice.password,
        "PROJECT_NAME": alice.project,
        "USER_DOMAIN_NAME": DOMAIN,
        "PROJECT_DOMAIN_NAME": DOMAIN,
        "REGION_NAME": "RegionTwo",
    }
    for name, value in variables.items():
        monkeypatch.setenv(f"OS_{name}", value)
    entry = read_cloud()
    assert entry.name == "envvars"
    cloud = sign_in(desk, entry.profile, entry.secret)
    assert (cloud.account_id, cloud.default_region) == (alice.project_id, "RegionTwo")


def test_signing_out_revokes_the_token(desk: Desk, live_cloud: LiveCloud) -> None:
    people = live_cloud.people
    asker = sign_in(desk, password_profile(live_cloud, people.admin), people.admin.password)
    cloud = sign_in(desk, password_profile(live_cloud, people.alpha), people.alpha.password)
    token = cloud.token(CancelToken())
    assert keystone_says(live_cloud, token, asker.token(CancelToken())) == 200
    desk.sign_out(people.alpha.name, CancelToken())
    assert keystone_says(live_cloud, token, asker.token(CancelToken())) == 404
    assert desk.cloud(people.alpha.name) is None
    with pytest.raises((SignInExpired, SignInFailed)):
        cloud.token(CancelToken())


def test_a_token_that_ended_is_renewed_once(alice: Driver, live_cloud: LiveCloud) -> None:
    cloud = alice.desk.cloud(alice.place.profile)
    old = cloud.token(CancelToken())
    url, headers = (
        f"{live_cloud.identity_url}/v3/auth/tokens",
        {"X-Auth-Token": old, "X-Subject-Token": old},
    )
    assert requests.delete(url, headers=headers, timeout=SECONDS).status_code == 204
    exchange = alice.send("identity.list-my-projects")
    assert exchange.status == 200
    assert exchange.attempts == 2
    assert cloud.token(CancelToken()) != old


def test_a_pasted_token_that_ended_is_not_renewed(desk: Desk, live_cloud: LiveCloud) -> None:
    alice = live_cloud.people.alpha
    token = sign_in(desk, password_profile(live_cloud, alice), alice.password).token(CancelToken())
    pasted = password_profile(live_cloud, alice, id="pasted", method="token", user="")
    sign_in(desk, pasted, token)
    desk.sign_out(alice.name, CancelToken())
    exchange = Driver(desk, desk.place("pasted")).send("identity.list-my-projects")
    assert exchange.status == 401 or isinstance(exchange.error, SignInExpired)
    assert exchange.attempts == 1


def without_project(profile: dict[str, Any]) -> None:
    profile.update(project="", project_domain="")


@pytest.mark.parametrize(
    ("change", "secret", "error"),
    [
        (lambda profile: None, "wrong", WrongCredentials),
        (lambda profile: profile.update(user="nobody"), None, WrongCredentials),
        (lambda profile: profile.update(project="beta"), None, SignInFailed),
        (lambda profile: profile.update(project="nowhere"), None, SignInFailed),
        (without_project, None, MissingScope),
    ],
    ids=["wrong password", "unknown user", "somebody else's project", "unknown project", "no project"],
)
def test_refusals(
    desk: Desk,
    live_cloud: LiveCloud,
    change: Callable[[dict[str, Any]], None],
    secret: str | None,
    error: type[SignInFailed],
) -> None:
    alice = live_cloud.people.alpha
    more: dict[str, Any] = {}
    change(more)
    with pytest.raises(error) as caught:
        sign_in(desk, password_profile(live_cloud, alice, **more), secret or alice.password)
    assert caught.value.sentence
    assert alice.password not in f"{caught.value} {caught.value.details}"
    assert desk.clouds == ()


def test_nobody_listens(desk: Desk, live_cloud: LiveCloud) -> None:
    alice = live_cloud.people.alpha
    with listening_socket() as free:
        nowhere = address(free)
    with pytest.raises(IdentityUnreachable):
        sign_in(desk, password_profile(live_cloud, alice, auth_url=nowhere), alice.password)


def test_the_image_service_is_no_identity_service(desk: Desk, live_cloud: LiveCloud) -> None:
    alice = live_cloud.people.alpha
    profile = password_profile(live_cloud, alice, auth_url=live_cloud.regions[REGIONS[0]])
    with pytest.raises(SignInFailed):
        sign_in(desk, profile, alice.password)
