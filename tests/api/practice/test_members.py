"""Sharing on both faces."""

from __future__ import annotations

import pytest


@pytest.fixture
def other(cloud) -> str:
    return cloud.second_credentials.project_id


def listed(caller, image_id: str, query: str = "") -> bool:
    rows = caller.get(f"/v2/images?limit=1000&{query}")["images"]
    return image_id in [image["id"] for image in rows]


def test_sharing_from_offer_to_end(ada, grace, other: str) -> None:
    image_id = ada.image(name="to share")
    path = f"/v2/images/{image_id}/members"
    assert grace("GET", f"/v2/images/{image_id}").status_code == 404
    offered = ada("POST", path, {"member": other})
    assert (offered.status_code, offered.json()["status"]) == (200, "pending")
    assert set(offered.json()) == {"member_id", "image_id", "status", "created_at", "updated_at", "schema"}
    assert grace.get(f"/v2/images/{image_id}")["name"] == "to share"
    assert not listed(grace, image_id)
    assert listed(grace, image_id, "member_status=pending")
    assert grace("PUT", f"{path}/{other}", {"status": "accepted"}).json()["status"] == "accepted"
    assert listed(grace, image_id)
    assert ada("DELETE", f"{path}/{other}").status_code == 204
    assert ada("DELETE", f"{path}/{other}").status_code == 404
    assert grace("GET", f"/v2/images/{image_id}").status_code == 404


def test_who_may_do_what(ada, grace, other: str) -> None:
    image_id = ada.image()
    path = f"/v2/images/{image_id}/members"
    ada("POST", path, {"member": other})
    ada("POST", path, {"member": "somebody"})
    assert ada("POST", path, {"member": other}).status_code == 409
    assert ada("PUT", f"{path}/{other}", {"status": "accepted"}).status_code == 403
    assert grace("POST", path, {"member": "x"}).status_code == 403
    assert grace("DELETE", f"{path}/{other}").status_code == 403
    assert len(ada.get(path)["members"]) == 2
    assert [row["member_id"] for row in grace.get(path)["members"]] == [other]
    assert grace("GET", f"{path}/somebody").status_code == 404
    assert grace.get(f"{path}/{other}")["status"] == "pending"
    assert grace("PUT", f"{path}/{other}", {"status": "maybe"}).status_code == 400
    assert grace("PUT", f"{path}/{other}", {}).status_code == 400


def test_only_shared_images_have_members_on_glance(ada, other: str) -> None:
    for visibility in ("private", "community"):
        image_id = ada.image(visibility=visibility)
        assert ada("POST", f"/v2/images/{image_id}/members", {"member": other}).status_code == 403
        assert ada("GET", f"/v2/images/{image_id}/members").status_code == 403
        assert ada("GET", f"/v2/images/{image_id}/members/{other}").status_code == 404


@pytest.mark.parametrize("body", [{}, {"member": ""}, [], "x"])
def test_offers_without_a_member_are_400(ada, body) -> None:
    assert ada("POST", f"/v2/images/{ada.image()}/members", body).status_code == 400


def test_member_129_is_413(account) -> None:
    path = f"/v2/images/{account.named('mail gateway')}/members"
    for number in range(128):
        assert account("POST", path, {"member": str(number)}).status_code == 200
    assert account("POST", path, {"member": "one more"}).status_code == 413


def test_private_images_are_shared_as_they_are_on_rackspace(account, other_account) -> None:
    image_id = account.named("web-02 before upgrade")
    path = f"/v2/images/{image_id}/members"
    assert account.get(f"/v2/images/{image_id}")["visibility"] == "private"
    assert account("POST", path, {"member": "912346"}).json()["status"] == "pending"
    assert other_account("GET", f"/v2/images/{image_id}").status_code == 200
    assert other_account("POST", path, {"member": "1"}).status_code == 404
    assert other_account("DELETE", f"/v2/images/{image_id}").status_code == 403
    assert not listed(other_account, image_id, "visibility=shared")
    assert listed(other_account, image_id, "visibility=shared&member_status=pending")
    other_account("PUT", f"{path}/912346", {"status": "accepted"})
    assert listed(other_account, image_id, "visibility=shared")
    assert account("PUT", f"{path}/912346", {"status": "rejected"}).status_code == 403


def test_public_images_cannot_be_shared_on_rackspace(account) -> None:
    (image, *_) = account.get("/v2/images?visibility=public&limit=1")["images"]
    assert account("POST", f"/v2/images/{image['id']}/members", {"member": "912346"}).status_code == 403


def test_samples_wait_for_the_first_account(account) -> None:
    def shared(status: str) -> set[str]:
        rows = account.get(f"/v2/images?visibility=shared&member_status={status}")["images"]
        return {image["name"] for image in rows}

    assert shared("pending") == {"shared: load test rig"}
    assert shared("accepted") == {"shared: monitoring base"}
    assert len(shared("all")) == 3
