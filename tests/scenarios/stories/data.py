"""Image data: uploaded, downloaded, switched off and on, staged and imported."""

from __future__ import annotations

from tests.scenarios.step import BYTES, JSON, Step, Story, create, delete, upload

IMAGE = "GET /v2/images/{image}"
FILE = "/v2/images/{image}/file"
STATE = ("/status", "/size", "/checksum", "/os_hash_algo", "/os_hash_value", "/virtual_size")
CONTENT = b"sixteen bytes ok"
NOBODY = "0d4c4a44-9f5c-4f5f-8f4b-2a1f4d1b8c11"


def part(name: str, value: str, status: int) -> Step:
    """The step that asks for a part of the data."""
    return Step(name, f"GET {FILE}", status, headers={"Range": value})


DATA = Story(
    "data",
    (
        create("image", visibility="shared"),
        Step("no data yet", f"GET {FILE}", 204),
        Step("another type", f"PUT {FILE}", 415, data=CONTENT, headers={"Content-Type": JSON}),
        Step("no type", f"PUT {FILE}", 415, data=CONTENT),
        Step("by beta", f"PUT {FILE}", 404, who="beta", data=CONTENT, headers={"Content-Type": BYTES}),
        Step(
            "without a token",
            f"PUT {FILE}",
            401,
            who="nobody",
            data=CONTENT,
            headers={"Content-Type": BYTES},
        ),
        Step(
            "for nobody",
            f"PUT /v2/images/{NOBODY}/file",
            404,
            data=CONTENT,
            headers={"Content-Type": BYTES},
        ),
        Step(
            "a size that is no number",
            f"PUT {FILE}",
            400,
            data=CONTENT,
            headers={"Content-Type": BYTES, "x-openstack-image-size": "large"},
        ),
        upload("image", CONTENT),
        Step("active", IMAGE, 200, exact=STATE),
        Step("upload again", f"PUT {FILE}", 409, data=CONTENT, headers={"Content-Type": BYTES}),
        Step("download", f"GET {FILE}", 200, accept="*/*"),
        Step("download, wanting JSON", f"GET {FILE}", 200),
        part("the beginning", "bytes=0-3", 206),
        part("the middle", "bytes=4-6", 206),
        part("from there on", "bytes=8-", 206),
        part("the end", "bytes=-4", 206),
        part("beyond the end", "bytes=8-100", 206),
        part("after the end", "bytes=100-200", 416),
        part("backwards", "bytes=6-4", 416),
        part("two parts", "bytes=0-1,4-5", 400),
        part("other units", "lines=1-2", 416),
        part("nonsense", "nonsense", 416),
        Step("beta has no data", f"GET {FILE}", 404, who="beta"),
        Step("data without a token", f"GET {FILE}", 401, who="nobody"),
        Step("data of nobody", f"GET /v2/images/{NOBODY}/file", 404),
        Step("post data", f"POST {FILE}", 405, data=b"{}", headers={"Content-Type": BYTES}),
        Step("delete data", f"DELETE {FILE}", 405),
        delete("image"),
    ),
)

FORMATS = Story(
    "formats",
    (
        create("formless", disk_format=None, container_format=None),
        upload("formless", CONTENT, 400),
        Step("without formats it waits", "GET /v2/images/{formless}", 200, exact=("/status", "/size")),
        create("picture", disk_format="qcow2"),
        upload("picture", CONTENT, 415),
        Step("not what it says", "GET /v2/images/{picture}", 200, exact=("/status", "/size")),
        create("short"),
        Step(
            "another size than announced",
            "PUT /v2/images/{short}/file",
            400,
            data=CONTENT,
            headers={"Content-Type": BYTES, "x-openstack-image-size": "5"},
        ),
        Step("it waits still", "GET /v2/images/{short}", 200, exact=("/status", "/size")),
        create("elsewhere"),
        Step(
            "a store nobody has",
            "PUT /v2/images/{elsewhere}/file",
            400,
            data=CONTENT,
            headers={"Content-Type": BYTES, "X-Image-Meta-Store": "nowhere"},
        ),
        Step(
            "another store",
            "PUT /v2/images/{elsewhere}/file",
            204,
            data=CONTENT,
            headers={"Content-Type": BYTES, "X-Image-Meta-Store": "archive"},
        ),
        Step("it lies there", "GET /v2/images/{elsewhere}", 200, exact=("/status", "/stores")),
        create("empty"),
        upload("empty", b""),
        Step("empty and active", "GET /v2/images/{empty}", 200, exact=("/status", "/size", "/checksum")),
        Step("download nothing", "GET /v2/images/{empty}/file", 200),
    ),
)


def switch(name: str, action: str, status: int, who: str = "alpha") -> Step:
    """The step that switches the image's data off or on."""
    return Step(name, f"POST /v2/images/{{image}}/actions/{action}", status, who=who)


