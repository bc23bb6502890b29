"""`bulk` and `clean-up`, run whole on the practice cloud: arguments in, text, files and exit code out."""

from __future__ import annotations

import csv
import io
import json

import pytest

import main
from api.command_line.exit_codes import ExitCode

HERE = "--practice-openstack"
A, B = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41", "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d42"


@pytest.fixture
def run(data_dir, capsys, monkeypatch):
    """run(*arguments, piped=""): exit code, stdout and stderr."""

    def command(*arguments, piped=""):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(piped.encode()), encoding="utf-8"))
        code = main.main(["--data-dir", str(data_dir), *arguments])
        return code, *capsys.readouterr()

    return command


@pytest.fixture
def found(run, tmp_path):
    """What could be cleaned up, as the command saves it."""
    target = tmp_path / "list.csv"
    code, _out, err = run("clean-up", HERE, "--price", "0.10", "--csv", str(target))
    assert code == 0
    assert "5 images, 5.8 GiB in all, 0.58 a month." in err
    return target


def rows_of(text):
    return {row["id"]: row["result"] for row in json.loads(text)["rows"]}


def test_the_list_is_saved_and_can_be_run_on(run, found):
    ids = [row["id"] for row in csv.DictReader(found.read_text("utf-8-sig").splitlines())]
    assert len(ids) == 5
    code, out, _ = run(
        "bulk", "image.add-image-tag", HERE, "--from", str(found), "-p", "tag_value=old", "--json"
    )
    assert code == 0
    assert rows_of(out) == dict.fromkeys(ids, "done")
    code, out, _ = run(
        "call", "image.list-images", HERE, "--json", "-p", "tag=old", "-p", "os_hidden=false"
    )
    listed = [image["id"] for image in json.loads(out)["response"]["body"]["images"]]
    assert set(listed) < set(ids)
    code, out, _ = run("bulk", "image.delete-image", HERE, "--from", "-", "--yes", piped=out)
    assert code == 0
    assert sorted(line.split()[1] for line in out.splitlines()) == sorted(listed)


def test_a_list_that_is_there_is_replaced_only_by_force(run, found):
    found.write_text("mine")
    code, out, err = run("clean-up", HERE, "--csv", str(found), "--delete", "--yes")
    assert (code, out) == (ExitCode.BAD_INPUT, "")
    assert "list.csv exists already; --force replaces it." in err
    assert found.read_text() == "mine"
    assert run("clean-up", HERE, "--csv", str(found), "--force")[0] == 0
    assert len(found.read_text("utf-8-sig").splitlines()) == 6, "nothing was deleted before"


def test_clean_up_deletes_only_with_a_word(run):
    code, out, err = run("clean-up", HERE, "--delete")
    assert (code, out) == (ExitCode.BAD_INPUT, "")
    assert "--yes" in err
    code, out, _ = run("clean-up", HERE, "--delete", "--yes", "--json")
    assert code == 0
    assert set(rows_of(out).values()) == {"done"}
    code, out, _ = run("clean-up", HERE, "--json", "--price", "1")
    document = json.loads(out)
    assert (code, document["images"], document["total_bytes"], document["cost_per_month"]) == (
        0,
        [],
        0,
        0.0,
    )


def test_clean_up_takes_what_it_is_asked_for(run):
    every = ("clean-up", "--practice", "--older-than", "0", "--all-types", "--shared", "--json")
    all_of_them = json.loads(run(*every)[1])["images"]
    queued = json.loads(run(*every, "--status", "queued")[1])["images"]
    assert [image["status"] for image in queued] == ["queued"]
    assert len(all_of_them) == 12
    assert not any("file" in image or image["protected"] for image in all_of_them)
    assert run("clean-up", "--practice", "--older-than", "-1")[0] == ExitCode.BAD_INPUT
    assert run("clean-up", "--practice", "--price", "cheap")[0] == ExitCode.BAD_INPUT


def test_a_dry_run_sends_nothing_and_needs_no_sign_in(run):
    shown = ("bulk", "image.delete-image", "--from", "-", "--dry-run")
    code, out, _ = run(*shown, piped=f"{A}\n{B}\n\n{A}\n")
    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()] == [["send", "DELETE"]] * 2
    code, out, err = run(*shown, "--json", piped=f"id,name,protected\n{A},one,True\n..,two,False\n")
    assert code == ExitCode.BAD_INPUT
    first, second = json.loads(out)
    assert first["would"].startswith("left out: It is protected")
    assert first["request"]["method"] == "DELETE"
    assert second["would"].startswith("wrong: ")
    assert err == ""


