"""A profile's form: faults at the fields, marks that count at once, and a secret that is replaced only when typed."""

import pytest

from api.identity.profiles import Profile
from gui.jobs import Jobs
from gui.sign_in.profile_dialog import ProfileDialog
from gui.sign_in.sessions import Sessions

WORK = Profile(
    "p1", "Work", "openstack", "https://k.example/v3", "password", user="ada", trust_id="t1", project="p"
)


@pytest.fixture
def sessions(desk, qtbot, qapp, memory_keyring):
    jobs = Jobs()
    yield Sessions(desk, jobs)
    qtbot.waitUntil(lambda: jobs.count == 0)
    assert jobs.shutdown(5)


@pytest.fixture
def dialog(sessions, desk, qtbot):
    desk.profiles.save(WORK)
    desk.profiles.save(Profile("p2", "Lab", "rackspace"))
    desk.secrets.set("p1", "first", WORK.auth_url)
    made = ProfileDialog(WORK, sessions)
    made.show()
    return made


def fault(dialog, name):
    row = dialog.form.rows[name]
    return row.help.text() if row.help.property("role") == "fault" else ""


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("name", "", "Profile name is needed."),
        ("name", "Lab", "Another profile has this name."),
        ("user", "", "User name is needed."),
        ("auth_url", "nonsense", "address"),
        ("pin", "12", "64 hexadecimal digits"),
    ],
)
def test_a_fault_stands_at_its_field(dialog, desk, name, value, sentence):
    dialog.form.rows[name].editor.setText(value)
    dialog.yes.click()
    assert sentence in fault(dialog, name)
    assert dialog.isVisible()
    assert desk.profiles.get("p1") == WORK
    dialog.form.rows[name].editor.setText(getattr(WORK, name))
    dialog.yes.click()


def test_what_the_form_does_not_show_stays(dialog, desk, qtbot):
    dialog.form.fill({"region": "ORD", "name": "Shop"})
    dialog.color.setCurrentIndex(dialog.color.findData("violet"))
    dialog.production.setChecked(True)
    dialog.yes.click()
    qtbot.waitUntil(lambda: desk.profiles.get("p1").name == "Shop")
    kept = desk.profiles.get("p1")
    assert (kept.region, kept.color, kept.production, kept.trust_id) == ("ORD", "violet", True, "t1")
    assert desk.secrets.get("p1", WORK.auth_url) == "first"


def test_a_secret_that_is_typed_replaces_the_kept_one(dialog, desk, qtbot):
    assert dialog.form.secret == ""
    dialog.form.rows["secret"].fill("second")
    dialog.yes.click()
    qtbot.waitUntil(lambda: desk.secrets.get("p1", WORK.auth_url) == "second")


def test_another_address_does_not_get_the_secret(dialog, desk, qtbot):
    dialog.form.rows["auth_url"].editor.setText("https://other.example/v3")
    dialog.yes.click()
    qtbot.waitUntil(lambda: desk.profiles.get("p1").auth_url != WORK.auth_url)
    assert desk.secrets.get("p1", desk.profiles.get("p1").auth_url) is None


def test_the_disk_that_refuses_is_told(dialog, sessions, desk, qtbot, monkeypatch):
    told = []
    sessions.remarked.connect(lambda sentence, hint: told.append(sentence))

    def refuse(_profile):
        raise OSError("full")

    monkeypatch.setattr(desk.profiles, "save", refuse)
    dialog.yes.click()
    qtbot.waitUntil(lambda: bool(told))
    assert "could not be kept" in told[0]
