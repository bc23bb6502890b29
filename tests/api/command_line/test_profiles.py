"""`profile` edits, copies and imports; and production without a window: unlocked by name, destroyed by name."""

from __future__ import annotations

import json

import pytest

import main
from api.practice.cloud import PracticeCloud


@pytest.fixture
def run(data_dir, capsys):
    def command(*arguments):
        code = main.main(["--data-dir", str(data_dir), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def listed(run):
    return {each["name"]: each for each in json.loads(run("profile", "list", "--json")[1])}


@pytest.fixture
def one(run, monkeypatch, memory_keyring):
    monkeypatch.setenv("PITCHFORK_SECRET", "k3y")
    assert (
        run("profile", "add", "one", "--kind", "rackspace", "--set", "user=ada", "--color", "teal")[0] == 0
    )
    return memory_keyring


def test_a_profile_is_changed_and_keeps_the_rest(run, one):
    code, _, _ = run("profile", "edit", "one", "--set", "region=ORD", "--production", "--rename", "two")
    assert code == 0
    profile = listed(run)["two"]
    assert (profile["user"], profile["region"], profile["color"], profile["production"]) == (
        "ada",
        "ORD",
        "teal",
        True,
    )
    assert "PRODUCTION" in run("profile", "list")[1]
    assert run("profile", "edit", "two", "--no-production", "--color", "")[0] == 0
    assert "production" not in listed(run)["two"]
    assert "color" not in listed(run)["two"]
    assert len(one.passwords) == 1


@pytest.mark.parametrize(
    "change",
    [
        ("--set", "user="),
        ("--set", "auth_url=nonsense"),
        ("--set", "project=x"),
        ("--set", "pin=12"),
        ("--color", "pink"),
    ],
)
def test_a_change_that_cannot_be_is_refused(run, one, change):
    before = listed(run)
    assert run("profile", "edit", "one", *change)[0] == 2
    assert listed(run) == before


def test_a_copy_has_no_secret_and_names_are_taken_once(run, one):
    assert run("profile", "copy", "one", "two")[0] == 0
    assert listed(run)["two"]["user"] == "ada"
    assert len(one.passwords) == 1
    assert run("profile", "copy", "one", "two")[0] == 2
    assert run("profile", "edit", "one", "--rename", "two")[0] == 2
    assert run("profile", "copy", "nobody", "three")[0] == 2


def test_another_secret_is_asked_for(run, one, monkeypatch):
    monkeypatch.setenv("PITCHFORK_SECRET", "other")
    assert run("profile", "edit", "one", "--secret")[0] == 0
    assert [json.loads(kept)["secret"] for kept in one.passwords.values()] == ["other"]


def test_an_openrc_becomes_a_profile_and_its_password_goes_to_the_keyring(
    run, tmp_path, memory_keyring, data_dir
):
    file = tmp_path / "shop-openrc.sh"
    file.write_text(
        "export OS_AUTH_URL=https://c.example/v3\nexport OS_USERNAME=al\nOS_PROJECT_NAME=p\n"
        "OS_PASSWORD='canary'\nOS_REGION_NAME=$(region)\n"
    )
    code, _, err = run("profile", "import", str(file), "--production")
    assert code == 0
    assert "Line 5" in err
    profile = listed(run)["shop"]
    assert (profile["user"], profile["production"]) == ("al", True)
    assert [json.loads(kept)["secret"] for kept in memory_keyring.passwords.values()] == ["canary"]
    kept = b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    assert b"canary" not in kept
    assert run("profile", "import", str(file))[0] == 2
    assert run("profile", "import", str(tmp_path / "gone"))[0] == 2


def test_the_clouds_of_a_file_become_profiles(run, tmp_path):
    file = tmp_path / "clouds.yaml"
    file.write_text(
        "clouds:\n  a: {auth: {auth_url: https://a.example}}\n  b: {auth: {auth_url: https://b.example}}\n"
    )
    assert run("profile", "import", str(file), "--cloud", "b", "--production")[0] == 0
    assert set(listed(run)) == {"b"}
    code, _, err = run("profile", "import", str(file))
    assert code == 0
    assert "“b”" in err
    assert set(listed(run)) == {"a", "b"}
    assert listed(run)["b"]["production"] is True
    assert run("profile", "import", str(file), "--cloud", "c")[0] == 2


# Production


@pytest.fixture
def live(run, tmp_path, monkeypatch, memory_keyring):
    """Runs a command as the production profile "live" of a practice cloud that stays."""
    cloud = PracticeCloud(tmp_path / "cloud")
    cloud.start()
    person = cloud.credentials
    monkeypatch.setenv("PITCHFORK_SECRET", person.password)
    fields = {
        "auth_url": f"{cloud.identity_url}/v3",
        "user": person.user,
        "user_domain": person.domain,
        "project": person.project,
        "project_domain": person.domain,
    }
    sets = [part for name, value in fields.items() for part in ("--set", f"{name}={value}")]
    assert run("profile", "add", "live", "--kind", "openstack", *sets, "--production")[0] == 0
    yield lambda command, *more: run(command, *more, "--profile", "live")
    cloud.stop()


UNLOCK = ("--unlock", "live")


def made(live, name):
    _, out, _ = live("call", "image.create-image", "-p", f"name={name}", "--json", *UNLOCK)
    return json.loads(out)["response"]["body"]["id"]


def test_production_is_read_only_without_its_name(live):
    assert live("call", "image.list-images")[0] == 0
    code, _, err = live("call", "image.create-image", "-p", "name=x")
    assert code == 2
    assert "read-only" in err
    assert '--unlock "live"' in err
    code, _, err = live("call", "image.create-image", "-p", "name=x", "--unlock", "lab")
    assert code == 2
    assert "“lab”" in err
    assert live("call", "image.create-image", "-p", "name=x", *UNLOCK)[0] == 0


def test_production_is_destroyed_by_name(live):
    image = made(live, "web 1")
    delete = ("call", "image.delete-image", "-p", f"image_id={image}", *UNLOCK)
    assert live(*delete)[0] == 2
    code, _, err = live(*delete, "--yes")
    assert code == 2
    assert "type the name, web 1" in err
    assert live(*delete, "--confirm", "web 1")[0] == 2
    assert live(*delete, "--yes", "--confirm", "web 2")[0] == 2
    assert live("call", "image.show-image", "-p", f"image_id={image}")[0] == 0
    assert live(*delete, "--yes", "--confirm", "web 1")[0] == 0
    assert live("call", "image.show-image", "-p", f"image_id={image}")[0] == 1


def test_a_replay_passes_the_same_gates(run, live):
    image = made(live, "web 1")
    delete = ("call", "image.delete-image", "-p", f"image_id={image}", *UNLOCK, "--yes")
    assert live(*delete, "--confirm", "web 1")[0] == 0
    entry = json.loads(run("history", "--limit", "1", "--json")[1])[0]["number"]
    assert run("replay", str(entry))[0] == 2
    code, _, err = run("replay", str(entry), "--yes")
    assert (code, "read-only" in err) == (2, True)
    code, _, err = run("replay", str(entry), "--yes", *UNLOCK)
    assert (code, f"type the name, {image}" in err) == (2, True)
    code, out, err = run("replay", str(entry), "--yes", *UNLOCK, "--confirm", image)
    assert (code, "404" in out + err) == (1, True)


def test_many_are_destroyed_by_number_and_account(live, tmp_path):
    ids = tmp_path / "ids"
    ids.write_text("\n".join(made(live, f"old {number}") for number in range(2)))
    bulk = ("bulk", "image.delete-image", "--from", str(ids))
    assert live(*bulk)[0] == 2
    code, _, err = live(*bulk, "--yes")
    assert (code, "read-only" in err) == (2, True)
    code, _, err = live(*bulk, "--yes", *UNLOCK)
    assert code == 2
    assert '--confirm "2@alpha"' in err
    assert live(*bulk, "--yes", *UNLOCK, "--confirm", "3@alpha")[0] == 2
    assert live(*bulk, "--yes", *UNLOCK, "--confirm", "2@alpha")[0] == 0


def test_unlock_needs_a_production_profile(run):
    code, _, err = run("call", "cloud-images.list-images", "--practice", "--unlock", "x")
    assert code == 2
    assert "no production one" in err
