"""Image records: created, shown and deleted, and every way in which that is refused."""

from __future__ import annotations

from typing import Any

from tests.scenarios.step import BYTES, JSON, Step, Story, change, create, delete

NOBODY = "0d4c4a44-9f5c-4f5f-8f4b-2a1f4d1b8c11"
OWN_ID = "5f3c1c3e-7a66-4a3e-9d3c-{unique}"
IMAGE = "GET /v2/images/{image}"


def posted(name: str, status: int, /, **body: Any) -> Step:
    """The step that creates an image from exactly this body."""
    return Step(name, "POST /v2/images", status, json=body)


BODY = {"Content-Type": JSON}

CREATE = Story(
    "create",
    (
        create(
            "image", tags=["{unique}"], visibility="private", min_ram=64, os_distro="debian", note="ü / ~"
        ),
        Step(
            "show it", IMAGE, 200, exact=("/os_distro", "/note", "/visibility", "/status", "/self", "/file")
        ),
        posted("nothing but braces", 201),
        posted("a name alone", 201, name="{unique}"),
        posted("a name in other letters", 201, name="Ubuntu – 24.04 «Noble» 日本"),
        posted("a name of letters beyond 16 bit", 400, name="🐧"),
        posted("a property of letters beyond 16 bit", 400, mascot="🐧"),
        posted("no name", 201, name=None),
        posted("an empty name", 201, name=""),
        posted("a long name", 400, name="x" * 256),
        posted("a name of the greatest length", 201, name="x" * 255),
        posted("a name that is a number", 400, name=5),
        posted("tags that are no list", 400, tags="red"),
        posted("a tag twice", 201, tags=["red", "red"]),
        posted("a long tag", 400, tags=["x" * 256]),
        posted("an unknown disk format", 400, disk_format="floppy"),
        posted("an unknown container format", 400, container_format="barrel"),
        posted("an unknown visibility", 400, visibility="secret"),
        posted("public is not for members", 403, visibility="public"),
        posted("community is", 201, visibility="community", name="{unique}"),
        posted("protected as text", 400, protected="yes"),
        posted("min_ram as text", 400, min_ram="64"),
        posted("min_disk below zero", 400, min_disk=-1),
        posted("min_ram beyond 32 bit", 400, min_ram=2**31),
        posted("a property that is a number", 400, custom=5),
        posted("a property that is null", 400, custom=None),
        posted("a property that is a list", 400, custom=["a"]),
        posted("a read-only property", 403, status="active"),
        posted("a size", 403, size=5),
        posted("a checksum", 403, checksum="d41d8cd98f00b204e9800998ecf8427e"),
        posted("a reserved property", 403, os_glance_secret="x"),
        posted("deleted is reserved", 403, deleted="true"),
        posted("somebody else as owner", 403, owner="{beta}"),
        posted("itself as owner", 201, owner="{alpha}", name="{unique}"),
        posted("an id that is none", 400, id="nonsense"),
        posted("the id of an image that is there", 409, id="{image}", name="twin"),
        posted("min_ram beyond 64 bit", 400, min_ram=2**70),
        posted("min_disk with a fraction", 400, min_disk=1.5),
        posted("a zero byte", 201, name="a\0b"),
        posted("128 tags", 201, tags=[f"t{number}" for number in range(128)]),
        posted("129 tags", 413, tags=[f"t{number}" for number in range(129)]),
        posted("128 properties", 201, **{f"p{number}": "x" for number in range(128)}),
        posted("129 properties", 413, **{f"p{number}": "x" for number in range(129)}),
        posted("a property with a long name", 400, **{"x" * 256: "y"}),
        posted("a property with a long value", 201, custom="x" * 5000),
        Step(
            "a member twice",
            "POST /v2/images",
            201,
            data=b'{"name": "a", "name": "b"}',
            headers=BODY,
            exact=("/name",),
        ),
        Step("no number", "POST /v2/images", 400, data=b'{"min_ram": NaN}', headers=BODY),
        Step("a byte order mark", "POST /v2/images", 400, data=b'\xef\xbb\xbf{"name": "a"}', headers=BODY),
        Step("no type at all", "POST /v2/images", 201, data=b'{"name": "a"}'),
        Step("a list", "POST /v2/images", 500, json=[]),
        Step("text", "POST /v2/images", 400, json="image"),
        Step("null", "POST /v2/images", 400, json=None),
        Step("half an object", "POST /v2/images", 400, data=b'{"name": ', headers={"Content-Type": JSON}),
        Step("no body", "POST /v2/images", 400),
        Step("another type", "POST /v2/images", 201, data=b"{}", headers={"Content-Type": "text/plain"}),
        Step(
            "broken letters",
            "POST /v2/images",
            400,
            data=b'{"name": "\xff"}',
            headers={"Content-Type": JSON},
        ),
        Step("without a token", "POST /v2/images", 401, who="nobody", json={"name": "x"}),
        Step("a store nobody has", "POST /v2/images", 201, json={}, headers={"X-Image-Meta-Store": "fast"}),
    ),
)

