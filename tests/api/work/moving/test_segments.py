"""Where segments go by: a full disk, a pause in their middle, and a copy that is another one than was sent."""

from __future__ import annotations

import hashlib
import threading

import pytest

from api.errors import MachineFailed, WrongBytes
from api.wire.streams import Head
from api.work.moving.region_copy import RegionCopy
from api.work.moving.segments import _FileSink
from api.work.work import State
from tests.builders.fault_proxy import Fault


class Full:
    """A file on a disk without room."""

    def seek(self, *_at):
        pass

    truncate = seek

    def write(self, _block):
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_a_sentence():
    sink = _FileSink(Full(), lambda _count: None)
    assert sink.begin(Head(200, (), 5))
    with pytest.raises(MachineFailed, match="No space left on device"):
        sink.write(b"hello")


def test_error_pages_are_not_taken_and_a_second_beginning_forgets_the_first(tmp_path):
    told = []
    with (tmp_path / "x").open("wb") as file:
        sink = _FileSink(file, told.append)
        assert not sink.begin(Head(404, (), 5))
        for data in (b"first", b"second!"):
            assert sink.begin(Head(200, (), None))
            sink.write(data)
    assert (tmp_path / "x").read_bytes() == b"second!"
    assert (sink.size, sink.md5) == (7, hashlib.md5(b"second!", usedforsecurity=False).hexdigest())
    assert told == [5, 7]


def copy_of(person):
    image = person.named("mail gateway")
    return RegionCopy(person.place, image, "LON", "exports", "from-dfw", clock=person.clock)


def test_a_pause_interrupts_a_segment_and_resuming_repeats_it(person, proxy):
    proxy.add(Fault("GET", r"-0002$", stall_down=1000))
    paused = threading.Event()
    work = person.desk.works.begin(copy_of(person))
    end = person.desk.works.listen(
        lambda each: paused.set() if each is work and work.state is State.PAUSED else None
    )
    while not [each for each in proxy.seen if each.target.endswith("-0002") and each.method == "GET"]:
        assert not threading.Event().wait(0.01)
    work.pause()
    assert paused.wait(10)
    end()
    work.resume()
    person.wait_for(work)
    assert work.state is State.DONE
    assert len([each for each in proxy.seen if each.target.endswith("-0002") and each.method == "GET"]) == 2


def test_an_upload_that_is_stored_otherwise_is_sent_again_and_given_up_in_the_end(person, proxy):
    wrong = (("ETag", "0" * 32),)
    proxy.add(Fault("PUT", r"/lon/.*-0001$", status=201, headers=wrong, swallow=True, times=99))
    with pytest.raises(WrongBytes, match="did not arrive in LON as it was sent"):
        person.run(copy_of(person))
    tries = [each for each in proxy.seen if each.method == "PUT" and each.target.endswith("-0001")]
    assert len(tries) == 6
