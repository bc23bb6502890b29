"""Live lists: pages followed up to a bound, and what is told when a service says no."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from api.answer.picks.loading import MOST_AT_ONCE, load
from api.catalog.catalogue import Catalogue
from api.errors import PitchforkError
from api.running import CancelToken
from tests.builders.exchanges import a_request, a_response, an_exchange

CATALOGUE = Catalogue()


def pick_of(call_id, name):
    return next(p.pick for p in CATALOGUE.call(call_id).parameters if p.name == name)


IMAGES, STORES = (
    pick_of("image.show-image", "image_id"),
    pick_of("image.delete-image-from-store", "store_id"),
)


def exchange_of(call_id, status=200, document=b""):
    return an_exchange(a_response(document, status), replace(a_request(), call_id=call_id))


class Service:
    """Answers pages of images with links to the next, and counts what it is asked."""

    def __init__(self, *pages, status=200):
        self.pages, self.status, self.asked = pages, status, []

    def __call__(self, call_id, values):
        self.asked.append(dict(values))
        number = int(values.get("marker", 0))
        document = {"images": [{"id": each} for each in self.pages[number]]}
        if number + 1 < len(self.pages):
            document["next"] = f"/v2/images?marker={number + 1}"
        return exchange_of(call_id, document=json.dumps(document).encode(), status=self.status)


def load_images(service, **more):
    return load(CATALOGUE.call(IMAGES.call), IMAGES, {}, service, **more)


def test_pages_are_followed_to_the_end():
    service = Service(["a", "b"], ["c"], ["c", "d"])
    loaded = load_images(service)
    assert [choice.value for choice in loaded.choices] == ["a", "b", "c", "d"]
    assert loaded.rest is None
    assert service.asked[0] == {"limit": MOST_AT_ONCE}
    assert loaded.find("c").value == "c"
    assert loaded.find("x") is None


def test_after_a_thousand_the_person_is_asked_whether_to_go_on(monkeypatch):
    monkeypatch.setattr("api.answer.picks.loading.MOST_AT_ONCE", 3)
    service = Service(["a", "b"], ["c"], ["d"])
    first = load_images(service)
    assert [choice.value for choice in first.choices] == ["a", "b", "c"]
    assert first.rest
    whole = load_images(service, before=first)
    assert [choice.value for choice in whole.choices] == ["a", "b", "c", "d"]
    assert whole.rest is None
    assert len(service.asked) == 3


def test_a_service_that_leads_in_circles_is_left(monkeypatch):
    service = Service([], ["a"])
    assert load_images(service).choices == ()
    assert len(service.asked) == 1

    def circle(call_id, values):
        service.asked.append(values)
        text = b'{"images": [{"id": "a"}], "next": "/v2/images?marker=1"}'
        return exchange_of(call_id, document=text)

    service.asked.clear()
    assert [choice.value for choice in load_images(circle).choices] == ["a"]
    assert len(service.asked) == 2


def test_failures_say_what_the_service_said():
    def refuse(call_id, values):
        return exchange_of(call_id, status=403, document=b'{"message": "Not for you."}')

    def unread(call_id, values):
        return exchange_of(call_id, document=b"<html>")

    with pytest.raises(PitchforkError, match="403") as caught:
        load_images(refuse)
    assert caught.value.hint == "Not for you."
    with pytest.raises(PitchforkError, match="could not be read"):
        load_images(unread)
    with pytest.raises(PitchforkError) as caught:
        load(CATALOGUE.call(STORES.call), STORES, {}, lambda c, v: exchange_of(c, status=404))
    assert "single store" in caught.value.hint


def test_no_answer_is_told_and_cancelling_stops():
    def silent(call_id, values):
        return replace(exchange_of(call_id), response=None)

    with pytest.raises(PitchforkError, match="no answer"):
        load_images(silent)
    token = CancelToken()
    token.cancel()
    with pytest.raises(PitchforkError, match="Cancelled"):
        load_images(Service(["a"]), check=token.check)
