"""Sharing from both sides on the practice cloud: as Rackspace and as OpenStack answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.desk import Desk
from api.errors import BadInput, NotOffered, PitchforkError
from api.exchange.reading import read_json
from api.identity.credentials import Credentials
from api.model import Place
from api.running import CancelToken
from api.work.sharing.accounts import Certainty, who_is
from api.work.sharing.calls import BY_PRODUCT, obstacle, sharing_calls
from api.work.sharing.holders import LookForHolders
from api.work.sharing.offers import LookForOffers, plan_answer
from api.work.sharing.share import Share, plan_share
from api.work.work import State
from api.work.works import Works
from tests.builders.exchanges import a_response, an_exchange

GONE = "00000000-0000-0000-0000-000000000000"


class Face:
    """One face of the practice cloud with both of its accounts signed in."""

    def __init__(self, desk, openstack):
        self.desk = desk
        one = desk.practice_sign_in(CancelToken(), openstack=openstack)
        person = desk.practice().second_credentials
        changed = {"id": "second", "user": person.user}
        if openstack:
            changed["project"] = person.project
        secret = person.password if openstack else person.api_key
        two = desk.sign_in(replace(one.profile, **changed), Credentials(secret), CancelToken())
        self.here, self.there = desk.place(one.profile.id), desk.place(two.profile.id)
        offered = [product.id for product in desk.offered(self.here)]
        self.calls = sharing_calls(offered, self.here)
        self.openstack = openstack

    def ask(self, call_id, values, place=None):
        return self.desk.asker(place or self.here, CancelToken())(call_id, values)

    def own(self, visibility):
        images = read_json(self.ask(self.calls.list, {"owner": self.here.account, "limit": 100}))["images"]
        return next(
            each for each in images if each["visibility"] == visibility and each["status"] == "active"
        )

    def show(self, image):
        return read_json(self.ask(self.calls.show, {"image_id": image["id"]}))

    def run(self, plan):
        outcome = self.desk.works.run(plan, CancelToken())
        return outcome, self.desk.works.all()[-1]

    def share(self, image, *others, **more):
        return self.run(plan_share(image, others, self.here, self.calls, **more))


@pytest.fixture(params=["rackspace", "openstack"])
def face(request, data_dir):
    desk = Desk(data_dir)
    yield Face(desk, request.param == "openstack")
    desk.close()


@pytest.fixture
def mine(face):
    """An own image that is not shared with the second account."""
    return face.own("private")


def test_an_image_is_shared_and_the_other_side_accepts_it(face, mine):
    outcome, work = face.share(mine, face.there.account, opening=True)
    assert work.state is State.DONE
    assert outcome.value["members"][0]["result"] == "shared"
    assert f"{face.there.account} can use it at once, even before accepting" in outcome.sentence
    text = outcome.value["message"]
    for needed in (mine["id"], face.here.region, face.there.account, "accepted"):
        assert needed in text

    found, _work = face.run(LookForOffers(face.there, face.calls))
    offered = [image for image in found.value if image["id"] == mine["id"]]
    assert len(offered) == 1

    answered, _work = face.run(plan_answer(offered, "accepted", face.there, face.calls))
    assert answered.whole
    members = read_json(face.ask(face.calls.members, {"image_id": mine["id"]}))["members"]
    assert [(m["member_id"], m["status"]) for m in members if m["member_id"] == face.there.account] == [
        (face.there.account, "accepted")
    ]
    left, _work = face.run(LookForOffers(face.there, face.calls))
    assert mine["id"] not in [image["id"] for image in left.value]


def test_a_private_image_of_glance_is_opened_only_with_consent(face, mine):
    if not face.openstack:
        face.share(mine, face.there.account)
        assert face.show(mine)["visibility"] == "private"
        return
    with pytest.raises(PitchforkError, match="only shared images can have members"):
        face.share(mine, face.there.account)
    assert face.show(mine)["visibility"] == "private"
    _outcome, work = face.share(mine, face.there.account, opening=True)
    assert face.show(mine)["visibility"] == "shared"
    assert any("Its visibility is shared now" in note.sentence for note in work.notes)


def test_who_has_it_already_is_no_error(face, mine):
    face.share(mine, face.there.account, opening=True)
    outcome, work = face.share(mine, face.there.account, "998877", opening=True)
    assert [each["result"] for each in outcome.value["members"]] == ["already", "shared"]
    assert work.state is State.DONE


def test_one_refusal_does_not_hold_the_others(face, mine):
    others = [str(number) for number in range(700000, 700140)]
    outcome, work = face.share(mine, *others, opening=True)
    results = {each["member"]: each["result"] for each in outcome.value["members"]}
    assert list(results.values()).count("refused") > 0
    assert list(results.values()).count("shared") > 100
    assert work.state is State.PARTLY
    assert "413" in next(e["sentence"] for e in outcome.value["members"] if e["result"] == "refused")


def test_what_belongs_to_another_cannot_be_shared(face, mine):
    stranger = {**mine, "owner": "someone"}
    assert "Only its owner" in obstacle(stranger, face.here, face.calls)
    plan = replace(plan_share(mine, (face.here.account + "x",), face.here, face.calls), place=face.there)
    with pytest.raises(PitchforkError):
        face.run(plan)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"visibility": "public"}, "everybody in this cloud has it"),
        ({"visibility": "community"}, "community"),
        ({"visibility": "odd"}, "odd cannot have members"),
        ({"status": "killed"}, "nothing to share"),
        ({}, ""),
    ],
)
def test_why_an_image_cannot_be_shared(change, said):
    image = {"owner": "me", "visibility": "private", "status": "active", **change}
    sentence = obstacle(image, Place("p", "me", "R"), BY_PRODUCT["image"])
    assert said in sentence
    assert bool(said) == bool(sentence)


def test_who_has_what_is_a_table(face, mine):
    face.share(mine, face.there.account, "998877", opening=True)
    outcome, _work = face.run(LookForHolders(face.here, face.calls))
    rows = [row for row in outcome.value if row["image_id"] == mine["id"]]
    assert {face.there.account, "998877"} <= {row["member_id"] for row in rows}
    assert rows[0]["image_name"] == mine["name"]
    assert {row["status"] for row in rows} <= {"pending", "accepted", "rejected"}


def test_nothing_is_answered_for_an_image_that_is_not_shared(face):
    gone = [{"id": GONE, "name": "gone"}]
    outcome, work = face.run(plan_answer(gone, "rejected", face.there, face.calls))
    assert not outcome.whole
    assert work.state is State.PARTLY
    assert "404" in outcome.value[0]["result"]


def test_an_account_is_resolved_where_the_cloud_tells(face):
    found = who_is(face.there.account, face.here, face.calls, face.ask)
    assert found.certainty is (Certainty.UNKNOWN if not face.openstack else found.certainty)
    assert found.sentence


def answering(body, status=200):
    return lambda _call, _values: an_exchange(a_response(body, status, "x"))


def failing(_call, _values):
    raise PitchforkError("No such service.")


@pytest.mark.parametrize(
    ("ask", "certainty", "said"),
    [
        (answering({"project": {"name": "beta", "enabled": True}}), Certainty.KNOWN, "beta"),
        (answering({"project": {"name": "beta", "enabled": False}}), Certainty.KNOWN, "disabled"),
        (answering({"error": {}}, 404), Certainty.WRONG, "no project"),
        (answering({"error": {}}, 403), Certainty.UNKNOWN, "does not let you"),
        (answering({"error": {}}, 500), Certainty.UNKNOWN, "Could not be checked"),
        (answering(["project"]), Certainty.UNKNOWN, "Could not be checked"),
        (failing, Certainty.UNKNOWN, "No such service"),
    ],
)
def test_what_a_look_up_tells(ask, certainty, said):
    found = who_is("abc", Place("p", "me", "R"), BY_PRODUCT["image"], ask)
    assert found.certainty is certainty
    assert said in found.sentence


@pytest.mark.parametrize(("account", "said"), [("", "id of"), ("a b", "no blanks"), ("me", "your own")])
def test_what_no_account_can_be_is_refused_before_anything_is_sent(account, said):
    place, calls = Place("p", "me", "R"), BY_PRODUCT["cloud-images"]
    with pytest.raises(BadInput, match=said):
        plan_share({"id": "1"}, (account,), place, calls)
    assert who_is(account, place, calls, failing).certainty is Certainty.WRONG


def test_twins_are_shared_with_once():
    plan = plan_share({"id": "1"}, ("5", " 5 ", "6"), Place("p", "me", "R"), BY_PRODUCT["cloud-images"])
    assert plan.others == ("5", "6")
    assert plan.title == "Share 1 with 2 accounts"


def test_nothing_can_be_answered_for_no_image():
    with pytest.raises(BadInput):
        plan_answer([], "accepted", Place("p", "me", "R"), BY_PRODUCT["image"])
    with pytest.raises(BadInput):
        plan_answer([{"id": "1"}], "perhaps", Place("p", "me", "R"), BY_PRODUCT["image"])


def test_without_a_project_or_a_service_it_says_so(data_dir):
    with pytest.raises(NotOffered):
        sharing_calls(["identity"], Place("p", "me", "R"))
    desk = Desk(data_dir)
    works = Works(desk)
    try:
        for plan in (LookForOffers, LookForHolders):
            with pytest.raises(NotOffered):
                works.run(plan(Place("p", None, "R"), BY_PRODUCT["image"]), CancelToken())
    finally:
        works.close()
        desk.close()


def test_a_plan_is_a_value():
    calls = BY_PRODUCT["image"]
    assert Share("1", "a", ("5",), Place(), calls) == Share("1", "a", ("5",), Place(), calls)