def test_twins_are_told(run):
    _code, _out, err = run("bulk", "image.delete-image", "--from", "-", "--dry-run", piped=f"{A}\n" * 3)
    assert "2 stood there more than once" in err


def test_it_needs_a_sign_in_and_a_word(run):
    code, out, err = run("bulk", "image.delete-image", "--from", "-", piped=f"{A}\n")
    assert (code, out) == (ExitCode.BAD_INPUT, "")
    assert "--practice" in err
    code, out, err = run("bulk", "image.delete-image", HERE, "--from", "-", piped=f"{A}\n{B}\n")
    assert (code, out) == (ExitCode.BAD_INPUT, "")
    assert "2 images. Nothing was sent. Give --yes" in err


@pytest.mark.parametrize(
    ("piped", "said"),
    [
        ("", "the list is empty"),
        ("id,name\n1,a\n,b\n", "Number 3 of the list has no id"),
        ('id\n"a', "no CSV"),
        ("{", "not JSON"),
        ('{"a": [], "b": []}', "no list of resources"),
        ('{"a": 1}', "no list of resources"),
        ('[{"name": "x"}]', "Number 1 of the list has no id"),
        ("[3]", "Number 1 of the list has no id"),
    ],
)
def test_lists_that_are_none(run, piped, said):
    code, _out, err = run("bulk", "image.delete-image", "--from", "-", "--dry-run", piped=piped)
    assert code == ExitCode.BAD_INPUT
    assert said in err


def test_a_file_that_cannot_be_read(run, tmp_path):
    (tmp_path / "odd").write_bytes(b"\xff\xfe")
    for name in ("none", "odd"):
        code, _out, err = run("bulk", "image.delete-image", "--from", str(tmp_path / name), "--dry-run")
        assert code == ExitCode.BAD_INPUT
        assert name in err


def test_a_wrong_value_of_all_is_one_mistake(run):
    code, out, err = run("bulk", "image.add-image-tag", HERE, "--from", "-", piped=f"{A}\n{B}\n")
    assert (code, out) == (ExitCode.BAD_INPUT, "")
    assert err == "tag_value: A value is needed.\n"


def test_the_exit_code_tells_of_refusals(run):
    code, out, err = run(
        "bulk", "image.add-image-tag", HERE, "--from", "-", "-p", "tag_value=x", piped=f"{A}\n"
    )
    assert code == ExitCode.REFUSED
    assert out.startswith("refused")
    assert "404 Not Found" in out
    assert "0 of 1 done, 1 refused" in err
    code, _out, _err = run("bulk", "image.delete-image", HERE, "--from", "-", "--yes", piped=f"{A}\n")
    assert code == 0, "what is gone already need not be deleted"


def test_members_are_read_by_the_name_of_the_parameter(run):
    given = ("-p", f"image_id={A}", "--from", "-", "--dry-run", "--json")
    code, out, _ = run(
        "bulk", "image.delete-image-member", *given, piped='[{"member_id": "m", "id": "no"}]'
    )
    assert code == 0
    assert json.loads(out)[0]["request"]["url"].endswith(f"/images/{A}/members/m")


def test_a_stop_says_what_was_not_begun(run, found, monkeypatch):
    from api.desk import Desk
    from api.running import CancelToken

    cancel, send = CancelToken(), Desk.send

    def stop_after_one(desk, request, *args, **more):
        answer = send(desk, request, *args, **more)
        if request.changes:
            cancel.cancel()
        return answer

    monkeypatch.setattr("api.command_line.run.CancelToken", lambda: cancel)
    monkeypatch.setattr(Desk, "send", stop_after_one)
    given = ("--from", str(found), "-p", "tag_value=old", "--parallel", "1", "--json")
    code, out, err = run("bulk", "image.add-image-tag", HERE, *given)
    assert code == ExitCode.CANCELLED
    assert list(rows_of(out).values()) == ["done"] + ["not begun"] * 4
    assert "4 were not begun" in err
