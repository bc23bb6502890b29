"""PowerShell: what its strings say is read by PowerShell's documented quoting rules. It is not run here."""

from __future__ import annotations

import base64
import re

from hypothesis import given
from hypothesis import strategies as st

from api.records.snippets.kinds import Kind
from api.records.snippets.registry import taken
from api.wire.request import TOKEN_SLOT, Encoding, FileBody, Request, Slot, Template

SINGLE = "'\u2018\u2019\u201a\u201b"
"""about_Quoting_Rules: a doubled single quote is one; the tokenizer takes typographic ones for the same."""
CODES = re.compile(r"\[string\]\[char\](\d+)")


def read_string(text, at):
    """The value of the single-quoted string that begins there, and where it ends."""
    assert text[at] in SINGLE
    at, value = at + 1, ""
    while True:
        if text[at] not in SINGLE:
            value += text[at]
            at += 1
        elif at + 1 < len(text) and text[at + 1] in SINGLE:
            value += text[at]
            at += 2
        else:
            return value, at + 1


def read_expression(text, variables):
    """The value of strings, characters by number and environment variables that are added."""
    value, at = "", 0
    while at < len(text):
        if text[at] in SINGLE:
            more, at = read_string(text, at)
            value += more
        elif found := CODES.match(text, at):
            value, at = value + chr(int(found[1])), found.end()
        elif found := re.compile(r"\$env:([A-Z_0-9]+)").match(text, at):
            value, at = value + variables[found[1]], found.end()
        else:
            assert text[at] in "+ ()", text[at:]
            at += 1
    return value


def lines_of(**parts):
    made = {"call_id": "x.y", "method": "POST", "url": Template.of("http://h/x"), "headers": ()} | parts
    return taken(Request(**made), Kind.POWERSHELL).text.splitlines()


def line(lines, beginning):
    return next(each for each in lines if each.startswith(beginning)).removeprefix(beginning)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_header_reads_back(value):
    lines = lines_of(headers=(("X-Note", Template.of(value)),))
    found = line(lines, "$null = $request.Headers.TryAddWithoutValidation('X-Note', ")
    assert read_expression(found.removesuffix(")"), {}) == value


@given(st.binary(max_size=80) | st.text(st.characters(codec="utf-8"), max_size=60).map(str.encode))
def test_any_body_reads_back(body):
    lines = lines_of(body=body)
    found = line(lines, "$request.Content = [Net.Http.ByteArrayContent]::new(").removesuffix(")")
    if found == "[byte[]]::new(0)":
        assert body == b""
    elif coded := re.fullmatch(r"\[Convert\]::FromBase64String\('([A-Za-z0-9+/=]*)'\)", found):
        assert base64.b64decode(coded[1]) == body
    else:
        inner = re.fullmatch(r"\[Text\.Encoding\]::UTF8\.GetBytes\((.*)\)", found, re.DOTALL)[1]
        assert read_expression(inner, {}).encode() == body


def test_secrets_are_variables_that_are_encoded_there():
    password = Slot("body:password", "PASSWORD", Encoding.JSON)
    key = Slot("path:key", "KEY", Encoding.PERCENT)
    lines = lines_of(
        url=Template.of("http://h/", key, "/x"),
        headers=(
            ("X-Auth-Token", Template.of(TOKEN_SLOT)),
            ("Content-Type", Template.of("application/json")),
        ),
        body=Template.of('{"password": ', password, "}"),
    )
    text = "\n".join(lines)
    assert "('http://h/' + [uri]::EscapeDataString($env:KEY) + '/x')" in text
    assert "('{\"password\": ' + (ConvertTo-Json -Compress -InputObject $env:PASSWORD) + '}')" in text
    assert "Headers.TryAddWithoutValidation('X-Auth-Token', $env:OS_TOKEN)" in text
    assert "Content.Headers.TryAddWithoutValidation('Content-Type', 'application/json')" in text


def test_a_url_that_dotnet_would_respell_is_given_as_it_is():
    assert "DangerousDisablePathAndQueryCanonicalization" in "\n".join(
        lines_of(url=Template.of("http://h/%7ex/../y"))
    )
    assert "Dangerous" not in "\n".join(lines_of(url=Template.of("http://h/x?y=%20")))


def test_a_file_is_streamed(tmp_path):
    disk = tmp_path / "it's"
    disk.write_bytes(b"x")
    text = "\n".join(lines_of(body=FileBody.of(disk)))
    assert f"[IO.File]::OpenRead('{tmp_path}/it''s')" in text
    assert "InfiniteTimeSpan" in text


def test_what_is_not_to_the_letter_is_said_in_the_first_line():
    text = "\n".join(lines_of(headers=(("X-A", Template.of("1")), ("x-a", Template.of("2")))))
    assert text.splitlines()[0].startswith(
        "# Needs PowerShell 7.2 or newer. Headers of the same name are joined"
    )
    assert "Content-Length: 0" in "\n".join(
        lines_of(method="GET", headers=(("Expires", Template.of("0")),))
    )
