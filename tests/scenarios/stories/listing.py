"""Listing images: every filter and sort, paging to the end, and what is refused."""

from __future__ import annotations

from tests.scenarios.step import Step, Story, change, create, upload

NAMES = ("/images/*/name",)
MINE = "GET /v2/images?tag={unique}"

FIVE = (
    create("apple", tags=["{unique}", "red"], min_disk=1, min_ram=64, os_distro="debian"),
    create("banana", tags=["{unique}", "yellow"], min_disk=2, min_ram=128, disk_format="qcow2"),
    create("cherry", tags=["{unique}", "red", "small"], min_disk=3, visibility="private"),
    create("damson", tags=["{unique}"], min_disk=4, container_format="ovf", protected=False),
    create("elderberry", tags=["{unique}"], min_disk=5, os_hidden=True),
)


def listed(name: str, query: str, status: int = 200, order: str = "&sort=name:asc") -> Step:
    """The step that lists the story's own images with one more condition."""
    return Step(name, f"{MINE}{order}&{query}", status, exact=NAMES if status == 200 else ())


FILTERS = Story(
    "filters",
    (
        *FIVE,
        upload("apple", b"data of an apple"),
        listed("all of mine", "limit=10"),
        listed("by name", "name={unique}%20banana"),
        listed("by name, spelled out", "name=eq:{unique}%20banana"),
        listed("by several names", "name=in:%22{unique}%20apple%22,%22{unique}%20cherry%22"),
        listed("by a name nobody has", "name=nobody"),
        listed("by id", "id={banana}"),
        listed("by several ids", "id=in:{banana},{cherry}"),
        listed("by status queued", "status=queued"),
        listed("by status active", "status=active"),
        listed("by several states", "status=in:active,queued"),
        listed("by a status that is none", "status=nonsense"),
        listed("by disk format", "disk_format=qcow2"),
        listed("by several disk formats", "disk_format=in:raw,qcow2"),
        listed("by container format", "container_format=ovf"),
        listed("by owner", "owner={alpha}"),
        listed("by another owner", "owner={beta}"),
        listed("protected", "protected=true"),
        listed("unprotected", "protected=false"),
        listed("hidden", "os_hidden=true"),
        listed("not hidden", "os_hidden=false"),
        listed("private", "visibility=private"),
        listed("shared, nothing accepted", "visibility=shared"),
        listed("public", "visibility=public"),
        listed("community", "visibility=community"),
        listed("every visibility", "visibility=all"),
        listed("by a second tag", "tag=red"),
        listed("by three tags", "tag=red&tag=small"),
        listed("at least so large", "size_min=5"),
        listed("at most so large", "size_max=5"),
        listed("by min_ram", "min_ram=64"),
        listed("by min_disk", "min_disk=3"),
        listed("by a property", "os_distro=debian"),
        listed("by a property nobody has", "os_distro=nonsense"),
        listed("by an offset, which is no parameter", "offset=1"),
        listed("created since", "created_at=gt:2020-01-01T00:00:00Z"),
        listed("created before", "created_at=lt:2020-01-01T00:00:00Z"),
        listed("updated since", "updated_at=gte:2020-01-01T00:00:00Z"),
        listed("by checksum", "checksum=d41d8cd98f00b204e9800998ecf8427e"),
        listed("membership pending", "member_status=pending&visibility=shared"),
        listed("every membership", "member_status=all&visibility=shared"),
        Step("beta sees none of them", MINE, 200, who="beta", exact=NAMES),
    ),
)

