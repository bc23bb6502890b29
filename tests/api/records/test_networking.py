"""The proxy of the settings gets its password from the keyring, and only the proxy that it was given for."""

import pytest

from api.desk import Desk
from api.records.settings import Settings
from api.wire.proxying import Network, Proxying
from api.wire.trust import Trust

PROXY = "http://proxy.example:3128"


@pytest.fixture
def desk(data_dir, memory_keyring):
    desk = Desk(data_dir)
    yield desk
    desk.close()


def given(**more):
    return Settings(proxy="given", proxy_url=PROXY, **more)


def test_without_settings_it_is_the_systems(desk):
    assert desk.networking.now() == Network()


def test_what_is_set_is_what_counts(desk):
    desk.change_settings(given(no_proxy="a.example", ca_file="/ca.pem"))
    assert desk.networking.now() == Network(Proxying("given", PROXY, no_proxy="a.example"), "/ca.pem")


def test_the_password_is_in_the_keyring_alone(desk, data_dir, memory_keyring):
    desk.change_settings(given(proxy_user="alice"))
    assert desk.networking.keep_password(PROXY, "alice", "sesame")
    assert desk.networking.now().proxying.password == "sesame"
    assert any("sesame" in each for each in memory_keyring.passwords.values())
    assert not [file for file in data_dir.rglob("*") if file.is_file() and b"sesame" in file.read_bytes()]


def test_another_start_finds_it_again(desk, data_dir):
    desk.change_settings(given(proxy_user="alice"))
    desk.networking.keep_password(PROXY, "alice", "sesame")
    again = Desk(data_dir)
    assert again.networking.has_password(PROXY, "alice")
    assert again.networking.now().proxying.password == "sesame"
    again.close()


@pytest.mark.parametrize(("url", "user"), [("http://other.example:3128", "alice"), (PROXY, "bob")])
def test_another_proxy_or_user_does_not_get_it(desk, url, user):
    desk.networking.keep_password(PROXY, "alice", "sesame")
    desk.change_settings(Settings(proxy="given", proxy_url=url, proxy_user=user))
    assert desk.networking.now().proxying.password == ""


def test_it_is_forgotten_when_it_is_emptied(desk, memory_keyring):
    desk.networking.keep_password(PROXY, "alice", "sesame")
    desk.networking.keep_password(PROXY, "alice", "")
    assert not desk.networking.has_password(PROXY, "alice")
    assert not any("sesame" in each for each in memory_keyring.passwords.values())


def test_the_desks_transport_goes_through_it(desk, monkeypatch):
    asked = []
    monkeypatch.setattr(desk.networking, "now", lambda: asked.append(1) or Network())
    session = desk.transport.session(Trust())
    session.close()
    assert asked == [1]
