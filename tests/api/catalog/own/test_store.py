"""Own products: read from any file, kept as a copy, loaded with the others, changed and removed."""

import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.catalog.catalogue import Catalogue
from api.catalog.own.document import Wish, preview, wish_of
from api.catalog.own.reading import read_values
from api.catalog.own.store import OwnProducts
from api.constants import RESOURCES
from api.errors import CatalogueError, UnknownCall

SHARED = RESOURCES.parent.parent / "shared" / "openapi"
PETS = """\
openapi: 3.0.3
info: {title: Pet Shop, version: 1.0}
servers: [{url: "https://pets.example/v1"}]
paths:
  /pets/{id}:
    get:
      operationId: show-pet
      summary: Show a pet
      tags: [Pets]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {200: {description: on}}
    delete:
      operationId: delete-pet
      x-effects: {changes: none}
      responses: {204: {description: gone}}
"""


@pytest.fixture
def own(tmp_path):
    return OwnProducts(tmp_path / "products", frozenset({"image"}))


@pytest.fixture
def pets(own, tmp_path):
    (tmp_path / "pets.yaml").write_text(PETS)
    return own.look(tmp_path / "pets.yaml")


def test_a_file_is_looked_at_before_anything_is_kept(own, pets):
    assert pets.product.title == "Pet Shop"
    assert pets.product.id == "pet-shop"
    assert [c.title for c in pets.product.categories] == ["Pets"]
    assert pets.addresses == ("https://pets.example/v1",)
    assert any("more harmless" in each for each in pets.problems)
    assert own.ids == ()


def test_it_stands_after_the_bundled_ones_and_gets_no_token_without_a_service_type(own, pets, tmp_path):
    own.keep(pets.root, Wish("pets", "", "https://pets.example/v1"))
    catalogue = Catalogue(own=tmp_path / "products")
    assert catalogue.product_ids[-1] == "pets"
    assert "pets" not in catalogue.bundled_ids
    product = catalogue.product("pets")
    assert product.own
    assert product.placed
    call = catalogue.call("pets.show-pet")
    assert not call.needs_token
    assert catalogue.call("pets.delete-pet").effects.changes == "destroy"
    assert (tmp_path / "products" / "pets.json").stat().st_mode & 0o777 == 0o600


def test_with_a_service_type_it_gets_the_clouds_token(own, pets, tmp_path):
    own.keep(pets.root, Wish("pets", "pet"))
    catalogue = Catalogue(own=tmp_path / "products")
    assert catalogue.product("pets").service_types == ("pet",)
    assert not catalogue.product("pets").placed
    assert catalogue.call("pets.show-pet").needs_token
    assert wish_of(own.document("pets")) == Wish("pets", "pet", "https://pets.example/v1")


def test_what_is_added_changed_or_removed_counts_at_once(own, pets, tmp_path):
    catalogue = Catalogue(own=tmp_path / "products")
    own.keep(pets.root, Wish("pets", "pet"))
    with pytest.raises(UnknownCall):
        catalogue.call("pets.show-pet")
    catalogue.refresh()
    assert catalogue.call("pets.show-pet").title == "Show a pet"
    data = own.remove("pets")
    catalogue.refresh()
    with pytest.raises(UnknownCall):
        catalogue.call("pets.show-pet")
    own.put_back("pets", data)
    catalogue.refresh()
    assert catalogue.call("pets.show-pet")


def test_a_broken_one_is_reported_and_the_others_load(own, pets, tmp_path):
    own.keep(pets.root, Wish("pets", "pet"))
    (tmp_path / "products" / "bad.json").write_text("{nonsense")
    catalogue = Catalogue(own=tmp_path / "products")
    assert [error.document for error in catalogue.errors] == ["bad.json"]
    assert catalogue.product("pets")
    assert len(catalogue.products()) == len(catalogue.bundled_ids) + 1


def test_none_takes_the_place_of_a_bundled_one(tmp_path):
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "image.json").write_text("{}")
    catalogue = Catalogue(own=tmp_path / "products")
    assert not catalogue.product("image").own


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("image", "x"), "id"),
        (Wish("../up", "x"), "id"),
        (Wish("", "x"), "id"),
        (Wish("a" * 65, "x"), "id"),
        (Wish("pets", "a b"), "service_type"),
        (Wish("pets", "", ""), "address"),
        (Wish("pets", "", "ftp://x"), "address"),
        (Wish("pets", "", "https://u:p@x/"), "address"),
    ],
)
def test_a_wish_that_cannot_be_is_explained(own, wish, field):
    assert list(own.faults(wish, new=True)) == [field]
    assert own.faults(Wish("pets", "x", "https://{region}.example/v1"), new=True) == {}