REFUSED = Story(
    "refused lists",
    (
        listed("protected in capitals", "protected=True", 400),
        listed("protected as a word", "protected=perhaps", 400),
        listed("hidden as a word", "os_hidden=perhaps", 400),
        listed("hidden in capitals", "os_hidden=True"),
        listed("no such visibility", "visibility=nonsense", 400),
        listed("no such membership", "member_status=nonsense", 400),
        listed("a limit below zero", "limit=-1", 400),
        listed("a limit that is no number", "limit=many", 400),
        listed("an empty limit", "limit=", 400),
        listed("nothing at all", "limit=0"),
        listed("more than the service gives", "limit=100000"),
        listed("a marker nobody has", "marker=0d4c4a44-9f5c-4f5f-8f4b-2a1f4d1b8c11", 400),
        listed("a marker that is no id", "marker=nonsense", 400),
        listed("a size that is no number", "size_min=large", 400),
        listed("a size below zero", "size_min=-1"),
        listed("min_ram that is no number", "min_ram=large"),
        listed("changes since", "changes-since=2020-01-01T00:00:00Z", 400),
        listed("an operator that is none", "name=like:x", 400),
        listed("a time that is none", "created_at=gt:yesterday", 400),
        listed("an unknown sort key", "sort_key=nonsense", 400, order=""),
        listed("an unknown sort direction", "sort_dir=up", 400, order=""),
        listed("two ways of sorting", "sort=name&sort_key=name", 400, order=""),
        listed(
            "more directions than keys", "sort_key=name&sort_dir=asc&sort_dir=desc&sort_dir=asc", 400, ""
        ),
        listed("an unknown direction in sort", "sort=name:up", 400, order=""),
        listed("an unknown key in sort", "sort=schema:asc", 400, order=""),
        listed("an empty sort", "sort=", 400, order=""),
        listed("an empty sort key", "sort_key=", 400, order=""),
        listed("one key twice", "sort=name:asc,name:desc", 200, order=""),
        listed("two limits", "limit=1&limit=0"),
        listed("an empty name", "name="),
        listed("an empty second tag", "tag="),
        listed("an empty visibility", "visibility="),
        listed("a status in capitals", "status=QUEUED"),
        listed("a name that is long", f"name={'x' * 300}"),
        listed("an unknown lower bound", "nonsense_min=5", 500),
        listed("an id that is none", "id=nonsense"),
        listed("a zero byte", "name=%00"),
        listed("broken letters", "name=%FF", 400),
        listed("half an escape", "name=%zz"),
        listed("a list that does not end", "name=in:%22a", 400),
        listed("an empty list", "name=in:", 200),
        listed("two statements about one name", "name=a&name=b"),
        listed("a property with an operator", "os_distro=in:a,b"),
    ),
)

SORTS = Story(
    "sorts",
    (
        *FIVE,
        upload("apple", b"a"),
        upload("damson", b"four"),
        *(
            listed(f"by {query}", query, order="")
            for query in (
                "sort=name",
                "sort=name:asc",
                "sort=name:desc",
                "sort=status:asc,name:desc",
                "sort=disk_format,name:asc",
                "sort=container_format:desc,name:asc",
                "sort=size:asc,name:asc",
                "sort_key=name",
                "sort_key=name&sort_dir=asc",
                "sort_key=name&sort_dir=desc",
                "sort_key=status&sort_key=name&sort_dir=asc",
                "sort_key=status&sort_key=name&sort_dir=asc&sort_dir=desc",
                "sort_key=size&sort_dir=desc&sort_key=name",
            )
        ),
        Step("newest first, unless asked otherwise", MINE, 200),
        Step("by time", f"{MINE}&sort=created_at:asc", 200),
        Step("by change", f"{MINE}&sort=updated_at:desc", 200),
        Step("by id", f"{MINE}&sort=id:asc", 200),
    ),
)

LINKS = ("/images/*/name", "/first", "/next", "/schema")

PAGES = Story(
    "pages",
    (
        *FIVE,
        Step("first page", f"{MINE}&sort=name:asc&limit=2", 200, exact=LINKS, save={"next": "/next"}),
        Step("second page, the last", "GET {next}", 200, exact=LINKS),
        Step("by marker", f"{MINE}&sort=name:asc&limit=2&marker={{banana}}", 200, exact=LINKS),
        Step("after the last", f"{MINE}&sort=name:asc&limit=2&marker={{damson}}", 200, exact=LINKS),
        Step("exactly one page", f"{MINE}&sort=name:asc&limit=4", 200, exact=LINKS),
        Step("one at a time, backwards", f"{MINE}&sort=name:desc&limit=1", 200, exact=LINKS),
        Step("one at a time, onwards", f"{MINE}&sort_key=name&limit=1&marker={{cherry}}", 200, exact=LINKS),
        Step("two tags lose one in the link", f"{MINE}&tag=red&sort=name:asc&limit=1", 200, exact=LINKS),
        Step("no link after nothing", f"{MINE}&limit=0", 200, exact=LINKS),
        change("hide the marker", "banana", 200, {"op": "replace", "path": "/os_hidden", "value": True}),
        Step("a hidden marker", f"{MINE}&sort=name:asc&limit=2&marker={{banana}}", 200, exact=LINKS),
        Step("delete the marker", "DELETE /v2/images/{cherry}", 204),
        Step("a deleted marker", f"{MINE}&limit=2&marker={{cherry}}", 400),
        Step("somebody else's marker", f"{MINE}&limit=2&marker={{apple}}", 403, who="beta"),
    ),
)

STORIES = (FILTERS, REFUSED, SORTS, PAGES)
