"""Finding: what is found is what a plain walk over the decoded texts finds, however it is written and however long."""

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import api.answer.matchers as matchers_module
import api.answer.search as search_module
import api.answer.texts.pieces as pieces_module
from api.answer.document import Document
from api.answer.matchers import BadPattern, Wanted, Where
from api.answer.plain import decode
from api.answer.search import Matches, find
from api.answer.spelling import folded
from api.answer.texts.pieces import text_pieces
from api.answer.veil import Veil
from api.errors import Cancelled
from api.wire.response import Content


def found_in(data, wanted, pointers=()):
    document = Document(Content(data))
    matches = Matches(wanted)
    find(document, Veil(document, pointers), matches)
    return document, matches


def walked(document, wanted):
    """What has to be found: by looking at every text."""
    ready = (lambda text: text) if wanted.case else folded
    needle = ready(wanted.text)
    hits = []
    for node in range(len(document)):
        name, own = document.key(node), document.text(node)
        in_name = wanted.where is not Where.VALUES and name is not None and needle in ready(name)
        in_value = (
            wanted.where is not Where.NAMES and not document.is_container(node) and needle in ready(own)
        )
        if in_name or in_value:
            hits.append(node)
    return hits


def pointers_of(data, wanted, pointers=()):
    document, matches = found_in(data, wanted, pointers)
    return [document.pointer(node) for node in matches]


# Any text, written in any way

ODD = "éÉßẞſKσςΣµμİıǅ\u2028\ufffd\x00😀𐐀𐐨"
LETTERS = st.sampled_from([*'aAbBkKsS1 "\\/\n\t{}[]:,uUdD08', *ODD, "\\ud83d", "\\u"])
TEXTS = st.lists(LETTERS, max_size=8).map("".join)


@st.composite
def spelled(draw, texts=TEXTS):
    """A JSON string with each character written in one of the ways that JSON has."""
    out = []
    for each in draw(texts):
        units = each.encode("utf-16-be", "surrogatepass")
        escaped = "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
        ways = [escaped, escaped.replace("a", "A").replace("e", "E").replace("d8", "D8")]
        if each not in '"\\' and each >= " ":
            ways.append(each)
        ways += [w for w in ('\\"', "\\\\", "\\/", "\\n", "\\t") if json.loads(f'"{w}"') == each]
        out.append(draw(st.sampled_from(ways)))
    return ('"' + "".join(out) + '"').encode("utf-8", "surrogatepass")


PARTS = rb"""a A \\ \" \u0061 \ud83d \ude00 \q \uZZ \n n u 0061""".split()
BROKEN = [b"\xf0\x9f\x98\x80", b"\xff", b"\xc3", b"\xe2\x82", b"\x80" * 5]
RAW_STRINGS = st.one_of(
    spelled(),
    st.lists(st.sampled_from(PARTS + BROKEN), max_size=10).map(lambda p: b'"' + b"".join(p) + b'"'),
)
SCALARS = st.one_of(
    RAW_STRINGS,
    st.sampled_from([b"1", b"-0.50e+10", b"NaN", b"true", b"null", b"[]", b"{}", b"123456789012345678901"]),
)
SPACE = st.sampled_from([b"", b" ", b"\n  ", b"\t"])


@st.composite
def objects(draw, inner):
    members = draw(st.lists(st.tuples(RAW_STRINGS, SPACE, inner), max_size=4))
    return b"{" + b",".join(key + space + b":" + space + value for key, space, value in members) + b"}"


@st.composite
def arrays(draw, inner):
    items = draw(st.lists(st.tuples(SPACE, inner), max_size=4))
    return b"[" + b",".join(space + value for space, value in items) + b"]"


DOCUMENTS = st.recursive(SCALARS, lambda inner: objects(inner) | arrays(inner), max_leaves=12)
NEEDLES = st.one_of(
    st.lists(LETTERS, min_size=1, max_size=3).map("".join),
    st.sampled_from(["0061", "n", "ud", "\\", "\ufffd", "\\q", "ull"]),
)


