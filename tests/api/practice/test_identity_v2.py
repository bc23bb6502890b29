"""The practice cloud's Rackspace Identity v2.0: API key, password, passcode, tokens and catalogue."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from api.practice.cloud import PracticeCloud


def sign(cloud: PracticeCloud, auth: dict[str, Any], **more: Any) -> requests.Response:
    return requests.post(f"{cloud.identity_url}/v2.0/tokens", json={"auth": auth}, timeout=10, **more)


def with_key(cloud: PracticeCloud, **more: Any) -> requests.Response:
    person = cloud.credentials
    key = {"username": person.user, "apiKey": person.api_key}
    return sign(cloud, {"RAX-KSKEY:apiKeyCredentials": key} | more)


def ask(cloud: PracticeCloud, method: str, path: str, token: str) -> requests.Response:
    return requests.request(
        method, f"{cloud.identity_url}/v2.0{path}", headers={"X-Auth-Token": token}, timeout=10
    )


def test_an_api_key_gives_a_token_with_the_catalogue(cloud: PracticeCloud) -> None:
    access = with_key(cloud).json()["access"]
    assert access["token"]["RAX-AUTH:authenticatedBy"] == ["APIKEY"]
    assert access["token"]["tenant"] == {"id": "912345", "name": "912345"}
    assert access["user"]["name"] == "ada"
    assert access["user"]["RAX-AUTH:defaultRegion"] == "DFW"
    service, files = access["serviceCatalog"]
    assert (files["name"], files["type"]) == ("cloudFiles", "object-store")
    assert all(row["publicURL"].endswith("/v1/MossoCloudFS_912345") for row in files["endpoints"])
    assert (service["name"], service["type"]) == ("cloudImages", "image")
    assert [row["region"] for row in service["endpoints"]] == list(cloud.regions)
    assert all(
        row["publicURL"].endswith("/v2") and row["tenantId"] == "912345" for row in service["endpoints"]
    )


def test_endpoints_may_be_left_out(cloud: PracticeCloud) -> None:
    person = cloud.credentials
    key = {"username": person.user, "apiKey": person.api_key}
    answer = sign(cloud, {"RAX-KSKEY:apiKeyCredentials": key}, params={"include_endpoints": "false"})
    assert answer.json()["access"]["serviceCatalog"] == []


def test_a_password_signs_in_too(cloud: PracticeCloud) -> None:
    person = cloud.second_credentials
    answer = sign(cloud, {"passwordCredentials": {"username": person.user, "password": person.password}})
    assert answer.json()["access"]["token"]["RAX-AUTH:authenticatedBy"] == ["PASSWORD"]
    assert answer.json()["access"]["token"]["tenant"]["id"] == "912346"


@pytest.mark.parametrize(
    "auth",
    [
        {"RAX-KSKEY:apiKeyCredentials": {"username": "ada", "apiKey": "wrong"}},
        {"RAX-KSKEY:apiKeyCredentials": {"username": "nobody", "apiKey": ""}},
        {"RAX-KSKEY:apiKeyCredentials": {"username": "ada"}},
        {"passwordCredentials": {"username": "ada", "password": None}},
        {"RAX-AUTH:passcodeCredentials": {"passcode": "123456"}},
    ],
)
def test_wrong_credentials_are_401(cloud: PracticeCloud, auth: dict[str, Any]) -> None:
    answer = sign(cloud, auth)
    assert answer.status_code == 401
    assert answer.json()["unauthorized"]["code"] == 401
    assert "WWW-Authenticate" not in answer.headers


def test_what_cannot_be_parsed_is_400_and_what_is_not_json_415(cloud: PracticeCloud) -> None:
    url = f"{cloud.identity_url}/v2.0/tokens"
    assert requests.post(url, json={}, timeout=10).json()["badRequest"]["code"] == 400
    assert requests.post(url, json={"auth": {}}, timeout=10).status_code == 400
    assert requests.post(url, json=[1], timeout=10).status_code == 400
    assert (
        requests.post(url, data="{", headers={"Content-Type": "application/json"}, timeout=10).status_code
        == 400
    )
    assert (
        requests.post(
            url, data="<auth/>", headers={"Content-Type": "application/xml"}, timeout=10
        ).status_code
        == 415
    )


def test_an_account_may_be_chosen_but_only_ones_own(cloud: PracticeCloud) -> None:
    assert with_key(cloud, tenantId="912345").status_code == 200
    assert with_key(cloud, tenantName="912345").status_code == 200
    assert with_key(cloud, tenantId="912346").status_code == 401
    assert with_key(cloud, tenantId="912345", tenantName="912345").status_code == 400


def challenge(cloud: PracticeCloud) -> str:
    person = cloud.passcode_credentials
    answer = sign(cloud, {"passwordCredentials": {"username": person.user, "password": person.password}})
    assert answer.status_code == 401
    assert answer.json()["unauthorized"]["message"] == "Additional authentication credentials required."
    start, _, rest = answer.headers["WWW-Authenticate"].partition("sessionId='")
    assert start == "OS-MF "
    session, _, end = rest.partition("'")
    assert end == ", factor='PASSCODE'"
    return session


def passcode(cloud: PracticeCloud, session: str, code: str) -> requests.Response:
    return sign(
        cloud, {"RAX-AUTH:passcodeCredentials": {"passcode": code}}, headers={"X-SessionId": session}
    )


def test_the_passcode_step_signs_in_once_per_session(cloud: PracticeCloud) -> None:
    session, code = challenge(cloud), cloud.passcode_credentials.passcode
    assert passcode(cloud, session, "no").status_code == 401
    answer = passcode(cloud, session, code)
    assert answer.json()["access"]["token"]["RAX-AUTH:authenticatedBy"] == ["PASSCODE", "PASSWORD"]
    assert answer.json()["access"]["user"]["name"] == "mary"
    assert passcode(cloud, session, code).status_code == 401
    assert passcode(cloud, "", code).status_code == 401


def test_a_session_waits_ten_minutes_for_its_passcode(timed: PracticeCloud, clock) -> None:
    session = challenge(timed)
    clock.advance(601)
    assert passcode(timed, session, timed.passcode_credentials.passcode).status_code == 401


def test_a_passcode_user_needs_none_with_the_api_key(cloud: PracticeCloud) -> None:
    person = cloud.passcode_credentials
    key = {"username": person.user, "apiKey": person.api_key}
    assert sign(cloud, {"RAX-KSKEY:apiKeyCredentials": key}).status_code == 200


def test_a_token_tells_about_itself(cloud: PracticeCloud) -> None:
    token = with_key(cloud).json()["access"]["token"]["id"]
    access = ask(cloud, "GET", f"/tokens/{token}", token).json()["access"]
    assert access["token"]["id"] == token
    assert "serviceCatalog" not in access
    rows = ask(cloud, "GET", f"/tokens/{token}/endpoints", token).json()["endpoints"]
    assert {row["region"] for row in rows} == set(cloud.regions)
    assert rows[0]["type"] == "image"
    tenants = ask(cloud, "GET", "/tenants", token).json()["tenants"]
    assert tenants == [{"id": "912345", "name": "912345", "enabled": True}]


def test_only_the_own_accounts_tokens_can_be_asked_about(cloud: PracticeCloud, other_account) -> None:
    token = with_key(cloud).json()["access"]["token"]["id"]
    assert ask(cloud, "GET", f"/tokens/{other_account.token}", token).status_code == 404
    assert ask(cloud, "GET", "/tokens/unknown", token).json()["itemNotFound"]["code"] == 404
    assert ask(cloud, "GET", f"/tokens/{token}", "bad").json()["unauthorized"]["code"] == 401


def test_a_revoked_token_is_unknown_everywhere(cloud: PracticeCloud, account) -> None:
    token = with_key(cloud).json()["access"]["token"]["id"]
    assert ask(cloud, "DELETE", "/tokens", token).status_code == 204
    assert ask(cloud, "DELETE", "/tokens", token).status_code == 401
    url = f"{account.endpoints['LON']}/v2/images"
    assert requests.get(url, headers={"X-Auth-Token": token}, timeout=10).status_code == 401


def test_a_token_ends_after_a_day(timed: PracticeCloud, clock, sign_in) -> None:
    for face in ("rackspace", "openstack"):
        caller = sign_in[face](timed, timed.credentials)
        clock.advance(24 * 3600 - 1)
        assert caller("GET", "/v2/images").status_code == 200
        clock.advance(2)
        assert caller("GET", "/v2/images").status_code == 401
