"""Whatever stands in the files of the data folder, the program starts, says so, and keeps what it is told next."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import strategies as st

from api.catalog.catalogue import Catalogue
from api.identity.profiles import Profile, ProfileStore
from api.model import Key, Location
from api.records.favourites import Favourites
from api.records.remembered import Remembered
from api.records.settings import Settings, SettingsFile
from gui.window_state import WindowState, WindowStateFile
from tests.fuzz.made_up import any_json, as_bytes, damaged, damaged_bytes, damages

CALL = Catalogue().call("cloud-images.list-images")
LIMIT = Key(Location.QUERY, "limit")
ME = Profile("me", "Me", "rackspace", method="api-key", user="alice")


def profiles(folder):
    store = ProfileStore(folder)
    assert all(profile.id and profile.name for profile in store.all())
    store.save(ME)
    assert ProfileStore(folder).get("me") == ME
    store.remove("me")
    assert ProfileStore(folder).get("me") is None
    return store.problem


def values(folder):
    store = Remembered(folder)
    store.load(CALL, None)
    store.save(CALL, "me", {LIMIT: 5})
    assert Remembered(folder).load(CALL, "me") == {LIMIT: 5}
    return store.problem


def favourites(folder):
    store = Favourites(folder)
    before = store.ids
    marked = store.toggle("some.call")
    assert ("some.call" in Favourites(folder).ids) is marked
    assert marked is ("some.call" not in before)
    return store.problem


def settings(folder):
    store = SettingsFile(folder)
    found = store.load()
    assert isinstance(found, Settings)
    assert found.read_timeout > 0
    assert found.connect_timeout > 0
    store.save(Settings())
    assert SettingsFile(folder).load() == Settings()
    return store.problem


def window_state(folder):
    store = WindowStateFile(folder)
    store.load()
    store.save(WindowState(region="DFW"))
    assert WindowStateFile(folder).load() == WindowState(region="DFW")
    return True


FILES = {
    "profiles.json": (
        profiles,
        {"version": 1, "profiles": [{"id": "a", "name": "A", "kind": "rackspace"}]},
    ),
    "values.json": (values, {"version": 1, f"{CALL.id} @ me": {"query:limit": 3}}),
    "favourites.json": (favourites, {"version": 1, "calls": ["some.call", "another.call"]}),
    "settings.json": (settings, {"version": 1, "theme": "dark", "read_timeout": 5.0, "answer_limit": 7}),
    "window_state.json": (
        window_state,
        {"version": 1, "window": {"region": "ORD", "expanded": ["a"], "split": 1}},
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file(fuzzing, name):
    use, content = FILES[name]

    def start(data):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name
            file.write_bytes(data)
            problem = use(Path(folder))
            kept = list(Path(folder).glob(f"{name}.damaged-*"))
            assert [path.read_bytes() for path in kept] in ([], [data])
            assert problem or not kept
            json.loads(file.read_bytes())

    wrong = damages(content).map(lambda found: as_bytes(damaged(content, found)))
    fuzzing.run(
        start,
        wrong | damaged_bytes(st.just(as_bytes(content))) | any_json.map(as_bytes) | st.binary(max_size=40),
    )
