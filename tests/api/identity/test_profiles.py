"""Profiles and the file that keeps them."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.identity.profiles import Profile, ProfileStore, new_profile_id

WORK = Profile(
    "a1", "Work", "rackspace", "https://identity.example/v2.0", "api-key", user="alice", account="912345"
)
LAB = Profile("b2", "Labör", "openstack", "https://keystone.example/v3", user="bob", project="alpha")


def test_profiles_survive_in_their_order(tmp_path):
    store = ProfileStore(tmp_path / "data")
    assert store.all() == ()
    store.save(WORK)
    store.save(LAB)
    assert ProfileStore(tmp_path / "data").all() == (WORK, LAB)
    assert store.get("b2") == LAB
    assert store.get("zz") is None
    assert store.problem is None


def test_saving_again_replaces_in_place_and_removing_forgets(tmp_path):
    store = ProfileStore(tmp_path)
    store.save(WORK)
    store.save(LAB)
    renamed = Profile("a1", "Work 2", "rackspace", method="password")
    store.save(renamed)
    assert store.all() == (renamed, LAB)
    store.remove("a1")
    store.remove("a1")
    assert store.all() == (LAB,)


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_only_this_person_can_read_it(tmp_path):
    folder = tmp_path / "data"
    ProfileStore(folder).save(WORK)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "profiles.json").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["profiles.json"], "no temporary file stays behind"


def test_a_practice_cloud_is_saved_without_its_port(tmp_path):
    store = ProfileStore(tmp_path)
    store.save(Profile("p", "Practice cloud", "rackspace", "http://127.0.0.1:40123/v2.0", practice=True))
    assert "40123" not in (tmp_path / "profiles.json").read_text()
    assert store.get("p") == Profile("p", "Practice cloud", "rackspace", "", practice=True)


def test_members_that_this_version_does_not_know_are_kept(tmp_path):
    path = tmp_path / "profiles.json"
    strange = {"id": "zz"}
    path.write_text(
        json.dumps(
            {
                "version": 1,
                "colour": "red",
                "profiles": [{"id": "a1", "name": "W", "kind": "rackspace", "x": [1]}, strange],
            }
        )
    )
    store = ProfileStore(tmp_path)
    assert [profile.name for profile in store.all()] == ["W"]
    store.save(WORK)
    kept = json.loads(path.read_text())
    assert kept["colour"] == "red"
    assert kept["profiles"][0]["x"] == [1]
    assert kept["profiles"][0]["name"] == "Work"
    assert kept["profiles"][1] == strange


def test_members_of_a_wrong_type_take_their_default(tmp_path):
    entry = {"id": "a", "name": "A", "kind": "openstack", "user": 7, "practice": "yes", "region": "DFW"}
    (tmp_path / "profiles.json").write_text(
        json.dumps({"profiles": [entry, "text", {"id": 4, "name": "", "kind": "x"}]})
    )
    assert ProfileStore(tmp_path).all() == (Profile("a", "A", "openstack", region="DFW"),)


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff\xfe",
        b"[]",
        b"7",
        b'{"version": 2, "profiles": []}',
        b'{"version": "1"}',
        b"[" * 100_000,
    ],
    ids=["half", "binary", "list", "number", "newer", "text version", "deep"],
)
def test_a_damaged_file_is_set_aside_and_reported(tmp_path, content):
    path = tmp_path / "profiles.json"
    path.write_bytes(content)
    store = ProfileStore(tmp_path)
    assert store.all() == ()
    assert store.problem is not None
    assert "profiles.json.damaged-1" in store.problem.sentence
    assert (tmp_path / "profiles.json.damaged-1").read_bytes() == content
    store.save(WORK)
    assert store.all() == (WORK,)


def test_a_second_damaged_file_does_not_replace_the_first(tmp_path):
    path = tmp_path / "profiles.json"
    for content in (b"one", b"two"):
        path.write_bytes(content)
        ProfileStore(tmp_path).all()
    assert (tmp_path / "profiles.json.damaged-1").read_bytes() == b"one"
    assert (tmp_path / "profiles.json.damaged-2").read_bytes() == b"two"


def test_a_file_that_cannot_be_read_is_never_overwritten(tmp_path):
    (tmp_path / "profiles.json").mkdir()
    store = ProfileStore(tmp_path)
    assert store.all() == ()
    assert store.problem is not None
    with pytest.raises(OSError, match=r"profiles\.json"):
        store.save(WORK)


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    store = ProfileStore(folder)
    store.save(WORK)

    def refuse(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="disk full"):
        store.save(LAB)
    assert ProfileStore(folder).all() == (WORK,)
    assert [path.name for path in folder.iterdir()] == ["profiles.json"]


def test_ids_differ():
    assert len({new_profile_id() for _ in range(100)}) == 100


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(name=texts.filter(bool), user=texts, ca=texts)
def test_any_text_survives(tmp_path_factory, name, user, ca):
    folder = tmp_path_factory.mktemp("data")
    profile = Profile("a", name, "openstack", user=user, ca_file=ca)
    ProfileStore(folder).save(profile)
    assert ProfileStore(folder).get("a") == profile


def test_nothing_heavy_is_loaded_before_it_is_needed():
    modules = "profiles", "kinds", "forms", "secrets", "sign_in", "cloud", "credentials", "clouds_file"
    code = (
        f"import sys; [__import__('api.identity.' + m) for m in {modules!r}]\n"
        "heavy = {'keystoneauth1', 'openstack', 'keyring', 'yaml', 'requests', 'urllib3'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(heavy)) or None)"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
