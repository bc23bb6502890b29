"""Schemas, and metadata definitions."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

SPACE = "/v2/metadefs/namespaces"


@pytest.mark.parametrize("face", ["ada", "account"])
@pytest.mark.parametrize("name", ["image", "images", "member", "members", "task", "tasks"])
def test_schemas_are_schemas(request: pytest.FixtureRequest, face: str, name: str) -> None:
    schema = request.getfixturevalue(face).get(f"/v2/schemas/{name}")
    assert schema["name"] == name
    jsonschema.Draft4Validator.check_schema(schema)


@pytest.mark.parametrize("face", ["ada", "account"])
def test_every_listed_image_fits_the_schema(request: pytest.FixtureRequest, face: str) -> None:
    caller = request.getfixturevalue(face)
    schema = caller.get("/v2/schemas/image")
    for image in caller.get("/v2/images?limit=1000")["images"]:
        jsonschema.validate(image, schema, cls=jsonschema.Draft4Validator)


def test_the_faces_have_their_own_words(ada, account) -> None:
    glance, rackspace = (caller.get("/v2/schemas/image")["properties"] for caller in (ada, account))
    assert "deactivated" in glance["status"]["enum"]
    assert rackspace["visibility"]["enum"] == ["public", "private"]
    assert "os_hidden" not in rackspace
    assert account.get("/v2/schemas/task")["properties"]["type"]["enum"] == ["import", "export"]


@pytest.mark.parametrize(
    "name",
    ["namespace", "namespaces", "object", "objects", "property", "properties", "tag", "tags",
     "resource_type", "resource_types"],
)  # fmt: skip
def test_schemas_of_definitions(ada, name: str) -> None:
    jsonschema.Draft4Validator.check_schema(ada.get(f"/v2/schemas/metadefs/{name}"))


def test_unknown_schemas_are_404(ada) -> None:
    assert ada("GET", "/v2/schemas/nope").status_code == 404
    assert ada("GET", "/v2/schemas/metadefs/nope").status_code == 404


def test_namespaces_are_paged_and_filtered(ada) -> None:
    first = ada.get(f"{SPACE}?limit=2&sort_key=namespace&sort_dir=asc")
    assert len(first["namespaces"]) == 2
    assert "properties" not in first["namespaces"][0]
    following = ada.get(first["next"])["namespaces"]
    assert following[0]["namespace"] > first["namespaces"][1]["namespace"]
    tied = ada.get(f"{SPACE}?resource_types=OS::Nova::Server")["namespaces"]
    assert [each["namespace"] for each in tied] == ["OS::Software::WebServers"]
    assert ada.get(f"{SPACE}?visibility=private")["namespaces"] == []


def test_a_namespace_and_its_parts(ada) -> None:
    watchdog = f"{SPACE}/OS::Compute::Watchdog"
    whole = ada.get(watchdog)
    assert set(whole["properties"]) == {"watchdog_action"}
    assert "tags" not in whole
    assert set(ada.get(f"{watchdog}?resource_type=OS::Glance::Image")["properties"]) == {
        "hw_watchdog_action"
    }
    assert ada.get(f"{watchdog}/properties/watchdog_action")["name"] == "watchdog_action"
    prefixed = f"{watchdog}/properties/hw_watchdog_action"
    assert ada.get(f"{prefixed}?resource_type=OS::Glance::Image")["type"] == "string"
    assert ada("GET", prefixed).status_code == 404
    assert len(ada.get(f"{watchdog}/resource_types")["resource_type_associations"]) == 3
    assert ada.get(f"{SPACE}/OS::Software::WebServers/objects/Nginx")["name"] == "Nginx"
    assert {"name": "golden"} in ada.get(f"{SPACE}/PRACTICE::Roles/tags")["tags"]
    assert ada.get(f"{SPACE}/PRACTICE::Roles/tags/golden")["name"] == "golden"
    assert len(ada.get("/v2/metadefs/resource_types")["resource_types"]) == 5


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"{SPACE}/none", None, 404), ("GET", f"{SPACE}/none/tags", None, 404),
        ("GET", f"{SPACE}?marker=none", None, 404), ("GET", f"{SPACE}?sort_dir=up", None, 400),
        ("GET", f"{SPACE}?visibility=x", None, 400), ("GET", f"{SPACE}/PRACTICE::Roles/tags/x", None, 404),
        ("POST", SPACE, {"namespace": "mine"}, 403), ("POST", SPACE, {}, 400),
        ("DELETE", f"{SPACE}/none", None, 404), ("DELETE", f"{SPACE}/PRACTICE::Roles", None, 403),
        ("PUT", f"{SPACE}/PRACTICE::Roles", {"namespace": "x"}, 403),
        ("POST", f"{SPACE}/PRACTICE::Roles/properties", {"name": "x"}, 400),
        ("POST", f"{SPACE}/PRACTICE::Roles/tags", {"tags": []}, 403),
        ("POST", f"{SPACE}/PRACTICE::Roles/tags/new", None, 403),
        ("POST", f"{SPACE}/PRACTICE::Roles/tags/new", {}, 400),
    ],
)  # fmt: skip
def test_definitions_are_read_by_all_and_written_by_nobody(
    ada, method: str, path: str, body: Any, status: int
) -> None:
    assert ada(method, path, body).status_code == status