@settings(max_examples=400, deadline=None)
@given(DOCUMENTS, NEEDLES, st.booleans(), st.sampled_from(Where), st.sampled_from([7, 64, 1 << 18]))
@example(b'{"a": "x\\ud83d\\ude00", "\\ud83d": 1}', "\\ud83d", False, Where.BOTH, 7)
@example(b'["\\u212a", "k"]', "K", False, Where.BOTH, 64)
@example(b'["\\\\n", "\\n"]', "n", False, Where.BOTH, 64)
@example(b'{"a" : "b : c"}', " ", False, Where.BOTH, 64)
@example(b'{"a" : "b : c"}', ": ", True, Where.VALUES, 64)
def test_what_is_found_is_what_a_plain_walk_finds(data, needle, case, where, size):
    wanted = Wanted(needle, case, False, where)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_module, "_SLICE", size)
        patch.setattr(search_module, "_READ_WHOLE", size * 2)
        document, matches = found_in(data, wanted)
    assert list(matches) == walked(document, wanted)


@settings(max_examples=300, deadline=None)
@given(RAW_STRINGS, st.integers(min_value=16, max_value=40))
def test_pieces_are_the_whole(data, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces_module.piece_end, "__defaults__", (size,))
        assert "".join(text_pieces(Document(Content(data)), 0)) == decode(data[1:-1])


@given(TEXTS, TEXTS)
def test_cases_are_alike_letter_by_letter(text, other):
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)
    assert folded(text) + folded(other) == folded(text + other)


# What counts


def test_names_values_or_both():
    data = b'{"name": "x", "x": {"name": 1}, "list": ["name", "NAME"]}'
    assert pointers_of(data, Wanted("name")) == ["/name", "/x/name", "/list/0", "/list/1"]
    assert pointers_of(data, Wanted("name", where=Where.NAMES)) == ["/name", "/x/name"]
    assert pointers_of(data, Wanted("name", where=Where.VALUES)) == ["/list/0", "/list/1"]
    assert pointers_of(data, Wanted("NAME", case=True)) == ["/list/1"]


def test_a_name_and_its_value_are_one_match():
    assert pointers_of(b'{"aa": "aa aa", "b": "aa"}', Wanted("aa")) == ["/aa", "/b"]


def test_brackets_commas_and_spaces_are_not_text():
    data = b'{ "a" : [ 1 , 2 ] , "b":\n"c" }'
    for mark in ("{", "[", ",", ":", " ", '"', "\n", '"a"'):
        assert pointers_of(data, Wanted(mark)) == []


def test_nothing_is_wanted_nothing_is_found():
    assert pointers_of(b'{"a": 1}', Wanted("")) == []


@pytest.mark.parametrize("pattern", [False, True])
def test_hidden_values_are_never_found_their_names_are(pattern):
    data = b'{"key": {"inner": "s3cret"}, "id": "s3cret-id", "open": "s3cret"}'
    wanted = Wanted("s3cret", pattern=pattern)
    assert pointers_of(data, wanted, ("/key", "/id")) == ["/open"]
    assert pointers_of(data, Wanted("inner|key" if pattern else "inner", pattern=pattern), ("/key",)) == (
        ["/key"] if pattern else []
    )
    assert pointers_of(data, Wanted("id", pattern=pattern), ("/id",)) == ["/id"]


def test_a_long_text_is_looked_through_in_pieces():
    long = "x" * 300_000 + "Needle" + "y" * 300_000
    data = json.dumps({"a": long, "b": long.replace("Needle", "")}).encode()
    assert pointers_of(data, Wanted("xneedley")) == ["/a"]
    assert pointers_of(data, Wanted("xneedley", case=True)) == []
    assert pointers_of(data, Wanted("^x+Needle", pattern=True)) == ["/a"]
    over_the_edge = json.dumps({"a": "x" * 65_533 + "Needle" + "y" * 300_000}).encode()
    assert pointers_of(over_the_edge, Wanted("needle")) == ["/a"]
    assert pointers_of(b"[" + b"1" * 300_000 + b"2]", Wanted("112")) == ["/0"]


def test_at_most_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(search_module, "MOST", 5)
    for pattern in (False, True):
        _document, matches = found_in(b"[1,1,1,1,1]", Wanted("1", pattern=pattern))
        assert (len(matches), matches.more) == (5, False)
        _document, matches = found_in(b"[1,1,1,1,1,1]", Wanted("1", pattern=pattern))
        assert (len(matches), matches.more) == (5, True)


