"""The history records what was sent, finds it, opens it, and makes room."""

import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api.errors import Cancelled, PitchforkError, RedirectStopped, TimedOut
from api.exchange.merged import Merged, Part
from api.model import Key, Location, Place
from api.records.history import history as history_module
from api.records.history.entry import News, Outcome, Wanted
from api.records.history.history import TOO_LARGE, TOO_MANY, History
from api.records.history.note import NO_TEXT
from api.running import CancelToken
from api.wire.request import FileBody, Template
from api.wire.response import Hop
from tests.builders.exchanges import STARTED, a_request, a_response, an_image_list
from tests.builders.recorded import sent


def titles(history, **wanted):
    return [entry.title for entry in history.find(Wanted(**wanted))]


def test_an_exchange_comes_back_as_it_was(history, keep):
    exchange = sent(
        a_response(an_image_list(), hops=(Hop(301, "https://dfw.images.example.com/v2/images"),)),
        request=replace(a_request(method="POST"), body=b'{"name": "web"}'),
    )
    keep(exchange)
    kept = history.open(exchange.id)
    back = kept.redacted.exchange
    assert back.request == exchange.request
    assert back.response.content.bytes() == exchange.response.content.bytes()
    assert replace(back, response=replace(back.response, content=None)) == replace(
        exchange, response=replace(exchange.response, content=None)
    )
    assert kept.exact
    assert kept.lacks == ""
    kept.close()
    assert history.open(str(kept.entry.number)).entry == kept.entry


def test_an_entry_tells_what_stands_on_its_line(history, keep):
    exchange = sent(an_image_list(2))
    keep(exchange)
    (entry,) = history.find()
    assert (entry.id, entry.call_id, entry.product) == (
        exchange.id,
        "cloud-images.list-images",
        "cloud-images",
    )
    assert (entry.method, entry.status, entry.title) == ("GET", 200, "List Images")
    assert (entry.profile, entry.account, entry.region) == ("p1", "912345", "DFW")
    assert entry.started == STARTED
    assert entry.request_id.startswith("req-")
    assert entry.size == len(exchange.response.content)
    assert entry.has_body
    assert not entry.starred


@pytest.mark.parametrize(
    "error", [TimedOut("It took too long.", "Try again.", "60 s"), Cancelled("Cancelled.")]
)
def test_what_got_no_answer_is_kept_with_the_reason(history, keep, error):
    exchange = sent(error=error)
    keep(exchange)
    back = history.open(exchange.id).redacted.exchange
    assert type(back.error) is type(error)
    assert (back.error.sentence, back.error.hint, back.error.details) == (
        error.sentence,
        error.hint,
        error.details,
    )
    assert back.response is None
    (entry,) = history.find(Wanted(outcome=Outcome.NONE))
    assert (entry.status, entry.sentence) == (None, error.sentence)


def test_an_error_keeps_what_it_tells_beside_its_words(history, keep):
    exchange = sent(error=RedirectStopped("Elsewhere.", location="https://other.example.com/"))
    keep(exchange)
    assert history.open(exchange.id).redacted.exchange.error.location == "https://other.example.com/"


def test_an_answer_of_several_keeps_what_was_asked(history, keep):
    part = Part(Place("p1", "1", "DFW"), "x · DFW", a_request(), 200, "req-1", STARTED, 0.5, 3, label="DFW")
    bare = Part(Place(None), "y", trouble="Nobody is signed in.")
    whole = replace(
        sent(an_image_list(3)), merged=Merged("regions", (part, bare), plan=object(), trouble="Half.")
    )
    keep(whole)
    merged = history.open(whole.id).redacted.exchange.merged
    assert merged.parts == (part, bare)
    assert (merged.kind, merged.plan, merged.trouble) == ("regions", None, "Half.")


def test_a_file_is_named_and_not_read(history, keep, tmp_path):
    file = tmp_path / "disk.raw"
    file.write_bytes(b"canary-of-the-disk" * 10)
    exchange = sent(request=replace(a_request(), body=FileBody.of(file)))
    keep(exchange)
    assert history.open(exchange.id).redacted.exchange.request.body == FileBody.of(file)
    assert history.count(Wanted(text="canary")) == 0


