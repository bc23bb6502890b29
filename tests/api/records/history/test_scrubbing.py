"""What is removed is gone from every file, down to the bytes."""

import base64
import json
import random
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from api.errors import PitchforkError
from api.records.history.entry import Wanted
from api.wire.request import Slot, Template
from tests.builders.exchanges import STARTED, a_request, a_response
from tests.builders.recorded import sent


def trace(folder, word):
    """Whether a word stands in any file, plain or in what may be a compressed part of it."""
    for file in folder.iterdir():
        data = file.read_bytes()
        if word.encode() in data or any(word.encode() in each for each in unpacked(data)):
            return True
    return False


def unpacked(data):
    for start in (b"\x78\x5e", b"\x78\x9c", b"\x78\x01"):
        at = data.find(start)
        while at >= 0:
            inflater = zlib.decompressobj()
            with suppress(zlib.error):
                yield inflater.decompress(data[at:])
            at = data.find(start, at + 1)


def planted(word, minutes=0):
    """An exchange with a word in its address, both bodies, and nowhere else."""
    request = replace(
        a_request(url=f"https://dfw.images.example.com/v2/{word}", method="PUT"),
        body=json.dumps({"sent": f"{word}-sent", "more": "x" * 3000}).encode(),
    )
    answer = a_response({"answered": f"{word}-answered", "rows": list(range(2000))})
    return sent(answer, request=request, minutes=minutes)


@pytest.fixture
def three(keep):
    made = [planted(word, minutes) for minutes, word in enumerate(("canaryone", "canarytwo", "canarysix"))]
    keep(*made)
    return made


def test_what_is_kept_can_be_found_by_these_tests(three, data_dir):
    assert trace(data_dir, "canaryone")
    assert trace(data_dir, "canaryone-answered")
    assert trace(data_dir, "canaryone-sent")


def test_a_removed_entry_leaves_no_byte(history, three, data_dir):
    history.remove([three[0].id])
    assert not trace(data_dir, "canaryone")
    assert trace(data_dir, "canarytwo-answered")
    assert history.count(Wanted(text="canarytwo-sent")) == 1


def test_a_removed_range_leaves_no_byte_but_stars_stay(history, three, data_dir):
    history.star([three[0].id])
    assert history.remove_all(Wanted(until=STARTED + timedelta(minutes=1, seconds=30))) == 1
    assert not trace(data_dir, "canarytwo")
    assert trace(data_dir, "canaryone")
    assert trace(data_dir, "canarysix")


def test_removed_bodies_leave_no_byte_and_the_lines_stay(history, three, data_dir, keep):
    slots = a_request(method="POST")
    template = Template.of('{"a": "canarybody", "p": ', Slot("body:p", "P"), "}")
    keep(sent(request=replace(slots, body=template)))
    history.remove_bodies()
    for word in ("canaryone", "canarytwo"):
        assert not trace(data_dir, f"{word}-answered")
        assert not trace(data_dir, f"{word}-sent")
    assert not trace(data_dir, "canarybody")
    assert history.count(Wanted(text="canaryone")) == 1
    assert history.count(Wanted(text="canaryone-sent")) == 0
    kept = history.open(three[0].id)
    assert kept.redacted.exchange.status == 200
    assert "removed" in kept.lacks
    assert not kept.exact
    assert not kept.entry.has_body


def test_a_cleared_history_leaves_no_byte(history, three, data_dir, keep):
    history.star([three[0].id])
    (data_dir / "history.db.damaged-1").write_text("canaryone")
    history.clear()
    for word in ("canaryone", "canarytwo", "canarysix", "images.example.com"):
        assert not trace(data_dir, word)
    assert history.count() == 0
    keep(planted("canarynew"))
    assert history.count(Wanted(text="canarynew")) == 1


def test_the_file_gets_smaller(history, keep, data_dir):
    noise = random.Random(1)
    texts = (base64.b64encode(noise.randbytes(60_000)) for _ in range(20))
    keep(*(sent(a_response(text, content_type="text/plain")) for text in texts))
    history.star(())
    before = sum(file.stat().st_size for file in data_dir.iterdir())
    history.clear()
    assert sum(file.stat().st_size for file in data_dir.iterdir()) < before / 4


def test_bodies_of_others_stay(history, keep):
    body = a_response({"shared": "body"})
    first, second = sent(body), sent(body)
    keep(first, second)
    history.remove([first.id])
    assert history.open(second.id).redacted.exchange.response.content.bytes() == body.content.bytes()
    with pytest.raises(PitchforkError):
        history.open(first.id)
