"""The Catalogue: products in order, one document at a time, calls by id, and broken documents beside whole ones."""

import threading

import pytest

from api.catalog import catalogue as module
from api.catalog.catalogue import Catalogue
from api.errors import CatalogueError, UnknownCall
from tests.builders.documents import document

PRODUCTS = ("cloud-images", "cloud-files", "cloud-identity", "image", "object-store", "identity")
PATHS = {"/a": {"get": {"operationId": "list-things", "summary": "List Things"}}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "later.json").write_bytes(document(PATHS, x__id="later", x__order=20))
    (tmp_path / "sooner.json").write_bytes(document(PATHS, x__id="sooner", x__order=3))
    (tmp_path / "anybody-s.json").write_bytes(document(PATHS))
    (tmp_path / "x-members.schema.json").write_text("{}")
    (tmp_path / "call-ids.txt").write_text("")
    return tmp_path


def test_products_stand_in_their_order_and_those_without_one_last(folder):
    assert Catalogue(folder).product_ids == ("sooner", "later", "anybody-s")


def test_a_document_is_loaded_when_it_is_asked_for_and_once(folder, monkeypatch):
    loaded = []

    def load(path, **more):
        loaded.append(path.name)
        return original(path, **more)

    original = module.load_document
    monkeypatch.setattr(module, "load_document", load)
    catalogue = Catalogue(folder)
    assert catalogue.product_ids
    assert loaded == []

    catalogue.product("later")
    catalogue.call("later.list-things")

    assert loaded == ["later.json"]
    assert [product.id for product in catalogue.products()] == ["sooner", "later", "anybody-s"]
    assert sorted(loaded) == ["anybody-s.json", "later.json", "sooner.json"]


def test_calls_are_found_by_id(folder):
    catalogue = Catalogue(folder)

    assert catalogue.call("sooner.list-things").title == "List Things"
    assert [head.id for head in catalogue.heads()] == [
        "sooner.list-things",
        "later.list-things",
        "anybody-s.list-things",
    ]


@pytest.mark.parametrize(
    ("call_id", "hint"),
    [
        ("sooner.list-thing", "Did you mean “sooner.list-things”?"),
        ("soner.list-things", "Did you mean “sooner.list-things”?"),
        ("list-things", "list-things”?"),
        ("wholly-other", "listed by the command"),
        ("", "listed by the command"),
    ],
)
def test_an_unknown_call_names_the_nearest(folder, call_id, hint):
    with pytest.raises(UnknownCall) as caught:
        Catalogue(folder).call(call_id)

    assert caught.value.sentence == f"There is no call “{call_id}”."
    assert hint in caught.value.hint


def test_former_ids_lead_to_the_call(folder):
    operation = {"operationId": "list-things", "x-former-ids": ["index", "get-things"]}
    (folder / "sooner.json").write_bytes(document({"/a": {"get": operation}}, x__id="sooner"))
    catalogue = Catalogue(folder)

    assert catalogue.call("sooner.get-things") is catalogue.call("sooner.list-things")


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"{", ""), (b'{"openapi": "2"}', "/openapi"), (b'{"openapi": "3.1.0", "x-id": "other"}', "/x-id")],
)
def test_a_broken_document_is_named_and_the_others_load(folder, data, place):
    (folder / "later.json").write_bytes(data)
    catalogue = Catalogue(folder)

    assert [product.id for product in catalogue.products()] == ["sooner", "anybody-s"]
    assert [head.product for head in catalogue.heads()] == ["sooner", "anybody-s"]
    (error,) = catalogue.errors
    assert (error.document, error.place) == ("later.json", place)
    with pytest.raises(CatalogueError):
        catalogue.product("later")
    with pytest.raises(CatalogueError):
        catalogue.call("later.list-things")


def test_an_empty_or_missing_folder_is_an_empty_catalogue(tmp_path):
    catalogue = Catalogue(tmp_path / "none")

    assert (catalogue.product_ids, catalogue.products(), catalogue.errors) == ((), (), ())
    with pytest.raises(UnknownCall):
        catalogue.call("a.b")


def test_several_threads_get_equal_calls(folder):
    catalogue = Catalogue(folder)
    found = []
    ready = threading.Barrier(4)

    def read():
        ready.wait(timeout=60)
        found.append(catalogue.call("sooner.list-things"))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert len(found) == 4
    assert all(call == found[0] for call in found)


def test_the_bundled_products_stand_in_the_order_of_the_window():
    assert Catalogue().product_ids == PRODUCTS