def test_secrets_are_not_kept_and_their_slots_are(history, keep, data_dir):
    exchange = sent(a_response({"echo": "gAAAA-token-of-today"}))
    keep(exchange, secrets=("gAAAA-token-of-today",))
    assert history.open(exchange.id).redacted.exchange.request.needs_token
    assert all(b"token-of-today" not in file.read_bytes() for file in data_dir.iterdir())


def test_a_request_with_a_secret_outside_of_a_slot_is_not_exact(history, keep):
    exchange = sent(request=replace(a_request(), body=b'{"adminPass": "pass-1234"}'))
    keep(exchange)
    assert not history.open(exchange.id).exact


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("debian", ["List Images"]),
        ("DEBIAN buster", ["List Images"]),
        ("eb", ["List Images"]),
        ("(pvhvm)", ["List Images"]),
        ("404", ["Get Image Details"]),
        ("café", ["Get Image Details"]),
        ("shared/x", ["Get Image Details"]),
        ("nothing-like-it", []),
        ("\"debian\" and 'x'", []),
        ("", ["Get Image Details", "List Images"]),
    ],
)
def test_words_are_found_wherever_they_stand(history, keep, text, found):
    keep(
        sent(an_image_list(3)),
        sent(
            a_response({"message": "No café is here"}, 404, "Not Found"),
            title="Get Image Details",
            url="https://dfw.images.example.com/v2/images/shared/x",
            minutes=1,
        ),
    )
    assert titles(history, text=text) == found
    assert history.count(Wanted(text=text)) == len(found)


def test_without_an_index_the_same_is_found(data_dir, monkeypatch, keep, history):
    keep(sent(an_image_list(3)))
    assert history.close()
    monkeypatch.setattr("api.records.history.schema.has_index", lambda _db: False)
    bare = History(data_dir)
    bare.note(sent(a_response({"name": "fedora"}), title="Second", minutes=1))
    assert bare.flush(60)
    assert titles(bare, text="fedora") == ["Second"]
    assert titles(bare, text="debian buster") == ["List Images"]
    assert bare.close()
    monkeypatch.undo()
    again = History(data_dir)
    again.star(())  # it is opened for writing, and the index made anew
    assert titles(again, text="fedora") == ["Second"]
    assert again.close()


def test_entries_can_be_narrowed_down(history, keep):
    keep(
        sent(),
        sent(a_response({}, 503, "Busy"), method="DELETE", title="Delete Image", region="IAD", minutes=60),
        sent(error=TimedOut("Too long."), title="Slow", minutes=120),
    )
    assert titles(history, method="DELETE") == ["Delete Image"]
    assert titles(history, outcome=Outcome.FAILED) == ["Delete Image"]
    assert titles(history, outcome=Outcome.GOOD) == ["List Images"]
    assert titles(history, status=503) == ["Delete Image"]
    assert titles(history, region="IAD") == ["Delete Image"]
    assert titles(history, profile="other") == []
    assert titles(history, product="cloud-images", limit=1) == ["Slow"]
    assert titles(history, since=STARTED + timedelta(minutes=90)) == ["Slow"]
    assert titles(history, until=STARTED + timedelta(minutes=30)) == ["List Images"]
    choices = history.choices()
    assert choices.methods == ("DELETE", "GET")
    assert choices.regions == ("DFW", "IAD")
    assert choices.profiles == (("p1", "Practice cloud"),)


