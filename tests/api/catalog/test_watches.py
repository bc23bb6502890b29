"""x-watch and x-starts: how what a call shows is watched, and what can be watched after a call."""

import json

import pytest

from api.catalog.catalogue import Catalogue
from api.catalog.loader import load_document
from api.constants import RESOURCES
from api.errors import CatalogueError
from api.model import Explanation, Lead, Location, Mark, Missing, Reasons, Stage, Way
from tests.builders.documents import document

WATCH = {
    "kind": "order",
    "title": ["/name", "/id"],
    "state": "/state",
    "message": "/why",
    "least": 2.5,
    "states": {
        "new": {"is": "waiting", "means": "not paid"},
        "sent": {"is": "good", "means": "on its way", "final": True},
    },
    "marks": [{"member": "/lost", "is": "bad", "means": "{value} was lost"}],
    "reasons": {
        "call": "list-parcels",
        "fill": {"order_id": "order_id"},
        "items": "/parcels",
        "state": "state",
        "message": "why",
        "newest": "made",
        "failed": ["lost"],
        "running": ["under way"],
    },
    "missing": {
        "state": "gone",
        "is": "unknown",
        "means": "forgotten",
        "after": ["sent"],
        "leads": [{"value": "/shop", "says": "Ask {value}.", "call": "show-shop", "parameter": "shop_id"}],
    },
    "explanations": [{"code": "7", "sentence": "It burned."}, {"has": "rain", "sentence": "It got wet."}],
    "leads": [{"value": "/parcel", "says": "The parcel is {value}."}],
}


def load(watch, starts=None):
    get = {"operationId": "show-order", "responses": {}, "x-watch": watch}
    post = {"operationId": "order", "responses": {}, "x-starts": starts or {"call": "show-order"}}
    return load_document(document({"/orders/{order_id}": {"get": get, "post": post}}), "shop")


def test_all_of_a_watch_is_read_and_its_calls_are_complete_ids():
    watch = load(WATCH).call("show-order").watch
    assert (watch.kind, watch.state, watch.message, watch.least) == ("order", "/state", "/why", 2.5)
    assert watch.title == ("/name", "/id")
    assert watch.marks == (Mark("/lost", Stage.BAD, "{value} was lost"),)
    assert watch.reasons == Reasons(
        "shop.list-parcels", (("order_id", "order_id"),), "/parcels", "state", "why", "made",
        ("lost",), ("under way",),
    )  # fmt: skip
    lead = Lead("/shop", "Ask {value}.", "shop.show-shop", "shop_id")
    assert watch.missing == Missing("gone", Stage.UNKNOWN, "forgotten", ("sent",), (lead,))
    assert watch.explanations == (
        Explanation("It burned.", code="7"),
        Explanation("It got wet.", has="rain"),
    )
    assert watch.leads == (Lead("/parcel", "The parcel is {value}."),)
    assert watch.words == ("new", "sent", "gone")


def test_a_state_that_nobody_knows_goes_on():
    watch = load(WATCH).call("show-order").watch
    assert watch.named("sent").final
    assert (watch.named("odd").stage, watch.named("odd").means) == (Stage.GOING_ON, "")


def test_what_is_left_out_says_nothing():
    watch = load({"kind": "order", "state": "/state", "states": {}}).call("show-order").watch
    assert (watch.missing, watch.reasons, watch.least, watch.words) == (None, None, 0.0, ())
    assert load(WATCH).call("order").watch is None


def test_a_call_says_what_it_starts():
    starts = {"call": "show-order", "fill": {"order_id": "$response.body#/id"}}
    made = load(WATCH, starts)
    assert made.call("order").starts == Way("shop.show-order", (("order_id", "$response.body#/id"),))
    assert made.call("show-order").starts is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"states": {"new": {"is": "fine", "means": "x"}}}, "“fine” is none of"),
        ({"states": {"new": {}}}, "“is” is missing"),
        ({"least": "soon"}, "number of seconds"),
        ({"least": True}, "number of seconds"),
        ({"least": -1}, "number of seconds"),
        ({"state": 5}, "has to be text"),
    ],
)
def test_mistakes_are_named(change, said):
    with pytest.raises(CatalogueError, match=said):
        load(WATCH | change).call("show-order")


CATALOGUE = Catalogue()
WATCHED = [call for head in CATALOGUE.heads() if (call := CATALOGUE.call(head.id)).watch is not None]
STARTING = [call for head in CATALOGUE.heads() if (call := CATALOGUE.call(head.id)).starts is not None]


def test_images_tasks_and_shares_of_both_services_can_be_watched():
    found = {(call.head.product, call.watch.kind) for call in WATCHED}
    assert {(p, k) for p in ("image", "cloud-images") for k in ("image", "task", "share")} <= found
    assert CATALOGUE.call("cloud-images.get-task-details").watch.least == 30


@pytest.mark.parametrize("call", WATCHED, ids=lambda call: call.id)
def test_a_watch_only_reads_and_names_calls_and_parameters_that_there_are(call):
    assert call.method == "GET"
    assert not any(parameter.secret for parameter in call.parameters)
    watch = call.watch
    leads = [*watch.leads, *(watch.missing.leads if watch.missing else ())]
    for lead in leads:
        assert "{value}" in lead.says
        if lead.call:
            assert lead.parameter in {p.name for p in CATALOGUE.call(lead.call).fields()}
    if watch.reasons is not None:
        takes = {p.name for p in CATALOGUE.call(watch.reasons.call).parameters}
        assert {theirs for theirs, _ours in watch.reasons.fill} <= takes
        assert {ours for _theirs, ours in watch.reasons.fill} <= {p.name for p in call.parameters}
    assert {s.stage for s in watch.states} >= {Stage.GOOD, Stage.BAD}


@pytest.mark.parametrize("call", WATCHED, ids=lambda call: call.id)
def test_every_state_that_the_document_knows_has_a_meaning(call):
    schemas = json.loads((RESOURCES / "catalog" / f"{call.head.product}.json").read_text("utf-8"))
    name = {"image": "Image", "task": "Task", "share": "Member"}[call.watch.kind]
    found = schemas["components"]["schemas"][name]
    found = schemas["components"]["schemas"]["TaskSummary"] if "allOf" in found else found
    assert {state.name for state in call.watch.states} >= set(found["properties"]["status"]["enum"])
    assert all(state.means for state in call.watch.states)


@pytest.mark.parametrize("call", STARTING, ids=lambda call: call.id)
def test_what_a_call_starts_can_be_watched_with_the_values_that_it_gives(call):
    shown = CATALOGUE.call(call.starts.call)
    assert shown.watch is not None
    needed = {p.name for p in shown.parameters if p.location is Location.PATH}
    assert {name for name, _text in call.starts.fill} == needed
