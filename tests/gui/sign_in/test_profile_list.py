"""The list of profiles follows what happens and acts on the chosen one."""

import pytest
from PySide6.QtWidgets import QMessageBox

from api.identity.profiles import Profile
from gui.sign_in.profile_dialog import ProfileDialog
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


def test_editing_opens_its_form_with_its_values(profiles):
    profiles.entries.setCurrentRow(1)
    profiles.edit.click()
    (dialog,) = profiles.findChildren(ProfileDialog)
    assert dialog.form.values["project"] == "lab"
    assert dialog.form.values["auth_url"] == LAB.auth_url
    assert dialog.windowTitle() == "Edit profile"


def test_a_copy_is_a_form_under_another_name(profiles, desk, qtbot):
    profiles.entries.setCurrentRow(1)
    profiles.copy.click()
    (dialog,) = profiles.findChildren(ProfileDialog)
    assert (dialog.form.values["name"], dialog.windowTitle()) == ("Lab 2", "New profile")
    dialog.yes.click()
    qtbot.waitUntil(lambda: len(desk.profiles.all()) == 3)
    assert {each.project for each in desk.profiles.all() if each.name.startswith("Lab")} == {"lab"}


def test_an_openrc_is_offered_as_a_form_and_its_password_goes_to_the_keyring(
    profiles, desk, qtbot, tmp_path, memory_keyring
):
    file = tmp_path / "shop-openrc.sh"
    file.write_text(
        "export OS_AUTH_URL=https://c.example/v3 OS_USERNAME=al OS_PASSWORD=canary\nread -sr X\n"
    )
    profiles.import_file(str(file))
    qtbot.waitUntil(lambda: bool(profiles.findChildren(ProfileDialog)))
    (dialog,) = profiles.findChildren(ProfileDialog)
    assert dialog.form.secret == "canary"
    assert "Line 2" in dialog.notes.text()
    assert not memory_keyring.passwords
    dialog.yes.click()
    qtbot.waitUntil(lambda: bool(memory_keyring.passwords))
    (profile,) = [each for each in desk.profiles.all() if each.name == "shop"]
    assert profile.user == "al"
    qtbot.waitUntil(lambda: desk.secrets.get(profile.id, profile.auth_url) == "canary")
    assert "canary" not in (desk.data_dir / "profiles.json").read_text()


def test_an_openrc_without_a_user_name_is_offered_with_the_user_s_id(profiles, desk, qtbot, tmp_path):
    file = tmp_path / "lab-openrc.sh"
    file.write_text(
        "export OS_AUTH_URL=https://c.example/v3 OS_USER_ID=0a1b OS_PROJECT_ID=2c OS_PASSWORD=x\n"
    )
    profiles.import_file(str(file))
    qtbot.waitUntil(lambda: bool(profiles.findChildren(ProfileDialog)))
    (dialog,) = profiles.findChildren(ProfileDialog)
    assert dialog.form.rows["user_id"].editor.isVisible()
    dialog.yes.click()
    assert not dialog.isVisible(), dialog.form.rows["user"].help.text()
    qtbot.waitUntil(lambda: any(each.user_id == "0a1b" for each in desk.profiles.all()))


def test_the_clouds_of_a_file_are_added(profiles, desk, qtbot, tmp_path):
    file = tmp_path / "clouds.yaml"
    file.write_text("clouds: {shop: {auth: {auth_url: https://a.example}}}")
    profiles.import_file(str(file))
    qtbot.waitUntil(lambda: profiles.told.isVisible())
    assert profiles.told.text() == "Added: shop."
    assert [each.cloud for each in desk.profiles.all() if each.name == "shop"] == ["shop"]
    profiles.import_file(str(file))
    qtbot.waitUntil(lambda: "already" in profiles.told.text())


def test_a_file_that_is_none_is_told(profiles, qtbot, tmp_path):
    profiles.import_file(str(tmp_path / "gone"))
    qtbot.waitUntil(lambda: profiles.problem.isVisible())
    assert "cannot be read" in profiles.problem.sentence.text()


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
    qtbot.waitUntil(lambda: not [key for key in memory_keyring.passwords if key[1] == "p1"])


def test_signing_out_here_reaches_the_window(profiles, practising, qtbot):
    profiles.entries.setCurrentRow(2)
    profiles.out.click()
    qtbot.waitUntil(lambda: not practising.profile)
    assert ids(profiles) == ["p1", "p2"]
