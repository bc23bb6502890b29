"""Signing in through the sheet: what goes wrong is told in place, and nothing that was filled in is lost."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from gui.parameters.dialog import ParameterDialog
from gui.sign_in.sheet import SignInSheet
from tests.builders.identity_server import Reply, by_line, serving

ID = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def practice(desk):
    return desk.practice()


def sheet_of(hand):
    """The sign-in sheet in front."""
    hand.until(lambda: isinstance(QApplication.activeWindow(), SignInSheet))
    return QApplication.activeWindow()


def open_sheet(hand):
    hand.press("Ctrl+L")
    return sheet_of(hand)


def way(hand, name):
    """Choose the way to sign in by keyboard."""
    hand.tab_to("Way to sign in")
    box = QApplication.focusWidget()
    while box.currentText() != name:
        hand.press("Down")


def fill_in(hand, address, **values):
    """Fill in a Rackspace sign-in by keyboard; its address stands under More settings."""
    hand.fill(**{"User name" if name == "user" else name: value for name, value in values.items()})
    if not QApplication.activeWindow().form.more.isChecked():
        hand.tab_to("More settings")
        hand.press("Space")
    hand.fill(**{"Identity address": address})


def problem(hand, sheet):
    hand.until(lambda: not sheet.busy)
    hand.until(sheet.problem.isVisible)
    return f"{sheet.problem.sentence.text()} {sheet.problem.hint.text()}"


def signed_in(hand):
    hand.until(lambda: hand.window.profile)
    hand.until(lambda: hand.window.top.who.isVisible())
    return hand.window.top.who.text()


def test_a_wrong_key_is_told_and_the_right_one_signs_in(hand, heart, practice):
    ada = practice.credentials
    sheet = open_sheet(hand)
    fill_in(hand, f"{practice.identity_url}/v2.0", user=ada.user, **{"API key": "wrong"})
    hand.press("Return")
    assert "does not accept this user name and API key" in problem(hand, sheet)
    assert sheet.form.values["user"] == ada.user
    hand.fill(**{"API key": ada.api_key})
    hand.press("Return")
    assert signed_in(hand) == "ada · account 912345"
    assert hand.window.region == "DFW"
    hand.until(lambda: not hand.window.findChildren(SignInSheet))


def test_nobody_at_the_address(hand, heart):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v2.0"
    sheet = open_sheet(hand)
    fill_in(hand, address, user="ada", **{"API key": "key"})
    hand.press("Return")
    assert "Nothing listens on 127.0.0.1" in problem(hand, sheet)
    assert sheet.problem.details.isVisible()
    hand.press("Escape")
    hand.until(lambda: not hand.window.findChildren(SignInSheet))
    assert not hand.window.profile


def test_a_locked_account(hand, heart):
    body = {"userDisabled": {"code": 403, "message": "User is disabled"}}
    with serving(by_line({"POST /v2.0/tokens": Reply(403, body)})) as server:
        sheet = open_sheet(hand)
        fill_in(hand, f"{server.url}/v2.0", user="ada", **{"API key": "key"})
        hand.press("Return")
        assert "does not let this user sign in" in problem(hand, sheet)
        hand.click(sheet.problem.details)
        assert "User is disabled" in hand.named(sheet, "Details of the problem").toPlainText()


def test_return_twice_signs_in_once(hand, heart, practice):
    ada = practice.credentials
    open_sheet(hand)
    fill_in(hand, f"{practice.identity_url}/v2.0", user=ada.user, **{"API key": ada.api_key})
    hand.press("Return")
    hand.press("Return")
    assert signed_in(hand)
    assert len(hand.window.program.desk.clouds) == 1


def test_two_windows_sign_in_at_once(hand, heart, program, desk):
    hand.press("Ctrl+N")
    for window in program.windows:
        window.actions_.by_name["practise"].trigger()
    hand.until(lambda: all(window.profile for window in program.windows))
    hand.until(lambda: program.jobs.count == 0)
    assert [cloud.profile.id for cloud in desk.clouds] == ["practice"]
    for window in program.windows:
        assert not window.toast.text
    hand.window.activateWindow()
    hand.go_to_call("images schema", "Get Images Schema")
    hand.press("Ctrl+Return")
    hand.answered("Get Images Schema", 200)


@pytest.fixture
def mary(hand, practice):
    """Signed in with a password and the passcode that the account asks for."""
    person = practice.passcode_credentials
    sheet = open_sheet(hand)
    way(hand, "Password")
    fill_in(hand, f"{practice.identity_url}/v2.0", user=person.user, Password=person.password)
    hand.press("Return")
    hand.until(lambda: sheet.passcode.line.hasFocus())
    hand.type("000000" if person.passcode != "000000" else "111111")
    hand.press("Return")
    hand.wrong = problem(hand, sheet)
    hand.until(lambda: sheet.passcode.line.isEnabled())
    if not sheet.passcode.isVisible():
        hand.press("Return")
        hand.until(lambda: sheet.passcode.line.hasFocus())
    hand.tab_to("Passcode")
    hand.press("Ctrl+A")
    hand.type(person.passcode)
    hand.press("Return")
    signed_in(hand)
    return hand


def test_the_passcode_step(mary, desk):
    assert "does not accept this passcode" in mary.wrong
    assert mary.window.top.who.text() == "mary · account 912345"
    assert not desk.cloud(mary.window.profile).renewable


class Clock(datetime):
    """A clock that can be moved on."""

    shift = timedelta()

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + cls.shift


@pytest.fixture
def clock(monkeypatch):
    for module in ("gui.sign_in.sessions", "api.identity.token_keeper", "api.identity.cloud"):
        monkeypatch.setattr(f"{module}.datetime", Clock)
    monkeypatch.setattr(Clock, "shift", timedelta())
    return Clock


def test_a_sign_in_that_cannot_be_renewed_warns_and_keeps_what_was_filled_in(clock, mary, program, desk):
    hand, window = mary, mary.window
    dialog = hand.open_call("add image property", "Add Image Property")
    hand.fill(image_id=ID, property="team", value="blue")
    said = []
    for minutes in (60, 14, 10, 1.9):
        left = desk.cloud(window.profile).expires - datetime.now(desk.cloud(window.profile).expires.tzinfo)
        clock.shift = left - timedelta(minutes=minutes)
        window.toast.hide()
        program.sessions.look_at_clock()
        said.append(window.toast.text)
    assert [bool(each) for each in said] == [False, True, False, True]
    assert "14 min" in said[1]
    assert "2 min" in said[3]
    assert window.top.left.text() == "2 min left"
    clock.shift += timedelta(minutes=10)
    program.sessions.look_at_clock()
    assert window.top.left.text() == "ended"
    dialog.activateWindow()
    hand.until(dialog.isActiveWindow)
    hand.press("Ctrl+Return")
    sheet = sheet_of(hand)
    assert sheet.isVisible()
    values = {key.name: value for key, value in dialog.form.capture().read()[0].items()}
    assert values == {"image_id": ID, "property": "team", "value": "blue"}
    assert isinstance(dialog, ParameterDialog)
