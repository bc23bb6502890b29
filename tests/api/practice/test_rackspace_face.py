"""Rackspace's face: its images, its tasks, and what it does not offer."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def account(timed, sign_in):
    return sign_in["rackspace"](timed, timed.credentials)


def task(account, body: dict[str, Any]) -> str:
    answer = account("POST", "/v2/tasks", body)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"].endswith(f"/v2/tasks/{answer.json()['id']}")
    assert answer.json()["status"] == "pending"
    return str(answer.json()["id"])


def ended(account, clock, body: dict[str, Any]) -> dict[str, Any]:
    task_id = task(account, body)
    clock.advance(9)
    return dict(account.get(f"/v2/tasks/{task_id}"))


def exporting(image_id: str, container: str = "exports") -> dict[str, Any]:
    return {"type": "export", "input": {"image_uuid": image_id, "receiving_swift_container": container}}


def importing(source: str, **properties: str) -> dict[str, Any]:
    given = {"import_from": source, "image_properties": properties or {"name": "Imported"}}
    return {"type": "import", "input": given}


def test_a_page_holds_a_hundred_images_at_most(account) -> None:
    for query in ("", "?limit=500"):
        first = account.get(f"/v2/images{query}")
        assert len(first["images"]) == 100
        rest = account.get(first["next"])
        assert 0 < len(rest["images"]) < 100
        assert "next" not in rest


def test_images_look_as_rackspace_shows_them(account) -> None:
    public = account.get("/v2/images?visibility=public&os_distro=debian&limit=1")["images"][0]
    assert public["com.rackspace__1__options"] == "0"
    assert (public["disk_format"], public["container_format"], public["vm_mode"]) == ("vhd", "ovf", "hvm")
    assert not {"os_hidden", "os_hash_value", "stores", "locations"} & set(public)
    snapshot = account.get(f"/v2/images/{account.named('db-replica-3')}")
    assert account("GET", f"/v2/images/{snapshot['base_image_ref']}").status_code == 200


def test_filters_know_no_operators(account) -> None:
    assert account.named("shared: monitoring base")
    assert account.get("/v2/images?name=eq:db-replica-3")["images"] == []
    assert len(account.get("/v2/images?com.mycompany.image-of=db-replica-3")["images"]) == 1
    assert account.get("/v2/images?status=killed")["images"] == []


def test_retired_images_are_unlisted_but_there(account) -> None:
    from api.practice.accounts import fixed_id

    assert account.get("/v2/images?name=CentOS 7 (PVHVM)")["images"] == []
    retired = fixed_id("rackspace/DFW", "CentOS 7 (PVHVM)")
    assert account.get(f"/v2/images/{retired}")["name"] == "CentOS 7 (PVHVM)"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/v2/images", 403), ("PUT", "/v2/images/x/file", 403), ("GET", "/v2/images/x/file", 403),
     ("PUT", "/v2/images/x/stage", 404), ("POST", "/v2/images/x/import", 404), ("GET", "/v2/info/import", 404),
     ("GET", "/v2/metadefs/namespaces", 404), ("GET", "/v2/cache", 404), ("DELETE", "/v2/tasks/x", 405),
     ("POST", "/v2/images/x/actions/deactivate", 404), ("GET", "/v2/schemas/metadefs/tag", 404)],
)  # fmt: skip
def test_what_rackspace_does_not_offer(account, method: str, path: str, status: int) -> None:
    answer = account(method, path)
    assert answer.status_code == status
    if status == 405:
        assert answer.headers["Allow"] == "GET"


def test_adding_what_exists_is_409(account) -> None:
    image_id = account.named("db-replica-3")
    add = {"op": "add", "path": "/com.mycompany.team", "value": "web"}
    assert account.patch(image_id, add).status_code == 409
    assert account.patch(image_id, add | {"op": "replace"}).json()["com.mycompany.team"] == "web"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"op": "add", "path": "/com.rackspace__1__mine", "value": "x"}, 403),
        ({"op": "replace", "path": "/visibility", "value": "public"}, 403),
        ({"op": "replace", "path": "/container_format", "value": "bare"}, 403),
        ({"op": "replace", "path": "/visibility", "value": "shared"}, 400),
    ],
)
def test_changes_rackspace_refuses(account, change: dict[str, Any], status: int) -> None:
    assert account.patch(account.named("db-replica-3"), change).status_code == status


def test_base_images_cannot_be_deleted_or_changed(account) -> None:
    (image,) = account.get("/v2/images?visibility=public&limit=1")["images"]
    assert account("DELETE", f"/v2/images/{image['id']}").status_code == 403
    assert account.patch(image["id"], {"op": "replace", "path": "/name", "value": "x"}).status_code == 403


def test_an_import_passes_through_its_states_to_an_image(account, clock) -> None:
    task_id = task(account, importing("exports/appliance.vhd", name="From a VHD"))
    seen = [account.get(f"/v2/tasks/{task_id}")["status"]]
    assert account.get("/v2/images?name=From a VHD")["images"] == []
    clock.advance(3)
    seen.append(account.get(f"/v2/tasks/{task_id}")["status"])
    (image,) = account.get("/v2/images?name=From a VHD")["images"]
    assert image["status"] == "saving"
    clock.advance(6)
    done = account.get(f"/v2/tasks/{task_id}")
    assert [*seen, done["status"]] == ["pending", "processing", "success"]
    assert done["result"] == {"image_id": image["id"]}
    assert done["expires_at"] == "2026-06-03T12:00:08Z"
    assert account.get(f"/v2/images/{image['id']}")["status"] == "active"


def test_an_export_tells_where_it_lies_and_lies_there_once(account, clock) -> None:
    image_id = account.named("db-replica-3")
    done = ended(account, clock, exporting(image_id))
    assert done["result"] == {"export_location": f"exports/{image_id}.vhd"}
    assert ended(account, clock, exporting(image_id))["status"] == "failure"
    back = ended(account, clock, importing(f"exports/{image_id}.vhd", name="Back again"))
    assert back["status"] == "success"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (importing("exports/none.vhd"), "could not find object"),
        (importing("nowhere/appliance.vhd"), "Image not found for import"),
        (importing("appliance.vhd"), "Image not found for import"),
        (importing("exports/notes.txt"), "396"),
        (importing("exports/child.vhd"), "721"),
        (
            importing("exports/appliance.vhd", name="x", os_type="linux"),
            "Unsupported element in image_properties",
        ),
        (exporting("nope"), "No image found"),
    ],
)
def test_what_is_wrong_shows_only_in_the_failed_task(
    account, clock, body: dict[str, Any], message: str
) -> None:
    failed = ended(account, clock, body)
    assert failed["status"] == "failure"
    assert message in failed["message"]
    assert "result" not in failed


@pytest.mark.parametrize(
    ("name", "container", "message"),
    [
        ("build agent (Windows)", "exports", "licensing or billing restrictions"),
        ("shared: monitoring base", "exports", "only be exported by the image owner"),
        ("db-replica-3", "nowhere", "Container not found"),
        ("cache-01 snapshot (waiting)", "exports", "queued"),
    ],
)
def test_exports_that_fail(account, clock, name: str, container: str, message: str) -> None:
    assert message in ended(account, clock, exporting(account.named(name), container))["message"]


def test_the_task_list_is_short_filtered_and_ones_own(timed, account, clock, sign_in) -> None:
    first = task(account, importing("exports/appliance.vhd"))
    clock.advance(9)
    second = task(account, exporting("nope"))
    listed = account.get("/v2/tasks")
    assert [row["id"] for row in listed["tasks"]] == [second, first]
    assert not {"input", "result", "message"} & set(listed["tasks"][1])
    assert [row["id"] for row in account.get("/v2/tasks?status=success")["tasks"]] == [first]
    assert [row["id"] for row in account.get("/v2/tasks?type=export")["tasks"]] == [second]
    page = account.get("/v2/tasks?limit=1")
    assert page["next"] == f"/v2/tasks?limit=1&marker={second}"
    assert [row["id"] for row in account.get(page["next"])["tasks"]] == [first]
    other = sign_in["rackspace"](timed, timed.second_credentials)
    assert other.get("/v2/tasks")["tasks"] == []
    assert other("GET", f"/v2/tasks/{first}").status_code == 404


@pytest.mark.parametrize(
    "query", ["status=maybe", "type=copy", "marker=no-uuid", "sort_key=name", "limit=x"]
)
def test_task_queries_that_are_400(account, query: str) -> None:
    assert account("GET", f"/v2/tasks?{query}").status_code == 400


@pytest.mark.parametrize(
    "body", [{}, {"type": "copy", "input": {}}, {"type": "import"}, {"type": "import", "input": 5}]
)
def test_tasks_of_no_known_kind_are_400(account, body: dict[str, Any]) -> None:
    assert account("POST", "/v2/tasks", body).status_code == 400


def test_a_task_record_goes_after_two_days(account, clock) -> None:
    task_id = task(account, importing("exports/appliance.vhd"))
    clock.advance(8 + 48 * 3600)
    account_again = account("GET", f"/v2/tasks/{task_id}")
    assert account_again.status_code == 401  # the token ended before the record did


def test_tasks_and_images_go_on_while_nobody_serves(tmp_path, clock, sign_in) -> None:
    from api.practice.cloud import PracticeCloud

    cloud = PracticeCloud(tmp_path / "stopped", clock)
    cloud.start()
    caller = sign_in["rackspace"](cloud, cloud.credentials)
    task_id = task(caller, importing("exports/appliance.vhd"))
    cloud.stop()
    clock.advance(60)
    cloud.start()
    caller = sign_in["rackspace"](cloud, cloud.credentials)
    assert caller.get(f"/v2/tasks/{task_id}")["status"] == "success"
    clock.advance(48 * 3600)
    caller = sign_in["rackspace"](cloud, cloud.credentials)
    assert caller("GET", f"/v2/tasks/{task_id}").status_code == 404
    cloud.stop()
