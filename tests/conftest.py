"""What every test stands on: Qt off the screen, a keyring in memory, private folders, and nothing left behind."""

import gc
import os
import sys
import threading

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

import pytest
from pytestqt.qtbot import QtBot

PATIENCE_MS = 60_000
"""How long a test waits for what must happen; only a test that fails waits so long, however busy the machine is."""


class PatientBot(QtBot):
    """pytest-qt's hand, with that patience wherever it waits."""

    def waitUntil(self, callback, *, timeout=0):
        """Wait until the callback is true or raises no more."""
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))

    def waitSignal(self, signal, *, timeout=0, raising=None, **more):
        """Wait for a signal while a block runs; one that may stay away is not waited for longer than asked."""
        patience = timeout if raising is False else max(timeout, PATIENCE_MS)
        return super().waitSignal(signal, timeout=patience, raising=raising, **more)

    def waitSignals(self, signals, *, timeout=0, **more):
        """Wait for several signals while a block runs."""
        return super().waitSignals(signals, timeout=max(timeout, PATIENCE_MS), **more)


@pytest.fixture
def qtbot(qapp, request):
    """The patient hand, in the place of pytest-qt's own."""
    return PatientBot(request)


def pytest_configure(config):
    """The offscreen plugin says what it cannot do (raise a window, grab a keyboard); nobody needs it there."""
    config.addinivalue_line(
        "qt_log_ignore", r"This plugin does not support (propagateSizeHints|raise|grabbing)"
    )


@pytest.fixture(autouse=True)
def garbage_stays_here(request):
    """As in the program, Qt's objects are collected on the GUI's thread only: here, between the tests."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def usual_looks(request):
    """Colours and fonts that a test chose end with it: they are the application's, and that one stays."""
    yield
    if "gui.theme" in sys.modules and "qapp" in request.fixturenames:
        theme = sys.modules["gui.theme"]
        theme.switch().choose_fonts(theme.Fonts())
        if theme.switch().mode != theme.SYSTEM:
            theme.switch().choose(theme.SYSTEM)


@pytest.fixture(autouse=True)
def no_key_is_held(request):
    """Qt goes by the last key event: after a test that ended with Ctrl+C, Ctrl would be held in the next one."""
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QGuiApplication, QWindow
        from PySide6.QtTest import QTest

        if QGuiApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
            QTest.keyRelease(QWindow(), Qt.Key.Key_Control)
            assert QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def private_home(tmp_path, monkeypatch):
    """No test reads or writes the person's own files."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".local" / "share"))
    monkeypatch.setenv("APPDATA", str(home / "AppData"))
    for name in [name for name in os.environ if name.startswith(("OS_", "PITCHFORK_"))]:
        monkeypatch.delenv(name)  # the machine's own cloud is nobody's business here
    return home


@pytest.fixture
def data_dir(tmp_path):
    """An empty folder for everything the program keeps."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


class MemoryKeyring:
    """What the tests use in place of the system's wallet; ``passwords`` shows what was kept."""

    def __init__(self):
        self.passwords = {}


@pytest.fixture
def memory_keyring():
    """A working keyring that lives in memory, put in the place of the system's for one test."""
    import keyring
    from keyring.backend import KeyringBackend

    kept = MemoryKeyring()

    class Backend(KeyringBackend):
        priority = 1

        def get_password(self, service, username):
            return kept.passwords.get((service, username))

        def set_password(self, service, username, password):
            kept.passwords[service, username] = password

        def delete_password(self, service, username):
            del kept.passwords[service, username]

    before = keyring.get_keyring()
    keyring.set_keyring(Backend())
    yield kept
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def nothing_left_behind(request):
    """Fail the test that leaves a top-level widget or a thread that would keep the program alive."""
    threads = set(threading.enumerate())
    yield
    leaked = [t for t in threading.enumerate() if t not in threads and t.is_alive() and not t.daemon]
    assert not leaked, f"threads left running: {leaked}"
    if "PySide6.QtWidgets" in sys.modules and "qapp" in request.fixturenames:
        assert not (left := _widgets_left(request.getfixturevalue("qapp"))), f"widgets left: {left}"


def _widgets_left(app):
    from PySide6.QtCore import QEvent

    for widget in app.topLevelWidgets():
        if widget.isVisible():
            widget.close()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [w for w in app.topLevelWidgets() if w.isVisible()]
