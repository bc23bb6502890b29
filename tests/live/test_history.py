"""The history over a real Keystone and Glance: what was sent is found, opened, sent again, and holds no secret."""

from __future__ import annotations

import json

import pytest

from api.desk import Desk
from api.errors import NotConfirmed
from api.records.history.entry import Outcome, Wanted
from api.running import CancelToken
from tests.live.driver import Driver


def test_calls_are_kept_searched_and_sent_again(alice: Driver, desk: Desk, data_dir) -> None:
    made = json.loads(alice.send("image.create-image", name="history canary").response.content.bytes())
    shown = alice.send("image.show-image", image_id=made["id"])
    missing = alice.send("image.show-image", image_id="00000000-0000-4000-8000-000000000000")
    history = desk.history
    assert history.flush(60)
    assert {entry.id for entry in history.find(Wanted(text=made["id"]))} >= {shown.id}
    assert [entry.id for entry in history.find(Wanted(outcome=Outcome.REFUSED))] == [missing.id]
    kept = history.open(shown.id)
    assert kept.exact
    assert kept.redacted.exchange.request == shown.request
    assert json.loads(kept.redacted.exchange.response.content.bytes())["name"] == "history canary"
    again = desk.replay(kept, cancel=CancelToken())
    assert again.status == 200
    assert again.request_id != shown.request_id
    token = desk.cloud(alice.place.profile).token(CancelToken())
    for file in data_dir.glob("history.db*"):
        assert token.encode() not in file.read_bytes()


def test_a_change_is_replayed_and_a_deletion_wants_a_word(alice: Driver, desk: Desk) -> None:
    created = alice.send("image.create-image", name="history twice")
    first = json.loads(created.response.content.bytes())["id"]
    assert desk.history.flush(60)
    again = desk.replay(desk.history.open(created.id), cancel=CancelToken())
    second = json.loads(again.response.content.bytes())["id"]
    assert first != second
    gone = alice.send("image.delete-image", image_id=first, confirmed=True)
    assert desk.history.flush(60)
    kept = desk.history.open(gone.id)
    with pytest.raises(NotConfirmed):
        desk.replay(kept, cancel=CancelToken())
    assert desk.replay(kept, cancel=CancelToken(), confirmed=True).status == 404
    alice.send("image.delete-image", image_id=second, confirmed=True)
