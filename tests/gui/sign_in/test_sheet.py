"""The sign-in sheet: its fields come from the kinds, errors stand in place, passcodes are asked for, secrets kept."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from api.errors import IdentityUnreachable, PasscodeNeeded, TlsFailed, WrongCredentials
from api.identity.credentials import Credentials
from api.identity.kinds import KINDS
from api.identity.profiles import Profile
from gui.jobs import Jobs
from gui.sign_in.sessions import Sessions
from gui.sign_in.sheet import SignInSheet


class SignInScript:
    """Stands in for the desk's sign-in: answers as it is told, remembers what it was given."""

    def __init__(self, desk):
        self.desk, self.asked, self.errors = desk, [], []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, profile, credentials, cancel):
        self.asked.append((profile, credentials))
        while not self.gate.wait(0.01):
            cancel.check()
        if self.errors:
            raise self.errors.pop(0)
        return FakeCloud(profile)


class FakeCloud:
    def __init__(self, profile):
        self.profile = profile
        self.renewable = True


@pytest.fixture
def script(desk, monkeypatch):
    made = SignInScript(desk)
    monkeypatch.setattr(desk, "sign_in", made)
    return made


@pytest.fixture
def sheet(desk, qtbot, qapp, memory_keyring, script):
    jobs = Jobs()
    sessions = Sessions(desk, jobs)
    made = SignInSheet(sessions)
    made.show()
    qtbot.waitUntil(lambda: bool(made.where.text()))
    yield made
    import shiboken6

    if shiboken6.isValid(made):
        made.deleteLater()
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert jobs.shutdown(5)


def fill(sheet, **values):
    for name, value in values.items():
        sheet.form.rows[name].fill(value)


def test_every_kind_and_way_has_its_fields(sheet):
    for row, kind in enumerate(KINDS):
        sheet.kind.setCurrentIndex(row)
        for way, method in enumerate(kind.methods):
            sheet.way.setCurrentIndex(way)
            assert list(sheet.form.rows) == [field.name for field in method.fields]
            secrets = [r for r in sheet.form.rows.values() if r.field.secret]
            assert all(r.editor.echoMode() is QLineEdit.EchoMode.Password for r in secrets)
            assert sheet.keep.isVisibleTo(sheet) == secrets[0].field.required


def test_a_secret_that_the_file_has_not_is_typed_and_never_kept(sheet, script, desk, qtbot, memory_keyring):
    sheet.kind.setCurrentIndex([kind.id for kind in KINDS].index("clouds.yaml"))
    fill(sheet, name="Mine", cloud="mine", secret="typed")
    with qtbot.waitSignal(sheet.signed_in) as told:
        sheet.go.click()
    _, credentials = script.asked[0]
    assert credentials.secret == "typed"
    qtbot.waitUntil(lambda: desk.profiles.get(told.args[0]) is not None)
    assert desk.secrets.get(told.args[0]) is None


def test_a_certificate_that_was_turned_down_can_be_pinned(sheet, script, qtbot):
    refused = IdentityUnreachable("No answer.", "Pin it.")
    refused.__cause__ = TlsFailed("Not trusted.", presented="ab" * 32)
    script.errors = [refused, WrongCredentials("No.", "")]
    fill(sheet, user="ada", secret="k")
    sheet.go.click()
    qtbot.waitUntil(sheet.problem.pin.isVisible)
    sheet.problem.pin.click()
    assert sheet.form.rows["pin"].value == "ab" * 32
    assert sheet.form.rows["pin"].editor.isVisible()
    assert sheet.focusWidget() is sheet.go
    assert len(script.asked) == 1  # signing in stays the person's step
    sheet.go.click()
    qtbot.waitUntil(lambda: sheet.problem.sentence.text() == "No.")
    assert script.asked[1][0].pin == "ab" * 32
    assert not sheet.problem.pin.isVisible()


def test_where_the_secret_goes_is_said(sheet):
    assert "keyring" in sheet.where.text()


def test_what_is_missing_is_marked_and_focused(sheet, script):
    sheet.go.click()
    assert sheet.form.rows["user"].help.text() == "User name is needed."
    assert sheet.form.rows["user"].editor.property("fault") == "true"
    assert sheet.focusWidget() is sheet.form.rows["user"].editor
    assert not script.asked
    fill(sheet, user="ada")
    sheet.go.click()
    assert sheet.form.rows["user"].editor.property("fault") == "false"


