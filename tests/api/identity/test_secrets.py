"""Where secrets live: keyring or memory; bound to the origin they were given for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import keyring
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend

from api.identity.secrets import SecretStore, data_id, service_name

HOME = "https://identity.example/v2.0"


class InMemory(KeyringBackend):
    """A keyring that works."""

    priority = 1
    name = "Testing"

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > 500:
            raise keyring.errors.PasswordSetError("too long")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.kept[service, username]
        except KeyError:
            raise keyring.errors.PasswordDeleteError from None


class Locked(InMemory):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.InitError("locked")


class PlaintextKeyring(InMemory):
    """Named as those of keyrings.alt."""


@pytest.fixture
def ring(monkeypatch):
    backend = InMemory()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    return backend


def use(monkeypatch, backend) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


def test_a_working_keyring_keeps_secrets_beyond_the_program(ring):
    store = SecretStore("pitchfork:1")
    status = store.probe()
    assert (status.works, status.backend) == (True, "Testing")
    assert "keyring (Testing)" in status.sentence
    assert store.set("p1", "canary-sécret", HOME) is True
    assert SecretStore("pitchfork:1").get("p1", HOME) == "canary-sécret"
    assert SecretStore("pitchfork:2").get("p1", HOME) is None
    assert list(ring.kept) == [("pitchfork:1", "p1")]


def test_a_secret_is_not_handed_to_another_origin(ring):
    store = SecretStore("s")
    store.set("p1", "canary", HOME)
    assert store.get("p1", "https://identity.example:443/v3") == "canary"
    for other in (
        "http://identity.example/v2.0",
        "https://identity.example.evil/v2.0",
        "https://identity.example:444",
        "",
    ):
        assert store.get("p1", other) is None
    store.set("p2", "free")
    assert store.get("p2") == "free"
    assert store.get("p2", HOME) is None


def test_deleting(ring):
    store = SecretStore("s")
    store.set("p1", "x", HOME)
    store.delete("p1")
    store.delete("p1")
    assert store.get("p1", HOME) is None
    assert ring.kept == {}


@pytest.mark.parametrize(
    "backend",
    [
        keyring.backends.fail.Keyring(),
        keyring.backends.null.Keyring(),
        Locked(),
        PlaintextKeyring(),
    ],
    ids=["fail", "null", "locked", "plaintext"],
)
def test_without_a_fit_keyring_secrets_stay_in_memory(monkeypatch, backend):
    use(monkeypatch, backend)
    store = SecretStore("s")
    status = store.probe()
    assert status.works is False
    assert "stay in memory" in status.sentence
    assert store.set("p1", "canary", HOME) is False
    assert store.get("p1", HOME) == "canary"
    assert store.get("p1", "https://elsewhere.example") is None
    assert SecretStore("s").get("p1", HOME) is None
    assert getattr(backend, "kept", {}) == {}
    store.delete("p1")
    assert store.get("p1", HOME) is None


def test_a_keyring_that_cannot_even_be_found(monkeypatch):
    def broken():
        raise RuntimeError("no D-Bus")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    assert SecretStore("s").probe().works is False


def test_a_chain_counts_as_its_first_fit_member(monkeypatch):
    good, bad = InMemory(), PlaintextKeyring()
    monkeypatch.setattr(keyring.backends.chainer.ChainerBackend, "backends", [bad, good])
    use(monkeypatch, keyring.backends.chainer.ChainerBackend())
    assert SecretStore("s").set("p1", "canary", HOME)
    assert bad.kept == {}
    assert good.kept
    monkeypatch.setattr(keyring.backends.chainer.ChainerBackend, "backends", [bad])
    assert SecretStore("s").probe().works is False


def test_a_secret_too_long_for_the_keyring_stays_in_memory(ring):
    store = SecretStore("s")
    assert store.set("p1", "x" * 1000, HOME) is False
    assert store.get("p1", HOME) == "x" * 1000
    assert store.set("p1", "short", HOME) is True
    assert store.get("p1", HOME) == "short"


@pytest.mark.parametrize(
    "kept", ["plain text", "[]", '{"secret": "x"}', '{"origin": "", "secret": 7}', "{"]
)
def test_an_entry_of_another_program_is_no_secret(ring, kept):
    ring.kept["s", "p1"] = kept
    assert SecretStore("s").get("p1") is None


def test_the_keyring_is_probed_once(ring):
    store = SecretStore("s")
    assert store.probe() is store.probe()
    assert ring.asked == 1


def test_secrets_are_not_in_the_repr(monkeypatch):
    use(monkeypatch, keyring.backends.fail.Keyring())
    store = SecretStore("s")
    store.set("p1", "canary", HOME)
    assert "canary" not in repr(store)


def test_the_data_folder_has_one_random_id(tmp_path):
    first = data_id(tmp_path / "a")
    assert data_id(tmp_path / "a") == first
    assert data_id(tmp_path / "b") != first
    assert service_name(tmp_path / "a") == f"pitchfork:{first}"
    assert len(first) == 32
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["id"]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "a" / "id").stat().st_mode) == 0o600


def test_an_empty_id_file_is_replaced(tmp_path):
    (tmp_path / "id").write_text("\n")
    assert len(data_id(tmp_path)) == 32


def test_a_stick_without_hard_links(tmp_path, monkeypatch):
    def refuse(self, target) -> None:
        raise OSError("not supported")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    folder = tmp_path / "data"
    assert data_id(folder) == data_id(folder)
    assert [path.name for path in folder.iterdir()] == ["id"]


def test_the_first_of_several_processes_decides_the_id(tmp_path, monkeypatch):
    def another_was_first(self, target) -> None:
        self.write_text("f" * 32)
        raise FileExistsError

    monkeypatch.setattr(Path, "hardlink_to", another_was_first)
    assert data_id(tmp_path) == "f" * 32
