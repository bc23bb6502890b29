"""Whatever happens to the program, the disk or the file: what was kept stays, and sending goes on."""

import base64
import json
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from api.errors import MachineFailed, PlainDataError
from api.records.history.entry import News, Wanted
from api.records.history.history import History
from api.records.history.schema import FIRST
from api.records.history.writing import NOT_YET
from tests.builders.exchanges import a_response, an_image_list
from tests.builders.recorded import sent

WRITER = Path(__file__).parents[3] / "builders" / "history_writer.py"

CRAMPED = f"""
import base64, json, random, resource, sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[4])!r})
from api.records.history.entry import News
from api.records.history.history import History
from tests.builders.exchanges import a_response, an_exchange

history, heard, sentences, kept = History(Path(sys.argv[1])), [], set(), []
history.listen(heard.append)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
for number in range(40):
    noise = base64.b64encode(random.Random(number).randbytes(60_000))
    exchange = an_exchange(a_response(noise, content_type="text/plain"))
    history.note(replace(exchange, id=f"cramped-{{number}}"))
    assert history.flush(60)
    if history.problem is None:
        kept.append(f"cramped-{{number}}")
    else:
        sentences.add(history.problem.sentence)
history.close()
print(json.dumps(dict(sentences=sorted(sentences), heard=heard.count(News.TROUBLE), kept=kept)))
"""
"""Records 40 answers where no file may become larger than 1 MiB, as on a full disk; tells what came of it."""


def writer(folder, name, *count):
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(folder), name, *count], stdout=subprocess.PIPE, text=True
    )


def write(history, *exchanges):
    for exchange in exchanges:
        history.note(exchange)
    assert history.flush(60)


def test_two_processes_record_into_one_folder(data_dir):
    children = [writer(data_dir, name, "25") for name in ("a", "b")]
    for child in children:
        with child:
            assert len(child.stdout.readlines()) == 26  # and that it is ready
        assert child.returncode == 0
    history = History(data_dir)
    assert history.count() == 50
    assert history.count(Wanted(text="buster")) == 50
    assert history.close()


def test_a_damaged_file_is_set_aside_and_told(data_dir):
    (data_dir / "history.db").write_bytes(b"this is no database at all" * 100)
    history, heard = History(data_dir), []
    history.listen(heard.append)
    write(history, sent())
    assert isinstance(history.problem, PlainDataError)
    assert "history.db.damaged-1" in history.problem.sentence
    assert (data_dir / "history.db.damaged-1").read_bytes().startswith(b"this is no database")
    assert history.count() == 1
    assert history.close()


