"""What a draft lacks, told in words, of faults that real drafts have."""

from api.catalog.catalogue import Catalogue
from api.exchange.build import build
from api.exchange.faults import told
from api.model import Key, Location, Place

IMAGE, LIMIT = Key(Location.PATH, "image_id"), Key(Location.QUERY, "limit")


def faults(call_id, values):
    call = Catalogue().call(f"cloud-images.{call_id}")
    return build(call, values, "https://images.test", Place()).faults


def test_missing_values_are_counted_and_named():
    assert told(faults("add-image-tag", {})) == "2 values are missing: image_id, tag."
    assert told(faults("get-image-details", {})) == "1 value is missing: image_id."


def test_a_wrong_value_is_not_called_missing():
    sentence = told(faults("list-images", {LIMIT: "many"}))
    assert sentence.startswith("limit: ")
    assert "missing" not in sentence


def test_nothing_is_said_of_a_draft_that_may_go():
    assert told(faults("list-images", {})) == ""
