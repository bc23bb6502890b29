"""What could be cleaned up: whose, which, how old, how large, what it costs, and the file of it."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from api.errors import BadInput, NotOffered, PitchforkError
from api.model import Place
from api.work.bulk.clean_up import Candidate, Stock, Wish, cost, deletion, fits, look_for, price_of
from api.work.bulk.clean_up_file import write_candidates
from api.work.work import Tone
from tests.builders.exchanges import a_response, an_exchange

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HERE = Place("p", "me", "DFW")
SNAPSHOT = {
    "id": "1",
    "name": "nightly",
    "owner": "me",
    "image_type": "snapshot",
    "protected": False,
    "visibility": "private",
    "status": "active",
    "size": 3 << 30,
    "created_at": "2026-04-01T02:00:00Z",
}


def look(ground, wish, stock=None):
    offered = [product.id for product in ground.desk.offered(ground.place)]
    plan = look_for(ground.desk.catalogue, offered, ground.place, wish, stock)
    outcome, _work = ground.run(plan)
    return plan, outcome.value, outcome


@pytest.mark.parametrize(
    ("change", "wish", "expected"),
    [
        ({}, Wish(), True),
        ({"owner": "you"}, Wish(), False),
        ({"owner": None}, Wish(), False),
        ({"image_type": "base"}, Wish(), False),
        ({"image_type": "base"}, Wish(snapshots_only=False), True),
        ({"protected": True}, Wish(), False),
        ({"protected": True}, Wish(unprotected_only=False), True),
        ({"visibility": "public"}, Wish(), False),
        ({"visibility": "community"}, Wish(), False),
        ({"visibility": "community"}, Wish(unshared_only=False), True),
        ({"visibility": "shared"}, Wish(), True),
        ({"created_at": "2026-11-01T00:00:00Z"}, Wish(), False),
        ({"created_at": "2026-11-01T00:00:00Z"}, Wish(older_than=7), True),
        ({"created_at": "yesterday"}, Wish(), False),
        ({"created_at": None}, Wish(older_than=None), True),
        ({"status": "killed"}, Wish(statuses=frozenset({"active"})), False),
        ({"status": "killed"}, Wish(statuses=frozenset({"active", "killed"})), True),
    ],
)
def test_what_fits(change, wish, expected):
    assert fits({**SNAPSHOT, **change}, wish, HERE, NOW) is expected


def test_old_unshared_snapshots_of_my_own_the_largest_first(ground):
    every = ground.images()
    _plan, found, outcome = look(ground, Wish(older_than=None))
    assert found
    sizes = [each.size for each in found]
    assert sizes == sorted(sizes, reverse=True)
    assert all(each.image["image_type"] == "snapshot" and not each.image["protected"] for each in found)
    assert all(each.members == () for each in found)
    golden = next(image for image in every if "golden" in image["tags"])
    assert golden["id"] not in {each.id for each in found}, "it is shared"
    _plan, with_shared, _outcome = look(ground, Wish(older_than=None, unshared_only=False))
    assert golden["id"] in {each.id for each in with_shared}
    assert all(each.members is None for each in with_shared)
    assert outcome.sentence.startswith(f"{len(found)} images could go, ")


def test_hidden_images_cost_as_much_as_others(ground):
    _plan, found, _outcome = look(ground, Wish(older_than=None))
    assert any(each.image.get("os_hidden") for each in found) is (ground.product == "image")


def test_another_wish_asks_only_for_what_is_missing(ground):
    stock = Stock()
    look(ground, Wish(older_than=None), stock)
    asked = len(ground.script.sent)
    _plan, found, _outcome = look(ground, Wish(older_than=1), stock)
    assert len(ground.script.sent) == asked
    assert found


def test_deleting_candidates_is_a_bulk_plan_that_wants_a_word(ground):
    plan, found, _outcome = look(ground, Wish(older_than=None))
    bulk = deletion(ground.desk.catalogue, plan, found[:2])
    assert bulk.destroys
    assert bulk.consent is None
    assert [row.id for row in bulk.rows] == [each.id for each in found[:2]]
    with pytest.raises(BadInput):
        deletion(ground.desk.catalogue, plan, [])


def test_half_a_list_is_an_error(ground):
    ground.script.answers = lambda request, _number: an_exchange(
        a_response({"message": "Later."}, 500), request
    )
    with pytest.raises(PitchforkError):
        look(ground, Wish())


def test_who_has_it_must_be_known(ground):
    def refuse(request, _number):
        if "/members" in request.url.masked():
            return an_exchange(a_response({"message": "Broken."}, 500), request)
        return None

    ground.script.answers = refuse
    with pytest.raises(PitchforkError, match="Broken"):
        look(ground, Wish(older_than=None))


@pytest.mark.parametrize("status", [403, 404])
def test_an_image_that_may_be_shared_and_whose_list_is_refused_is_left_out(ground, status):
    def refuse(request, _number):
        if "/members" in request.url.masked():
            return an_exchange(a_response({"message": "Not for you."}, status), request)
        return None

    every = look(ground, Wish(older_than=None, unshared_only=False))[1]
    can_be_shared = "private" if ground.product == "cloud-images" else "shared"
    doubtful = [each for each in every if each.image["visibility"] == can_be_shared]
    sure = [each.id for each in every if each.image["visibility"] != can_be_shared]
    assert doubtful
    ground.script.answers = refuse
    stock = Stock()
    for _ in range(2):  # the second one asks nothing
        _plan, found, outcome = look(ground, Wish(older_than=None), stock)
        assert {each.id for each in found} <= set(sure)
        assert "left out: nobody says who has" in outcome.sentence
        (note,) = (note for note in ground.works.all()[-1].notes if note.tone is Tone.WARNING)
        assert sum(each.name in note.sentence for each in doubtful) == min(len(doubtful), 5)


def test_a_rejected_share_is_none(ground):
    def rejected(request, _number):
        if "/members" in request.url.masked():
            rows = [{"member_id": "x", "status": "rejected"}, "odd"]
            return an_exchange(a_response({"members": rows}), request)
        return None

    ground.script.answers = rejected
    _plan, found, _outcome = look(ground, Wish(older_than=None))
    assert any("golden" in each.image["tags"] for each in found)


def test_without_a_project_or_an_image_service_there_is_nothing_to_look_for(ground):
    with pytest.raises(NotOffered, match="image service"):
        look_for(ground.desk.catalogue, ["identity"], ground.place, Wish())
    plan = look_for(ground.desk.catalogue, [ground.product], Place(ground.place.profile), Wish())
    with pytest.raises(NotOffered, match="project"):
        ground.run(plan)


def test_odd_records_do_no_harm():
    assert Candidate({"id": "1", "size": "large"}).size == 0
    assert Candidate({"id": "1", "size": True, "name": None}).size == 0
    assert Candidate({"id": "1", "size": -5}).name == ""


@pytest.mark.parametrize("text", ["0.10", " 0,10 ", "0.1"])
def test_a_price_as_people_write_it(text):
    assert price_of(text) == Decimal("0.1")


@pytest.mark.parametrize("text", ["-1", "much", "NaN", "Infinity", "1e99"])
def test_what_is_no_price(text):
    with pytest.raises(BadInput):
        price_of(text)


def test_what_it_costs():
    assert price_of("") is None
    assert cost(10 << 30, Decimal("0.10")) == Decimal("1.00")
    assert cost(0, Decimal("0.10")) == Decimal("0.00")


def test_the_list_as_a_file(tmp_path):
    target = tmp_path / "clean up.csv"
    evil = {**SNAPSHOT, "name": '=cmd|"x"', "tags": ["a", "b"]}
    found = [Candidate(evil, ("acc",)), Candidate({"id": "2"})]
    assert write_candidates(target, found, Decimal("0.10")) == 2
    assert not list(tmp_path.glob("*.part"))
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    assert rows[0]["name"] == '\'=cmd|"x"'
    assert (rows[0]["size_gib"], rows[0]["cost_per_month"], rows[0]["tags"]) == ("3.000", "0.30", "a b")
    assert rows[1]["size_bytes"] == "0"
    assert write_candidates(target, found, overwrite=True) == 2
    assert "cost" not in target.read_text("utf-8-sig")
    assert write_candidates(tmp_path / "none.csv", []) == 0


def test_a_file_that_is_there_is_replaced_only_where_that_was_said(tmp_path):
    target, part = tmp_path / "list.csv", tmp_path / "list.csv.part"
    target.write_text("mine")
    part.write_text("a download")
    with pytest.raises(FileExistsError):
        write_candidates(target, [Candidate(SNAPSHOT)])
    assert target.read_text() == "mine"
    assert write_candidates(target, [Candidate(SNAPSHOT)], overwrite=True) == 1
    assert "nightly" in target.read_text("utf-8-sig")
    assert part.read_text() == "a download"
    assert sorted(tmp_path.glob("list*")) == [target, part]


def test_a_list_that_breaks_off_leaves_nothing(tmp_path):
    def broken():
        yield Candidate(SNAPSHOT)
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        write_candidates(tmp_path / "list.csv", broken())
    assert not list(tmp_path.glob("list*"))
