"""JSON patches of image records: every operation, good and bad pointers, what may not be changed."""

from __future__ import annotations

from tests.scenarios.step import JSON, OLD_PATCH, PATCH, Step, Story, change, create, delete
from tests.scenarios.stories.records import IMAGE, NOBODY

SLASH = {"op": "replace", "path": "/com.example~1team", "value": "b"}

UPDATE = Story(
    "update",
    (
        create("image", tags=["{unique}"], os_distro="debian"),
        change("add", "image", 200, {"op": "add", "path": "/team", "value": "a"}, exact=("/team",)),
        change(
            "add what is there",
            "image",
            200,
            {"op": "add", "path": "/team", "value": "b"},
            exact=("/team",),
        ),
        change("replace", "image", 200, {"op": "replace", "path": "/team", "value": "c"}, exact=("/team",)),
        change("remove", "image", 200, {"op": "remove", "path": "/team"}),
        change("remove what is not there", "image", 409, {"op": "remove", "path": "/team"}),
        change("replace what is not there", "image", 409, {"op": "replace", "path": "/team", "value": "a"}),
        change("a slash in the name", "image", 200, {**SLASH, "op": "add"}, exact=("/com.example~1team",)),
        change("replace with a slash", "image", 200, SLASH, exact=("/com.example~1team",)),
        change(
            "a tilde in the name",
            "image",
            200,
            {"op": "add", "path": "/a~0b", "value": "x"},
            exact=("/a~0b",),
        ),
        change(
            "rename", "image", 200, {"op": "replace", "path": "/name", "value": "ñ 日本"}, exact=("/name",)
        ),
        change("all tags", "image", 200, {"op": "replace", "path": "/tags", "value": ["b", "a", "b"]}),
        change("tags as text", "image", 400, {"op": "replace", "path": "/tags", "value": "b"}),
        change("one tag", "image", 400, {"op": "add", "path": "/tags/-", "value": "c"}),
        change(
            "min_ram",
            "image",
            200,
            {"op": "replace", "path": "/min_ram", "value": 512},
            exact=("/min_ram",),
        ),
        change("min_ram as text", "image", 400, {"op": "replace", "path": "/min_ram", "value": "512"}),
        change(
            "protect",
            "image",
            200,
            {"op": "replace", "path": "/protected", "value": True},
            exact=("/protected",),
        ),
        change(
            "protected still changes",
            "image",
            200,
            {"op": "add", "path": "/x", "value": "y"},
            exact=("/x",),
        ),
        delete("image", 403),
        change("unprotect", "image", 200, {"op": "replace", "path": "/protected", "value": False}),
        change("nothing", "image", 200),
        change(
            "129 tags",
            "image",
            413,
            {"op": "replace", "path": "/tags", "value": [f"t{n}" for n in range(129)]},
        ),
        change(
            "129 properties",
            "image",
            413,
            *({"op": "add", "path": f"/p{number}", "value": "x"} for number in range(129)),
        ),
        change("a long tag", "image", 400, {"op": "replace", "path": "/tags", "value": ["x" * 256]}),
        change("a long name", "image", 400, {"op": "replace", "path": "/name", "value": "x" * 256}),
        change(
            "no name", "image", 200, {"op": "replace", "path": "/name", "value": None}, exact=("/name",)
        ),
        change("a list as value", "image", 400, {"op": "add", "path": "/list", "value": ["a"]}),
        change("letters beyond 16 bit", "image", 400, {"op": "add", "path": "/mascot", "value": "🐧"}),
        change(
            "three at once",
            "image",
            200,
            {"op": "add", "path": "/one", "value": "1"},
            {"op": "replace", "path": "/one", "value": "2"},
            {"op": "remove", "path": "/x"},
            exact=("/one",),
        ),
        change(
            "all or none",
            "image",
            409,
            {"op": "add", "path": "/never", "value": "1"},
            {"op": "remove", "path": "/not-there"},
        ),
        Step("none it was", IMAGE, 200),
        change(
            "empty value", "image", 200, {"op": "add", "path": "/blank", "value": ""}, exact=("/blank",)
        ),
        change("a number as value", "image", 400, {"op": "add", "path": "/number", "value": 5}),
        change("null as value", "image", 400, {"op": "add", "path": "/nothing", "value": None}),
        change("no value", "image", 400, {"op": "add", "path": "/nothing"}),
        change("no path", "image", 400, {"op": "add", "value": "x"}),
        change("no operation", "image", 400, {"path": "/x", "value": "x"}),
        change("an unknown operation", "image", 400, {"op": "move", "from": "/a", "path": "/b"}),
        change("test is none", "image", 400, {"op": "test", "path": "/name", "value": "x"}),
        change("not an object", "image", 400, "add"),
        Step("not a list", "PATCH /v2/images/{image}", 400, json={}, headers={"Content-Type": PATCH}),
        Step("no JSON", "PATCH /v2/images/{image}", 400, data=b"[{", headers={"Content-Type": PATCH}),
        *(
            change(f"path {path!r}", "image", status, {"op": "add", "path": path, "value": "x"})
            for path, status in {
                "": 400,
                "/": 200,
                "plain": 400,
                "/a/": 400,
                "/a//b": 400,
                "/a/b": 400,
                "/a/b/c": 400,
                "/a~2b": 400,
                "/a~": 400,
                "//lead": 200,
                "/ blank ": 200,
            }.items()
        ),
        *(
            change(f"read-only {name}", "image", 403, {"op": "replace", "path": f"/{name}", "value": "x"})
            for name in (
                "status",
                "size",
                "checksum",
                "created_at",
                "id",
                "self",
                "file",
                "schema",
                "os_hash_value",
            )
        ),
        *(
            change(f"reserved {name}", "image", 403, {"op": "add", "path": f"/{name}", "value": "x"})
            for name in ("deleted", "os_glance_x", "location")
        ),
        *(
            change(f"remove {name}", "image", 403, {"op": "remove", "path": f"/{name}"})
            for name in ("name", "visibility", "min_ram", "tags", "disk_format")
        ),
        change("a new owner", "image", 403, {"op": "replace", "path": "/owner", "value": "{beta}"}),
        change("publish", "image", 403, {"op": "replace", "path": "/visibility", "value": "public"}),
        change("unknown visibility", "image", 400, {"op": "replace", "path": "/visibility", "value": "x"}),
        change(
            "unknown format", "image", 400, {"op": "replace", "path": "/disk_format", "value": "floppy"}
        ),
        Step("of nobody", f"PATCH /v2/images/{NOBODY}", 404, json=[], headers={"Content-Type": PATCH}),
        change("by beta", "image", 404, {"op": "add", "path": "/x", "value": "y"}, who="beta"),
        change("as JSON", "image", 415, media=JSON),
        change("as JSON patch", "image", 415, media="application/json-patch+json"),
        change("with a charset", "image", 200, media=f"{PATCH}; charset=utf-8"),
        change("as text", "image", 415, media="text/plain"),
        Step(
            "the older type",
            "PATCH /v2/images/{image}",
            200,
            json=[{"add": "/old", "value": "x"}],
            headers={"Content-Type": OLD_PATCH},
        ),
        Step(
            "the older type adds once",
            "PATCH /v2/images/{image}",
            409,
            json=[{"add": "/old", "value": "x"}],
            headers={"Content-Type": OLD_PATCH},
        ),
        delete("image"),
        change("deleted", "image", 404, {"op": "add", "path": "/x", "value": "y"}),
    ),
)

STORIES = (UPDATE,)
