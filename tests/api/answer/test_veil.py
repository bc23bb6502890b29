"""Secrets in answers: covered, revealed one by one."""

import json

import api.answer.document as document_module
from api.answer.document import Document
from api.answer.matchers import Wanted
from api.answer.pretty import pretty
from api.answer.search import Matches, find
from api.answer.texts.lines import Lines
from api.answer.veil import DOTS, Veil
from api.wire.response import Content

ANSWER = {
    "access": {"token": {"id": "s3cret", "expires": "soon"}, "keys": [{"k": "s3cret1"}, {"k": "s3cret2"}]}
}
POINTERS = ("/access/token/id", "/access/keys/*/k", "/access/nothing")


def veiled(data, pointers=POINTERS):
    document = Document(Content(data if isinstance(data, bytes) else json.dumps(data).encode()))
    return document, Veil(document, pointers)


def test_pointers_and_wildcards_cover_their_nodes_only():
    document, veil = veiled(ANSWER)
    hidden = [document.pointer(node) for node in range(len(document)) if veil.hides(node)]
    assert hidden == ["/access/token/id", "/access/keys/0/k", "/access/keys/1/k"]


def test_each_is_revealed_alone():
    document, veil = veiled(ANSWER)
    veil.reveal(document.find("/access/keys/0/k"))
    text = pretty(document, 0, veil)
    assert "s3cret1" in text
    assert "s3cret2" not in text
    assert json.loads(text)["access"]["token"]["id"] == DOTS


def test_a_worker_may_ask_for_the_hidden_ranges_while_the_person_reveals_one(monkeypatch):
    document, veil = veiled(ANSWER)
    span = document.span

    def revealing(node):
        veil.reveal(node)
        return span(node)

    monkeypatch.setattr(document, "span", revealing)
    assert len(veil.spans()) == 3
    assert not veil.spans()


def test_a_duplicate_of_a_secret_is_covered_too():
    _document, veil = veiled(b'{"access": {"token": {"id": "one", "id": "two"}}}')
    assert len(veil.covered) == 2


def test_what_is_in_a_covered_object_is_covered():
    document, veil = veiled(ANSWER, ("/access/token",))
    assert veil.hides(document.find("/access/token/expires"))
    assert pretty(document, document.find("/access/token"), veil) == f'"{DOTS}"'


def test_the_received_text_is_dotted_by_bytes():
    data = json.dumps(ANSWER).encode()
    _document, veil = veiled(data)
    lines = Lines(Content(data), veil.spans())
    assert "s3cret" not in lines.row(0)
    assert "s3cret" not in lines.whole()
    assert lines.row(0).count(DOTS) == 3
    assert '"expires": "soon"' in lines.row(0)


def test_after_a_break_everything_is_covered():
    data = b'{"access": {"token": {"expires": 1, "id": "s3cr'
    _document, veil = veiled(data)
    assert "s3cr" not in Lines(Content(data), veil.spans()).whole()
    veil.reveal_all()
    assert "s3cr" in Lines(Content(data), veil.spans()).whole()


def test_a_break_without_secrets_is_shown():
    data = b'{"a": 1, oops}'
    _document, veil = veiled(data, ())
    assert Lines(Content(data), veil.spans()).whole() == data.decode()


def test_a_secret_over_many_rows_is_covered_in_each():
    data = json.dumps({"access": {"token": {"id": "s" * 10_000}}}).encode()
    _document, veil = veiled(data)
    lines = Lines(Content(data), veil.spans())
    assert len(lines) > 3
    assert all("sss" not in lines.row(row) for row in range(len(lines)))


def test_find_does_not_look_into_secrets():
    document, veil = veiled(ANSWER)

    def found():
        matches = Matches(Wanted("S3CRET"))
        find(document, veil, matches)
        return [document.pointer(n) for n in matches]

    assert found() == []
    veil.reveal(document.find("/access/token/id"))
    assert found() == ["/access/token/id"]


def test_tokens_and_passwords_are_covered_whatever_the_call_says():
    answer = {
        "access": {"token": {"id": "s3cret", "expires": "soon"}},
        "server": {"adminPass": "s3cret", "name": "web"},
        "credential": [{"secret": "s3cret"}, {"password": None}, {"apiKey": ""}],
    }
    document, veil = veiled(answer, ())
    hidden = [document.pointer(node) for node in sorted(veil.covered)]
    assert hidden == ["/access/token/id", "/server/adminPass", "/credential/0/secret"]
    assert not veil.rest


def test_a_name_over_the_edge_of_a_slice_is_found(monkeypatch):
    monkeypatch.setattr(document_module, "_SLICE", 16)
    for padding in range(20):
        _document, veil = veiled(b'{"p": "' + b"x" * padding + b'", "adminPass": "s3cret"}', ())
        assert len(veil.covered) == 1


def test_what_was_revealed_is_bare():
    document = Document(Content(b'{"a": {"password": "x", "b": 1}, "c": 2}'))
    veil = Veil(document)
    password, holder, other = (document.find(each) for each in ("/a/password", "/a", "/c"))
    assert not veil.bare
    assert not veil.bares(password)
    veil.reveal(password)
    assert veil.bare
    assert veil.bares(password)
    assert veil.bares(holder)
    assert not veil.bares(other)
    everything = Veil(document)
    everything.reveal_all()
    assert everything.bares(holder)
    broken = Document(Content(b'{"a": 1, "b": "x'))
    hidden = Veil(broken, ["/b"])
    hidden.reveal_all()
    assert hidden.bare


def test_a_patch_hides_what_it_sets_and_numbers_count():
    document = Document(
        Content(
            b'[{"op": "add", "path": "/a/adminPass", "value": "x"}, {"op": "add", "path": "/b", "value": 1}]'
        )
    )
    veil = Veil(document)
    assert veil.covered == {document.find("/0/value")}
    numbers = Document(Content(b'{"passcode": 123456, "password": null, "secret": true}'))
    assert Veil(numbers).covered == {numbers.find("/passcode")}


def test_addresses_with_secrets_are_hidden_wherever_they_stand():
    told = {
        "a": "https://alice:open@store.example/o",
        "b": ["https://s3.example/o?X-Amz-Signature=abc", "https://h/o?temp_url_sig=abc&x=1"],
        "c": "see https://id.example/v2.0/tokens/abc/endpoints",
        "mail": "alice@example.org",
        "plain": "https://h/v2/images?limit=3&design=1",
    }
    for text in (
        json.dumps(told),
        json.dumps(told).replace("/", "\\/"),
        " " * (1 << 20) + json.dumps(told),
    ):
        document = Document(Content(text.encode()))
        assert Veil(document).covered == {document.find(each) for each in ("/a", "/b/0", "/b/1", "/c")}
