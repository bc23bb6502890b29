"""Search over calls: every word has to occur, titles count most."""

import pytest

from api.catalog.catalogue import Catalogue
from api.catalog.search import search
from api.model import CallHead


def head(title, *, path="/v2/x", method="GET", description="", category="Things"):
    return CallHead(f"p.{title.lower().replace(' ', '-')}", "p", category, title, description, method, path)


HEADS = [
    head("List Images", path="/v2/images", description="Lists images, and tags them not."),
    head("Get Image Details", path="/v2/images/{image_id}"),
    head("Delete Image", path="/v2/images/{image_id}", method="DELETE"),
    head("Add Image Tag", path="/v2/images/{image_id}/tags/{tag}", method="PUT", category="Tags"),
    head(
        "Create Image Member",
        path="/v2/images/{image_id}/members",
        method="POST",
        description="Shares an IMAGE.",
    ),
]


def titles(text):
    return [found.title for found in search(HEADS, text)]


def test_without_words_all_stand_in_their_order():
    assert titles("") == titles("   ") == [h.title for h in HEADS]


def test_every_word_has_to_occur():
    assert titles("image member") == ["Create Image Member"]
    assert titles("image nothing") == []


@pytest.mark.parametrize("text", ["DELETE", "delete", "Delete image", "image DELETE"])
def test_methods_and_case(text):
    assert titles(text)[0] == "Delete Image"


def test_titles_stand_before_paths_and_paths_before_descriptions():
    assert titles("tag") == ["Add Image Tag", "List Images"]
    assert titles("members") == ["Create Image Member"]
    assert titles("/tags/{tag}") == ["Add Image Tag"]
    assert titles("shares") == ["Create Image Member"]


def test_the_beginning_of_a_title_wins():
    assert titles("list im")[0] == "List Images"
    both = [head("Show Image Delete Log"), head("Delete Image Cache")]
    assert [found.title for found in search(both, "delete image")] == [
        "Delete Image Cache",
        "Show Image Delete Log",
    ]
    assert titles("get image d")[0] == "Get Image Details"


def test_equals_keep_their_order():
    assert titles("image_id") == [
        "Get Image Details",
        "Delete Image",
        "Add Image Tag",
        "Create Image Member",
    ]


def test_it_finds_among_the_bundled_calls():
    found = search(Catalogue().heads(), "add image prop")

    assert found[0].id == "cloud-images.add-image-property"
