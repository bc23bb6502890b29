"""Good answers give their JSON, others an error in the service's own words."""

from __future__ import annotations

import json

import pytest

from api.errors import PitchforkError, TimedOut
from api.work.answers import CallRefused, good, refusal, value
from tests.builders.exchanges import a_response, an_exchange


def answer(body, status=200, content_type="application/json"):
    reason = {200: "OK", 204: "No Content", 409: "Conflict"}.get(status, "Created")
    return an_exchange(a_response(body, status, reason, content_type=content_type))


def test_a_good_answer_gives_its_value():
    assert value(answer(b'{"id": 1}')) == {"id": 1}
    assert good(answer(b"{}", 201), 201).status == 201


@pytest.mark.parametrize(
    ("body", "content_type", "said"),
    [
        (
            b'{"message": "Image is in use.<br />", "code": "409 Conflict"}',
            "application/json",
            "Image is in use.",
        ),
        (b'{"itemNotFound": {"message": "No such task."}}', "application/json", "No such task."),
        (b"<html><head><title>409</title></head><body><p>In use</p></body></html>", "text/html", "In use"),
        (b'{"images": []}', "application/json", ""),
        (b'{"message": ', "application/json", ""),
        (b"", "application/json", ""),
    ],
)
def test_a_refusal_is_told_in_the_services_words(body, content_type, said):
    with pytest.raises(CallRefused) as caught:
        good(answer(body, 409, content_type))
    assert "409 Conflict" in caught.value.sentence
    assert said in caught.value.sentence
    assert caught.value.status == 409


def test_another_success_than_the_wanted_one_is_a_refusal():
    with pytest.raises(CallRefused, match="204"):
        good(answer(b"", 204), 200)


def test_no_answer_is_its_own_error():
    missing = an_exchange(error=TimedOut("It took too long."))
    with pytest.raises(TimedOut):
        good(missing)
    assert refusal(missing) == "no answer"


def test_what_is_not_json_has_no_value():
    with pytest.raises(PitchforkError, match="not JSON"):
        value(answer(b"<html>"))


@pytest.mark.parametrize("before", ["", "x" * 375 + " "], ids=["short", "cut off within the address"])
@pytest.mark.parametrize("content_type", ["application/json", "text/html"])
def test_addresses_in_the_services_words_keep_their_secrets(before, content_type):
    said = f"{before}URI https://me:hunter2@h:22/x?temp_url_sig=abcdef cannot be read."
    body = json.dumps({"message": said}) if content_type == "application/json" else f"<p>{said}</p>"
    with pytest.raises(CallRefused) as caught:
        good(answer(body.encode(), 409, content_type))
    assert "URI https://" in caught.value.sentence
    assert not any(secret in str(caught.value) for secret in ("hunter2", "me:", "abcdef"))
