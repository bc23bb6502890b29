"""A large body joins its entry when its answer was shown; until then the entry is there without it."""

import threading

import pytest

from api.records.history import history as history_module
from api.records.history import note
from api.records.history.entry import News, Wanted
from api.records.history.history import History
from api.records.history.scrubbing import BODY_REMOVED
from api.records.history.writing import NOT_YET
from tests.builders.exchanges import a_response
from tests.builders.recorded import sent

SECRET = "a-token-of-the-day"


def a_large_one():
    return sent(
        a_response(
            b'{"name": "wheezy", "echo": "' + SECRET.encode() + b'", "x": "' + b"x" * note.AT_ONCE + b'"}'
        )
    )


@pytest.fixture
def held(history, monkeypatch):
    """Bodies come when somebody hurries them and not before. Returns what waits until the entries are written."""
    monkeypatch.setattr(history_module, "_AFTER_IT_IS_SHOWN", 60.0)

    def entries_are_written():
        done = threading.Event()
        history._writer.submit(done.set)
        assert done.wait(20)

    return entries_are_written


def told(history, entry_id):
    kept = history.open(entry_id)
    try:
        return kept.lacks, kept.entry.has_body, kept.redacted.exchange.response.content.bytes()
    finally:
        kept.close()


def test_the_entry_is_there_before_its_body(history, held):
    large, heard = a_large_one(), []
    history.listen(heard.append)
    history.note(large, [SECRET])
    held()
    assert told(history, large.id) == (NOT_YET, False, b"")
    assert history.find()[0].size == len(large.response.content)
    assert history.find(Wanted(text="wheezy")) == []
    assert history.flush(60)
    lacks, has_body, body = told(history, large.id)
    assert (lacks, has_body) == ("", True)
    assert b"wheezy" in body
    assert SECRET.encode() not in body
    assert [entry.id for entry in history.find(Wanted(text="wheezy"))] == [large.id]
    assert heard == [News.ADDED, News.CHANGED]


def test_small_ones_do_not_wait_for_large_ones(history, held):
    large, small = a_large_one(), sent(a_response(b'{"id": 1}'))
    history.note(large)
    history.note(small)
    held()
    assert told(history, small.id) == ("", True, b'{"id": 1}')


def test_the_end_waits_for_no_moment_and_nothing_is_lost(data_dir, held):
    history, large = History(data_dir), a_large_one()
    history.note(large)
    assert history.close(30)
    assert told(History(data_dir), large.id)[:2] == ("", True)


def test_an_end_in_the_midst_says_that_the_body_is_not_kept(data_dir, held, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slow(check):
        begun.set()
        go_on.wait(20)
        check()

    history, large = History(data_dir), a_large_one()
    monkeypatch.setattr(
        note, "redact", lambda exchange, secrets, check, _redact=note.redact: _slow(_redact, slow, exchange)
    )
    history.note(large)
    assert not history.close(0.5)
    assert begun.is_set()
    go_on.set()
    assert told(History(data_dir), large.id) == (NOT_YET, False, b"")


def _slow(redact, slow, exchange):
    if exchange.response is not None and len(exchange.response.content):
        slow(lambda: None)
    return redact(exchange)


@pytest.mark.parametrize("remove", [lambda h, e: h.remove([e.id]), lambda h, _e: h.clear()])
def test_what_was_removed_meanwhile_does_not_come_back(history, held, remove):
    large = a_large_one()
    history.note(large)
    remove(history, large)
    assert history.flush(60)
    assert history.count() == 0
    assert history._db.execute("SELECT count(*) FROM bodies").fetchone() == (0,)


def test_bodies_that_were_removed_meanwhile_do_not_come_back(history, held):
    large = a_large_one()
    history.note(large)
    history.remove_bodies()
    assert history.flush(60)
    assert told(history, large.id) == (BODY_REMOVED, False, b"")
    assert history._db.execute("SELECT count(*) FROM bodies").fetchone() == (0,)


def test_a_body_that_cannot_be_read_is_told_and_the_next_one_is_kept(history, held, monkeypatch):
    def redact(exchange, secrets, check, _redact=note.redact):
        if exchange.response is not None and exchange.response.content.bytes().startswith(b"[1"):
            raise MemoryError
        return _redact(exchange, secrets, check)

    monkeypatch.setattr(note, "redact", redact)
    broken, large = sent(a_response(b"[1" + b" " * note.AT_ONCE + b"]")), a_large_one()
    history.note(broken)
    assert history.flush(60)
    assert history.problem is not None
    history.note(large)
    assert history.flush(60)
    assert history.problem is None
    assert told(history, broken.id) == (NOT_YET, False, b"")
    assert told(history, large.id)[:2] == ("", True)