def test_the_list_goes_on_behind_an_entry(history, keep):
    keep(*(sent(title=str(number), minutes=number // 2) for number in range(5)))
    first = history.find(Wanted(limit=2))
    assert [entry.title for entry in first] == ["4", "3"]
    assert titles(history, after=first[-1]) == ["2", "1", "0"]


def test_stars_stay_beyond_the_limit(data_dir):
    history = History(data_dir, lambda: 150_000)
    first = sent(a_response(an_image_list(3)), title="First")
    history.note(first)
    assert history.flush(60)
    history.star([first.id])
    for number in range(30):
        history.note(sent(a_response({"n": list(range(number * 500, number * 500 + 500))}), minutes=number))
    assert history.flush(60)
    left = titles(history)
    assert left[-1] == "First"
    assert 2 < len(left) < 31
    assert history.find(Wanted(starred=True))[0].id == first.id
    history.star([first.id], starred=False)
    assert history.count(Wanted(starred=True)) == 0
    assert history.close()


def test_the_same_body_is_kept_once(history, keep, data_dir):
    keep(*(sent(an_image_list()) for _ in range(5)))
    import sqlite3

    with sqlite3.connect(data_dir / "history.db") as db:
        assert db.execute("SELECT count(*) FROM bodies").fetchone() == (1,)
    db.close()


def test_a_large_answer_is_unpacked_into_a_file(history, keep):
    body = b'{"n": [' + b",".join(b"%d" % n for n in range(900_000)) + b"]}"
    exchange = sent(a_response(body))
    keep(exchange)
    kept = history.open(exchange.id)
    assert kept.redacted.exchange.response.content.bytes() == body
    kept.close()


def test_what_is_too_large_leaves_its_head(history, keep, monkeypatch):
    monkeypatch.setattr(history_module, "LARGEST_BODY", 100)
    exchange = sent(an_image_list())
    keep(exchange)
    kept = history.open(exchange.id)
    assert kept.lacks == TOO_LARGE
    assert kept.redacted.exchange.status == 200
    assert not kept.entry.has_body
    assert kept.entry.size == len(exchange.response.content)


def test_bytes_that_are_no_text_are_not_kept(history, keep):
    answer = a_response(bytes(range(256)), content_type="application/octet-stream")
    exchange = sent(answer, request=replace(a_request(), body=bytes(range(200))))
    keep(exchange)
    kept = history.open(exchange.id)
    assert kept.lacks == NO_TEXT
    assert kept.entry.size == 256
    assert not kept.exact


def test_what_comes_while_too_much_waits_leaves_its_head(history, monkeypatch):
    monkeypatch.setattr(history_module, "MOST_WAITING", 10)
    gate = threading.Event()
    history._writer.submit(gate.wait)
    first, second = sent(an_image_list(1)), sent(an_image_list(2))
    history.note(first)
    history.note(second)
    gate.set()
    assert history.flush(60)
    assert [history.open(each.id).lacks for each in (first, second)] == ["", TOO_MANY]


def test_the_sender_may_close_the_answer_at_once(history):
    exchange = sent(an_image_list())
    size = len(exchange.response.content)
    gate = threading.Event()
    history._writer.submit(gate.wait)
    history.note(exchange)
    exchange.response.content.close()
    gate.set()
    assert history.flush(60)
    assert len(history.open(exchange.id).redacted.exchange.response.content) == size
    assert len(exchange.response.content) == 0


def test_listeners_hear_of_changes_until_they_leave(history, keep):
    heard = []
    leave = history.listen(heard.append)
    exchange = sent()
    keep(exchange)
    history.star([exchange.id])
    assert heard == [News.ADDED, News.CHANGED]
    leave()
    leave()
    keep(sent())
    assert len(heard) == 2


def test_an_exchange_is_kept_once(history, keep):
    exchange = sent()
    keep(exchange, exchange)
    assert history.count() == 1


def test_an_entry_that_is_not_there_is_a_sentence(history, keep):
    with pytest.raises(PitchforkError, match="no entry 7"):
        history.open("7")
    assert history.find() == []
    keep(sent())
    for wrong in ("7", "x-unknown", "9" * 30):
        with pytest.raises(PitchforkError, match="no entry"):
            history.open(wrong)


def test_a_look_can_be_cancelled(history, keep):
    keep(sent())
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        history.open(history.find()[0].id, cancel)


def test_files_are_for_this_person_only(history, keep, data_dir):
    keep(sent())
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in data_dir.iterdir()}
    assert modes == {"history.db": 0o600, "history.db-wal": 0o600, "history.db-shm": 0o600}


def test_a_closed_history_records_nothing_more(data_dir):
    history = History(data_dir)
    assert history.close()
    history.note(sent())
    assert not (data_dir / "history.db").exists()


def test_values_of_what_was_filled_in_come_back(history, keep):
    values = {Key(Location.QUERY, "limit"): 60, Key(Location.BODY, "tags"): ["a", None, {"b": 1.5}]}
    exchange = sent(request=replace(a_request(), values=values, body=Template.of("{", "}")))
    keep(exchange)
    assert history.open(exchange.id).redacted.exchange.request.values == values


def test_times_keep_their_microseconds(history, keep):
    exchange = replace(sent(), started=datetime(2026, 11, 23, 14, 0, 1, 234567, UTC))
    keep(exchange)
    assert history.find()[0].started == exchange.started