def test_a_second_of_the_same_id_is_refused(own, pets):
    own.keep(pets.root, Wish("pets", "pet"))
    assert "id" in own.faults(Wish("pets", "pet"), new=True)
    assert own.faults(Wish("pets", "pet"), new=False) == {}


def test_other_documents_are_reported_and_never_fetched():
    root = json.loads(orjson.dumps(read_values(PETS.encode(), "pets")))
    root["paths"]["/pets/{id}"]["get"]["responses"]["200"]["content"] = {
        "application/json": {"schema": {"$ref": "http://127.0.0.1:1/evil.json"}}
    }
    found = preview(root, "pets")
    assert any("never fetched: http://127.0.0.1:1/evil.json" in each for each in found.problems)


def test_what_makes_this_program_act_by_itself_is_taken_out():
    root = read_values(PETS.encode(), "pets")
    root |= {"x-identity": True, "x-service-names": ["a"], "x-sign-ins": ["rackspace"]}
    get = root["paths"]["/pets/{id}"]["get"]
    get["x-transfer"] = {}
    get["parameters"][0]["x-pick"] = {"call": "image.list-images"}
    get["responses"]["200"]["content"] = {
        "application/json": {"schema": {"properties": {"x-pick": {"type": "string"}}}}
    }
    found = preview(root, "pets")
    assert not found.product.identity
    assert found.product.service_names == ()
    assert found.document.call("show-pet").parameters[0].pick is None
    assert "x-pick" in orjson.dumps(found.root).decode()  # as the name of a property
    assert "x-identity" in " ".join(found.problems)


BOMB = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "more than"),
        ("a: &a [*a]", "deep"),
        ("[" * 5000 + "]" * 5000, "."),
        ("x: " + "[" * 900 + "]" * 900, "deep"),
        ("a: &a {x: 1}\nb: {<<: *a}", "merge"),
        ("!!python/object/apply:os.system ['true']", "neither"),
        ("a: .nan", "no value of JSON"),
        ("? [1, 2]\n: 3", "neither"),
        ("- 1", "object"),
        ("a: 123456789012345678901234567890", "no value"),
        ("\x00", "neither"),
    ],
)
def test_hostile_files_end_in_a_sentence(text, reason):
    with pytest.raises(CatalogueError, match=reason):
        read_values(text.encode(), "file.yaml")


def test_a_file_that_is_too_large_is_not_read():
    with pytest.raises(CatalogueError, match="larger"):
        read_values(b" " * (8 * 1024 * 1024 + 1), "file.yaml")


def test_yaml_is_read_as_json_means_it():
    assert read_values(b"on: yes\n200: 2020-01-01\nb: true\nn: ~\ni: 3\nf: 1.5", "f") == {
        "on": "yes",
        "200": "2020-01-01",
        "b": True,
        "n": None,
        "i": 3,
        "f": 1.5,
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "openapi",
                    "info",
                    "paths",
                    "/a",
                    "get",
                    "post",
                    "parameters",
                    "servers",
                    "url",
                    "tags",
                    "x-id",
                    "$ref",
                    "x-effects",
                    "changes",
                    "responses",
                    "schema",
                    "content",
                    "title",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["info", "paths", "servers", "tags", "x-id", "components"]), JSON))
def test_any_document_becomes_a_product_or_a_sentence(root):
    try:
        found = preview({"openapi": "3.0.0", **root}, "any.json")
    except CatalogueError:
        return
    assert found.product.title
    for operation_id in found.document.heads:
        try:
            found.document.call(operation_id)
        except CatalogueError:
            continue


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_a_sentence(data):
    try:
        found = read_values(data, "any")
    except CatalogueError:
        return
    assert isinstance(found, dict)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared OpenAPI documents are not on this machine")
@pytest.mark.parametrize(
    ("file", "calls"), [("image-v2.16", 76), ("placement-v1", 36), ("object-store-v1", 14)]
)
def test_documents_of_real_services(own, file, calls, tmp_path):
    found = own.look(SHARED / f"{file}.yaml")
    assert len(found.document.heads) == calls
    assert found.problems == ()
    own.keep(found.root, Wish("real", "placement"))
    assert len(Catalogue(own=tmp_path / "products").calls("real")) == calls
