"""`history` and `replay` as a person at a terminal uses them."""

import json

import pytest

import main

NOBODY = "image_id=00000000-0000-4000-8000-000000000000"


@pytest.fixture
def run(data_dir, capsys):
    """Runs a command on a private data folder; answers with exit code, stdout and stderr."""

    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def test_an_empty_history_is_an_empty_list(run):
    assert run("history") == (0, "", "")
    assert run("history", "--json")[1].strip() == "[]"


def test_what_was_called_is_listed_and_found(run):
    assert run("call", "cloud-images.list-images", "--practice")[0] == 0
    assert run("call", "cloud-images.list-tasks", "--practice")[0] == 0
    code, out, _err = run("history")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["2", "1"]
    assert "List Tasks" in out.splitlines()[0]
    (found,) = json.loads(run("history", "--search", "debian", "--limit", "5", "--json")[1])
    assert (found["number"], found["status"], found["call"]) == (1, 200, "cloud-images.list-images")
    with pytest.raises(SystemExit):
        run("history", "--limit", "0")


def test_an_entry_is_sent_again_with_the_sign_in_of_then(run):
    run("call", "cloud-images.list-images", "--practice")
    code, out, _err = run("replay", "1", "--json")
    assert code == 0
    document = json.loads(out)
    assert document["response"]["status"] == 200
    assert "••••" in document["request"]["headers"]["X-Auth-Token"]
    entries = json.loads(run("history", "--json")[1])
    assert len(entries) == 2
    assert run("replay", entries[0]["id"], "--practice")[0] == 0


def test_another_sign_in_is_refused(run):
    run("call", "cloud-images.list-images", "--practice")
    code, out, err = run("replay", "1", "--practice-openstack")
    assert (code, out) == (2, "")
    assert "another profile would send it elsewhere" in err


def test_what_destroys_wants_a_yes(run):
    run(
        "call",
        "cloud-images.delete-image",
        "--practice",
        "--yes",
        "-p",
        "image_id=00000000-0000-4000-8000-000000000000",
    )
    code, _out, err = run("replay", "1")
    assert code == 2
    assert "--yes" in err
    assert run("replay", "1", "--yes")[0] == 1  # it is not there


def test_wrong_entries_and_secrets_are_named(run):
    run("call", "cloud-images.list-images", "--practice")
    assert "no entry 9" in run("replay", "9")[2]
    assert "no secret of this name" in run("replay", "1", "-p", "what=ever")[2]
    assert "is not NAME=VALUE" in run("replay", "1", "-p", "what")[2]


def test_a_history_that_cannot_be_written_is_told_and_the_call_answered(run, data_dir):
    (data_dir / "history.db").mkdir()
    code, out, err = run("call", "cloud-images.list-images", "--practice")
    assert code == 0
    assert json.loads(out)["images"]
    assert "The history cannot be written" in err
