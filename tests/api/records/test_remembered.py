"""What is kept between starts, and what never is."""

from __future__ import annotations

import pytest

from api.model import Change, FileValue, Kind, Location
from api.records.favourites import Favourites
from api.records.remembered import Remembered
from api.records.settings import Settings, SettingsFile
from tests.builders.calls import body, body_parameter, call, parameter, path, query

THING = call(
    parameter("limit", kind=Kind.INTEGER),
    parameter("id", Location.PATH),
    body_parameter("apiKey", Kind.SECRET),
    body_parameter("file", Kind.FILE),
    path="/{id}",
    method="POST",
)


def test_values_come_back_for_the_same_call_and_profile(tmp_path):
    Remembered(tmp_path).save(THING, "p", {query("limit"): 5, path("id"): "x"})
    assert Remembered(tmp_path).load(THING, "p") == {query("limit"): 5, path("id"): "x"}
    assert Remembered(tmp_path).load(THING, "other") == {}
    assert Remembered(tmp_path).load(THING, None) == {}


def test_secrets_and_files_are_never_written(tmp_path):
    kept = Remembered(tmp_path)
    kept.save(
        THING, "p", {query("limit"): 1, body("apiKey"): "canary", body("file"): FileValue("/home/canary")}
    )
    assert kept.load(THING, "p") == {query("limit"): 1}
    assert "canary" not in (tmp_path / "values.json").read_text()


def test_ids_of_what_is_destroyed_are_chosen_anew(tmp_path):
    destroy = call(parameter("id", Location.PATH), parameter("limit"), path="/{id}", changes=Change.DESTROY)
    kept = Remembered(tmp_path)
    kept.save(destroy, "p", {path("id"): "x", query("limit"): "1"})
    assert kept.load(destroy, "p") == {query("limit"): "1"}


def test_values_that_a_call_no_longer_takes_are_left_out(tmp_path):
    Remembered(tmp_path).save(THING, "p", {query("limit"): 5})
    assert Remembered(tmp_path).load(call(), "p") == {}


@pytest.mark.parametrize("content", ["{", "[]", "\xff"])
def test_a_damaged_file_is_set_aside_and_reported(tmp_path, content):
    file = tmp_path / "values.json"
    file.write_bytes(content.encode("latin-1"))
    kept = Remembered(tmp_path)
    assert kept.load(THING, "p") == {}
    assert kept.problem is not None
    (aside,) = tmp_path.glob("values.json.damaged*")
    assert aside.read_bytes() == content.encode("latin-1")


def test_the_file_is_for_its_owner_only(tmp_path):
    Remembered(tmp_path / "new").save(THING, "p", {query("limit"): 5})
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "values.json").stat().st_mode & 0o777 == 0o600


def test_favourites(tmp_path):
    assert Favourites(tmp_path).toggle("a.b") is True
    assert Favourites(tmp_path).toggle("c.d") is True
    assert Favourites(tmp_path).ids == ("a.b", "c.d")
    assert Favourites(tmp_path).toggle("a.b") is False
    assert Favourites(tmp_path).ids == ("c.d",)


def test_settings_keep_unknown_keys_and_write_no_defaults(tmp_path):
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "dark", "future": 1, "read_timeout": "soon"}')
    settings = SettingsFile(tmp_path)
    assert settings.load() == Settings(theme="dark")
    settings.save(Settings(connect_timeout=3.0))
    text = file.read_text()
    assert '"future": 1' in text
    assert "theme" not in text
    assert SettingsFile(tmp_path).load() == Settings(connect_timeout=3.0)


def test_very_long_values_are_not_kept(tmp_path):
    kept = Remembered(tmp_path)
    kept.save(THING, "p", {path("id"): "x" * 100_000, query("limit"): 1})
    assert kept.load(THING, "p") == {query("limit"): 1}


def test_an_entry_that_is_no_object_is_empty(tmp_path):
    kept = Remembered(tmp_path)
    kept.save(THING, "p", {query("limit"): 1})
    file = tmp_path / "values.json"
    file.write_text(file.read_text().replace('{\n  "query:limit": 1\n }', "[7]"))
    assert "[7]" in file.read_text()
    assert kept.load(THING, "p") == {}


@pytest.mark.parametrize("value", ["Infinity", "-1", "0", "1e300", '"10"', "true"])
def test_limits_that_cannot_be_are_not_used(tmp_path, value):
    (tmp_path / "settings.json").write_text(f'{{"connect_timeout": {value}, "answer_limit": {value}}}')
    assert SettingsFile(tmp_path).load() == Settings()
