"""The metadata definitions catalogue: read by everybody, changed by administrators."""

from __future__ import annotations

from tests.scenarios.step import Step, Story

SPACE = "/v2/metadefs/namespaces/OS::Compute::Watchdog"

READING = Story(
    "metadefs",
    (
        Step("namespaces", "GET /v2/metadefs/namespaces", 200, exact=("/first", "/schema")),
        Step("two of them", "GET /v2/metadefs/namespaces?limit=2&sort_key=namespace&sort_dir=asc", 200),
        Step("public ones", "GET /v2/metadefs/namespaces?visibility=public&limit=1", 200),
        Step("none of them", "GET /v2/metadefs/namespaces?limit=0", 200),
        Step("an unknown sort", "GET /v2/metadefs/namespaces?sort_key=nonsense", 500),
        Step(
            "a namespace", f"GET {SPACE}", 200, exact=("/namespace", "/visibility", "/owner", "/protected")
        ),
        Step("an unknown one", "GET /v2/metadefs/namespaces/nonsense", 404),
        Step("its properties", f"GET {SPACE}/properties", 200),
        Step("its objects", f"GET {SPACE}/objects", 200),
        Step("its tags", f"GET {SPACE}/tags", 200),
        Step("its resource types", f"GET {SPACE}/resource_types", 200),
        Step("resource types", "GET /v2/metadefs/resource_types", 200),
        Step("an unknown property", f"GET {SPACE}/properties/nonsense", 404),
        Step("an unknown object", f"GET {SPACE}/objects/nonsense", 404),
        Step("an unknown tag", f"GET {SPACE}/tags/nonsense", 404),
        Step(
            "members may not add one", "POST /v2/metadefs/namespaces", 403, json={"namespace": "{unique}"}
        ),
        Step("members may not delete one", f"DELETE {SPACE}", 403),
        Step("without a token", "GET /v2/metadefs/namespaces", 401, who="nobody"),
    ),
)

STORIES = (READING,)
