"""A kept request is sent again exactly, to where it was sent before, or not at all."""

from dataclasses import replace

import pytest

from api.desk import Desk
from api.errors import (
    NotConfirmed,
    PitchforkError,
    SecretsNeeded,
    SignInExpired,
)
from api.exchange.merged import Merged
from api.model import Key, Location, Place
from api.records.history.entry import Wanted
from api.running import CancelToken
from api.wire.request import FileBody, Slot, Template

IMAGES = "cloud-images.list-images"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def desk(data_dir):
    made = Desk(data_dir)
    yield made
    made.close()


@pytest.fixture
def place(desk):
    cloud = desk.practice_sign_in(CancelToken())
    return Place(cloud.profile.id, cloud.account_id, cloud.default_region)


def ask(desk, place, call_id=IMAGES, values=None, **more):
    draft = desk.draft(desk.catalogue.call(call_id), values or {}, place)
    exchange = desk.send(draft.request, draft.secrets, cancel=CancelToken(), **more)
    if "history" in vars(desk) or desk.settings.record:
        desk.history.flush(60)
    return exchange


def test_what_is_sent_is_recorded_and_can_be_sent_again(desk, place):
    first = ask(desk, place, values={Key(Location.QUERY, "limit"): 2})
    kept = desk.history.open(first.id)
    again = desk.replay(kept, cancel=CancelToken())
    assert again.status == 200
    assert again.request == first.request
    assert again.id != first.id
    assert desk.history.flush(60)
    assert desk.history.count() == 2


def test_the_practice_cloud_is_found_at_its_new_address(data_dir, desk, place):
    kept_id = ask(desk, place).id
    desk.close()
    other = Desk(data_dir)
    try:
        kept = other.history.open(kept_id)
        with pytest.raises(SignInExpired, match="Nobody is signed in"):
            other.replay(kept, cancel=CancelToken())
        other.practice_sign_in(CancelToken())
        assert other.replay(kept, cancel=CancelToken()).status == 200
    finally:
        other.close()


def test_another_account_is_refused(desk, place):
    first = ask(desk, place)
    kept = desk.history.open(first.id)
    request = replace(kept.redacted.exchange.request, place=replace(place, account="999"))
    elsewhere = replace(
        kept, redacted=_with(kept.redacted, replace(kept.redacted.exchange, request=request))
    )
    with pytest.raises(SignInExpired, match="account 999"):
        desk.replay(elsewhere, cancel=CancelToken())


def test_a_destroying_call_asks_again(desk, place):
    image = Key(Location.PATH, "image_id")
    first = ask(
        desk,
        place,
        "cloud-images.delete-image",
        {image: NOBODY},
        confirmed=True,
    )
    kept = desk.history.open(first.id)
    with pytest.raises(NotConfirmed):
        desk.replay(kept, cancel=CancelToken())
    assert desk.replay(kept, cancel=CancelToken(), confirmed=True).status == first.status


def _with(redacted, exchange):
    from api.records.redacting import redact

    return redact(exchange)


def altered(desk, place, **request):
    kept = desk.history.open(ask(desk, place).id)
    exchange = kept.redacted.exchange
    return replace(
        kept,
        redacted=_with(kept.redacted, replace(exchange, request=replace(exchange.request, **request))),
    )


def test_a_file_that_changed_or_went_is_refused(desk, place, tmp_path):
    file = tmp_path / "disk.raw"
    file.write_bytes(b"one")
    kept = altered(desk, place, body=FileBody.of(file))
    assert desk.to_replay(kept).body == FileBody.of(file)
    file.write_bytes(b"other")
    with pytest.raises(PitchforkError, match=r"disk\.raw has changed"):
        desk.to_replay(kept)
    file.unlink()
    with pytest.raises(PitchforkError, match="cannot be read any more"):
        desk.to_replay(kept)


def test_secrets_that_are_not_kept_are_asked_for(desk, place):
    slot = Slot("body:adminPass", "ADMIN_PASS")
    kept = altered(desk, place, body=Template.of('{"x": ', slot, "}"))
    with pytest.raises(SecretsNeeded, match="adminPass") as needed:
        desk.to_replay(kept)
    assert needed.value.slots == ("body:adminPass",)
    assert desk.to_replay(kept, ["body:adminPass"]).body == Template.of('{"x": ', slot, "}")


def test_what_is_not_kept_whole_is_not_sent(desk, place):
    kept = desk.history.open(ask(desk, place).id)
    with pytest.raises(PitchforkError, match="Not all of this request"):
        desk.to_replay(replace(kept, exact=False))
    exchange = replace(kept.redacted.exchange, merged=Merged("pages", (), None))
    with pytest.raises(PitchforkError, match="put together"):
        desk.to_replay(replace(kept, redacted=_with(kept.redacted, exchange)))


def test_do_not_record_leaves_no_trace(desk, place, data_dir):
    desk.change_settings(replace(desk.settings, record=False))
    ask(desk, place)
    desk.change_settings(replace(desk.settings, record=True))
    ask(desk, place, record=False)
    assert desk.history.count() == 0
    assert not (data_dir / "history.db").exists()


def test_a_function_decides_by_what_came(desk, place):
    ask(desk, place, record=lambda exchange: exchange.status != 200)
    assert desk.history.count() == 0
    ask(desk, place, record=lambda exchange: exchange.status == 200)
    assert desk.history.count() == 1


def test_a_cancelled_call_that_was_under_way_is_recorded(desk, place, monkeypatch):
    from api.errors import Cancelled

    def stopped(*_arguments, **_more):
        raise Cancelled

    monkeypatch.setattr(desk.transport, "send", stopped)
    with pytest.raises(Cancelled):
        ask(desk, place)
    assert desk.history.flush(60)
    (entry,) = desk.history.find(Wanted(text="cancelled"))
    assert entry.status is None


def test_the_token_is_nowhere_on_the_disk(desk, place, data_dir):
    ask(desk, place)
    token = desk.cloud(place.profile).token(CancelToken())
    assert all(
        token.encode() not in file.read_bytes() for file in data_dir.glob("history*") if file.is_file()
    )
