"""Comparing answers: on the worker or in a child process, with the same result."""

import pytest

from api.answer.answer import read_answer
from api.answer.compare import comparing
from api.answer.compare.comparing import differ
from api.errors import Cancelled, PitchforkError, TooLong
from api.running import CancelToken
from tests.builders.exchanges import a_request, a_response, an_exchange, an_image_list


def answer(body, pointers=()):
    return read_answer(an_exchange(a_response(body), a_request(secret_pointers=pointers)))


@pytest.mark.parametrize("small", [0, 1 << 30], ids=["apart", "here"])
def test_both_places_find_the_same(small, monkeypatch):
    monkeypatch.setattr(comparing, "SMALL", small)
    right = an_image_list(6)
    right["images"][2]["name"] = "other"
    del right["images"][4]
    found = differ(answer(an_image_list(6)), answer(right), CancelToken())
    assert (found.added, found.removed, found.changed, found.same) == (0, 1, 1, 4)
    assert found.matched == ("id",)


@pytest.mark.parametrize("small", [0, 1 << 30], ids=["apart", "here"])
def test_hidden_values_differ_without_being_looked_into(small, monkeypatch):
    monkeypatch.setattr(comparing, "SMALL", small)
    left, right = (
        {"auth": {"token": {"id": each, "x": 1}}, "list": {"a": each}} for each in ("one", "two")
    )
    ours = answer(left, pointers=("/list",))
    found = differ(ours, answer(right), CancelToken())
    assert [ours.document.pointer(change.left) for change in found.changes] == ["/auth/token/id", "/list"]


def test_what_is_no_whole_json_cannot_be_compared():
    text = read_answer(an_exchange(a_response(b"x" * 9, content_type="text/plain")))
    whole, broken = answer({"a": 1}), answer(b'{"a": 1')
    assert [each.complete for each in (whole, broken, text)] == [True, False, False]
    for other in (broken, text):
        with pytest.raises(PitchforkError, match="complete JSON"):
            differ(whole, other, CancelToken())


def test_it_ends_when_it_is_cancelled_and_when_it_takes_too_long(monkeypatch):
    monkeypatch.setattr(comparing, "SMALL", 0)
    images = answer(an_image_list(50))
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        differ(images, images, token)
    with pytest.raises(TooLong):
        differ(images, images, CancelToken(), seconds=0.0)
