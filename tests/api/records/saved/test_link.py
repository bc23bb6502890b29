"""Links to calls: what is written comes back, and whatever else comes is told in a sentence."""

from __future__ import annotations

import json

import pytest

from api.catalog.catalogue import Catalogue
from api.constants import RESOURCES
from api.model import Place
from api.records.saved.call import SavedCall
from api.records.saved.filling import fill
from api.records.saved.link import LONGEST, is_link, read_link, write_link
from api.records.saved.trouble import SavedCallError
from tests.builders.calls import query

CATALOGUE = Catalogue()
LIST = CATALOGUE.call("image.list-images")
PLACE = Place("p", "123", "DFW")


def saved(values, call=LIST, **more):
    return SavedCall(call.id, call.title, values, **more)


def test_a_link_brings_back_its_values_account_and_region():
    values = {"query:limit": 5, "query:name": "a&b=c #ü\n", "query:marker": "{{image_id}}"}
    text = write_link(saved(values), LIST, PLACE)
    assert text.startswith(
        "pitchfork:call/image.list-images?limit:=5&marker=%7B%7Bimage_id%7D%7D&name=a%26b%3Dc%20%23"
    )
    link = read_link(text, CATALOGUE)
    assert (link.saved.values, link.account, link.region, link.remarks) == (values, "123", "DFW", ())


def test_what_a_person_types_is_read_by_type():
    link = read_link("  PITCHFORK://call/image.list-images?limit=5&query:name=web  ", CATALOGUE)
    assert fill(link.saved, LIST, {}).values == {query("limit"): 5, query("name"): "web"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("https://example.test", "no link to a call"),
        ("pitchfork:", "asks for “”"),
        ("pitchfork:work/5", "asks for “work”"),
        ("pitchfork:call/", "names no call"),
        ("pitchfork:call/image.gone", "not in the list"),
        ("pitchfork:call/%ff", "not UTF-8"),
        ("pitchfork:call/image.list-images?a b", "blanks"),
        ("pitchfork:call/image.list-images?" + "x" * LONGEST, "too long"),
        ("pitchfork:call/..%2f..%2fetc", "not in the list"),
    ],
)
def test_what_is_no_link_says_why(text, sentence):
    with pytest.raises(SavedCallError, match=sentence):
        read_link(text, CATALOGUE)


@pytest.mark.parametrize(
    ("query_", "remark"),
    [
        ("nmae=x", "Did you mean “name”"),
        ("name", "has no value"),
        ("name=a&name=b", "twice"),
        ("limit:={", "not JSON"),
        ("name=%ff", "not UTF-8"),
        ("@colour=red", "means nothing"),
        ("&".join(f"x{n}=1" for n in range(300)), "more than 200"),
    ],
)
def test_odd_values_are_left_out_and_said(query_, remark):
    link = read_link(f"pitchfork:call/image.list-images?{query_}", CATALOGUE)
    assert any(remark in each for each in link.remarks)


def test_a_secret_is_neither_written_nor_taken():
    calls = (CATALOGUE.call(head.id) for head in CATALOGUE.heads())
    call, parameter = next((call, field) for call in calls for field in call.fields() if field.secret)
    assert "canary" not in write_link(saved({str(parameter.key): "canary"}, call), call)
    link = read_link(f"pitchfork:call/{call.id}?{parameter.key}=canary", CATALOGUE)
    filled = fill(link.saved, call, {})
    assert not filled.values
    assert "secret" in filled.remarks[0]


def test_a_link_that_would_be_too_long_is_refused():
    with pytest.raises(SavedCallError, match="too long for a link"):
        write_link(saved({"query:name": "x" * LONGEST}), LIST)


@pytest.mark.parametrize(
    ("here", "sentence"),
    [
        (PLACE, ""),
        (Place("p", "123", "dfw"), ""),
        (Place("p", "456", "DFW"), "made for account 123. Here it goes to account 456 in DFW."),
        (Place("p", "123", "ORD"), "made for DFW. Here it goes to account 123 in ORD."),
        (Place(), "Here it goes to nowhere yet"),
    ],
)
def test_another_account_or_region_is_said(here, sentence):
    link = read_link(write_link(saved({}), LIST, PLACE), CATALOGUE)
    assert sentence in link.other_place(here)
    assert bool(sentence) == bool(link.other_place(here))


def test_a_former_id_still_leads_to_its_call(tmp_path):
    document = json.loads((RESOURCES / "catalog" / "image.json").read_text("utf-8"))
    operation = next(
        o
        for item in document["paths"].values()
        for o in item.values()
        if isinstance(o, dict) and o.get("operationId") == "list-images"
    )
    operation["x-former-ids"] = ["all-images"]
    tmp_path.joinpath("image.json").write_text(json.dumps(document), "utf-8")
    link = read_link("pitchfork:call/image.all-images?limit=1", Catalogue(tmp_path))
    assert link.saved.call == "image.list-images"


def test_only_the_scheme_makes_it_a_link():
    assert is_link(" Pitchfork:call/x")
    assert not is_link("pitchforks:call/x")
