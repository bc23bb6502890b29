"""The list of profiles follows what happens and acts on the chosen one."""

import pytest
from PySide6.QtWidgets import QMessageBox

from api.identity.profiles import Profile
from gui.sign_in.profile_list import ID, ProfileList
from gui.sign_in.sheet import SignInSheet

WORK = Profile("p1", "Work", "rackspace", "https://identity.example/v2.0", "api-key", user="ada")
LAB = Profile(
    "p2", "Lab", "openstack", "https://keystone.example/v3", "password", user="bob", project="lab"
)


@pytest.fixture
def profiles(practising, desk, memory_keyring):
    desk.profiles.save(WORK)
    desk.profiles.save(LAB)
    practising.side.open_profiles()
    (shown,) = practising.findChildren(ProfileList)
    return shown


def ids(shown):
    return [shown.entries.item(row).data(ID) for row in range(shown.entries.count())]


def test_kept_profiles_and_signed_in_ones_are_listed(profiles):
    assert ids(profiles) == ["p1", "p2", "practice"]
    texts = [profiles.entries.item(row).text() for row in range(3)]
    assert "not signed in" in texts[0]
    assert "signed in as" in texts[2]


def test_buttons_fit_the_chosen_profile(profiles):
    profiles.entries.setCurrentRow(0)
    assert profiles.use.text() == "Sign in"
    assert profiles.remove.isEnabled()
    assert not profiles.out.isEnabled()
    profiles.entries.setCurrentRow(2)
    assert profiles.use.text() == "Use"
    assert profiles.out.isEnabled()
    assert not profiles.remove.isEnabled()


def test_changing_opens_the_sheet_with_its_values(profiles, practising):
    profiles.entries.setCurrentRow(1)
    profiles.edit.click()
    (sheet,) = practising.findChildren(SignInSheet)
    assert sheet.form.values["project"] == "lab"
    assert sheet.form.values["auth_url"] == LAB.auth_url


def test_using_one_that_is_not_signed_in_asks_for_its_secret(profiles, practising, qtbot):
    profiles.entries.setCurrentRow(0)
    profiles.use.click()
    (sheet,) = practising.findChildren(SignInSheet)
    assert sheet.form.values["user"] == "ada"
    assert practising.profile == "practice"


def test_removing_asks_and_forgets_secret_and_profile(profiles, desk, memory_keyring, qtbot):
    desk.secrets.set("p1", "kept", WORK.auth_url)
    profiles.entries.setCurrentRow(0)
    profiles.remove.click()
    (question,) = profiles.findChildren(QMessageBox)
    question.button(QMessageBox.StandardButton.Cancel).click()
    assert desk.profiles.get("p1") == WORK
    profiles.remove.click()
    question = profiles.findChildren(QMessageBox)[-1]
    question.button(QMessageBox.StandardButton.Discard).click()
    qtbot.waitUntil(lambda: "p1" not in ids(profiles))
    assert desk.profiles.get("p1") is None
    assert not [key for key in memory_keyring.passwords if key[1] == "p1"]


def test_signing_out_here_reaches_the_window(profiles, practising, qtbot):
    profiles.entries.setCurrentRow(2)
    profiles.out.click()
    qtbot.waitUntil(lambda: not practising.profile)
    assert ids(profiles) == ["p1", "p2"]
