"""The next page keeps the person's filters and moves the marker."""

from dataclasses import replace

from api.exchange.next_page import next_values
from api.model import Call, CallHead, Key, Kind, Location, Paging, Parameter, Schema

MARKER, LIMIT, TAG = (Key(Location.QUERY, name) for name in ("marker", "limit", "tag"))
CALL = Call(
    CallHead("shop.list", "shop", "Things", "List", "", "GET", "/things"),
    parameters=(
        Parameter(Location.QUERY, "marker", Schema(Kind.TEXT)),
        Parameter(Location.QUERY, "limit", Schema(Kind.INTEGER)),
        Parameter(Location.QUERY, "tag", Schema(Kind.LIST, item=Schema(Kind.TEXT))),
    ),
    paging=Paging("/things", "/next", "marker"),
)


def test_only_the_marker_moves_where_the_call_names_it():
    values = {LIMIT: 5, TAG: ["a", "b"], MARKER: "old"}
    link = "/things?limit=5&tag=b&marker=new%20one&other=1"
    assert next_values(CALL, values, link) == {LIMIT: 5, TAG: ["a", "b"], MARKER: "new one"}
    assert values[MARKER] == "old"


def test_everything_known_is_taken_where_it_does_not():
    call = replace(CALL, paging=Paging("/things", "/next"))
    found = next_values(call, {}, "https://other.example/things?limit=7&tag=a&tag=b&marker=x&other=1")
    assert found == {LIMIT: 7, TAG: ["a", "b"], MARKER: "x"}


def test_what_cannot_be_read_stays_as_it_was():
    call = replace(CALL, paging=None)
    assert next_values(call, {LIMIT: 3}, "/things?limit=many") == {LIMIT: 3}
    assert next_values(call, {LIMIT: 3}, "/things") == {LIMIT: 3}


def test_a_broken_link_still_has_its_query():
    assert next_values(CALL, {}, "http://[/things?marker=x#end") == {MARKER: "x"}
