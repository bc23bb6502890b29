"""The native reader does what the plain one does, byte for byte, on documents and on anything else."""

import json
import re
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.answer import native_index
from api.answer.document import ROOT, Document, build_index
from api.answer.index import NO_PARENT
from api.answer.native_index import NativeReader, library
from api.answer.plain_index import PlainReader
from api.errors import Cancelled
from api.wire.redaction import SECRET_MEMBERS
from api.wire.response import Content
from tests.fuzz.made_up import any_json, damaged_bytes

NAMES = (b"password", b"secret")
ARRAYS = (
    "starts",
    "keys",
    "tails",
    "parents",
    "kinds",
    "holders",
    "heads",
    "counts",
    "ends",
    "kids",
    "marked",
)
WORDS = b'{ } [ ] , : " \\ \\" \\u0041 a "a" "a": "\\u0061": "password": 1 -0.5e+3 01 1. NaN -Infinity tru true null'
PIECES = st.sampled_from([*WORDS.split(), b" ", b"\n"])
soup = st.lists(PIECES, max_size=30).map(b"".join)
spellings = st.sampled_from([{}, {"indent": 1}, {"ensure_ascii": False}, {"separators": (",", ":")}])
written = st.builds(lambda value, how: json.dumps(value, **how).encode(), any_json, spellings)


def both(data):
    view = memoryview(data)
    return (NativeReader(view, 0, NAMES, int).read(), PlainReader(view, 0, NAMES, int).read())


def test_the_library_is_built():
    assert library() is not None


@given(soup | damaged_bytes(written) | st.binary(max_size=40))
def test_both_readers_agree(data):
    native, plain = both(data)
    assert (native.fault, native.stopped) == (plain.fault, plain.stopped)
    for name in ARRAYS:
        assert list(getattr(native, name)) == list(getattr(plain, name)), name


@given(
    damaged_bytes(written),
    st.sampled_from(["", "a", "b", "é", "\n", '"', "\\", "\ufffd", "\ud800", "password"]),
)
def test_both_find_the_same_names(data, name):
    native, plain = both(data)
    for node, kind in enumerate(plain.kinds):
        assert native.closed_before(node) == plain.closed_before(node)
        assert native.member_before(node, name, 2) == plain.member_before(node, name, 2)
        if kind <= 2:
            assert native.names(node, int) == plain.names(node, int)
            assert list(native.column(node, name, 1, 9)) == list(plain.column(node, name, 1, 9))
            assert [native.place(kid) for kid in native.children(node, 0, 99)] == list(
                range(native.child_count(node))
            )


@pytest.mark.parametrize("spelled", [str, str.upper, str.title, "{}s".format, "x{}".format])
def test_both_mark_the_same_names_of_all_that_are_secret(spelled):
    names = sorted(name.encode() for name in SECRET_MEMBERS)
    others = {name[:-1] + "!" for name in SECRET_MEMBERS} | {"", "n" * 63, "n" * 64, "n" * 300}
    data = json.dumps({spelled(name): 1 for name in SECRET_MEMBERS} | dict.fromkeys(others, 2)).encode()
    view = memoryview(data)
    native, plain = (reader(view, 0, names, int).read() for reader in (NativeReader, PlainReader))
    assert list(native.marked) == list(plain.marked)
    if isinstance(spelled, type(str.upper)) or spelled is str:
        assert len(native.marked) == len(names)


def test_names_of_secrets_are_as_short_as_the_library_needs():
    source = native_index.LIBRARY.with_name("native_index.c").read_text("utf-8")
    (lengths,) = re.findall(r"#define NAME_LENGTHS (\d+)", source)
    assert max(map(len, SECRET_MEMBERS)) < int(lengths)


def test_names_written_with_escapes_are_names():
    native, _plain = both(rb'[{"\u0061b": 1}, {"ab": 2, "a\u0062": 3}, {"a": 4}, {"ab\u0020": 5}]')
    assert list(native.column(ROOT, "ab", 0, 9)) == [2, 5, -1, -1]
    assert native.names(ROOT, int) == ["ab", "a", "ab "]


def test_five_thousand_names_and_many_more():
    items = [{f"column {number} of {row}": 1 for number in range(200)} for row in range(50)] + [5, {}]
    native = NativeReader(memoryview(json.dumps(items).encode()), 0, NAMES, int).read()
    names = native.names(ROOT, int)
    assert len(names) == 10_001
    assert names[0] == "column 0 of 0"
    assert names[-1] == ""


def test_a_hundred_thousand_names_are_the_limit():
    data = json.dumps([{f"n{n}": 1} for n in range(100_010)]).encode()
    native = NativeReader(memoryview(data), 0, NAMES, int).read()
    assert len(native.names(ROOT, int)) == 100_000


def test_reading_stops_when_asked():
    asked = []

    def check():
        asked.append(1)
        if len(asked) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        NativeReader(memoryview(b"[" + b"1," * 8_000_000 + b"1]"), 0, NAMES, check).read()


def test_other_threads_run_while_it_reads():
    """A thread that counts gets on while one single string of 200 MB is looked through."""
    data = memoryview(b'["' + b"x" * 200_000_000 + b'"]')
    held, source = native_index._Held(0), native_index._Bytes(data)
    counted, done = [0], threading.Event()
    switching = sys.getswitchinterval()

    def count():
        while not done.is_set():
            counted[0] += 1

    counting = threading.Thread(target=count)
    counting.start()
    sys.setswitchinterval(0.5)  # the counter keeps the interpreter until somebody lets go of it
    try:
        before = counted[0]
        held.library.index_read(held.pointer, source.address, source.size, 1 << 40, b"\0")
        after = counted[0]
    finally:
        sys.setswitchinterval(switching)
        done.set()
        counting.join()
    assert after > before


def test_memory_lives_as_long_as_somebody_looks():
    content = Content(b'{"images": [1, 2, 3]}')
    document = Document(content)
    kids = document.children(1)
    document.close()
    content.close()
    assert list(kids) == [2, 3, 4]
    with pytest.raises(ValueError, match="closed"):
        document.kind(0)


def test_without_the_library_the_plain_reader_reads(monkeypatch):
    monkeypatch.setattr("api.answer.document.library", lambda: None)
    index = build_index(memoryview(b"[1]"))
    assert type(index).__name__ == "Index"
    assert list(index.parents) == [NO_PARENT, 0]


@pytest.mark.parametrize("version", [0, None])
def test_a_library_that_is_missing_or_of_another_version_is_not_used(monkeypatch, tmp_path, version):
    monkeypatch.setattr(native_index, "VERSION", version)
    if version is None:
        monkeypatch.setattr(native_index, "LIBRARY", tmp_path / "none.so")
    assert library.__wrapped__() is None
