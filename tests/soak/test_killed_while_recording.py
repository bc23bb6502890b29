"""A process that records is killed at any moment, again and again: nothing goes but the entry it was writing."""

import random
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

from api.records.history.entry import Wanted
from api.records.history.history import History

WRITER = Path(__file__).parents[1] / "builders" / "history_writer.py"
LONGEST = 0.5
"""Seconds from its beginning to the latest kill: opening the file, its recovery, and hundreds of entries."""
ALL = Wanted(limit=1_000_000)


def killed(data_dir, name, seconds):
    """Record for so long; returns how many entries the process told to be written before it was killed."""
    command = [sys.executable, str(WRITER), str(data_dir), name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "ready\n"
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        child.kill()
        return len(child.stdout.readlines())


def is_sound(path):
    """SQLite finds nothing wrong with the file, nor with the index of its words."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'words'").fetchone():
            return db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)  # not made yet
        db.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        orphans = "SELECT count(*) FROM entries WHERE number NOT IN (SELECT number FROM forms)"
        assert db.execute(orphans).fetchone() == (0,)
        return db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_nothing_goes_but_the_entry_being_written(data_dir, request):
    kills, chance, kept = request.config.getoption("--soak-kills"), random.Random(), set()
    for kill in range(kills):
        moment = chance.uniform(0, LONGEST)
        told = killed(data_dir, f"run{kill}", moment)
        history = History(data_dir)
        now = {entry.id: entry.number for entry in history.find(ALL)}
        why = f"killed {moment:.6f} s after its beginning"
        assert kept | {f"run{kill}-{number}" for number in range(told)} <= set(now), why
        assert len(now) <= len(kept) + told + 1, why
        assert history.problem is None, why
        for entry_id in set(now) - kept:
            opened = history.open(entry_id)
            assert opened.redacted.exchange.response.content.bytes().endswith(b"}"), why
            opened.close()
        assert history.close()
        assert is_sound(data_dir / "history.db"), why
        kept = set(now)
    assert len(kept) > kills, "hardly anything was recorded"
    assert not list(data_dir.glob("*.damaged-*"))
    print(f"{kills} kills: {len(kept)} entries are there")
