"""Loading: products, categories and heads of any document, readable names for the nameless, errors for the broken."""

import json

import pytest

from api.catalog.loader import load_document
from api.errors import CatalogueError
from api.model import Change, Server
from tests.builders.documents import document


def load(paths=None, name="shop", **members):
    return load_document(document(paths, **members), name)


def test_a_product_is_what_the_document_says():
    loaded = load(
        x__id="my-shop",
        x__service__types=["image"],
        x__service__names=["cloudImages"],
        x__sign__ins=["rackspace"],
        x__identity=True,
        externalDocs={"url": "https://docs.example.org"},
        info={"title": "The Shop", "version": "2.1", "description": "Sells."},
    )

    found = loaded.product
    assert (found.id, found.title, found.version, found.description) == (
        "my-shop",
        "The Shop",
        "2.1",
        "Sells.",
    )
    assert (found.service_types, found.service_names, found.sign_ins) == (
        ("image",),
        ("cloudImages",),
        ("rackspace",),
    )
    assert (found.identity, found.docs) == (True, "https://docs.example.org")


def test_a_document_without_x_id_is_named_after_its_file(tmp_path):
    path = tmp_path / "Object Store_v1.2.json"
    path.write_bytes(document())

    assert load_document(path).product.id == "object-store-v1-2"


def test_categories_follow_the_declared_tags_and_calls_the_paths():
    paths = {
        "/b": {"get": {"operationId": "b", "tags": ["Late"]}, "x-note": {}},
        "x-extension": {"get": {}},
        "/a": {
            "get": {"operationId": "a", "tags": ["Early"]},
            "put": {"operationId": "a2", "tags": ["New"]},
        },
    }

    loaded = load(
        paths, tags=[{"name": "Early", "description": "First."}, {"name": "None"}, {"name": "Late"}]
    )

    found = [(c.title, c.description, [h.id for h in c.calls]) for c in loaded.product.categories]
    assert found == [
        ("Early", "First.", ["shop.a"]),
        ("Late", "", ["shop.b"]),
        ("New", "", ["shop.a2"]),
    ]
    assert list(loaded.heads) == ["b", "a", "a2"]


def test_heads_say_what_the_tree_needs():
    operation = {
        "operationId": "list-things",
        "summary": " List Things ",
        "description": "All of them.",
        "x-effects": {"changes": "change"},
        "tags": ["Things"],
    }

    (head,) = load({"/v2/things": {"get": operation}}).heads.values()

    assert (head.id, head.product, head.category) == ("shop.list-things", "shop", "Things")
    assert (head.title, head.description, head.method, head.path) == (
        "List Things",
        "All of them.",
        "GET",
        "/v2/things",
    )
    assert head.changes is Change.CHANGE


@pytest.mark.parametrize(
    ("method", "path", "given", "title", "operation_id"),
    [
        ("get", "/v2/images", None, "List Images", "get-v2-images"),
        ("get", "/v2/images/{image_id}", None, "Get Image", "get-v2-images-image-id"),
        ("delete", "/v2/images/{image_id}", None, "Delete Image", "delete-v2-images-image-id"),
        ("put", "/v2/policies/{id}", None, "Replace Policy", "put-v2-policies-id"),
        ("post", "/v2/images", None, "Create Images", "post-v2-images"),
        ("head", "/{container}", None, "Check /{container}", "head-container"),
        ("get", "/", None, "Get /", "get"),
        ("get", "/v2/images", "listImages", "List Images", "listImages"),
        ("get", "/v2/images", "list_all_images", "List All Images", "list_all_images"),
        ("get", "/v2/images", "images:get", "List Images", "images:get"),
    ],
)
def test_nameless_operations_get_readable_names(method, path, given, title, operation_id):
    (head,) = load({path: {method: {"operationId": given} if given else {}}}).heads.values()

    assert (head.title, head.id) == (title, f"shop.{operation_id}")


@pytest.mark.parametrize(
    ("path", "category"),
    [
        ("/v2/images/{id}", "Images"),
        ("/v1.0/resource_classes", "Resource Classes"),
        ("/{account}", "General"),
        ("/", "General"),
    ],
)
def test_operations_without_tags_are_grouped_by_their_path(path, category):
    assert load({path: {"get": {}}}).product.categories[0].title == category


def test_ids_that_occur_twice_are_numbered():
    paths = {f"/{n}": {"get": {"operationId": "same", "summary": str(n)}} for n in range(3)}

    loaded = load(paths)

    assert list(loaded.heads) == ["same", "same-2", "same-3"]
    assert [loaded.call(name).title for name in loaded.heads] == ["0", "1", "2"]


def test_a_path_item_may_be_a_reference():
    components = {"pathItems": {"P": {"get": {"operationId": "referred", "parameters": [
        {"name": "a", "in": "query", "schema": {"type": "integer"}}]}}}}  # fmt: skip

    loaded = load({"/a": {"$ref": "#/components/pathItems/P"}}, components=components)

    assert [p.name for p in loaded.call("referred").parameters] == ["a"]


def test_a_document_without_paths_is_an_empty_product():
    assert load_document(b'{"openapi": "3.1.0"}', "empty").product.categories == ()


