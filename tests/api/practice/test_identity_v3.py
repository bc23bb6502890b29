"""The practice cloud's Keystone v3: passwords, scopes, tokens, catalogue and application credentials."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from api.practice.cloud import PracticeCloud


def sign(
    cloud: PracticeCloud, identity: dict[str, Any], scope: Any = None, query: str = ""
) -> requests.Response:
    auth = {"identity": identity} | ({"scope": scope} if scope is not None else {})
    return requests.post(f"{cloud.identity_url}/v3/auth/tokens{query}", json={"auth": auth}, timeout=10)


def password(cloud: PracticeCloud, **user: Any) -> dict[str, Any]:
    person = cloud.credentials
    default = {"name": person.user, "domain": {"id": "default"}, "password": person.password}
    return {"methods": ["password"], "password": {"user": default | user}}


def ask(
    cloud: PracticeCloud, method: str, path: str, token: str, body: Any = None, **headers: str
) -> requests.Response:
    url = f"{cloud.identity_url}/v3{path}"
    return requests.request(method, url, json=body, headers={"X-Auth-Token": token} | headers, timeout=10)


def test_versions_are_listed_without_a_token(cloud: PracticeCloud) -> None:
    answer = requests.get(cloud.identity_url, timeout=10)
    assert answer.status_code == 300
    (version,) = answer.json()["versions"]["values"]
    assert version["links"][0]["href"] == f"{cloud.identity_url}/v3/"
    assert requests.get(f"{cloud.identity_url}/v3/", timeout=10).json()["version"]["id"].startswith("v3.")


@pytest.mark.parametrize(
    "domain", [{"id": "default"}, {"name": "Default"}, {"name": "rackspace_cloud_domain"}]
)
def test_a_scoped_token_carries_project_roles_and_catalogue(
    cloud: PracticeCloud, domain: dict[str, str]
) -> None:
    person = cloud.credentials
    answer = sign(cloud, password(cloud, domain=domain), {"project": {"name": "alpha", "domain": domain}})
    assert answer.status_code == 201
    token = answer.json()["token"]
    assert token["project"]["id"] == person.project_id
    assert token["user"]["id"] == person.openstack_user_id
    assert {role["name"] for role in token["roles"]} == {"member", "reader"}
    image, identity, objects = token["catalog"]
    assert (image["type"], identity["type"], objects["type"]) == ("image", "identity", "object-store")
    assert {row["url"].rpartition("/")[2] for row in objects["endpoints"]} == {f"AUTH_{person.project_id}"}
    assert {row["region"] for row in image["endpoints"]} == set(cloud.regions)
    assert not any(row["url"].endswith("/v2") for row in image["endpoints"])


def test_without_a_scope_the_token_is_for_no_project(cloud: PracticeCloud) -> None:
    assert "project" not in sign(cloud, password(cloud)).json()["token"]


def test_the_catalogue_may_be_left_out(cloud: PracticeCloud) -> None:
    person = cloud.credentials
    user = {"id": person.openstack_user_id, "password": person.password}
    by_id = {"methods": ["password"], "password": {"user": user}}
    scope = {"project": {"id": person.project_id}}
    assert "catalog" in sign(cloud, by_id, scope).json()["token"]
    assert "catalog" not in sign(cloud, by_id, scope, query="?nocatalog").json()["token"]


def test_an_unscoped_token_has_no_catalogue_and_opens_public_images_only(cloud: PracticeCloud, ada) -> None:
    answer = sign(cloud, password(cloud), {"unscoped": {}})
    assert "project" not in answer.json()["token"]
    token = answer.headers["X-Subject-Token"]
    url = f"{ada.endpoints['DFW']}/v2/images"
    (public,) = ada.get("/v2/images?visibility=public&limit=1")["images"]
    for path, status in (("", 403), (f"/{ada.image()}", 404), (f"/{public['id']}", 200)):
        assert requests.get(url + path, headers={"X-Auth-Token": token}, timeout=10).status_code == status
    assert ask(cloud, "GET", "/auth/catalog", token).status_code == 403
    again = sign(
        cloud,
        {"methods": ["token"], "token": {"id": token}},
        {"project": {"id": cloud.credentials.project_id}},
    )
    assert again.json()["token"]["project"]["name"] == "alpha"
    assert again.json()["token"]["methods"] == ["password", "token"]


def test_a_method_that_is_not_offered_is_answered_with_those_that_are(cloud: PracticeCloud) -> None:
    fault = sign(cloud, {"methods": ["totp"], "totp": {}}).json()["error"]
    assert (fault["code"], fault["identity"]["methods"][0]) == (401, "password")


@pytest.mark.parametrize(
    ("user", "scope", "status"),
    [
        ({"password": "wrong"}, None, 401),
        ({"name": "nobody"}, None, 401),
        ({"domain": {"id": "elsewhere"}}, None, 401),
        ({"domain": None}, None, 400),
        ({}, {"domain": {"id": "default"}}, 401),
        ({}, {"system": {"all": True}}, 401),
        ({}, {"project": {"name": "alpha"}}, 400),
        ({}, {"project": {"name": "beta", "domain": {"id": "default"}}}, 401),
    ],
)
def test_refused_sign_ins(cloud: PracticeCloud, user: dict[str, Any], scope: Any, status: int) -> None:
    answer = sign(cloud, password(cloud, **user), scope)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == status


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"auth": {}},
        {"auth": {"identity": {"methods": "password"}}},
        {"auth": {"identity": {"methods": ["password"]}}},
    ],
)
def test_incomplete_sign_ins_are_400(cloud: PracticeCloud, body: Any) -> None:
    assert requests.post(f"{cloud.identity_url}/v3/auth/tokens", json=body, timeout=10).status_code == 400


def test_a_token_is_checked_and_revoked(cloud: PracticeCloud, ada) -> None:
    token = sign(cloud, password(cloud)).headers["X-Subject-Token"]
    checked = ask(cloud, "GET", "/auth/tokens", ada.token, **{"X-Subject-Token": token})
    assert checked.json()["token"]["user"]["name"] == "ada"
    head = ask(cloud, "HEAD", "/auth/tokens", ada.token, **{"X-Subject-Token": token})
    assert (head.status_code, head.text) == (200, "")
    assert ask(cloud, "DELETE", "/auth/tokens", ada.token, **{"X-Subject-Token": token}).status_code == 204
    assert ask(cloud, "GET", "/auth/tokens", ada.token, **{"X-Subject-Token": token}).status_code == 404
    assert ask(cloud, "GET", "/auth/tokens", token).status_code == 401


def test_what_a_member_may_read(cloud: PracticeCloud, ada) -> None:
    assert [p["name"] for p in ask(cloud, "GET", "/auth/projects", ada.token).json()["projects"]] == [
        "alpha"
    ]
    assert ask(cloud, "GET", "/auth/domains", ada.token).json()["domains"] == []
    assert [r["id"] for r in ask(cloud, "GET", "/regions", ada.token).json()["regions"]] == list(
        cloud.regions
    )
    assert ask(cloud, "GET", "/regions/ORD", ada.token).json()["region"]["id"] == "ORD"
    assert ask(cloud, "GET", "/regions/XXX", ada.token).status_code == 404
    assert len(ask(cloud, "GET", "/auth/catalog", ada.token).json()["catalog"]) == 3
    assert ask(cloud, "GET", "/services", ada.token).status_code == 403
    assert ask(cloud, "GET", "/endpoints", ada.token).status_code == 403
    for path in (
        "/users",
        "/projects",
        "/roles",
        "/role_assignments",
        "/domains",
        "/projects/other",
        "/users/other",
    ):
        assert ask(cloud, "GET", path, ada.token).status_code == 403
    me = cloud.credentials
    assert ask(cloud, "GET", f"/users/{me.openstack_user_id}", ada.token).json()["user"]["name"] == "ada"
    assert ask(cloud, "GET", f"/projects/{me.project_id}", ada.token).json()["project"]["name"] == "alpha"
    assert ask(cloud, "GET", "/auth/system", ada.token).json()["system"] == []


def test_what_keystone_has_no_route_for(cloud: PracticeCloud, ada) -> None:
    unknown = ask(cloud, "GET", "/nothing", ada.token)
    assert (unknown.status_code, unknown.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    wrong = ask(cloud, "PUT", "/regions", ada.token)
    assert (wrong.status_code, set(wrong.json())) == (405, {"message"})


def test_a_token_to_check_must_be_named(cloud: PracticeCloud, ada) -> None:
    assert ask(cloud, "GET", "/auth/tokens", ada.token).status_code == 403
    assert ask(cloud, "DELETE", "/auth/tokens", ada.token).status_code == 403


def test_401_says_where_to_sign_in(cloud: PracticeCloud) -> None:
    refused = ask(cloud, "GET", "/auth/projects", "none")
    assert (refused.status_code, refused.headers["Vary"]) == (401, "X-Auth-Token")
    assert refused.headers["WWW-Authenticate"] == f'Keystone uri="{cloud.identity_url}/v3"'


def test_a_rackspace_token_is_no_keystone_token(cloud: PracticeCloud, account) -> None:
    assert ask(cloud, "GET", "/auth/projects", account.token).status_code == 401


def test_application_credentials_sign_in_until_they_are_deleted(cloud: PracticeCloud, ada, grace) -> None:
    path = f"/users/{cloud.credentials.openstack_user_id}/application_credentials"
    made = ask(cloud, "POST", path, ada.token, {"application_credential": {"name": "ci"}})
    assert made.status_code == 201
    credential = made.json()["application_credential"]
    assert (
        ask(cloud, "POST", path, ada.token, {"application_credential": {"name": "ci"}}).status_code == 409
    )
    for given in (
        {},
        {"name": "x", "roles": [{"name": "admin"}]},
        {"name": "x", "expires_at": "2020-01-01T00:00:00"},
    ):
        assert ask(cloud, "POST", path, ada.token, {"application_credential": given}).status_code == 400
    shown = ask(cloud, "GET", f"{path}/{credential['id']}", ada.token).json()["application_credential"]
    assert shown["name"] == "ci"
    assert "secret" not in str(shown)
    assert len(ask(cloud, "GET", path, ada.token).json()["application_credentials"]) == 1
    assert ask(cloud, "GET", path, grace.token).status_code == 403

    def use(**given: Any) -> int:
        return sign(
            cloud, {"methods": ["application_credential"], "application_credential": given}
        ).status_code

    assert use(id=credential["id"], secret=credential["secret"]) == 201
    assert (
        use(name="ci", user={"name": "ada", "domain": {"id": "default"}}, secret=credential["secret"])
        == 201
    )
    assert use(id=credential["id"], secret="wrong") == 401
    assert ask(cloud, "DELETE", f"{path}/{credential['id']}", ada.token).status_code == 204
    assert ask(cloud, "DELETE", f"{path}/{credential['id']}", ada.token).status_code == 404
    assert use(id=credential["id"], secret=credential["secret"]) == 404


def test_an_application_credential_ends_when_it_says(timed: PracticeCloud, clock, sign_in) -> None:
    ada = sign_in["openstack"](timed, timed.credentials)
    path = f"/users/{timed.credentials.openstack_user_id}/application_credentials"
    wanted = {"application_credential": {"name": "short", "expires_at": "2026-06-01T13:00:00.000000"}}
    made = ask(timed, "POST", path, ada.token, wanted).json()["application_credential"]
    given = {
        "methods": ["application_credential"],
        "application_credential": {"id": made["id"], "secret": made["secret"]},
    }
    assert sign(timed, given).status_code == 201
    clock.advance(3601)
    assert sign(timed, given).status_code == 401
