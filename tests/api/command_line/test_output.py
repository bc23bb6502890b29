"""What headless commands print: any answer, on any output, and no secret."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import main
from api.command_line.exit_codes import ExitCode
from tests.builders.raw_server import raw_server

ROOT = Path(__file__).parents[3]
IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"


def answer(body, media="application/json"):
    return (
        f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    )


def program(data_dir, *arguments, stdout=subprocess.PIPE, environment=None):
    """The program as a shell starts it."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments, "--data-dir", str(data_dir)],
        stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, env=environment, timeout=60, check=False,
    )  # fmt: skip


def ask(data_dir, body, *arguments, media="application/json", call="image.list-versions"):
    with raw_server(answer(body, media)) as address:
        return program(data_dir, "call", call, "--address", address, *arguments)


def test_bytes_come_out_as_they_came(data_dir):
    data = bytes(range(256)) * 3
    assert ask(data_dir, data, media="application/octet-stream").stdout == data


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"name": "\\ud800"}', {"name": "\ud800"}),
        (b"[" * 5000 + b"]" * 5000, None),
        (b'{"a": NaN, "password": "canary"}', None),
        (b'{"a": 1e999, "password": "canary"}', None),
        (b'{"access": {"token": {"id": "canary"}}, "n": ' + b"9" * 5000 + b"}", None),
    ],
    ids=["half a character", "deep", "NaN", "too large", "thousands of digits"],
)
def test_odd_json_is_printed_and_hides_its_secrets(data_dir, body, shown):
    for arguments in ([], ["--json"]):
        result = ask(data_dir, body, *arguments)
        assert (result.returncode, b"canary" in result.stdout, b"Traceback" in result.stderr) == (
            0,
            False,
            False,
        )
        assert result.stdout
    found = json.loads(result.stdout, parse_constant=pytest.fail)["response"]["body"]
    assert found == shown if shown else isinstance(found, str)


def test_a_body_that_is_given_whole_hides_its_secrets(data_dir, tmp_path):
    body = tmp_path / "body.json"
    body.write_text('{"auth": {"RAX-KSKEY:apiKeyCredentials": {"username": "ada", "apiKey": "canary"}}}')
    command = [sys.executable, str(ROOT / "main.py"), "call", "cloud-identity.authenticate-with-api-key"]
    for arguments in ([], ["--json"]):
        result = subprocess.run(
            [*command, "--mock", "--body", "-", "--data-dir", str(data_dir), *arguments],
            input=body.read_bytes(), capture_output=True, timeout=60, check=True,
        )  # fmt: skip
        assert b"ada" in result.stdout
        assert b"canary" not in result.stdout


def test_the_token_is_shown_to_who_asks_for_it(data_dir, capsys):
    for extra, hidden in ([], True), (["--show-secrets"], False):
        arguments = ["call", "cloud-images.list-images", "--practice", "--json", *extra]
        assert main.main(["--data-dir", str(data_dir), *arguments]) == 0
        headers = json.loads(capsys.readouterr().out)["request"]["headers"]
        assert (headers["X-Auth-Token"] == "••••••••") is hidden


def test_json_is_ascii_where_the_output_takes_no_more(data_dir):
    arguments = ["call", "cloud-images.add-image-property", "--mock", "--json",
                 "-p", f"image_id={IMAGE}", "-p", "property=x", "-p", "value=größe €"]  # fmt: skip
    result = program(data_dir, *arguments, environment={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert json.loads(result.stdout.decode("ascii"))["request"]["body"][0]["value"] == "größe €"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_output_that_is_full_is_a_sentence(data_dir):
    with Path("/dev/full").open("wb") as full:
        result = program(data_dir, "calls", stdout=full)
    assert result.returncode == ExitCode.MACHINE_FAILED
    assert result.stderr.decode().splitlines() == [
        "This cannot be written or read: No space left on device."
    ]


def test_a_data_folder_that_cannot_be_made_is_a_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    code = main.main(
        ["--data-dir", str(tmp_path / "file" / "x"), "call", "cloud-images.list-images", "--mock"]
    )
    assert code == ExitCode.MACHINE_FAILED
    assert str(tmp_path / "file" / "x") in capsys.readouterr().err


def test_values_that_are_no_text_are_named(data_dir, tmp_path, monkeypatch, capsys):
    (tmp_path / "latin").write_bytes(b"\xfc")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xfc")))
    for source, name in (("@-", "standard input"), (f"@{tmp_path}/latin", "latin")):
        arguments = [
            "call",
            "cloud-images.add-image-tag",
            "--mock",
            "-p",
            f"image_id={IMAGE}",
            "-p",
            f"tag={source}",
        ]
        assert main.main(["--data-dir", str(data_dir), *arguments]) == ExitCode.BAD_INPUT
        err = capsys.readouterr().err
        assert err.startswith("tag: ")
        assert err.strip().endswith(f"{name} is not text in UTF-8.")


def test_a_byte_order_mark_is_no_part_of_a_value(data_dir, tmp_path, capsys):
    (tmp_path / "tag").write_bytes("\ufeffgold\r\n".encode())
    arguments = ["call", "cloud-images.add-image-tag", "--mock", "--json", "-p", f"image_id={IMAGE}",
                 "-p", f"tag=@{tmp_path}/tag"]  # fmt: skip
    assert main.main(["--data-dir", str(data_dir), *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["request"]["url"].endswith("/tags/gold")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_body_from_a_pipe_is_not_empty(data_dir, tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=('{"a": 1}',), daemon=True)
    writer.start()
    arguments = [
        "call",
        "cloud-identity.authenticate-with-password",
        "--mock",
        "--json",
        "--body",
        f"{tmp_path}/pipe",
    ]
    assert main.main(["--data-dir", str(data_dir), *arguments]) == 0
    writer.join(10)
    assert json.loads(capsys.readouterr().out)["request"]["body"] == {"a": 1}


def test_a_folder_is_no_body(data_dir, tmp_path, capsys):
    arguments = ["call", "cloud-identity.authenticate-with-password", "--mock", "--body", str(tmp_path)]
    assert main.main(["--data-dir", str(data_dir), *arguments]) == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith(f"{tmp_path} cannot be read: ")