@pytest.mark.parametrize(
    ("servers", "server"),
    [
        (None, Server("")),
        (
            [{"url": "https://a.example.org/"}, {"url": "https://b.example.org"}],
            Server("https://a.example.org"),
        ),
        (
            [
                {
                    "url": "{scheme}://{region}.example.org",
                    "variables": {
                        "region": {"enum": ["dfw", "ord"], "default": "ord"},
                        "scheme": {"default": "https"},
                    },
                }
            ],
            Server("https://{region}.example.org", ("dfw", "ord"), "ord"),
        ),
    ],
)
def test_servers(servers, server):
    assert load(**({} if servers is None else {"servers": servers})).product.server == server


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b"", "", "is not JSON"),
        (b"{", "", "is not JSON"),
        (b"\xff\xfe", "", "is not JSON"),
        (b'{"openapi": NaN}', "", "is not JSON"),
        (b"[" * 10_000 + b"]" * 10_000, "", "is not JSON"),
        (b"[]", "", "has to be an object"),
        (b"{}", "/openapi", "it says nothing"),
        (b'{"openapi": 3.1}', "/openapi", "is not OpenAPI 3"),
        (b'{"swagger": "2.0"}', "/openapi", "it says 2.0"),
        (b'{"openapi": "3.1.0", "paths": []}', "/paths", "has to be an object"),
        (b'{"openapi": "3.1.0", "paths": {"/a": 1}}', "/paths/~1a", "has to be an object, not a number"),
        (b'{"openapi": "3.1.0", "paths": {"/a": {"get": []}}}', "/paths/~1a/get", "has to be an object"),
        (b'{"openapi": "3.1.0", "paths": {"/a": {"get": {"tags": "x"}}}}', "/paths/~1a/get/tags", "array of texts"),
        (b'{"openapi": "3.1.0", "paths": {"/a": {"get": {"summary": 1}}}}', "/paths/~1a/get/summary", "to be text"),
        (
            b'{"openapi": "3.1.0", "paths": {"/a": {"get": {"x-effects": {"changes": "no"}}}}}',
            "/paths/~1a/get/x-effects/changes",
            "none, change, destroy",
        ),
        (b'{"openapi": "3.1.0", "paths": {"/a": {"$ref": "b.json"}}}', "/paths/~1a", "never fetched"),
        (b'{"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/paths/~1a"}}}', "/paths/~1a", "refers to itself"),
        (b'{"openapi": "3.1.0", "tags": [{}]}', "/tags/0", "an object with a name"),
        (b'{"openapi": "3.1.0", "info": []}', "/info", "has to be an object"),
        (b'{"openapi": "3.1.0", "x-id": 1}', "/x-id", "has to be text"),
        (b'{"openapi": "3.1.0", "servers": {}}', "/servers", "has to be an array"),
    ],
)  # fmt: skip
def test_broken_documents_name_document_place_and_reason(data, place, reason):
    with pytest.raises(CatalogueError) as caught:
        load_document(data, "shop.json")

    assert (caught.value.document, caught.value.place) == ("shop.json", place)
    assert reason in caught.value.reason
    assert str(caught.value).startswith("shop.json, at /")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CatalogueError, match=r"gone\.json, at /: cannot be read: No such file"):
        load_document(tmp_path / "gone.json")


def test_every_kind_of_garbage_in_place_of_any_member_is_an_error_and_no_crash():
    """Each member of a real-looking document replaced by values of every type: CatalogueError or a call."""
    number = {"type": "integer", "enum": [1]}
    body = {"schema": {"properties": {"m": {}}, "required": ["m"]}, "example": {"m": 1}}
    operation = {
        "operationId": "a",
        "tags": ["T"],
        "summary": "S",
        "parameters": [{"name": "p", "in": "query", "schema": number, "x-pick": {"call": "a"}}],
        "requestBody": {"required": True, "content": {"application/json": body}},
        "responses": {"200": {"description": "d", "content": {"application/json": {"schema": number}}}},
        "x-calls": [{"operationId": "b", "fixed": {}, "fields": [{"name": "f", "schema": {}, "x-target": "/f"}]}],
        "security": [{"t": []}],
        "x-effects": {"changes": "none", "shares": False},
        "x-presets": [{"title": "t", "values": {"query:p": 1}}],
        "x-paging": {"items": ""},
        "externalDocs": {"url": "u"},
    }  # fmt: skip
    plain = {name: value for name, value in operation.items() if name != "x-calls"} | {"operationId": "c"}
    paths = {"/a": {"get": operation, "put": plain}}
    whole = json.loads(document(paths, tags=[{"name": "T"}], components={"securitySchemes": {}}))
    tried = 0
    for place in _places(whole):
        for garbage in (None, True, 0, "x", [], {}, [[]], {"$ref": "#/nowhere"}, {"$ref": 5}):
            tried += 1
            _load_all(json.dumps(_replaced(whole, place, garbage)).encode())
    assert tried > 800


def _load_all(data):
    try:
        loaded = load_document(data, "x")
        for name in loaded.heads:
            loaded.call(name)
    except CatalogueError:
        return


def _places(value, at=()):
    items = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in items:
        yield (*at, key)
        yield from _places(inner, (*at, key))


def _replaced(value, place, garbage):
    if not place:
        return garbage
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = _replaced(copy[place[0]], place[1:], garbage)
    return copy
