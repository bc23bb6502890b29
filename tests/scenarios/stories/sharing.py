"""Tags and members: what others may find, see and answer."""

from __future__ import annotations

from tests.scenarios.step import Step, Story, change, create, delete

TAGS = ("/tags",)
IMAGE = "GET /v2/images/{image}"
MEMBERS = "/v2/images/{image}/members"
MEMBER = MEMBERS + "/{beta}"
NAMES = ("/images/*/name",)


def tag(name: str, text: str, status: int = 204, method: str = "PUT", who: str = "alpha") -> Step:
    """The step that tags or untags the image; the text stands in the path as it is."""
    return Step(name, f"{method} /v2/images/{{image}}/tags/{text}", status, who=who)


TAGGING = Story(
    "tags",
    (
        create("image", tags=["{unique}"]),
        tag("tag", "gold"),
        tag("tag again", "gold"),
        tag("other letters", "%C3%BCn%C3%AF%F0%9F%90%A7"),
        tag("a blank", "two%20words"),
        tag("a percent sign", "100%25"),
        tag("a question mark", "what%3F"),
        tag("255 letters", "x" * 255),
        tag("256 letters", "x" * 256, 400),
        tag("a slash", "a%2Fb", 404),
        tag("empty", "", 404),
        tag("broken letters", "%FF", 500),
        tag("by beta", "gold", 404, who="beta"),
        Step(
            "find it by other letters",
            "GET /v2/images?tag={unique}&tag=%C3%BCn%C3%AF%F0%9F%90%A7",
            200,
            exact=NAMES,
        ),
        tag("untag", "gold", method="DELETE"),
        tag("untag again", "gold", 404, method="DELETE"),
        tag("untag what never was", "silver", 404, method="DELETE"),
        tag("untag other letters", "%C3%BCn%C3%AF%F0%9F%90%A7", method="DELETE"),
        tag("untag 255 letters", "x" * 255, method="DELETE"),
        tag("show a tag", "gold", 405, method="GET"),
        tag("post a tag", "gold", 405, method="POST"),
        Step("show it", IMAGE, 200),
    ),
)


def answered(name: str, state: str, status: int, who: str = "beta") -> Step:
    """The step that answers an offered image."""
    return Step(name, f"PUT {MEMBER}", status, who=who, json={"status": state}, exact=("/status",))


