"""A request that is read back is the request that was written, whatever it holds."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.model import FileValue, Key, Location, Place
from api.records.history.request_form import from_form, plain_body, to_form
from api.wire.request import Encoding, FileBody, Request, Slot, Template

TEXT = st.text(st.characters(codec=None), max_size=30)
SLOTS = st.builds(Slot, TEXT, TEXT, st.sampled_from(Encoding))
TEMPLATES = st.builds(Template, st.lists(TEXT | SLOTS, max_size=4).map(tuple))
FILES = st.builds(FileBody, TEXT.map(Path), st.integers(0, 2**60), st.integers(0, 2**70))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
VALUES = st.dictionaries(
    st.builds(Key, st.sampled_from(Location), TEXT),
    JSON | st.builds(FileValue, TEXT) | st.binary(max_size=20),
    max_size=4,
)
PLACES = st.builds(Place, *(st.none() | TEXT for _ in range(3)))
REQUESTS = st.builds(
    Request,
    call_id=TEXT,
    method=TEXT,
    url=TEMPLATES,
    headers=st.lists(st.tuples(TEXT, TEMPLATES), max_size=4).map(tuple),
    body=st.none() | st.binary(max_size=40) | TEMPLATES | FILES,
    place=PLACES,
    values=VALUES,
    title=TEXT,
    changes=st.booleans(),
    destroys=st.booleans(),
    secret_pointers=st.lists(TEXT, max_size=2).map(tuple),
    secret_headers=st.lists(TEXT, max_size=2).map(tuple),
)


@given(REQUESTS)
def test_what_comes_back_is_what_was_kept(request):
    written = json.dumps(to_form(request)).encode("ascii")
    assert from_form(json.loads(written), plain_body(request)) == request


def test_a_plain_body_stands_apart_and_must_be_the_one():
    request = Request("a.b", "POST", Template.of("https://x/"), (), b"12345")
    form = to_form(request)
    assert b"12345" not in json.dumps(form).encode()
    with pytest.raises(ValueError, match="not there"):
        from_form(form, None)
    with pytest.raises(ValueError, match="not there"):
        from_form(form, b"1234")
