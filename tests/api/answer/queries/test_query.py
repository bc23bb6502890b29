"""Queries over answers: what they find and keep as it was, what is explained, what may follow, examples."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.answer.answer import Answer, Form
from api.answer.document import Document
from api.answer.queries.check import LONGEST, BadQuery, check_query
from api.answer.queries.examples import examples
from api.answer.queries.names import complete
from api.answer.queries.notes import note_on
from api.answer.queries.query import run_query
from api.answer.queries.task import evaluate
from api.answer.tables.table import lists
from api.answer.veil import DOTS, Veil
from api.errors import Cancelled, PitchforkError
from api.running import CancelToken
from api.wire.response import Content

IMAGES = {
    "images": [
        {"id": "1", "name": "web", "status": "active", "size": 3, "created_at": "2021", "meta": {"k": 1}},
        {"id": "2", "name": "db", "status": "active", "size": None, "o d": 2, "tags": [{"t": 1}]},
    ],
    "next": "/v2/images?marker=2",
    "none": None,
    "empty": [],
}


def document(value):
    return Document(Content(value if isinstance(value, bytes) else json.dumps(value).encode()))


def answer(value, pointers=()):
    content = Content(value if isinstance(value, bytes) else json.dumps(value).encode())
    read = Document(content)
    return Answer(Form.JSON, content, read, Veil(read, pointers))


def ask(value, expression, pointers=()):
    return run_query(answer(value, pointers), expression, CancelToken(), 60.0)


def found(value, expression, hidden=()):
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return evaluate([memoryview(content)], expression, hidden, DOTS).decode()


class TestRunning:
    def test_the_result_is_a_document_of_its_own(self):
        result = ask(IMAGES, "images[].{n: name}")
        assert bytes(result.content.view) == b'[{"n":"web"},{"n":"db"}]'
        assert result.count == "2 items"
        assert result.lists == [0]
        assert result.note is None
        assert result.peak > 1 << 20
        result.close()

    @pytest.mark.parametrize(
        ("expression", "count"),
        [
            ("@", "4 members"),
            ("next", "1 value"),
            ("none", "null: nothing found"),
            ("images[:1]", "1 item"),
        ],
    )
    def test_says_how_much_it_found(self, expression, count):
        assert ask(IMAGES, expression).count == count

    @pytest.mark.parametrize(
        "expression",
        [
            "@",
            "to_string(@)",
            "join('', values(access.token))",
            "access.token",
            "*.token[]",
            "reverse(access.token.id)",
        ],
    )  # fmt: skip
    def test_what_is_hidden_stays_hidden(self, expression):
        body = {"access": {"token": {"id": "s3cr3t"}, "password": "hunter2"}}
        text = bytes(ask(body, expression, ["/access/token/id"]).content.view).decode()
        assert "3cr" not in text
        assert "3rc" not in text
        assert "unter" not in text

    def test_a_broken_answer_is_refused(self):
        with pytest.raises(PitchforkError, match="not complete JSON"):
            ask(b'{"a": [1, 2', "a")

    def test_a_name_that_is_missing_explains_what_went_wrong(self):
        with pytest.raises(BadQuery) as caught:
            ask(IMAGES, "sort_by(images, &nme)")
        assert str(caught.value) == (
            "sort_by() cannot work with null; it takes a string or number. "
            "Nothing here is called nme. Did you mean name?"
        )
        assert caught.value.at == 17

    def test_cancelled_is_cancelled(self):
        cancel = CancelToken()
        cancel.cancel()
        with pytest.raises(Cancelled):
            run_query(answer(IMAGES), "imagez", cancel)

    def test_ten_thousand_levels_are_asked(self):
        deep = b"[" * 10_000 + b"7" + b"]" * 10_000
        assert bytes(ask(deep, "@[0][0]").content.view) == deep[2:-2]

    def test_a_query_that_grows_without_end_is_stopped(self):
        with pytest.raises(PitchforkError):
            run_query(answer([1]), " | ".join(["[@, @]"] * 40), CancelToken(), 1.0)


class TestFaithfulness:
    @pytest.mark.parametrize(
        "number",
        [
            "1.10", "-0", "1e400", "-0.0", "1E5", "12345678901234567890123",
            "0.1000000000000000055511151231257827", "9" * 5000,
        ],
        ids=lambda text: text[:30],
    )  # fmt: skip
    def test_a_number_keeps_its_digits(self, number):
        content = b'{"a": [%b, "x"], "b": 1.5}' % number.encode()
        assert found(content, "@") == f'{{"a":[{number},"x"],"b":1.5}}'
        assert found(content, "to_string(a[0])") == f'"{number}"'
        assert found(content, "max([a[0]])") == number

    def test_numbers_of_all_kinds_are_numbers(self):
        assert (
            found(b"[1.10, 2, -0]", "[type([0]), sum(@), [0] < [1], [0] == `1.1`]")
            == '["number",3.1,true,true]'
        )

    def test_not_a_number_is_one(self):
        assert found(b'{"a": NaN, "b": -Infinity}', "@") == '{"a":NaN,"b":-Infinity}'

    def test_the_last_of_members_with_one_name_counts(self):
        assert found(b'{"a": 1, "b": 2, "a": 3}', "@") == '{"a":3,"b":2}'

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            (rb'"\ud800"', r'"\ud800"'),
            (rb'"\ud83d\ude00"', '"\U0001f600"'),
            (b'"\xff\xc3"', '"\ufffd\ufffd"'),
            (rb'"\q \\q \u12"', r'"\\q \\q \\u12"'),
            (b'"a\x00\tb"', r'"a\u0000\tb"'),
            (b'\xef\xbb\xbf"x"', '"x"'),
        ],
        ids=["half a pair", "a pair", "bad bytes", "bad escapes", "raw controls", "a mark in front"],
    )
    def test_texts_are_read_as_the_tree_shows_them(self, sent, kept):
        assert found(sent, "@") == kept

    def test_texts_and_digits_are_written_alike(self):
        odd = {'q"\\\n\u2028': ["é", "\U0001f600", {}, [], True, None, {"a": {"b": []}}]}
        plain = json.dumps(odd)
        exact = plain.replace("true", "true, 1.10")
        assert json.loads(found(plain.encode(), "@")) == odd
        assert found(exact.encode(), "@").replace("1.10,", "") == found(plain.encode(), "@")

    def test_hidden_ranges_may_lie_in_each_other(self):
        content = b'{"a": {"b": "secret"}, "c": "other"}'
        assert found(content, "@", [[12, 20], [6, 21], [28, 35]]) == f'{{"a":"{DOTS}","c":"{DOTS}"}}'

    def test_a_text_is_neither_more_nor_less_than_a_number(self):
        assert found({"a": "x", "b": 1}, "[a < b, a >= b, a == b]") == "[null,null,false]"

    @pytest.mark.parametrize(
        ("expression", "sentence"),
        [
            ("abs(next)", "abs() cannot work with a string; it takes a number."),
            ("sum(images)", "sum() cannot work with an object; it takes a list of numbers."),
            ("length(none)", "length() cannot work with null; it takes a string or list or object."),
            ("sort_by(images, &none)", "sort_by() cannot work with null; it takes a string or number."),
            ("sort_by(images, id)", "sort_by() cannot work with null; it takes &expression."),
            ("contains(next, `1`)", "A function of the query was given a value that it cannot work with."),
            ("&next", "&… is for functions like sort_by(); it is no result of its own."),
            ("[&next]", "&… is for functions like sort_by(); it is no result of its own."),
        ],
    )
    def test_what_cannot_be_worked_with_is_told(self, expression, sentence):
        with pytest.raises(PitchforkError) as caught:
            found(IMAGES, expression)
        assert caught.value.sentence == sentence


class TestChecking:
    @pytest.mark.parametrize(
        ("expression", "told", "at"),
        [
            ("a.b.", "The query ends too early: something must follow.", 4),
            ("a[?b", "The [? at column 2 is not closed.", 4),
            ("a.{b: c", "The { at column 3 is not closed.", 7),
            ("length(a", "The ( at column 7 is not closed.", 8),
            ("a ]", "Unexpected ] at column 3.", 2),
            ("a[?b > 1]", "Unexpected 1 at column 8. Numbers stand in backticks: `1`.", 7),
            ("a.1", "Unexpected 1 at column 3. An item is written [1], without a dot.", 2),
            ("a = 'b'", "Unexpected = at column 3. Two values are compared with ==.", 2),
            ("$.a", "Unexpected $ at column 1. A query begins at the answer itself, without $.", 0),
            ("‘a’", "Unexpected ‘ at column 1. Quotes are straight: 'text'.", 0),
            ("a == 'b", "The ' at column 6 is not closed.", 5),
            ("`\"`", "What stands in backticks at column 1 is not JSON.", 0),
            (r'"\q"', "The name in double quotes at column 1 is not written as JSON writes it.", 0),
            ("lenght(a)", "There is no function lenght(). Did you mean length()?", 0),
            ("a | length()", "length() takes one value; here are 0.", 4),
            ("contains(a)", "contains() takes 2 values; here are 1.", 0),
            ("not_null()", "not_null() takes at least one value; here are 0.", 0),
            ("a[?nope(b)].c", "There is no function nope().", 3),
            ("(lenth)(a)", "There is no function lenth(). Did you mean length()?", 0),
            ("a[1:2:0]", "The step at column 7 must not be 0.", 6),
            ("", "This is no query.", 0),
            ("a" * (LONGEST + 1), "A query has at most 16,384 characters.", LONGEST),
            ("(" * 8000, "This is nested too deeply.", 0),
            ("a[" + "9" * 5000 + "]", "This is no query.", 0),
        ],
        ids=lambda value: value[:20] if isinstance(value, str) else None,
    )  # fmt: skip
    def test_what_is_wrong_is_told_with_its_place(self, expression, told, at):
        with pytest.raises(BadQuery) as caught:
            check_query(expression)
        assert str(caught.value).startswith(told)
        assert caught.value.at == at

    @settings(max_examples=300)
    @given(st.text(alphabet="ab.[]?*{}(),:|&!=<>'\"`\\ 01-$@\u2019\U0001f600", max_size=30))
    @pytest.mark.filterwarnings("ignore:deprecated string literal:PendingDeprecationWarning")
    def test_any_text_is_a_query_or_told_why_not(self, expression):
        try:
            tree = check_query(expression)
        except BadQuery as error:
            told, at = error.sentence, error.at
        else:
            note_on(document(IMAGES), tree, expression)
            told, at = "fine", 0
        complete(document(IMAGES), expression)
        assert told
        assert 0 <= at <= len(expression)

    @pytest.mark.parametrize(
        "expression", ["a||" * 3000 + "a", "@ | " * 2000 + "@", "a." * 3000 + "a"], ids=len
    )
    def test_a_query_may_have_thousands_of_parts(self, expression):
        assert check_query(expression)


class TestNotes:
    @pytest.mark.parametrize(
        ("expression", "sentence", "at"),
        [
            ("imagez", "Nothing here is called imagez. Did you mean images?", 0),
            ("images.id", "id is asked of a list; write [] before it to ask each item.", 7),
            ("images[].{a: id, b: nme}", "Nothing here is called nme. Did you mean name?", 20),
            ("images[?statos=='x'].id", "Nothing here is called statos. Did you mean status?", 8),
            (
                "images[?status==active]",
                "active is a name here, and no value has it; a text is written 'active'.",
                16,
            ),
            (
                'images[?status=="active"]',
                "active in double quotes is a name here, and no value has it; a text is written 'active'.",
                16,
            ),
            ("images[?id==true]", "true is a name here; the value is written `true`.", 12),
            ("sort_by(images, &nam)", "Nothing here is called nam. Did you mean name?", 17),
            ("max_by(images, &id).nam", "Nothing here is called nam. Did you mean name?", 20),
            ("images[0].met", "Nothing here is called met. Did you mean meta?", 10),
            ("images[-1].meta", "Nothing here is called meta.", 11),
            ("images | [0].zz", "Nothing here is called zz.", 13),
            ("images[].tags[].u", "Nothing here is called u.", 16),
            ("length(imags)", "Nothing here is called imags. Did you mean images?", 7),
            ("map(&zz, images)", "Nothing here is called zz.", 5),
            ("images[0].*.zz", "Nothing here is called zz.", 12),
            ("next.zz", "Nothing here is called zz.", 5),
        ],
    )
    def test_a_name_that_is_nowhere_is_told(self, expression, sentence, at):
        note = note_on(document(IMAGES), check_query(expression), expression)
        assert (note.sentence, note.at) == (sentence, at)

    @pytest.mark.parametrize(
        "expression",
        [
            "images[].size", 'images[]."o d"', "images[].tags[].t", "none.x", "empty[].x", "zz || next", "images[9].x",
            "not_null(zz, next)", "images[?size].name", "images[1:].tags", "@.images[*].id | sort(@) | [0]",
            "images[].{id: id} | [].zz", "images[].tags[] | [0].t", "keys(images[0])[0].zz", "[images, next]",
            "images[0].meta.*", "to_array(images)[0].id", "!next", "`1`.zz", "'x' == next && none",
        ],
    )  # fmt: skip
    def test_nothing_is_claimed_where_it_is_there_or_cannot_be_told(self, expression):
        assert note_on(document(IMAGES), check_query(expression), expression) is None

    def test_lists_of_lists_and_many_values_are_looked_through(self):
        many = document({"a": [[{"x": 1}] * 60] * 100, "b": [{"c": [{"d": 1}] * 90}] * 90})
        assert note_on(many, check_query("a[][].x"), "a[][].x") is None
        assert note_on(many, check_query("b[].c[].e"), "b[].c[].e") is None, "more than is looked at"


class TestCompletion:
    @pytest.mark.parametrize(
        ("before", "start", "choices"),
        [
            ("", 0, ["images", "next", "none", "empty"]),
            ("im", 0, ["images"]),
            ("IM", 0, ["images"]),
            ("images.", 7, []),
            ("images[].na", 9, ["name"]),
            ("images[?", 8, ["id", "name", "status", "size"]),
            ("images[?status=='active' && na", 28, ["name"]),
            ("images[?status=='ac", 17, []),
            ("images[].{a: id, b: na", 20, ["name"]),
            ("images[].[na", 10, ["name"]),
            ("sort_by(images, &cr", 17, ["created_at"]),
            ("sort_by(images[?size], &size)[-1].na", 34, ["name"]),
            ("images | [0].", 13, ["id", "name", "status", "size"]),
            ("images[0].meta.", 15, ["k"]),
            ('images[]."o', 10, []),
            ("images[].o", 9, ['"o d"']),
            ("leng", 0, ["length("]),
            ("length(im", 7, ["images"]),
            ("[images[].id, ne", 14, ["next"]),
            ("length(images) ", 15, []),
            ("max_by(images, &id).", 20, ["id", "name", "status", "size"]),
            ("]", 1, []),
            ("a = b.", 6, []),
        ],
    )
    def test_names_are_those_that_may_stand_there(self, before, start, choices):
        completion = complete(document(IMAGES), before)
        assert completion.start == start
        assert list(completion.choices)[: len(choices)] == choices
        assert bool(completion.choices) is bool(choices)

    def test_names_inside_of_what_is_hidden_are_not_offered(self):
        read = document({"token": {"inner_name": 1}, "tokens": [{"other_name": 1}], "open": {"id": 1}})
        veil = Veil(read, ["/token", "/tokens"])
        for asked in ("token.", "tokens[].", "tokens[0]."):
            assert not complete(read, asked, hides=veil.hides).choices
        assert list(complete(read, "open.", hides=veil.hides).choices) == ["id"]
        note = note_on(read, check_query("token.inner_nam"), "token.inner_nam", hides=veil.hides)
        assert "inner_name" not in (note.sentence if note else "")
        veil.reveal_all()
        assert list(complete(read, "token.", hides=veil.hides).choices) == ["inner_name"]


class TestExamples:
    @pytest.mark.parametrize(
        "value",
        [
            IMAGES,
            [{"a b": 1, "it's": "it's \\ x `y`"}, {"a b": 2.5}],
            {"users": [{"enabled": True, "id": "x"}]},
            {"deep": {"list": [{"n": None}, {}]}},
            [1, 2],
            [],
            {},
            {"name": "n", "x y": 1},
            [{"status": ""}, {"status": 5}],
            [[{"a": 1}], {"b": "c"}],
        ],
        ids=lambda value: json.dumps(value)[:30],
    )
    def test_every_example_works_on_its_answer(self, value):
        read = document(value)
        shown = examples(read, Veil(read), lists(read))
        assert shown
        for example in shown:
            tree = check_query(example.expression)
            found(value, example.expression)
            assert note_on(read, tree, example.expression) is None

    def test_they_are_about_this_answer(self):
        read = document(IMAGES)
        assert [example.expression for example in examples(read, Veil(read), lists(read))] == [
            "length(images)",
            "images[].{name: name, id: id, status: status}",
            "images[?status=='active'].{name: name, id: id, status: status}",
            "reverse(sort_by(images[?size], &size))[:5]",
            "sort_by(images[?created_at], &created_at)[-1]",
            "images[?name && contains(name, 'x')]",
        ]

    def test_a_hidden_value_is_no_example(self):
        read = document({"l": [{"status": "s3cret"}]})
        veil = Veil(read, ["/l/*/status"])
        assert "s3cret" not in str(examples(read, veil, lists(read)))

    def test_a_text_alone_has_none(self):
        read = document("x")
        assert examples(read, Veil(read), []) == []