def test_a_user_id_does_in_place_of_the_user_name(sheet, script, qtbot):
    sheet.kind.setCurrentIndex([kind.id for kind in KINDS].index("openstack"))
    fill(sheet, name="Lab", auth_url="https://cloud.example:5000", secret="k")
    sheet.go.click()
    assert sheet.focusWidget() is sheet.form.rows["user"].editor
    fill(sheet, user_id="0a1b")
    with qtbot.waitSignal(sheet.signed_in):
        sheet.go.click()
    assert (script.asked[0][0].user, script.asked[0][0].user_id) == ("", "0a1b")


def test_sign_in_keeps_profile_and_secret_apart(sheet, script, desk, qtbot, memory_keyring):
    fill(sheet, name="Work", user="ada", secret="top-key")
    with qtbot.waitSignal(sheet.signed_in) as done:
        sheet.go.click()
    ((profile, credentials),) = script.asked
    assert (profile.kind, profile.method, profile.user) == ("rackspace", "api-key", "ada")
    assert credentials.secret == "top-key"
    assert done.args == [profile.id]
    qtbot.waitUntil(lambda: desk.profiles.get(profile.id) is not None)
    qtbot.waitUntil(lambda: bool(memory_keyring.passwords))
    assert "top-key" not in (desk.data_dir / "profiles.json").read_text()
    assert desk.secrets.get(profile.id, profile.auth_url) == "top-key"


def test_secret_is_not_kept_when_the_person_says_so(sheet, desk, qtbot, memory_keyring):
    fill(sheet, name="Work", user="ada", secret="top-key")
    sheet.keep.setChecked(False)
    with qtbot.waitSignal(sheet.signed_in) as done:
        sheet.go.click()
    qtbot.waitUntil(lambda: desk.profiles.get(done.args[0]) is not None)
    assert not [key for key in memory_keyring.passwords if key[1] == done.args[0]]


def test_error_stands_in_the_sheet_with_its_details(sheet, script, qtbot):
    script.errors = [WrongCredentials("No such key.", "Look it up again.", "401 Unauthorized")]
    fill(sheet, user="ada", secret="wrong")
    sheet.go.click()
    qtbot.waitUntil(sheet.problem.isVisible)
    assert sheet.problem.sentence.text() == "No such key."
    assert sheet.problem.hint.text() == "Look it up again."
    sheet.problem.details.click()
    assert sheet.problem._raw.toPlainText() == "401 Unauthorized"
    assert sheet.problem._raw.isVisible()
    assert sheet.go.isEnabled()
    assert sheet.form.secret == "wrong"


def test_what_of_a_file_is_not_obeyed_is_told_with_the_failure(sheet, script, qtbot):
    refused = WrongCredentials("No such key.", "Look it up again.")
    refused.add_note("Certificates are verified all the same.")
    script.errors = [refused]
    fill(sheet, user="ada", secret="wrong")
    sheet.go.click()
    qtbot.waitUntil(sheet.problem.isVisible)
    assert sheet.problem.hint.text() == "Look it up again. Certificates are verified all the same."


def test_passcode_is_asked_for_and_belongs_to_the_first_step(sheet, script, qtbot):
    script.errors = [PasscodeNeeded("The account asks for a passcode.", session_id="s-1")]
    sheet.way.setCurrentIndex(1)
    fill(sheet, user="ada", secret="pw")
    sheet.go.click()
    qtbot.waitUntil(sheet.passcode.isVisible)
    qtbot.keyClicks(sheet.passcode.line, "123 456")
    with qtbot.waitSignal(sheet.signed_in):
        qtbot.keyClick(sheet.passcode.line, Qt.Key.Key_Return)
    assert script.asked[1][1] == Credentials("pw", "123456", "s-1")
    assert script.asked[0][0].id == script.asked[1][0].id


def test_back_from_the_passcode_starts_anew(sheet, script, qtbot):
    script.errors = [PasscodeNeeded("A passcode, please.", session_id="s-1")]
    fill(sheet, user="ada", secret="pw")
    sheet.go.click()
    qtbot.waitUntil(sheet.passcode.isVisible)
    sheet.cancel.click()
    assert sheet.form.isVisible()
    with qtbot.waitSignal(sheet.signed_in):
        sheet.go.click()
    assert script.asked[1][1] == Credentials("pw")