def test_matches_know_their_places():
    document, matches = found_in(b'["a", "b", "ab", "c"]', Wanted("a"))
    assert 1 in matches
    assert 2 not in matches
    assert "1" not in matches
    assert [matches.at(node) for node in (0, 1, 2, 4)] == [0, 0, 1, 2]
    assert document.text(matches[1]) == "ab"


@pytest.mark.parametrize("pattern", [False, True])
def test_a_search_can_be_stopped_and_tells_how_far_it_is(pattern):
    document = Document(Content(b"[" + b",".join([b'"abc"'] * 1000) + b"]"))
    matches = Matches(Wanted("b", pattern=pattern))
    seen = []

    def check():
        if seen:
            raise Cancelled

    with pytest.raises(Cancelled):
        find(
            document,
            Veil(document),
            matches,
            lambda: None,
            lambda: (seen.append(len(matches)), check()),
        )
    assert seen


# Regular expressions


def test_a_pattern_is_looked_for_in_each_text():
    data = b'{"id": "abc-1", "other": "xabc-2", "n": 42}'
    assert pointers_of(data, Wanted(r"^abc-\d$", pattern=True)) == ["/id"]
    assert pointers_of(data, Wanted(r"^[IN]", pattern=True)) == ["/id", "/n"]
    assert pointers_of(data, Wanted(r"^[IN]", case=True, pattern=True)) == []
    assert pointers_of(data, Wanted(r"^4", pattern=True, where=Where.VALUES)) == ["/n"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a(b", "Not a regular expression: missing ) at character 4."),
        ("*a", "Not a regular expression: nothing to repeat at character 1."),
        ("[a", "Not a regular expression: unterminated character set at character 3."),
        ("(" * 5000, "Not a regular expression: it is nested too deeply."),
        ("(?:" * 2000 + ")" * 2000, "Not a regular expression: it is nested too deeply."),
    ],
    ids=lambda text: text[:40],
)
def test_a_wrong_pattern_is_explained_with_its_place(text, sentence):
    with pytest.raises(BadPattern, match=re.escape(sentence)):
        found_in(b"[]", Wanted(text, pattern=True))


@pytest.mark.parametrize(
    "text", ["(a{10000}){10000}", "a{1000000}", "[b]{99999,}x{,5}c{30}", "((?:ab){300,400}c){400,}"]
)
def test_a_pattern_that_would_fill_the_memory_with_repetitions_is_refused(text):
    with pytest.raises(BadPattern, match="asks for too many repetitions"):
        found_in(b"[]", Wanted(text, pattern=True))


@pytest.mark.parametrize(
    "text", ["(?R)", "a(?R)?b", "(a(?1)?b)", "(?P<x>a(?&x)?)", "(?P<x>a(?P>x)?)", "(a)(?-1)"]
)
def test_a_pattern_that_contains_itself_is_refused(text):
    with pytest.raises(BadPattern, match="cannot contain itself"):
        found_in(b"[]", Wanted(text, pattern=True))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"\{1000000}", "{1000000}"),
        (r"^\(?R$", "R"),
        ("(?i:r){2}(?-i:x)", "rRx"),
        ("a{,99999999}b{3}", "bbb"),
    ],
)
def test_what_only_looks_like_too_much_is_no_reason_to_refuse(text, value):
    assert pointers_of(json.dumps([value]).encode(), Wanted(text, pattern=True)) == ["/0"]


def test_a_pattern_that_never_ends_is_stopped(monkeypatch):
    monkeypatch.setattr(matchers_module.PatternMatcher.__init__, "__defaults__", (0.3,))
    hostile = json.dumps(["ab", "a", "a" * 5000 + "b", "a"]).encode()
    _document, matches = found_in(hostile, Wanted("(a+)+$", pattern=True))
    assert list(matches) == [2]
    assert matches.stopped == "Stopped after 0.3 s of matching."


def test_a_pattern_that_never_ends_gives_way_when_nobody_wants_it():
    document, asked = Document(Content(json.dumps(["a" * 5000 + "b"]).encode())), []

    def check():
        asked.append(1)
        if len(asked) > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        find(document, Veil(document), Matches(Wanted("(a+)+$", pattern=True)), check)
