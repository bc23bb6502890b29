"""`export` and `import` as a person at a terminal uses them."""

import io
import json
import stat
import types

import pytest

import main


@pytest.fixture
def run(data_dir, capfdbinary):
    """Runs a command on a private data folder; answers with exit code, stdout and stderr."""

    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), *arguments])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return command


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "exports"
    path.mkdir()
    return path


def test_entries_are_written_in_each_form(run, folder):
    run("call", "cloud-images.list-images", "--practice")
    run("call", "cloud-images.list-tasks", "--practice")
    code, out, err = run("export", "1", "2", "--as", "har", "-o", str(folder / "a.har"))
    assert (code, out) == (0, "")
    assert "2 calls written to a.har." in err
    har = json.loads((folder / "a.har").read_text(encoding="utf-8"))
    assert [entry["_callId"] for entry in har["log"]["entries"]] == [
        "cloud-images.list-images",
        "cloud-images.list-tasks",
    ]
    assert stat.S_IMODE((folder / "a.har").stat().st_mode) == 0o600
    code, out, _err = run("export", "1", "--as", "json", "-o", "-", "--no-bodies")
    assert code == 0
    assert json.loads(out)["exchanges"][0]["response"]["body"] is None
    assert run("export", "2", "-o", "-", "--shorten")[1].startswith("# List Tasks: 200 OK")


def test_stand_ins_hide_the_account(run):
    run("call", "cloud-images.list-images", "--practice")
    assert "912345" in run("export", "1", "-o", "-")[1]
    out = run("export", "1", "-o", "-", "--stand-ins")[1]
    assert "912345" not in out
    assert "account-1" in out


def test_a_file_is_only_replaced_where_that_is_said(run, folder):
    run("call", "cloud-images.list-tasks", "--practice")
    target = folder / "a.md"
    target.write_text("mine")
    code, _out, err = run("export", "1", "-o", str(target))
    assert code != 0
    assert "a.md is there already." in err
    assert target.read_text() == "mine"
    assert run("export", "1", "-o", str(target), "--replace")[0] == 0
    assert target.read_text().startswith("# List Tasks")


def test_an_entry_that_is_not_there_is_told(run, folder):
    code, _out, _err = run("export", "7", "-o", str(folder / "a.md"))
    assert code != 0
    assert list(folder.iterdir()) == []


def test_what_was_exported_is_imported_as_saved_calls(run, folder, data_dir):
    run("call", "cloud-images.list-images", "--practice", "-p", "limit=3")
    run("export", "1", "--as", "har", "-o", str(folder / "a.har"))
    code, out, err = run("import", str(folder / "a.har"), "--folder", "from")
    assert code == 0
    assert out == "List Images: cloud-images.list-images\n"
    assert "1 call imported, of 1 request." in err
    (saved,) = (data_dir / "saved" / "from").glob("*.json")
    assert json.loads(saved.read_text())["values"] == {"query:limit": 3}


def test_a_dry_run_saves_nothing_and_tells_all(run, data_dir, monkeypatch):
    text = b"curl https://h.example/v2/images -H 'X-Auth-Token: canary'\ncurl https://h.example/nothing\n"
    monkeypatch.setattr("sys.stdin", types.SimpleNamespace(buffer=io.BytesIO(text)))
    code, out, _err = run("import", "-", "--dry-run", "--json")
    assert code == 0
    first, second = json.loads(out)
    assert first["call"] == "image.list-images"
    assert first["left_out"] == ["The header X-Auth-Token was left out: the profile's own is sent."]
    assert second["reason"] == "No call of any product has this address."
    assert "canary" not in out
    assert not (data_dir / "saved").exists()


def test_what_cannot_be_imported_is_told(run, folder):
    (folder / "a.txt").write_text("hello")
    code, _out, err = run("import", str(folder / "a.txt"))
    assert code != 0
    assert "This is nothing that can be imported." in err
