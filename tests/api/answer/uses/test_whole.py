"""The resource that a place in an answer belongs to, read whole."""

import json

import pytest

from api.answer.document import Document
from api.answer.uses.whole import LARGEST, whole_at
from api.answer.veil import Veil
from api.catalog.catalogue import Catalogue
from api.model import Mention, Resource
from api.wire.response import Content

CATALOGUE = Catalogue()
LIST = CATALOGUE.call("cloud-images.list-images").answers[0].mentions
SHOW = CATALOGUE.call("cloud-images.get-image-details").answers[0].mentions
IMAGE = {"id": "1", "name": "web", "tags": ["a", "b"], "size": 5}


def whole(body, pointer, mentions, pointers=(), kind="image"):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    document = Document(Content(data))
    node = document.find(pointer)
    return whole_at(document, Veil(document, pointers), mentions, kind, node)


@pytest.mark.parametrize("pointer", ["/images/1", "/images/1/name", "/images/1/tags/0"])
def test_an_image_of_a_list_is_found_from_all_that_stands_in_it(pointer):
    assert whole({"images": [{"id": "0"}, IMAGE]}, pointer, LIST) == IMAGE


def test_the_answer_itself_may_be_the_image():
    assert whole(IMAGE, "/tags/1", SHOW) == IMAGE
    assert whole(IMAGE, "", SHOW) == IMAGE


@pytest.mark.parametrize("pointer", ["", "/images", "/first"])
def test_what_belongs_to_no_image_is_none(pointer):
    assert whole({"images": [IMAGE], "first": "/v2/images"}, pointer, LIST) is None


def test_another_kind_is_none():
    assert whole(IMAGE, "", SHOW, kind="task") is None


def test_what_is_no_object_or_too_large_or_veiled_is_none():
    assert whole({"images": ["web"]}, "/images/0", LIST) is None
    assert whole(IMAGE | {"long": "x" * LARGEST}, "", SHOW) is None
    assert whole(IMAGE, "", SHOW, pointers=("/name",)) is None


def test_broken_json_is_none():
    assert whole(b'{"id": "1", "size": 5', "/id", SHOW) is None


def test_what_lies_too_deep_is_none():
    deep = b'{"a":' * 100 + b"1" + b"}" * 100
    assert whole(deep, "/a" * 99, (Mention((), Resource("image"), whole=True),)) is None
