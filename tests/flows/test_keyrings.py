"""Whatever the keyring does, the window lives, the sign-in goes on, and a sentence says where the secret is."""

import threading

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, PasswordDeleteError, PasswordSetError

from api.identity.credentials import Credentials
from gui.sign_in import keeping
from gui.sign_in.keeping import SLOW
from gui.sign_in.sheet import SignInSheet


class Ring(KeyringBackend):
    """Works, until a test says otherwise."""

    priority = 1
    name = "Testing"

    def __init__(self):
        super().__init__()
        self.kept = {}
        self.refuses = ()
        self.answering = threading.Event()
        self.answering.set()

    def _be(self, deed):
        self.answering.wait(60)
        if deed in self.refuses:
            raise {"get": InitError, "set": PasswordSetError, "delete": PasswordDeleteError}[deed]("no")

    def get_password(self, service, username):
        self._be("get")
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._be("set")
        self.kept[service, username] = password

    def delete_password(self, service, username):
        self._be("delete")
        del self.kept[service, username]


class PlaintextKeyring(Ring):
    """Named as the one that writes passwords into a file."""


@pytest.fixture
def ring(monkeypatch):
    made = Ring()
    yield made
    made.answering.set()


def use(monkeypatch, backend):
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


def open_sheet(hand):
    hand.window.sign_in()
    (sheet,) = hand.window.findChildren(SignInSheet)
    return sheet


def sign_in(hand, desk, sheet):
    """Fill the sheet in with the practice cloud's address, as a person would, and go on to the answer."""
    profile, credentials = desk._practising.sign_in()
    assert isinstance(credentials, Credentials)
    sheet.form.fill({"name": "Mine", "user": profile.user, "auth_url": profile.auth_url})
    sheet.form.rows["secret"].fill(credentials.secret)
    sheet.submit()
    hand.until(lambda: hand.window.profile)
    hand.until(lambda: desk.profiles.all())
    return desk.profiles.all()[0]


def test_a_keyring_that_hangs_stops_nothing(hand, desk, heart, ring, monkeypatch):
    monkeypatch.setattr(keeping, "PATIENCE_MS", 20)
    use(monkeypatch, ring)
    ring.answering.clear()
    sheet = open_sheet(hand)
    assert "Asking" in sheet.where.text()
    hand.until(lambda: sheet.where.text() == SLOW)
    profile = sign_in(hand, desk, sheet)
    assert not ring.kept
    ring.answering.set()
    hand.until(lambda: ring.kept)
    assert desk.secrets.get(profile.id, profile.auth_url)


@pytest.mark.parametrize(
    ("backend", "words"),
    [
        (NoKeyring, "no keyring"),
        (NullKeyring, "no keyring"),
        (PlaintextKeyring, "no keyring"),
        ("locked", "does not work (InitError)"),
    ],
    ids=["absent", "null", "plaintext", "locked"],
)
def test_without_a_keyring_the_sheet_says_memory_only_and_signs_in(
    hand, desk, monkeypatch, ring, backend, words
):
    ring.refuses = ("get", "set", "delete")
    used = ring if backend == "locked" else backend()
    use(monkeypatch, used)
    sheet = open_sheet(hand)
    hand.until(lambda: "stay in memory" in sheet.where.text())
    assert words in sheet.where.text()
    profile = sign_in(hand, desk, sheet)
    hand.until(lambda: "memory only" in hand.window.toast.text)
    assert desk.secrets.get(profile.id, profile.auth_url)
    assert not ring.kept
    assert not getattr(used, "kept", {})


def test_a_keyring_that_refuses_to_keep_is_told(hand, desk, ring, monkeypatch):
    use(monkeypatch, ring)
    ring.refuses = ("set",)
    sheet = open_sheet(hand)
    hand.until(lambda: "keyring (Testing)" in sheet.where.text())
    sign_in(hand, desk, sheet)
    hand.until(lambda: "memory only" in hand.window.toast.text)


def test_a_secret_that_cannot_be_deleted_is_told_with_its_place(hand, desk, ring, monkeypatch):
    use(monkeypatch, ring)
    profile = sign_in(hand, desk, open_sheet(hand))
    hand.until(lambda: ring.kept)
    ring.refuses = ("delete",)
    keeping.Keeping(hand.window.program.sessions, hand.window).remove(profile, lambda: None)
    hand.until(lambda: "its secret may not be" in hand.window.toast.text)
    ((service, user),) = ring.kept
    assert service in hand.window.toast._hint.text()
    assert user in hand.window.toast._hint.text()
    hand.until(lambda: not desk.profiles.all())


def test_one_that_is_deleted_is_not_spoken_of(hand, desk, ring, monkeypatch):
    use(monkeypatch, ring)
    profile = sign_in(hand, desk, open_sheet(hand))
    hand.until(lambda: ring.kept)
    keeping.Keeping(hand.window.program.sessions, hand.window).remove(profile, lambda: None)
    hand.until(lambda: not ring.kept)
    hand.until(lambda: not hand.window.program.jobs.count)
    assert hand.window.toast.text == ""
