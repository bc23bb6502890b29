"""Switching the account: the list comes from the cloud, and choosing signs in there with the same profile."""

import pytest
from PySide6.QtCore import Qt

from api.identity.credentials import Credentials
from api.identity.profiles import Profile
from api.running import CancelToken
from gui.sign_in.account_list import AccountList
from gui.sign_in.sheet import SignInSheet
from tests.builders.identity_server import Reply, rackspace_access, serving


class TwoAccounts:
    """A Rackspace identity whose user has the accounts 912345 and 654321, and one that is switched off."""

    tenants = Reply(
        200,
        {
            "tenants": [
                {"id": "912345", "name": "912345", "enabled": True},
                {"id": "654321", "name": "Archive", "enabled": True},
                {"id": "1", "name": "Old", "enabled": False},
            ]
        },
    )

    def __call__(self, asked):
        if asked.line == "GET /v2.0/tenants":
            return self.tenants
        if asked.method == "DELETE":
            return Reply(204)
        body = rackspace_access()
        if account := asked.json["auth"].get("tenantId"):
            body["access"]["token"] |= {"id": "other-token", "tenant": {"id": account, "name": account}}
        return Reply(200, body)


@pytest.fixture
def answering():
    return TwoAccounts()


@pytest.fixture
def server(answering):
    with serving(answering) as running:
        yield running


@pytest.fixture
def signed_in(window, server, desk, memory_keyring):
    """A window that is signed in with a kept profile and a kept key."""
    profile = Profile("p1", "Work", "rackspace", f"{server.url}/v2.0", "api-key", user="ada")
    desk.profiles.save(profile)
    desk.secrets.set("p1", "canary-key", profile.auth_url)
    desk.sign_in(profile, Credentials("canary-key"), CancelToken())
    window.set_cloud("p1")
    return window


def open_list(window):
    window.actions_.by_name["switch_account"].trigger()
    (shown,) = window.findChildren(AccountList)
    return shown


def filled(shown, qtbot, count=2):
    qtbot.waitUntil(lambda: shown.entries.count() == count)
    return [shown.entries.item(row).text() for row in range(count)]


def test_choosing_another_account_signs_in_there_with_the_kept_key(signed_in, desk, qtbot, server):
    before = signed_in.place
    shown = open_list(signed_in)
    assert filled(shown, qtbot) == ["912345   ·   signed in", "Archive   ·   654321"]
    assert not shown.go.isEnabled()
    qtbot.keyClick(shown.entries, Qt.Key.Key_Down)
    assert shown.go.isEnabled()
    chosen = []
    shown.chosen.connect(chosen.append)
    with qtbot.waitSignal(signed_in.program.sessions.signed_in):
        qtbot.keyClick(shown.entries, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: signed_in.place.account == "654321")
    assert [profile.account for profile in chosen] == ["654321"]
    assert "654321" in signed_in.top.who.text()
    assert server.asked[-2].json["auth"]["tenantId"] == "654321"
    qtbot.waitUntil(lambda: desk.profiles.get("p1").account == "654321")
    assert desk.who(before) == "not signed in"  # what is open is not taken along


def test_without_a_kept_secret_the_sheet_asks_for_it(signed_in, desk, qtbot):
    desk.secrets.delete("p1")
    shown = open_list(signed_in)
    filled(shown, qtbot)
    shown.entries.setCurrentRow(1)
    shown.go.click()
    (sheet,) = signed_in.findChildren(SignInSheet)
    assert sheet.form.values["account"] == "654321"
    assert sheet.form.values["user"] == "ada"
    assert not sheet.form.secret
    assert signed_in.place.account == "912345"


def test_a_user_with_one_account_is_told_so(signed_in, answering, qtbot):
    answering.tenants = Reply(200, {"tenants": [{"id": "912345", "name": "912345", "enabled": True}]})
    shown = open_list(signed_in)
    filled(shown, qtbot, 1)
    assert "no other account" in shown.state.text()
    qtbot.keyClick(shown.entries, Qt.Key.Key_Return)
    assert shown.isVisible()


def test_a_refused_list_is_told_in_place(signed_in, answering, qtbot):
    answering.tenants = Reply(503, {})
    shown = open_list(signed_in)
    qtbot.waitUntil(shown.problem.isVisible)
    assert "503" in shown.problem.sentence.text()


def test_signing_out_closes_the_list(signed_in, qtbot):
    shown = open_list(signed_in)
    filled(shown, qtbot)
    signed_in.side.sign_out()
    qtbot.waitUntil(lambda: not signed_in.findChildren(AccountList))


def test_the_entry_has_the_word_of_the_cloud(window, practising, qtbot):
    entry = window.actions_.by_name["switch_account"]
    assert entry.text() == "S&witch Account…"
    window.practise_openstack()
    qtbot.waitUntil(lambda: "Project" in entry.text())
    assert open_list(window).entries.accessibleName() == "Projects"
    window.side.sign_out()
    qtbot.waitUntil(lambda: not entry.isEnabled())


def test_a_profile_of_a_file_says_why_it_stays(signed_in, desk, monkeypatch):
    cloud = desk.cloud("p1")
    from dataclasses import replace

    monkeypatch.setattr(cloud, "profile", replace(cloud.profile, cloud="mine"))
    signed_in.side.open_accounts()
    assert "clouds.yaml" in signed_in.toast.text
    assert not signed_in.findChildren(AccountList)