SHARING = Story(
    "members",
    (
        create("image", tags=["{unique}"]),
        Step("nobody yet", f"GET {MEMBERS}", 200, exact=("/members",)),
        Step("beta does not see it", IMAGE, 404, who="beta"),
        Step("beta sees no members", f"GET {MEMBERS}", 404, who="beta"),
        Step("share", f"POST {MEMBERS}", 200, json={"member": "{beta}"}, exact=("/status", "/member_id")),
        Step("share again", f"POST {MEMBERS}", 409, json={"member": "{beta}"}),
        Step("with nobody", f"POST {MEMBERS}", 400, json={}),
        Step("with an empty name", f"POST {MEMBERS}", 400, json={"member": ""}),
        Step("with a number", f"POST {MEMBERS}", 200, json={"member": 5}),
        Step("with a list", f"POST {MEMBERS}", 400, json=[]),
        Step("with an unknown account", f"POST {MEMBERS}", 200, json={"member": "somebody"}),
        Step("with an account in other letters", f"POST {MEMBERS}", 200, json={"member": "zürich"}),
        Step("no JSON", f"POST {MEMBERS}", 400, data=b"{", headers={"Content-Type": "application/json"}),
        Step("members", f"GET {MEMBERS}", 200, exact=("/schema",)),
        Step("the member", f"GET {MEMBER}", 200, exact=("/status",)),
        Step("a member that is none", f"GET {MEMBERS}/nonsense", 404),
        Step("beta sees it", IMAGE, 200, who="beta"),
        Step("beta sees itself", f"GET {MEMBER}", 200, who="beta", exact=("/status",)),
        Step("beta sees only itself", f"GET {MEMBERS}", 200, who="beta", exact=("/members/*/member_id",)),
        Step("beta does not list it", "GET /v2/images?tag={unique}", 200, who="beta", exact=NAMES),
        Step(
            "waiting for beta",
            "GET /v2/images?tag={unique}&visibility=shared&member_status=pending",
            200,
            who="beta",
            exact=NAMES,
        ),
        answered("the owner cannot accept", "accepted", 403, who="alpha"),
        answered("an answer that is none", "perhaps", 400),
        Step("an answer without a status", f"PUT {MEMBER}", 400, who="beta", json={}),
        answered("beta accepts", "accepted", 200),
        Step("beta lists it", "GET /v2/images?tag={unique}", 200, who="beta", exact=NAMES),
        Step(
            "shared with beta",
            "GET /v2/images?tag={unique}&visibility=shared",
            200,
            who="beta",
            exact=NAMES,
        ),
        answered("beta rejects", "rejected", 200),
        Step(
            "rejected",
            "GET /v2/images?tag={unique}&visibility=shared&member_status=rejected",
            200,
            who="beta",
            exact=NAMES,
        ),
        answered("beta waits", "pending", 200),
        answered("beta accepts again", "accepted", 200),
        change(
            "beta cannot change it", "image", 403, {"op": "add", "path": "/x", "value": "y"}, who="beta"
        ),
        Step("beta cannot tag it", "PUT /v2/images/{image}/tags/mine", 403, who="beta"),
        Step("beta cannot delete it", "DELETE /v2/images/{image}", 403, who="beta"),
        Step("beta cannot share it", f"POST {MEMBERS}", 403, who="beta", json={"member": "other"}),
        Step("beta cannot leave", f"DELETE {MEMBER}", 403, who="beta"),
        Step("unshare", f"DELETE {MEMBER}", 204),
        Step("unshare again", f"DELETE {MEMBER}", 404),
        Step("beta no longer sees it", IMAGE, 404, who="beta"),
        answered("nothing to accept", "accepted", 404),
        Step("another type", f"POST {MEMBERS}", 400, data=b"{}", headers={"Content-Type": "text/plain"}),
        Step("delete members", f"DELETE {MEMBERS}", 405),
        delete("image"),
    ),
)


def seen(name: str, status: int, who: str = "beta") -> Step:
    """The step that shows the image to somebody."""
    return Step(name, IMAGE, status, who=who)


def visible(value: str, status: int = 200) -> Step:
    """The step that changes who may see the image."""
    return change(
        f"make it {value}", "image", status, {"op": "replace", "path": "/visibility", "value": value}
    )


VISIBILITY = Story(
    "visibility",
    (
        create("image", tags=["{unique}"], visibility="private"),
        seen("private", 404),
        Step("private is not shared", f"POST {MEMBERS}", 403, json={"member": "{beta}"}),
        Step("members of a private one", f"GET {MEMBERS}", 403),
        visible("community"),
        seen("community", 200),
        Step("community is not listed", "GET /v2/images?tag={unique}", 200, who="beta", exact=NAMES),
        Step(
            "unless asked for",
            "GET /v2/images?tag={unique}&visibility=community",
            200,
            who="beta",
            exact=NAMES,
        ),
        Step("or for all", "GET /v2/images?tag={unique}&visibility=all", 200, who="beta", exact=NAMES),
        Step("the owner lists it", "GET /v2/images?tag={unique}", 200, exact=NAMES),
        Step("members of a community one", f"GET {MEMBERS}", 403),
        visible("shared"),
        seen("shared with nobody", 404),
        Step("share", f"POST {MEMBERS}", 200, json={"member": "{beta}"}),
        seen("shared with beta", 200),
        visible("private"),
        Step("members lie still", f"GET {MEMBER}", 404),
        seen("private again", 404),
        visible("public", 403),
        change(
            "hide",
            "image",
            200,
            {"op": "replace", "path": "/os_hidden", "value": True},
            exact=("/os_hidden",),
        ),
        Step("hidden is not listed", "GET /v2/images?tag={unique}", 200, exact=NAMES),
        Step("hidden is shown", IMAGE, 200),
        delete("image"),
    ),
)

STORIES = (TAGGING, SHARING, VISIBILITY)
