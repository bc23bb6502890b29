"""Who looks elsewhere is told when something long has ended, by the desktop or once they are back."""

import pytest
from PySide6 import QtDBus
from PySide6.QtCore import QObject, QProcess, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QApplication

from api.errors import PitchforkError
from gui.work import desktop as desktop_module
from gui.work import notifier as notifier_module
from gui.work.desktop import Desktop, has_bus


class DesktopStandIn(QObject):
    """A desktop that shows everything, or nothing."""

    def __init__(self, *, shows):
        super().__init__()
        self.shows, self.shown = shows, []

    def notify(self, title, text, otherwise):
        if self.shows:
            self.shown.append((title, text))
        else:
            otherwise()


@pytest.fixture
def away(window, program, until, monkeypatch):
    """away(shows=True): the person looks elsewhere, and any work counts as long; returns the desktop."""
    until(lambda: "notifier" in vars(program))
    monkeypatch.setattr(notifier_module, "LONG", 0.0)

    def leave(*, shows=True):
        program.notifier.desktop = DesktopStandIn(shows=shows)
        program.notifier.in_front = lambda: False
        return program.notifier.desktop

    return leave


def fail(_work):
    raise PitchforkError("The disk is full.", "Make room.")


def test_the_desktop_tells_what_ended(away, begin, until):
    desktop = away()
    begin(title="Download Debian 12")
    until(lambda: desktop.shown == [("Download Debian 12 – done", "It was done.")])
    begin(fail, title="Upload web-01")
    until(lambda: desktop.shown[1:] == [("Upload web-01 – failed", "The disk is full. Make room.")])


def test_what_ends_before_ones_eyes_is_not_told(away, begin, until, program):
    desktop = away()
    program.notifier.in_front = lambda: True
    work = begin()
    until(lambda: work.state.ended)
    until(lambda: not program.news._beat.isActive())
    assert desktop.shown == []


def test_what_was_short_or_stopped_is_not_told(away, begin, resting, until, program, monkeypatch):
    desktop = away()
    stopped = begin(resting)
    stopped.cancel.cancel()
    until(lambda: stopped.state.ended)
    monkeypatch.setattr(notifier_module, "LONG", 10.0)
    short = begin()
    until(lambda: short.state.ended)
    until(lambda: not program.news._beat.isActive())
    assert desktop.shown == []


def test_without_a_desktop_it_is_said_when_the_person_is_back(away, begin, window, program, until):
    away(shows=False)
    begin(fail, title="Upload web-01")
    until(lambda: program.notifier._missed)
    assert window.toast.text == ""
    QApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert window.toast.text == "Upload web-01 – failed."
    assert window.toast._notice.level == "error"


def test_several_that_were_missed_are_said_at_once(away, begin, window, program, until):
    away(shows=False)
    begin(title="First")
    begin(title="Second")
    until(lambda: len(program.notifier._missed) == 2)
    program.notifier.say_what_was_missed()
    assert window.toast.text == "2 pieces of work have ended."
    program.notifier.say_what_was_missed()


def test_a_bus_is_only_used_where_there_is_one(monkeypatch, tmp_path):
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not has_bus()
    (tmp_path / "bus").touch()
    assert has_bus()
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert not has_bus()


@pytest.fixture
def commands(monkeypatch):
    """What is started, in a desktop on Linux whose bus nobody answers on."""
    started = []
    monkeypatch.setattr(desktop_module.sys, "platform", "linux")
    monkeypatch.setattr(desktop_module, "has_bus", lambda: False)
    monkeypatch.setattr(QStandardPaths, "findExecutable", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(QProcess, "startDetached", lambda *args: started.append(args) or (True, 1))
    return started


def test_a_command_shows_it_where_there_is_no_bus(qapp, commands):
    Desktop().notify("-- title", "<b>text</b>", lambda: pytest.fail("it was shown"))
    ((command, words),) = commands
    assert command == "/usr/bin/notify-send"
    assert words[2:] == ["--", "-- title", "&lt;b&gt;text&lt;/b&gt;"]


def test_a_dead_bus_leaves_it_to_the_command(qapp, commands, monkeypatch, tmp_path):
    monkeypatch.setattr(desktop_module, "has_bus", lambda: True)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    Desktop().notify("Title", "Text", lambda: pytest.fail("it was shown"))
    assert len(commands) == 1


def test_where_nothing_can_show_it_who_asked_is_told(qapp, commands, monkeypatch):
    told = []
    monkeypatch.setattr(QStandardPaths, "findExecutable", lambda _name: "")
    Desktop().notify("Title", "Text", lambda: told.append(1))
    monkeypatch.setattr(desktop_module.sys, "platform", "win32")
    monkeypatch.setattr(desktop_module.QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    Desktop().notify("Title", "Text", lambda: told.append(2))
    assert told == [1, 2]


def test_a_tray_shows_it_elsewhere(qapp, monkeypatch):
    shown = []
    monkeypatch.setattr(desktop_module.sys, "platform", "win32")
    tray = desktop_module.QSystemTrayIcon
    monkeypatch.setattr(tray, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(tray, "show", lambda _tray: None)
    monkeypatch.setattr(tray, "showMessage", lambda _tray, *words: shown.append(words[:2]))
    Desktop().notify("Title", "Text", lambda: pytest.fail("it was shown"))
    assert shown == [("Title", "Text")]


class PendingCall(QObject):
    """An answer of the bus that is still to come."""

    finished = Signal()

    def __init__(self, *, fails):
        super().__init__()
        self.fails = fails

    def isError(self):
        return self.fails


@pytest.mark.parametrize("fails", [True, False])
def test_a_bus_that_refuses_leaves_it_to_the_command(qapp, commands, monkeypatch, fails):
    pending, sent = PendingCall(fails=fails), []

    class Bus:
        @staticmethod
        def sessionBus():
            return Bus()

        def isConnected(self):
            return True

        def asyncCall(self, message, _patience):
            sent.append(message)

    monkeypatch.setattr(desktop_module, "has_bus", lambda: True)
    monkeypatch.setattr(QtDBus, "QDBusConnection", Bus)
    monkeypatch.setattr(QtDBus, "QDBusPendingCallWatcher", lambda _call, _parent: pending)
    made = Desktop()
    made.notify("Title", "Text", lambda: pytest.fail("it was shown"))
    assert sent[0].member() == "AddNotification"
    assert sent[0].arguments()[1] == {"title": "Title", "body": "Text"}
    assert commands == []
    pending.finished.emit()
    assert len(commands) == fails
