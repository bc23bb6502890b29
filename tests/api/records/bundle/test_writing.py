"""Writing a bundle: whole or not at all, for this person only, and never held in memory whole."""

import stat
import tracemalloc

import pytest

from api.errors import Cancelled, MachineFailed
from api.records.bundle.wish import BundleForm, Wish
from api.records.bundle.writing import as_content, bundle_pieces, write_file
from api.running import CancelToken
from tests.builders.exchanges import a_response, an_exchange, an_image_list
from tests.builders.redacted import a_redacted


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "exports"
    path.mkdir()
    return path


@pytest.fixture
def big():
    redacted = a_redacted(an_exchange(a_response(an_image_list(4_000))))
    yield redacted
    redacted.close()


def test_a_file_is_whole_and_for_this_person_only(folder):
    count = write_file([b"one ", b"two"], folder / "a.har", CancelToken())
    assert (folder / "a.har").read_bytes() == b"one two"
    assert count == 7
    assert stat.S_IMODE((folder / "a.har").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["a.har"]


def test_a_file_that_is_there_stays_unless_that_was_said(folder):
    target = folder / "a.har"
    target.write_text("mine")
    with pytest.raises(MachineFailed, match="is there already"):
        write_file([b"new"], target, CancelToken())
    assert target.read_text() == "mine"
    write_file([b"new"], target, CancelToken(), replace=True)
    assert target.read_text() == "new"
    assert [path.name for path in folder.iterdir()] == ["a.har"]


def test_a_file_that_comes_there_meanwhile_stays(folder):
    target = folder / "a.har"

    def pieces():
        yield b"new"
        target.write_text("somebody's")

    with pytest.raises(MachineFailed):
        write_file(pieces(), target, CancelToken())
    assert target.read_text() == "somebody's"
    assert [path.name for path in folder.iterdir()] == ["a.har"]


def test_where_no_file_can_be_that_is_said(folder):
    with pytest.raises(MachineFailed, match="could not be written"):
        write_file([b""], folder / "no" / "a.har", CancelToken())


def test_a_cancelled_file_leaves_nothing(folder, big):
    cancel = CancelToken()
    target = folder / "a.har"
    target.write_text("before")

    def pieces():
        for number, piece in enumerate(bundle_pieces([big], Wish(BundleForm.HAR))):
            if number == 3:
                cancel.cancel()
            yield piece

    with pytest.raises(Cancelled):
        write_file(pieces(), target, cancel, replace=True)
    assert target.read_text() == "before"
    assert [path.name for path in folder.iterdir()] == ["a.har"]


@pytest.mark.parametrize("form", BundleForm)
@pytest.mark.parametrize("stand_ins", [False, True])
def test_a_large_body_is_never_held_whole(form, stand_ins, big):
    """About 3 MB; what is held meanwhile is an index of numbers at most."""
    size = len(big.exchange.response.content)
    tracemalloc.start()
    try:
        largest = max(map(len, bundle_pieces([big], Wish(form, stand_ins=stand_ins))))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert largest < 1 << 20
    assert peak < size


def test_a_bundle_to_look_at_is_the_same_whatever_its_size(big):
    small = a_redacted()
    for redacted in (small, big):
        pieces = list(bundle_pieces([redacted], Wish(BundleForm.HAR)))
        content = as_content(pieces)
        assert content.bytes() == b"".join(pieces)
        content.close()


def test_nothing_stays_open_when_a_bundle_is_stopped(big):
    def pieces():
        for number, piece in enumerate(bundle_pieces([big], Wish(BundleForm.HAR))):
            if number > 20:
                raise Cancelled
            yield piece

    with pytest.raises(Cancelled):
        as_content(pieces())
