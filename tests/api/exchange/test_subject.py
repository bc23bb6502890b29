"""The fresh look before something is destroyed."""

from __future__ import annotations

import pytest

from api.errors import Cancelled, Refused
from api.exchange.subject import look
from api.model import Location, Subject
from tests.builders.calls import call, parameter, path
from tests.builders.exchanges import a_response, an_exchange

SUBJECT = Subject(
    call="show",
    kind="image",
    fill=(("image_id", "image_id"),),
    keeps="Servers keep running.",
    members_call="members",
    members_fill=(("image_id", "image_id"),),
)
DELETE = call(
    parameter("image_id", Location.PATH), path="/v2/images/{image_id}", method="DELETE", subject=SUBJECT
)
VALUES = {path("image_id"): "abc"}
IMAGE = {
    "id": "abc", "name": "web-01", "owner": "912345", "size": 5, "protected": True,
    "created_at": "2026-01-01T00:00:00Z", "status": "active",
}  # fmt: skip


def looked(answers, account="912345"):
    asked = []

    def read(reading, values):
        asked.append((reading, dict(values)))
        answer = answers[reading]
        if isinstance(answer, Exception):
            raise answer
        return answer

    facts = look(DELETE, VALUES, read, lambda name: name, account)
    assert all(values == VALUES for _, values in asked)
    return facts


def answer(document, status=200):
    return an_exchange(a_response(document, status))


def test_everything_the_person_must_know():
    facts = looked(
        {"show": answer(IMAGE), "members": answer({"members": [{"member_id": "7"}, {"member_id": "8"}]})}
    )
    assert (facts.name, facts.id, facts.owner, facts.mine) == ("web-01", "abc", "912345", True)
    assert (facts.size, facts.protected, facts.created) == (5, True, "2026-01-01T00:00:00Z")
    assert facts.losers == ("7", "8")
    assert facts.keeps == "Servers keep running."
    assert facts.error == ""


def test_somebody_elses_and_wrapped_resources():
    members = answer({"message": "no"}, 403)
    facts = looked({"show": answer({"image": IMAGE}), "members": members}, account="1")
    assert facts.mine is False
    assert facts.losers == ()


@pytest.mark.parametrize(
    "failure", [answer({"x": 1}, 404), Refused("Nothing listens."), an_exchange(a_response(b"<html>"))]
)
def test_a_failed_read_is_told_and_names_what_was_asked_for(failure):
    facts = looked({"show": failure})
    assert facts.error
    assert facts.name == "abc"


def test_cancelling_is_not_a_failure():
    with pytest.raises(Cancelled):
        looked({"show": Cancelled()})


def test_calls_without_a_subject_show_the_last_path_value():
    plain = call(parameter("tag", Location.PATH), path="/{tag}", method="DELETE")
    assert look(plain, {path("tag"): "x"}, None, None, "").name == "x"


BY_HEAD = Subject(
    call="show", kind="object", fill=(("name", "name"),), headers=(("size", "X-Size"), ("id", "X-Id"))
)
DELETE_OBJECT = call(parameter("name", Location.PATH), path="/{name}", method="DELETE", subject=BY_HEAD)


def test_headers_tell_of_what_answers_without_a_body():
    answer = an_exchange(a_response(b"", headers=(("x-size", "742"),)))
    facts = look(DELETE_OBJECT, {path("name"): "a/b"}, lambda _c, _v: answer, lambda name: name, "1")

    assert (facts.kind, facts.name, facts.size, facts.id, facts.error) == ("object", "a/b", 742, "", "")


def test_headers_of_a_refusal_tell_nothing():
    answer = an_exchange(a_response(b"", 404, "Not Found", headers=(("X-Size", "742"),)))
    facts = look(DELETE_OBJECT, {path("name"): "a"}, lambda _c, _v: answer, lambda name: name, "1")

    assert (facts.name, facts.size, facts.error) == ("a", None, "It could not be read: 404 Not Found.")
