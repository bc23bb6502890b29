"""`call --saved` and `snippet --saved`, run whole."""

from __future__ import annotations

import json

import pytest

import main
from api.command_line.exit_codes import ExitCode
from api.records.saved.call import SavedCall
from api.records.saved.shelf import SavedCalls

IMAGE = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"
OTHER = "0b6d2a10-4b55-4c0a-8d0e-51b2c6a89d42"
TAGGED = SavedCall(
    "image.add-image-tag",
    "Tag it",
    {"path:image_id": "{{image_id}}", "path:tag_value": "of-{{team}}-{{image_id}}"},
)


@pytest.fixture
def shelf(data_dir):
    return SavedCalls(data_dir)


@pytest.fixture
def run(data_dir, capsys):
    """Runs a command on a private data folder; answers with exit code, stdout and stderr."""

    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def mocked(run):
    """Runs `call --saved NAME --mock` with more; answers with the address that it would go to."""

    def command(name, *more):
        code, out, err = run("call", "--saved", name, "--mock", "--json", *more)
        assert code == 0, err
        return json.loads(out)["request"]["url"]

    return command


def test_a_saved_call_is_sent_with_its_values(run, shelf):
    shelf.add(SavedCall("cloud-images.list-images", "Two of mine", {"query:limit": 2}), folder="daily")
    code, out, _ = run("call", "--saved", "daily/two OF mine", "--practice", "--json")
    assert code == 0
    told = json.loads(out)
    assert told["request"]["url"].endswith("/v2/images?limit=2")
    assert len(told["response"]["body"]["images"]) == 2


def test_what_the_command_line_gives_takes_its_place(shelf, mocked):
    shelf.add(SavedCall("image.list-images", "Some", {"query:limit": 2, "query:status": "active"}))
    assert mocked("Some", "-p", "limit=7").partition("?")[2] == "limit=7&status=active"


def test_placeholders_are_given_or_are_those_of_the_profile(shelf, mocked):
    shelf.add(TAGGED)
    shelf.placeholders.save(None, {"team": "red", "image_id": OTHER})
    assert mocked("Tag it").endswith(f"/v2/images/{OTHER}/tags/of-red-{OTHER}")
    assert mocked("Tag it", "-p", "team=blue").endswith(f"/v2/images/{OTHER}/tags/of-blue-{OTHER}")
    # one that is called as a parameter is what is given for that
    assert mocked("Tag it", "-p", f"image_id={IMAGE}").endswith(f"/v2/images/{IMAGE}/tags/of-red-{IMAGE}")


def test_a_placeholder_may_be_read_from_elsewhere(shelf, mocked, monkeypatch):
    monkeypatch.setenv("TEAM", "green")
    shelf.add(TAGGED)
    assert mocked("Tag it", "-p", "team=env:TEAM", "-p", f"image_id={IMAGE}").endswith(f"/of-green-{IMAGE}")


def test_nothing_is_sent_while_a_placeholder_is_missing(run, shelf):
    shelf.add(TAGGED)
    code, out, err = run("call", "--saved", "Tag it", "--practice", "-p", f"image_id={IMAGE}")
    assert (code, out) == (ExitCode.BAD_INPUT, "")
    assert err == (
        "tag_value: It waits for a placeholder: give -p team=VALUE, or its value in the window.\n"
    )


def test_nothing_is_sent_without_a_value_that_the_call_no_longer_takes(run, shelf):
    shelf.add(SavedCall("image.list-images", "Odd", {"query:limit": "many", "query:colour": "red"}))
    code, out, err = run("call", "--saved", "Odd", "--mock")
    assert (code, out) == (ExitCode.BAD_INPUT, "")
    assert "limit was left out" in err
    assert "takes no value “colour”" in err


def test_a_form_of_the_body_that_is_gone_is_told(run, shelf):
    shelf.add(SavedCall("image.create-image", "New", {}, content_type="text/x-odd"))
    code, _, err = run("call", "--saved", "New", "--mock")
    assert code == ExitCode.BAD_INPUT
    assert "takes application/json" in err


def test_secrets_fill_no_placeholder(run, shelf):
    values = {"body:auth.RAX-KSKEY:apiKeyCredentials.username": "{{apiKey}}"}
    shelf.add(SavedCall("cloud-identity.authenticate-with-api-key", "Sign in", values))
    code, _, err = run("call", "--saved", "Sign in", "--mock", "-p", "apiKey=canary-6d1f")
    assert code == ExitCode.BAD_INPUT
    assert err.startswith("auth.RAX-KSKEY:apiKeyCredentials.username: It waits for a placeholder")
    assert "canary" not in err


def test_one_that_is_not_there(run):
    code, _, err = run("call", "--saved", "Nothing", "--mock")
    assert code == ExitCode.BAD_INPUT
    assert err == "There is no saved call “Nothing”.\n"


def test_all_pages_of_a_saved_call(run, shelf):
    shelf.add(SavedCall("cloud-images.list-images", "Base", {"query:limit": 3}))
    code, out, _ = run("call", "--saved", "Base", "--practice", "--all-pages", "--max", "5", "--json")
    assert code == 0
    assert len(json.loads(out)["response"]["body"]["images"]) == 5


def test_a_snippet_of_a_saved_call(run, shelf):
    shelf.add(TAGGED)
    given = ("-p", "team=red", "-p", f"image_id={IMAGE}")
    code, out, _ = run("snippet", "--saved", "Tag it", "--as", "curl", "--practice-openstack", *given)
    assert code == 0
    assert f"/v2/images/{IMAGE}/tags/of-red-{IMAGE}" in out


@pytest.mark.parametrize("arguments", [(), ("image.list-images", "--saved", "Some")])
def test_a_call_is_named_in_one_way(run, arguments):
    with pytest.raises(SystemExit) as stopped:
        run("call", *arguments)
    assert stopped.value.code == 2
