"""What a client reads before it knows anything: versions, schemas, import methods, stores, usage."""

from __future__ import annotations

from tests.scenarios.step import Step, Story

VERSION_FACTS = ("/versions/*/id", "/versions/*/status", "/versions/*/links/*/href")

SCHEMAS = (
    *("image", "images", "member", "members", "task", "tasks"),
    *("metadefs/namespace", "metadefs/namespaces", "metadefs/resource_type", "metadefs/resource_types"),
    *("metadefs/object", "metadefs/objects", "metadefs/property", "metadefs/properties"),
    *("metadefs/tag", "metadefs/tags"),
)

VERSIONS = Story(
    "versions",
    (
        Step("root is a choice", "GET /", 300, who="nobody", exact=VERSION_FACTS),
        Step("versions", "GET /versions", 200, who="nobody", exact=VERSION_FACTS),
        Step("versions with a slash", "GET /versions/", 200, who="nobody", exact=VERSION_FACTS),
        Step("versions with a token", "GET /versions", 200, exact=VERSION_FACTS),
        Step("versions for a browser", "GET /versions", 200, who="nobody", accept="text/html"),
        Step("an old version is a choice", "GET /v1/images", 300),
        Step("an unknown version is a choice", "GET /v9/images", 300),
        Step("an unknown path is a choice", "GET /nonsense", 300),
        Step("a minor version reaches the same code", "GET /v2.5/images?limit=0", 200),
        Step("a minor version from the future is a choice", "GET /v2.99/images", 300),
        Step("the bare version leads to the one with a slash", "GET /v2", 302),
        Step("the bare version with a slash is no resource", "GET /v2/", 404),
        Step("health", "GET /healthcheck", 200, who="nobody", accept="*/*"),
    ),
)

SCHEMA_DOCUMENTS = Story(
    "schemas",
    (
        *(Step(f"schema of {name}", f"GET /v2/schemas/{name}", 200, exact=("/name",)) for name in SCHEMAS),
        Step("no such schema", "GET /v2/schemas/nonsense", 404),
        Step("a schema cannot be posted", "POST /v2/schemas/image", 405, json={}),
        Step("a schema needs a token", "GET /v2/schemas/image", 401, who="nobody"),
    ),
)

INFORMATION = Story(
    "information",
    (
        Step("import methods", "GET /v2/info/import", 200, exact=("/import-methods/value",)),
        Step("stores", "GET /v2/info/stores", 200),
        Step("stores in detail are for administrators", "GET /v2/info/stores/detail", 403),
        Step("usage", "GET /v2/info/usage", 200),
        Step("no such information", "GET /v2/info/nonsense", 404),
        Step("information cannot be posted", "POST /v2/info/import", 405, json={}),
    ),
)

TASKS = Story(
    "tasks",
    (
        Step("members may not list tasks", "GET /v2/tasks", 403),
        Step("members may not see a task", "GET /v2/tasks/0d4c4a44-9f5c-4f5f-8f4b-2a1f4d1b8c11", 403),
        Step(
            "members may not create a task",
            "POST /v2/tasks",
            403,
            json={
                "type": "import",
                "input": {
                    "import_from": "http://127.0.0.1/disk.raw",
                    "import_from_format": "raw",
                    "image_properties": {},
                },
            },
        ),
        Step("a task without a type", "POST /v2/tasks", 403, json={"input": {}}),
        Step(
            "a task of a type that Glance lacks",
            "POST /v2/tasks",
            403,
            json={"type": "export", "input": {}},
        ),
        Step("members may not delete a task", "DELETE /v2/tasks/0d4c4a44-9f5c-4f5f-8f4b-2a1f4d1b8c11", 403),
    ),
)

STORIES = (VERSIONS, SCHEMA_DOCUMENTS, INFORMATION, TASKS)
