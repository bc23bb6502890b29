"""Whatever stands in a form, the request that is built keeps its address, its lines and its secrets to itself."""

import json
from urllib.parse import urlsplit

import pytest
from hypothesis import strategies as st

from api.catalog.catalogue import Catalogue
from api.errors import BadInput
from api.exchange.build import build
from api.exchange.check import check
from api.exchange.convert import from_text
from api.exchange.examples import with_examples
from api.model import Kind, Location, Place
from tests.fuzz.made_up import any_json, any_text

CATALOGUE = Catalogue()
BASE = "https://images.example.org/prefix"
CALLS = [CATALOGUE.call(head.id) for head in CATALOGUE.heads()]
by_id = st.sampled_from([call.id for call in CALLS])
SECRET = "s3cr3t-that-must-not-leak"
SOURCE = {call.id: call for call in CALLS}


@st.composite
def filled_in(draw):
    """A call, one of its content types, and values of any kind for some of its parameters."""
    call = SOURCE[draw(by_id)]
    content_type = (
        draw(st.sampled_from([body.content_type for body in call.bodies])) if call.bodies else None
    )
    values = {}
    for parameter in call.fields(content_type):
        if parameter.secret and draw(st.booleans()):
            values[parameter.key] = SECRET
        elif draw(st.booleans()):
            values[parameter.key] = draw(any_text | any_json)
    if draw(st.booleans()):
        values = with_examples(call, values, content_type)
    return call, content_type, values


def build_it(case):
    call, content_type, values = case
    draft = build(call, values, BASE, Place(), content_type)
    request, url = draft.preview, draft.preview.url.masked()
    parts = urlsplit(url)
    assert url.isascii() or "{" in url or "•" in url
    assert (parts.scheme, parts.netloc) == ("https", "images.example.org")
    assert not any(character <= " " for character in url)
    assert parts.path.count("/") == "/prefix".count("/") + call.head.path.count("/")
    assert SECRET not in repr(draft)
    assert SECRET not in url + repr(request.headers) + repr(request.body)
    if draft.request is not None:
        no_new_lines(request)
        json_is_json(request)


def no_new_lines(request):
    for name, value in request.headers:
        assert not any(character in "\r\n\0" for character in name + value.masked())


def json_is_json(request):
    if isinstance(request.body, bytes) and dict(request.headers).get("Content-Type", "").masked().endswith(
        "json"
    ):
        json.loads(request.body)


def test_any_value_in_any_call(fuzzing):
    fuzzing.run(build_it, filled_in())


def faults_of(call, parameter, text):
    try:
        return check(call, {parameter.key: from_text(parameter, text)}, None)
    except BadInput as error:
        return error.faults


def test_checks_and_conversions_answer_with_sentences(fuzzing):
    def convert(call_id, text):
        call = SOURCE[call_id]
        for parameter in call.fields():
            for fault in faults_of(call, parameter, text):
                assert fault.sentence.endswith((".", "?", "!"))

    fuzzing.run(convert, by_id, any_text | any_json.map(json.dumps))


@pytest.mark.parametrize("location", [Location.PATH, Location.HEADER])
def test_the_catalogue_has_calls_for_these_targets(location):
    assert any(p.location is location for call in CALLS for p in call.fields())
    assert any(p.schema.kind is Kind.SECRET for call in CALLS for p in call.fields())