def test_a_file_that_breaks_while_it_is_used_is_set_aside(data_dir):
    history, heard = History(data_dir), []
    history.listen(heard.append)
    write(history, *(sent(an_image_list(30), minutes=minutes) for minutes in range(20)))
    history.star(())
    assert history.close()
    with (data_dir / "history.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 20)
    again = History(data_dir)
    again.listen(heard.append)
    write(again, sent(title="After"))
    write(again, sent(title="After it"))
    assert "damaged" in again.problem.sentence
    assert (data_dir / "history.db.damaged-1").exists()
    assert News.TROUBLE in heard
    assert [entry.title for entry in again.find()][:1] == ["After it"]
    again.clear()
    assert again.problem is None
    assert not list(data_dir.glob("*.damaged-*"))
    assert again.close()


def test_a_newer_file_is_refused_and_left_alone(data_dir):
    with closing(sqlite3.connect(data_dir / "history.db")) as db:
        db.execute("PRAGMA user_version = 999")
    before = (data_dir / "history.db").read_bytes()
    history = History(data_dir)
    write(history, sent())
    assert "newer version" in history.problem.sentence
    with pytest.raises(PlainDataError, match="newer version"):
        history.find()
    with pytest.raises(PlainDataError, match="newer version"):
        history.clear()
    assert history.close()
    with closing(sqlite3.connect(data_dir / "history.db")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (999,)
    assert (data_dir / "history.db").stat().st_size == len(before)


def test_an_older_file_is_upgraded_after_a_copy(data_dir, monkeypatch):
    history = History(data_dir)
    first = sent(title="Of the first version")
    write(history, first)
    assert history.close()
    newer = (FIRST, "ALTER TABLE entries ADD COLUMN note TEXT")
    upgraded = History(data_dir)
    monkeypatch.setattr(upgraded._file, "_steps", newer)
    assert [entry.title for entry in upgraded.find()] == ["Of the first version"]
    copy = data_dir / "history.db.version-1"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT title FROM entries").fetchall() == [("Of the first version",)]
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(data_dir / "history.db")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT note FROM entries").fetchall() == [(None,)]
    upgraded.remove([first.id])
    assert not copy.exists()
    assert upgraded.close()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(data_dir, monkeypatch):
    history = History(data_dir)
    write(history, sent())
    assert history.close()
    broken = History(data_dir)
    monkeypatch.setattr(
        broken._file, "_steps", (FIRST, "CREATE TABLE more (a); INSERT INTO more VALUES (1, 2)")
    )
    write(broken, sent())
    assert broken.problem is not None
    assert broken.close()
    same = History(data_dir)
    assert same.count() == 1
    assert same.close()


def test_a_folder_that_cannot_be_written_stops_no_call(tmp_path):
    file = tmp_path / "no-folder"
    file.write_bytes(b"")
    history, heard = History(file), []
    history.listen(heard.append)
    write(history, sent(), sent())
    assert isinstance(history.problem, MachineFailed)
    assert heard == [News.TROUBLE]
    with pytest.raises(MachineFailed):
        history.clear()
    assert history.close()


def test_a_full_disk_loses_what_does_not_fit_and_goes_on_later(data_dir):
    history = History(data_dir)
    write(history, sent())
    pages = history._db.execute("PRAGMA page_count").fetchone()[0]
    history._db.execute(f"PRAGMA max_page_count = {pages + 2}")
    noise = random.Random(1).randbytes(1_000_000)
    large = sent(a_response(base64.b64encode(noise), content_type="text/plain"))
    write(history, large)
    assert isinstance(history.problem, MachineFailed)
    assert "full" in history.problem.details
    write(history, sent())  # a new connection has the room again
    assert history.problem is None
    assert history.count() == 3
    kept = history.open(large.id)
    assert (kept.lacks, kept.entry.has_body) == (NOT_YET, False)
    kept.close()
    assert history.close()


def test_files_that_may_not_grow_stop_no_call_and_damage_nothing(data_dir):
    child = subprocess.run(
        [sys.executable, "-c", CRAMPED, str(data_dir)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    told = json.loads(child.stdout)
    assert told["sentences"] == ["The history cannot be written or read."]
    assert told["heard"] == 1
    assert 0 < len(told["kept"]) < 40
    history = History(data_dir)
    assert set(told["kept"]) == {each.id for each in history.find()}
    write(history, sent())  # now there is room
    assert history.problem is None
    assert history.close()
    with closing(sqlite3.connect(data_dir / "history.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_trouble_that_comes_back_after_a_long_while_is_told_again(data_dir, monkeypatch):
    history, heard = History(data_dir), []
    history.listen(heard.append)
    failing = OSError("the disk is full")

    def fail(*_arguments):
        raise failing

    for good in (1, 49, 50, 0):
        with monkeypatch.context() as broken:
            broken.setattr(history, "_put", fail)
            write(history, sent(), sent())
        write(history, *(sent() for _ in range(good)))
    assert heard.count(News.TROUBLE) == 2
    assert history.close()


def test_a_folder_that_was_deleted_meanwhile_is_made_anew(data_dir):
    history = History(data_dir)
    write(history, sent())
    for file in data_dir.iterdir():
        file.unlink()
    write(history, sent(title="After"))
    assert [entry.title for entry in history.find()] == ["After"]
    assert history.close()


def test_an_entry_that_is_damaged_is_a_sentence(data_dir):
    history = History(data_dir)
    exchange = sent()
    write(history, exchange)
    with closing(sqlite3.connect(data_dir / "history.db", isolation_level=None)) as db:
        db.execute("UPDATE forms SET data = x'00'")
    with pytest.raises(Exception, match="cannot be read"):
        history.open(exchange.id)
    assert history.close()
