"""Sharing between two projects of a real Glance: opening, offering, accepting, and who has what."""

from __future__ import annotations

from typing import Any

import pytest

from api.errors import PitchforkError
from api.running import CancelToken
from api.work.sharing.accounts import Certainty, who_is
from api.work.sharing.calls import BY_PRODUCT
from api.work.sharing.holders import LookForHolders
from api.work.sharing.offers import LookForOffers, plan_answer
from api.work.sharing.share import plan_share
from tests.live.driver import Driver

CALLS = BY_PRODUCT["image"]


@pytest.fixture
def image(alice: Driver) -> dict[str, Any]:
    """A private image of alpha's."""
    return alice.get(
        "image.create-image",
        201,
        name="to share",
        disk_format="raw",
        container_format="bare",
        visibility="private",
    )


def run(driver: Driver, plan: Any) -> Any:
    return driver.desk.works.run(plan, CancelToken())


def test_an_image_goes_from_one_project_to_another(
    alice: Driver, bob: Driver, image: dict[str, Any]
) -> None:
    beta = bob.place.account or ""
    with pytest.raises(PitchforkError, match="only shared images can have members"):
        run(alice, plan_share(image, (beta,), alice.place, CALLS))
    outcome = run(alice, plan_share(image, (beta,), alice.place, CALLS, opening=True))
    assert [each["result"] for each in outcome.value["members"]] == ["shared"]
    again = run(alice, plan_share(image, (beta,), alice.place, CALLS))
    assert [each["result"] for each in again.value["members"]] == ["already"]

    offered = [
        each for each in run(bob, LookForOffers(bob.place, CALLS)).value if each["id"] == image["id"]
    ]
    assert len(offered) == 1
    assert run(bob, plan_answer(offered, "accepted", bob.place, CALLS)).whole
    accepted = run(bob, LookForOffers(bob.place, CALLS, "accepted")).value
    assert image["id"] in [each["id"] for each in accepted]

    rows = [r for r in run(alice, LookForHolders(alice.place, CALLS)).value if r["image_id"] == image["id"]]
    assert [(row["member_id"], row["status"]) for row in rows] == [(beta, "accepted")]


def test_a_member_cannot_learn_who_another_project_is_but_an_administrator_can(
    alice: Driver, bob: Driver, admin: Driver
) -> None:
    beta = bob.place.account or ""
    found = who_is(beta, alice.place, CALLS, alice.desk.asker(alice.place, CancelToken()))
    assert found.certainty is Certainty.UNKNOWN
    known = who_is(beta, admin.place, CALLS, admin.desk.asker(admin.place, CancelToken()))
    assert known.certainty is Certainty.KNOWN
    assert known.name == "beta"
    nobody = who_is("f" * 32, admin.place, CALLS, admin.desk.asker(admin.place, CancelToken()))
    assert nobody.certainty is Certainty.WRONG