SWITCHING = Story(
    "switching",
    (
        create("image", tags=["{unique}"]),
        switch("off without data", "deactivate", 403),
        switch("on without data", "reactivate", 403),
        upload("image", CONTENT),
        switch("on while on", "reactivate", 204),
        switch("off by beta", "deactivate", 404, who="beta"),
        switch("off", "deactivate", 204),
        switch("off again", "deactivate", 204),
        Step("deactivated", IMAGE, 200, exact=STATE),
        Step("data is closed", f"GET {FILE}", 403),
        Step(
            "found by status",
            "GET /v2/images?tag={unique}&status=deactivated",
            200,
            exact=("/images/*/name",),
        ),
        switch("on", "reactivate", 204),
        Step("active", IMAGE, 200, exact=STATE),
        Step("data is open", f"GET {FILE}", 200),
        switch("an action that is none", "explode", 404),
        Step("an action is posted", "GET /v2/images/{image}/actions/deactivate", 405),
        Step("nobody's action", f"POST /v2/images/{NOBODY}/actions/deactivate", 404),
        delete("image"),
    ),
)


def imported(
    name: str, status: int, method: dict[str, str], who: str = "alpha", key: str = "image"
) -> Step:
    """The step that starts an import."""
    return Step(name, f"POST /v2/images/{{{key}}}/import", status, who=who, json={"method": method})


DONE = Step(
    "until it is done",
    "GET /v2/images/{image}/tasks",
    200,
    until=("/tasks/*/status", ("success", "failure")),
    exact=("/tasks/*/type", "/tasks/*/status"),
)
UNLOCKED: tuple[str, tuple[str, ...]] = ("/os_glance_import_task", ())
"""A task holds its image locked for a moment after it is done."""
DIRECT = {"name": "glance-direct"}
DOWNLOAD = {"name": "web-download", "uri": "{files}/disk.raw"}

IMPORTING = Story(
    "import",
    (
        create("image"),
        imported("nothing staged", 409, DIRECT),
        imported("no such method", 400, {"name": "nonsense"}),
        imported("download from nowhere", 400, {"name": "web-download"}),
        imported("an address that is none", 400, {"name": "web-download", "uri": "nonsense"}),
        imported("a scheme that is refused", 400, {"name": "web-download", "uri": "file:///etc/passwd"}),
        Step("no method", "POST /v2/images/{image}/import", 400, json={}),
        Step("a list", "POST /v2/images/{image}/import", 500, json=[]),
        Step(
            "another type",
            "POST /v2/images/{image}/import",
            400,
            data=b"{}",
            headers={"Content-Type": "text/plain"},
        ),
        imported("by beta", 404, DIRECT, who="beta"),
        imported("there is nothing to copy", 409, {"name": "copy-image"}),
        imported("download", 202, DOWNLOAD),
        DONE,
        Step("active", IMAGE, 200, exact=STATE, until=UNLOCKED),
        Step("its data", f"GET {FILE}", 200),
        imported("import again", 409, DOWNLOAD),
        imported("copying is not for members", 403, {"name": "copy-image"}),
        create("missing"),
        imported(
            "download what is missing",
            202,
            {"name": "web-download", "uri": "{files}/missing.raw"},
            key="missing",
        ),
        Step(
            "the task fails",
            "GET /v2/images/{missing}/tasks",
            200,
            until=("/tasks/*/status", ("failure",)),
            exact=("/tasks/*/status",),
        ),
        Step(
            "queued again",
            "GET /v2/images/{missing}",
            200,
            exact=("/status", "/os_glance_failed_import"),
            until=UNLOCKED,
        ),
        create("formless", disk_format=None),
        imported("without formats", 409, DOWNLOAD, key="formless"),
        Step("show an import", "GET /v2/images/{image}/import", 405),
        delete("image"),
    ),
)

STAGE = "/v2/images/{image}/stage"
STAGED = {"Content-Type": BYTES}

STAGING = Story(
    "staging",
    (
        create("image"),
        Step("another type", f"PUT {STAGE}", 415, data=CONTENT, headers={"Content-Type": JSON}),
        Step("by beta", f"PUT {STAGE}", 404, who="beta", data=CONTENT, headers=STAGED),
        Step("stage", f"PUT {STAGE}", 204, data=CONTENT, headers=STAGED),
        Step("uploading", IMAGE, 200, exact=("/status", "/size")),
        Step("stage again", f"PUT {STAGE}", 409, data=CONTENT, headers=STAGED),
        Step("upload instead", f"PUT {FILE}", 409, data=CONTENT, headers=STAGED),
        imported("import it", 202, DIRECT),
        DONE,
        Step("active", IMAGE, 200, exact=STATE, until=UNLOCKED),
        Step("its data", f"GET {FILE}", 200),
        Step("stage an active one", f"PUT {STAGE}", 409, data=CONTENT, headers=STAGED),
        Step("get the stage", f"GET {STAGE}", 405),
        Step("of nobody", f"PUT /v2/images/{NOBODY}/stage", 404, data=CONTENT, headers=STAGED),
        delete("image"),
    ),
)

STORIES = (DATA, FORMATS, SWITCHING, IMPORTING, STAGING)
