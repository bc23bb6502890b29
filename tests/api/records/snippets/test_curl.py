"""The curl command line of a request, run by a real shell."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from api.exchange.build import build
from api.model import FileValue, Kind, Location, Place
from api.records.snippets.kinds import Kind as Tool
from api.records.snippets.registry import snippet
from tests.builders.calls import body, body_parameter, call, header, parameter, path, query


def command_of(thing, values=None):
    return snippet(build(thing, values or {}, "http://127.0.0.1:1", Place()).preview, Tool.CURL)


def words_of(command, **environment):
    """What a shell makes of the command, with curl replaced by a program that prints its arguments."""
    program = 'curl() { for word in "$@"; do printf "%s\\0" "$word"; done; }\n' + command
    shell = shutil.which("sh")
    out = subprocess.run([shell, "-c", program], env=environment, capture_output=True, check=True).stdout
    return out.decode().split("\0")[:-1]


def test_a_get_with_token_and_awkward_values():
    thing = call(parameter("tag", Location.PATH), parameter("name"), path="/{tag}")
    command = command_of(thing, {path("tag"): "it's {a} $HOME", query("name"): "`x`"})
    words = words_of(command, OS_TOKEN="t0k en", HOME="/nowhere")
    assert words[:2] == ["--globoff", "--path-as-is"]
    assert words[words.index("--request") + 1] == "GET"
    assert "http://127.0.0.1:1/it%27s%20%7Ba%7D%20%24HOME?name=%60x%60" in words
    assert "X-Auth-Token: t0k en" in words
    assert "--compressed" in words
    assert "t0k" not in command


def test_bodies_keep_every_byte():
    thing = call(body_parameter("*", Kind.MAP, target=(), merge=True), method="POST")
    value = {"a": 'it\'s \n $HOME \\ "é"'}
    words = words_of(command_of(thing, {body("*"): value}))
    assert json.loads(words[words.index("--data-raw") + 1]) == value
    assert not any(word.lower().startswith("content-length") for word in words)


def test_secrets_are_variables():
    thing = call(body_parameter("password", Kind.SECRET), method="POST", needs_token=False)
    command = command_of(thing, {body("password"): "canary"})
    assert "canary" not in command
    words = words_of(command, PASSWORD="from the shell")
    assert json.loads(words[words.index("--data-raw") + 1]) == {"password": "from the shell"}


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_files_are_streamed(tmp_path, method):
    disk = tmp_path / "it's a disk"
    disk.write_bytes(b"x")
    thing = call(
        body_parameter("file", Kind.FILE, target=()), method=method, binary=True,
        content_types=("application/octet-stream",),
    )  # fmt: skip
    words = words_of(command_of(thing, {body("file"): FileValue(str(disk))}))
    assert words[words.index("--upload-file") + 1] == str(disk)


def test_empty_posts_say_that_they_are_empty():
    words = words_of(command_of(call(method="POST")))
    assert "Content-Length: 0" in words


def test_head_is_asked_for_as_curl_wants_it():
    words = words_of(command_of(call(method="HEAD")))
    assert "--head" in words
    assert "--request" not in words


def test_an_empty_header_is_sent_and_not_dropped():
    thing = call(parameter("X-Note", Location.HEADER))
    assert "X-Note;" in words_of(command_of(thing, {header("X-Note"): ""}))
