"""Whatever stands in a link or in a file of a saved call, it is a call that can be filled in, or a sentence."""

import json
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import strategies as st

from api.catalog.catalogue import Catalogue
from api.exchange.build import build
from api.model import Place
from api.records.saved.call import SavedCall, as_text, from_text, templates
from api.records.saved.filling import fill
from api.records.saved.folder import read_folder
from api.records.saved.link import read_link, write_link
from api.records.saved.names import SUFFIX, free_name, plain_name
from api.records.saved.trouble import SavedCallError
from tests.fuzz.made_up import any_json, any_text, damaged_bytes, fair_text

CATALOGUE = Catalogue()
CALLS = [CATALOGUE.call(head.id) for head in CATALOGUE.heads()]
by_id = st.sampled_from([call.id for call in CALLS])
KNOWN = {"image_id": "5f1d9f6a-3b0f-4b5e-9d7e-0c1d2e3f4a5b", "limit": "5", "odd": "{{image_id}}"}
SECRET = "s3cr3t-that-must-not-leak"


@st.composite
def filled_in(draw):
    """A call, and values of any kind for some of its parameters."""
    call = CATALOGUE.call(draw(by_id))
    values = {}
    for parameter in call.fields():
        if parameter.secret:
            values[parameter.key] = SECRET
        elif draw(st.booleans()):
            values[parameter.key] = draw(
                any_json | st.sampled_from(["{{image_id}}", "\\{{odd}}", "a{{gone}}"])
            )
    return call, values


@st.composite
def any_link(draw):
    """Something like a link: a real call or not, real names or not, anything as values."""
    call = CATALOGUE.call(draw(by_id))
    names = st.sampled_from(
        [str(p.key) for p in call.fields()] + [p.name for p in call.fields()] + ["@type", "@x"]
    )
    text = any_text.map(lambda each: quote(each, errors="replace")) | any_text
    pairs = draw(st.lists(st.tuples(names | text, st.sampled_from(["=", ":=", ""]), text), max_size=6))
    start = draw(
        st.sampled_from(
            ["pitchfork:call/", "PITCHFORK://call/", "pitchfork:", "pitchfork:call/%2e%2e/", ""]
        )
    )
    name = draw(st.just(call.id) | text)
    return start + name + "?" + "&".join("".join(pair) for pair in pairs)


def links(text):
    link = read_or_error(text)
    if isinstance(link, SavedCallError):
        assert link.sentence
        assert "\n" not in link.sentence
        return
    call = CATALOGUE.call(link.saved.call)
    filled = fill(link.saved, call, KNOWN)
    build(call, filled.values, "https://example.org", Place(), filled.content_type or None)
    assert all("\n" not in remark for remark in link.remarks)
    assert not any(parameter.secret and parameter.key in filled.values for parameter in call.fields())


def read_or_error(text):
    try:
        return read_link(text, CATALOGUE)
    except SavedCallError as error:
        return error


def saving(case):
    call, values = case
    saved = SavedCall(call.id, "x", templates(call, values))
    text = as_text(saved)
    assert SECRET not in text
    assert from_text(text) == saved
    try:
        link = write_link(saved, call)
    except SavedCallError:
        return
    assert SECRET not in link
    assert link.isascii()
    assert dict(read_link(link, CATALOGUE).saved.values) == dict(saved.values)


def files(data):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.json").write_bytes(data)
        content = read_folder(Path(folder))
        assert len(content.items) + len(content.problems) == 1
        for item in content.items:
            assert from_text(as_text(item.saved)) == item.saved


def names(words):
    name = plain_name(words)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, free_name(words, [f"{name}{SUFFIX}"])).write_text("x")
        assert len(list(Path(folder).iterdir())) == 1


a_file = st.fixed_dictionaries(
    {"call": by_id | any_json, "name": fair_text | any_json},
    optional={
        "values": any_json,
        "tags": any_json,
        "note": any_json,
        "version": any_json,
        "more": any_json,
    },
).map(lambda value: json.dumps(value).encode())

TARGETS = {
    "links": (any_link() | any_text, links),
    "saving": (filled_in(), saving),
    "files": (damaged_bytes(a_file) | a_file, files),
    "names": (any_text, names),
}


@pytest.mark.parametrize("name", TARGETS)
def test_saved_calls(fuzzing, name):
    source, use = TARGETS[name]
    fuzzing.run(use, source)