def test_stop_ends_a_sign_in_at_once(sheet, script, qtbot):
    script.gate.clear()
    fill(sheet, user="ada", secret="pw")
    sheet.go.click()
    assert sheet.busy
    assert sheet.cancel.text() == "Stop"
    sheet.cancel.click()
    qtbot.waitUntil(lambda: not sheet.busy)
    assert not sheet.problem.isVisible()
    assert sheet.isVisible()
    script.gate.set()


def test_kept_profile_with_a_kept_secret_signs_in_at_once(sheet, script, desk, qtbot):
    profile = Profile("p1", "Work", "rackspace", "https://identity.example/v2.0", "password", user="ada")
    desk.secrets.set("p1", "kept-pw", profile.auth_url)
    with qtbot.waitSignal(sheet.signed_in) as done:
        sheet.show_profile(profile)
    assert done.args == ["p1"]
    ((signed, credentials),) = script.asked
    assert signed == profile
    assert credentials.secret == "kept-pw"


def test_kept_profile_without_a_secret_waits_for_it(sheet, script, qtbot):
    profile = Profile(
        "p2", "Lab", "openstack", "https://keystone.example/v3", "password", user="bob", project="lab"
    )
    sheet.show_profile(profile)
    assert sheet.form.values["auth_url"] == "https://keystone.example/v3"
    assert sheet.form.values["project"] == "lab"
    assert sheet.focusWidget() is sheet.form.rows["secret"].editor
    assert not script.asked


def test_an_unencrypted_address_is_remarked_on(sheet):
    sheet.kind.setCurrentIndex(2)
    qline = sheet.form.rows["auth_url"].editor
    qline.setText("http://keystone.example:5000/v3")
    qline.textEdited.emit(qline.text())
    assert "not encrypted" in sheet.remark.text()
    assert sheet.remark.isVisible()


def test_clouds_of_a_file_are_offered(sheet, tmp_path, qtbot):
    file = tmp_path / "clouds.yaml"
    file.write_text("clouds:\n  lab:\n    auth: {auth_url: https://lab.example}\n  work: {}\n")
    sheet.kind.setCurrentIndex(3)
    line = sheet.form.rows["clouds_file"]
    line.fill(str(file))
    line.changed.emit()
    box = sheet.form.rows["cloud"].editor
    qtbot.waitUntil(lambda: [box.itemText(i) for i in range(box.count())] == ["lab", "work"])
    assert sheet.form.values["cloud"] == "lab"


def test_clouds_of_another_file_that_come_late_are_not_offered(sheet, tmp_path, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(
        sheet._keeping, "list_clouds", lambda file, tell, failed: asked.append((file, tell))
    )
    sheet.kind.setCurrentIndex(3)
    line = sheet.form.rows["clouds_file"]
    line.fill("/chosen/clouds.yaml")
    line.changed.emit()
    (_, early), (_, chosen) = asked
    chosen(("lab",))
    early(("another",))
    box = sheet.form.rows["cloud"].editor
    assert [box.itemText(i) for i in range(box.count())] == ["lab"]


def test_wrong_values_are_told_before_anything_is_sent(sheet, script):
    sheet.form.more.setChecked(True)
    fill(sheet, user="ada", secret="pw", pin="not hex")
    sheet.go.click()
    assert "64 hexadecimal" in sheet.problem.sentence.text()
    assert not script.asked


def test_the_name_follows_the_kind_until_the_person_gives_one(sheet):
    sheet.kind.setCurrentIndex(2)
    assert sheet.form.values["name"] == "OpenStack"
    fill(sheet, name="Mine")
    sheet.kind.setCurrentIndex(0)
    assert sheet.form.values["name"] == "Mine"


def test_every_control_has_a_name(sheet):
    from PySide6.QtWidgets import QAbstractButton, QComboBox

    for row in range(len(KINDS)):
        sheet.kind.setCurrentIndex(row)
        for widget in sheet.findChildren(QLineEdit) + sheet.findChildren(QComboBox):
            if not isinstance(widget.parent(), QComboBox):
                assert widget.accessibleName(), widget
        for button in sheet.findChildren(QAbstractButton):
            assert button.text() or button.accessibleName() or button.parent().accessibleName()
