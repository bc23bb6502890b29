"""What nodes lead to: over the practice cloud with the bundled catalogue, and over answers made by hand."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.answer.answer import read_answer
from api.answer.uses.mentions import answer_of
from api.answer.uses.uses import UseFinder
from api.catalog.catalogue import Catalogue
from api.desk import Desk
from api.model import UNSET, Answer, Change, Key, Location
from api.running import CancelToken
from tests.builders.exchanges import a_request, a_response, an_exchange, an_image

MOST_CALLS = 220


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("uses"))
    made.practice_sign_in(CancelToken())
    made.practice_sign_in(CancelToken(), openstack=True)
    yield made
    made.close()


class Visit:
    """One answer of the practice cloud with its finder."""

    def __init__(self, desk, call, values, place):
        draft = desk.draft(call, values, place)
        assert draft.request, draft.faults
        self.call, self.url = call, draft.request.url.masked()
        self.exchange = desk.send(draft.request, draft.secrets, cancel=CancelToken(), confirmed=True)
        self.answer = read_answer(self.exchange, call.paging)
        products = [product.id for product in desk.offered(place)]
        self.finder = UseFinder(
            self.exchange, self.answer.document, self.answer.veil, desk.catalogue, products
        )

    def at(self, pointer):
        node = self.answer.document.find(pointer)
        assert node is not None, pointer
        return self.finder.at(node)

    def json(self):
        return json.loads(self.exchange.response.content.bytes())


@pytest.fixture
def visit(desk):
    def go(call_id, profile="practice", region=None, **path):
        values = {Key(Location.PATH, name): value for name, value in path.items()}
        return Visit(desk, desk.catalogue.call(call_id), values, desk.place(profile, region))

    return go


def titles(group):
    return [use.call.title for use in group.uses]


def named(use):
    return {key.name: value for key, value in use.values.items() if value is not UNSET}


# Everything that can be read is followed, from answer to answer


def nodes(document, most=3):
    """The nodes of a document, of lists only the first items."""
    waiting = [0] if document is not None and len(document) else []
    while waiting:
        node = waiting.pop()
        yield node
        if document.is_container(node):
            is_list = document.kind(node).name == "ARRAY"
            waiting += document.children(node, 0, most if is_list else 80)


def leads(found):
    """The calls that a node leads to and that need nothing more: by the link, and by what is named."""
    if found.link is not None and found.link.call is not None:
        yield "link", found.link.call, found.link.values, None
    for group in found.groups:
        for use in group.uses:
            if use.call.effects.changes is Change.NONE and UNSET not in use.values.values():
                yield "use", use.call, use.values, group.named


@pytest.mark.parametrize(
    ("profile", "start"),
    [
        ("practice", ["cloud-images.list-images", "cloud-images.list-tasks"]),
        (
            "practice-openstack",
            [
                "image.list-images",
                "image.list-metadef-namespaces",
                "image.list-stores",
                "identity.show-catalog",
                "identity.list-my-projects",
                "identity.list-regions",
                "identity.list-versions",
            ],
        ),
    ],
)
@pytest.mark.parametrize("region", [0, 1], ids=["first-region", "behind-a-prefix"])
def test_whatever_can_be_read_is_read_by_going_from_answer_to_answer(desk, profile, start, region):
    place = desk.place(profile, desk.cloud(profile).regions[region])
    waiting = [("start", desk.catalogue.call(call_id), {}, None) for call_id in start]
    asked, met, kinds = {}, set(), set()
    while waiting and len(asked) < MOST_CALLS:
        how, call, values, of = waiting.pop(0)
        draft = desk.draft(call, values, place)
        assert draft.request, (call.id, values, draft.faults)
        url = draft.request.url.masked()
        if url in asked or call.accept != "application/json":
            continue
        seen = Visit(desk, call, values, place)
        asked[url] = status = seen.exchange.status
        met.add(call.id)
        assert status in ((200, 300) if how == "link" else (200, 300, 403, 404)), (how, url, status)
        if of is not None and status == 200 and of.kind:
            kinds.add(of.kind)
            assert of.id in json.dumps([str(each) for each in values.values()]), (call.id, of)
        if status != 200:
            continue
        for node in nodes(seen.answer.document):
            waiting += leads(seen.finder.at(node))
    if profile == "practice":
        assert {"image", "member", "account", "tag"} <= kinds | {"member"}
        assert {"cloud-images.get-image-details", "cloud-images.list-image-members"} <= met
        assert "cloud-images.get-image-schema" in met
    else:
        assert {"image", "project", "namespace", "region", "metadef object", "metadef property"} <= kinds
        assert {"image.show-image", "image.show-metadef-object", "identity.show-project"} <= met


# What stands where


@pytest.mark.parametrize(
    ("call_id", "profile", "shows", "members"),
    [
        ("cloud-images.list-images", "practice", "Get Image Details", "List Image Members"),
        ("image.list-images", "practice-openstack", "Show image", "List image members"),
    ],
)
def test_every_image_of_a_list_leads_to_its_details(visit, call_id, profile, shows, members):
    found = visit(call_id, profile)
    for number, image in enumerate(found.json()["images"]):
        for pointer in ("", "/id", "/name"):
            uses = found.at(f"/images/{number}{pointer}")
            assert uses.own
            first = uses.groups[0]
            assert first.named[:2] == ("image", image["id"])
            assert titles(first)[:2] == [shows, members]
            assert all(image["id"] in use.values.values() for use in first.uses)


def test_what_destroys_comes_last_and_what_needs_another_resource_after_all(visit):
    uses = visit("cloud-images.list-images").at("/images/0/id").groups[0].uses
    ranks = [(use.lacks, list(Change).index(use.call.effects.changes)) for use in uses]
    assert ranks == sorted(ranks)
    lacking = [use.call.title for use in uses if use.lacks]
    assert lacking == ["Get Image Member Details", "Delete Image Member", "Delete Image Tag"]
    tag = next(use for use in uses if use.call.title == "Add Image Tag")
    assert tag.values[Key(Location.PATH, "tag")] is UNSET, (
        "what the form remembers belongs to another image"
    )


def test_values_of_a_list_lead_to_what_takes_them(visit):
    found = visit("cloud-images.list-images")
    image = found.json()["images"][0]
    owner = found.at("/images/0/owner").groups
    assert titles(owner[0]) == ["List Images", "Create Image Member"]
    assert named(owner[0].uses[0]) == {"owner": image["owner"]}
    assert named(owner[0].uses[1]) == {"member": image["owner"], "image_id": image["id"]}
    assert owner[1].named.id == image["id"]
    tag = found.at("/images/0/tags/0").groups[0].uses
    assert named(tag[0]) == {"tag": [image["tags"][0]]}
    assert named(tag[-1]) == {"image_id": image["id"], "tag": image["tags"][0]}
    assert tag[-1].call.title == "Delete Image Tag"
    base = found.at("/images/0/base_image_ref").groups
    assert [group.named.id for group in base] == [image["base_image_ref"], image["id"]]
    distro = found.at("/images/0/os_distro").groups[0].uses
    assert [use.call.title for use in distro][-2:] == ["Replace Image Property", "Remove Image Property"]
    assert named(distro[-1]) == {"image_id": image["id"], "property": "os_distro"}
    share = next(use for use in base[1:][0].uses if use.call.title == "Create Image Member")
    assert named(share) == {"image_id": image["id"]}, "with whom is the person's choice"
    status = found.at("/images/0/status")
    assert not status.own
    assert status.groups[0].named.id == image["id"]
    assert not found.at("")
    assert not found.at("/images")


def test_what_the_request_named_is_filled_in_too(visit):
    namespaces = visit("image.list-metadef-namespaces", "practice-openstack").json()["namespaces"]
    for name in [each["namespace"] for each in namespaces]:
        found = visit("image.list-metadef-objects", "practice-openstack", namespace=name)
        for number, thing in enumerate(found.json()["objects"]):
            first = found.at(f"/objects/{number}").groups[0].uses[0]
            assert first.call.title == "Show object"
            assert named(first) == {"namespace": name, "object_name": thing["name"]}
            return
    raise AssertionError("there are no objects in the practice cloud")


def test_a_member_brings_its_image_along(visit, desk):
    images = visit("cloud-images.list-images").json()["images"]
    mine = next(image for image in images if image["owner"] == desk.place("practice").account)
    member = Key(Location.BODY, "member")
    create = desk.catalogue.call("cloud-images.create-image-member")
    place = desk.place("practice")
    Visit(desk, create, {Key(Location.PATH, "image_id"): mine["id"], member: "912399"}, place)
    found = visit("cloud-images.list-image-members", image_id=mine["id"])
    row = found.at("/members/0").groups
    assert row[0].named[:2] == ("member", "912399")
    assert row[0].uses[0].call.title == "Get Image Member Details"
    assert named(row[0].uses[0]) == {"image_id": mine["id"], "member_id": "912399"}
    assert not any(use.lacks for use in row[0].uses)
    assert row[1].named[:2] == ("image", mine["id"]), "what the request named"
    cell = found.at("/members/0/member_id").groups[0]
    assert titles(cell)[:2] == ["Get Image Member Details", "List Images"]
    assert {"Delete Image Member", "Create Image Member"} <= set(titles(cell))
    whole = found.at("").groups[0]
    assert whole.named[:2] == ("image", mine["id"])


def test_an_answer_without_a_document_leads_to_what_its_request_named(visit, desk):
    image_id = visit("cloud-images.list-images").json()["images"][0]["id"]
    done = visit("cloud-images.add-image-tag", image_id=image_id, tag="of a test")
    assert done.answer.document is None
    groups = done.finder.at(None).groups
    assert [group.named.kind for group in groups] == ["tag", "image"]
    assert named(groups[1].uses[0]) == {"image_id": image_id}


def test_a_task_leads_to_its_image(visit, desk):
    images = visit("cloud-images.list-images").json()["images"]
    mine = next(
        i for i in images if i["owner"] == desk.place("practice").account and i["status"] == "active"
    )
    export = desk.catalogue.call("cloud-images.export-task")
    values = {Key(Location.BODY, "input.image_uuid"): mine["id"]}
    values[Key(Location.BODY, "input.receiving_swift_container")] = "exports"
    made = Visit(desk, export, values, desk.place("practice"))
    assert titles(made.at("/id").groups[0]) == ["Get Task Details"]
    assert made.at("/input/image_uuid").groups[0].named[:2] == ("image", mine["id"])


# Links


def test_links_lead_to_calls_with_their_values(visit):
    found = visit("image.list-images", "practice-openstack")
    document = found.json()
    image = document["images"][0]
    own = found.at("/images/0/self").link
    assert (own.call.title, list(own.values.values())) == ("Show image", [image["id"]])
    assert found.at("/images/0/file").link.call.title == "Download image data"
    assert found.at("/images/0/schema").link.call.title == "Show image schema"
    assert found.at("/first").link.call.title == "List images"


def test_the_next_page_keeps_what_the_request_asked_for(desk):
    place = desk.place("practice")
    call = desk.catalogue.call("cloud-images.list-images")
    asked = {Key(Location.QUERY, "limit"): 2, Key(Location.QUERY, "sort_key"): "name"}
    link = Visit(desk, call, asked, place).at("/next").link
    assert {key.name for key in link.values} == {"limit", "sort_key", "marker"}


def test_a_file_that_is_not_served_offers_the_export_instead(visit):
    found = visit("cloud-images.list-images")
    uses = found.at("/images/0/file")
    assert uses.link is None
    assert uses.instead.call.title == "Export Task"
    assert named(uses.instead) == {"input.image_uuid": found.json()["images"][0]["id"]}
    assert uses.reason.startswith("Cloud Images serves no image data")


def test_the_address_of_another_service_is_not_opened(visit):
    found = visit("identity.show-catalog", "practice-openstack")
    uses = found.at("/catalog/0/endpoints/0/url")
    assert uses.link.call is None
    assert "leaves this service" in uses.link.refusal


# Answers made by hand


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue()


def finder(catalogue, body, *, status=200, pointers=(), call="Get Image Details", url="", headers=()):
    request = a_request(
        call, url=url or "https://dfw.images.example.com/v2/images/1", secret_pointers=pointers
    )
    exchange = an_exchange(a_response(body, status, headers=headers), request)
    answer = read_answer(exchange)
    return UseFinder(exchange, answer.document, answer.veil, catalogue), answer


def test_hidden_values_lead_nowhere_before_they_are_revealed(catalogue):
    found, answer = finder(catalogue, an_image(), pointers=("/id", "/self"))
    node = answer.document.find("/id")
    assert not found.at(node)
    assert not found.at(answer.document.find("/self"))
    assert not found.at(answer.document.find("/status")).groups, (
        "the id would be told by the calls that take it"
    )
    answer.veil.reveal(node)
    assert found.at(node).groups[0].named.kind == "image"


@pytest.mark.parametrize("value", [None, True, {}, [], "", "x" * 2000], ids=range(6))
def test_what_is_no_id_names_nothing(catalogue, value):
    found, answer = finder(catalogue, {"id": value, "name": "a", "owner": value})
    for pointer in ("", "/id", "/name", "/owner"):
        assert not found.at(answer.document.find(pointer)).groups


def test_ids_may_be_numbers_and_names_doubled(catalogue):
    found, answer = finder(catalogue, b'{"id": "first", "id": 42, "owner": 7}')
    assert found.at(answer.document.find("")).groups[0].named[:2] == ("image", "42")
    assert found.at(answer.document.find("/owner")).groups[0].named[:2] == ("account", "7")


def test_a_uuid_that_nothing_is_known_of_is_offered_to_the_calls_that_look_at_one(catalogue):
    known = "9b0bc496-5e71-5240-a119-74745123697f"
    found, answer = finder(catalogue, {"id": "a", "parent": known, "instance_uuid": known})
    guessed = found.at(answer.document.find("/parent"))
    assert guessed.own
    assert titles(guessed.groups[0]) == ["Get Image Details", "Get Task Details"]
    assert [group.named.id for group in guessed.groups[1:]] == ["parent", "a"]
    assert found.at(answer.document.find("/instance_uuid")).groups[0].named.id == "a", (
        "a server is no image"
    )


def test_errors_name_nothing_but_what_was_asked_for(catalogue):
    found, answer = finder(catalogue, {"id": "a", "message": "no"}, status=404)
    assert not found.at(answer.document.find("/id"))


def test_very_deep_values_name_nothing(catalogue):
    deep = b'{"id": "a", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}"
    found, answer = finder(catalogue, deep)
    assert not found.at(len(answer.document) - 1)


def test_lists_of_odd_items_do_no_harm(catalogue):
    body = {"images": [1, None, "x", [], {}, {"id": []}, {"name": "only"}, {"id": "ok"}]}
    found, answer = finder(catalogue, body, call="List Images")
    document = answer.document
    assert [bool(found.at(document.find(f"/images/{n}"))) for n in range(8)] == [False] * 7 + [True]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
SCALARS |= st.sampled_from(
    ["/v2/images", "//x/y", "https://dfw.images.example.com/v2/images/a", "?a=b", "*"]
)
NAMES = st.sampled_from(["id", "name", "owner", "self", "file", "next", "images", "tags", "*", "", "a/b~c"])
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(body=ANYTHING, call=st.sampled_from(["List Images", "Get Image Details", "List Image Members"]))
def test_whatever_an_answer_holds_every_node_can_be_asked(catalogue, body, call):
    found, answer = finder(catalogue, json.dumps(body).encode(), call=call, pointers=("/self",))
    for node in range(len(answer.document)):
        uses = found.at(node)
        for group in uses.groups:
            assert group.uses
            assert all(use.values for use in group.uses)
        if uses.link is not None and uses.link.call is not None:
            assert uses.link.call.method == "GET"


def test_the_entry_of_the_status_says_what_an_answer_is():
    answers = [Answer("200", "a"), Answer("2XX", "b"), Answer("default", "c")]
    assert [answer_of(answers, status).description for status in (200, 201, 404, None)] == [
        "a",
        "b",
        "c",
        "c",
    ]
    assert answer_of(answers[:1], 500) is None


# OpenAPI links


def linked(tmp_path, links, **more):
    show = {"operationId": "show", "responses": {}}
    where = {"name": "thing", "in": "path", "required": True, "schema": {"type": "string"}}
    make = {
        "operationId": "get-image-details",
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
        "responses": {"200": {"description": "Made.", "links": links}},
    }
    paths = {"/things": {"get": make}, "/things/{thing}": {"get": show, "parameters": [where]}}
    shop = {
        "openapi": "3.1.0",
        "x-id": "cloud-images",
        "info": {"title": "Shop", "version": "1"},
        "paths": paths,
    }
    (tmp_path / "cloud-images.json").write_text(json.dumps(shop | more))
    return Catalogue(tmp_path)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$response.body#/id", "t1"),
        ("$response.body#/number", "7"),
        ("$response.header.X-Thing", "h1"),
        ("$request.query.q", "asked"),
        ("fixed", "fixed"),
    ],
)
@pytest.mark.parametrize("name", ["thing", "path.thing"])
def test_openapi_links_of_an_answer_lead_on(tmp_path, expression, value, name):
    catalogue = linked(tmp_path, {"see": {"operationId": "show", "parameters": {name: expression}}})
    body = {"id": "t1", "number": 7, "list": []}
    request = replace(a_request("Get Image Details"), values={Key(Location.QUERY, "q"): "asked"})
    exchange = an_exchange(a_response(body, headers=(("X-Thing", "h1"),)), request)
    answer = read_answer(exchange)
    found = UseFinder(exchange, answer.document, answer.veil, catalogue)
    (group,) = found.at(0).groups
    assert [(use.call.id, named(use)) for use in group.uses] == [("cloud-images.show", {"thing": value})]


@pytest.mark.parametrize(
    "expression",
    ["$response.body#/secret", "$response.body#/absent", "$response.body#/list", "$response.header.X-None",
     "$request.query.none", "$request.body#/x", "$url", "$response.header.X-Secret"],
)  # fmt: skip
def test_links_whose_value_is_not_there_or_secret_are_not_offered(tmp_path, expression):
    catalogue = linked(tmp_path, {"see": {"operationId": "show", "parameters": {"thing": expression}}})
    request = a_request("Get Image Details", secret_pointers=("/secret",), secret_headers=("x-secret",))
    exchange = an_exchange(a_response({"secret": "s", "list": []}, headers=(("X-Secret", "s"),)), request)
    answer = read_answer(exchange)
    assert not UseFinder(exchange, answer.document, answer.veil, catalogue).at(0)


def test_links_to_calls_that_are_not_there_are_left_out(tmp_path):
    catalogue = linked(tmp_path, {"see": {"operationId": "gone"}, "by": {"operationRef": "#/paths/x"}})
    found, _answer = finder(catalogue, {})
    assert not found.at(0)
