"""Damaged catalogue documents give a CatalogueError that names the document, or load; nothing else happens."""

import json

import pytest
from hypothesis import strategies as st

from api.catalog.loader import load_document
from api.constants import RESOURCES
from api.errors import CatalogueError
from tests.fuzz.made_up import any_json, as_bytes, damaged, damages

NAMES = ["cloud-identity", "cloud-images", "identity"]
DOCUMENTS = {name: json.loads((RESOURCES / "catalog" / f"{name}.json").read_bytes()) for name in NAMES}
POINTERS = [
    "#",
    "#/",
    "#/paths",
    "#/components/schemas",
    "#/components/nothing",
    "other.json#/a",
    "#/%zz",
    "#/x~2",
]
strange = (
    any_json
    | st.sampled_from([{"$ref": pointer} for pointer in POINTERS])
    | st.just({"allOf": [{"$ref": "#"}]})
)


def named(work):
    """What the work answers; None where it fails with an error that names the document. Anything else comes through."""
    try:
        return work()
    except CatalogueError as error:
        return None if "made-up.json" in str(error) else pytest.fail(f"unnamed: {error}")


def load_whole(data):
    """Load a document and read all of its calls."""
    document = named(lambda: load_document(data, "made-up.json"))
    if document is None:
        return
    assert document.product.id
    for operation_id in document.heads:
        call = named(lambda wanted=operation_id: document.call(wanted))
        if call is not None:
            assert call.head.method == call.head.method.upper()
            assert all(parameter.name for parameter in call.fields())


@pytest.mark.parametrize("name", NAMES)
def test_documents_in_which_members_are_wrong(fuzzing, name):
    source = DOCUMENTS[name]
    fuzzing.run(lambda found: load_whole(as_bytes(damaged(source, found))), damages(source, strange))


cuts = st.lists(
    st.tuples(
        st.integers(0, 60_000),
        st.integers(0, 40),
        st.binary(max_size=6) | st.sampled_from([b'"', b"{", b"]"]),
    ),
    min_size=1,
    max_size=3,
)


def test_documents_whose_bytes_are_damaged(fuzzing):
    def load(name, found):
        data = as_bytes(DOCUMENTS[name])
        for at, length, instead in found:
            data = data[:at] + instead + data[at + length :]
        load_whole(data)

    fuzzing.run(load, st.sampled_from(NAMES), cuts)


def test_anything_at_all(fuzzing):
    fuzzing.run(load_whole, st.binary(max_size=200) | any_json.map(as_bytes))