SHOW = Story(
    "show",
    (
        create("image", visibility="private"),
        Step("mine", IMAGE, 200),
        Step("somebody else's", IMAGE, 404, who="beta"),
        Step("unknown", f"GET /v2/images/{NOBODY}", 404),
        Step("no id", "GET /v2/images/nonsense", 404),
        Step("a slash too many", "GET /v2/images/{image}/", 404),
        Step("a list with a slash", "GET /v2/images/", 404),
        Step("nothing below it", "GET /v2/images/{image}/nonsense", 404),
        Step("unknown, for anybody", f"GET /v2/images/{NOBODY}", 404, accept="*/*"),
        Step("unknown, for a browser", f"GET /v2/images/{NOBODY}", 404, accept="text/html"),
        Step("unknown, in text", f"GET /v2/images/{NOBODY}", 404, accept="text/plain"),
        Step("unknown, no wish", f"GET /v2/images/{NOBODY}", 404, accept=None),
        Step("unknown, JSON or anything", f"GET /v2/images/{NOBODY}", 404, accept="application/json, */*"),
        Step("mine, for a browser", IMAGE, 200, accept="text/html"),
        Step("mine, no wish", IMAGE, 200, accept=None),
        Step("no token", IMAGE, 401, who="nobody"),
        Step("no token, for anybody", IMAGE, 401, who="nobody", accept="*/*"),
        Step("a token that is none", IMAGE, 401, who="stranger"),
        Step("an empty token", IMAGE, 401, who="empty"),
        Step("no token, unknown path", "GET /v2/nonsense", 401, who="nobody"),
        Step("unknown path", "GET /v2/nonsense", 404),
        Step("a request id of ours", IMAGE, 200, headers={"x-openstack-request-id": "req-ours"}),
        Step("a method that is none", "PUT /v2/images/{image}", 405, json={}),
        Step("post to an image", "POST /v2/images/{image}", 405, json={}),
        Step("delete all images", "DELETE /v2/images", 405),
        Step("head of an image", "HEAD /v2/images/{image}", 405),
        Step("head of the list", "HEAD /v2/images", 405),
        Step("options", "OPTIONS /v2/images", 200),
        Step("two slashes at first", "GET //v2/images?limit=0", 200),
        Step("two slashes within", "GET /v2//images?limit=0", 200),
        Step("capitals", "GET /v2/Images", 404),
        Step("an escaped path", "GET /v2/%69mages?limit=0", 200),
        Step("an id in capitals", "GET /v2/images/0D4C4A44-9F5C-4F5F-8F4B-2A1F4D1B8C11", 404),
        Step("a token without a project", IMAGE, 404, who="unscoped"),
        Step("a list without a project", "GET /v2/images?tag={unique}", 403, who="unscoped"),
        Step("create without a project", "POST /v2/images", 403, who="unscoped", json={"name": "x"}),
        Step("import methods without a project", "GET /v2/info/import", 200, who="unscoped"),
        Step("schema without a project", "GET /v2/schemas/image", 200, who="unscoped"),
        Step("tasks of the image", "GET /v2/images/{image}/tasks", 200, exact=("/tasks",)),
        Step("tasks of an unknown image", f"GET /v2/images/{NOBODY}/tasks", 404),
        Step("locations are for services", "GET /v2/images/{image}/locations", 403),
    ),
)

DELETE = Story(
    "delete",
    (
        create("image", protected=True),
        delete("image", 403),
        Step("by beta", "DELETE /v2/images/{image}", 404, who="beta"),
        change("unprotect", "image", 200, {"op": "replace", "path": "/protected", "value": False}),
        Step("with a body", "DELETE /v2/images/{image}", 400, data=b"{}", headers=BODY),
        Step("show with a body", IMAGE, 400, data=b"{}", headers=BODY),
        Step("list with a body", "GET /v2/images?limit=0", 200, data=b"{}", headers=BODY),
        Step("tag with a body", "PUT /v2/images/{image}/tags/x", 400, data=b"{}", headers=BODY),
        Step("untag with a body", "DELETE /v2/images/{image}/tags/x", 400, data=b"{}", headers=BODY),
        Step("members with a body", "GET /v2/images/{image}/members", 400, data=b"{}", headers=BODY),
        Step(
            "deactivate with a body",
            "POST /v2/images/{image}/actions/deactivate",
            400,
            data=b"{}",
            headers=BODY,
        ),
        Step(
            "download with a body",
            "GET /v2/images/{image}/file",
            400,
            data=b"x",
            headers={"Content-Type": BYTES},
        ),
        Step("schema with a body", "GET /v2/schemas/image", 400, data=b"{}", headers=BODY),
        Step("delete it", "DELETE /v2/images/{image}", 204),
        Step("delete it again", "DELETE /v2/images/{image}", 404),
        Step("show it", IMAGE, 404),
        Step("its data", "GET /v2/images/{image}/file", 404),
        Step("its members", "GET /v2/images/{image}/members", 404),
        Step("tag it", "PUT /v2/images/{image}/tags/x", 404),
    ),
)

STORIES = (CREATE, SHOW, DELETE)
