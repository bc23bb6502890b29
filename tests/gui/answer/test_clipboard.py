"""Copied secrets are marked for clipboard histories, and go after a minute unless somebody copied something else."""

import pytest
from PySide6 import QtGui
from PySide6.QtGui import QGuiApplication

from gui.answer import clipboard, clipboard_mac
from gui.answer.clipboard import CONCEALED, concealed, copy_packed, copy_text, forget_secret, packed


@pytest.fixture
def board(qapp):
    found = QGuiApplication.clipboard()
    found.clear()
    yield found
    forget_secret()
    found.clear()


def timer():
    return clipboard._keeper().timer


def test_plain_text_stays_and_bears_no_mark(board):
    copy_text("hello")
    copy_packed(packed(["hel", "lo"]))
    assert board.text() == "hello"
    assert not set(CONCEALED) & set(board.mimeData().formats())
    forget_secret()
    assert board.text() == "hello"


@pytest.mark.parametrize(
    "copy", [copy_text, lambda text, secret: copy_packed(packed([text]), secret=secret)]
)
def test_a_secret_is_marked_and_goes_after_a_minute(board, copy):
    copy("hunter2 é", secret=True)
    data = board.mimeData()
    assert board.text() == "hunter2 é"
    assert data.data("x-kde-passwordManagerHint").data() == b"secret"
    for name in ("CanIncludeInClipboardHistory", "CanUploadToCloudClipboard",
                 "ExcludeClipboardContentFromMonitorProcessing"):  # fmt: skip
        assert data.data(f'application/x-qt-windows-mime;value="{name}"').data() == bytes(4)
    assert timer().isActive()
    assert timer().interval() == 60_000
    timer().timeout.emit()
    assert board.text() == ""
    assert not timer().isActive()


def test_the_end_of_the_program_takes_it_away(board, qapp):
    copy_text("hunter2", secret=True)
    qapp.aboutToQuit.emit()
    assert board.text() == ""


def test_what_was_copied_meanwhile_stays(board):
    copy_text("hunter2", secret=True)
    board.setText("of another program")
    timer().timeout.emit()
    assert board.text() == "of another program"
    copy_text("hunter2", secret=True)
    copy_text("hunter3", secret=True)
    timer().timeout.emit()
    assert board.text() == ""


def test_a_secret_that_nobody_put_there_changes_nothing(board):
    board.setText("mine")
    concealed(b"hunter2")
    forget_secret()
    assert board.text() == "mine"


def test_on_the_mac_a_secret_is_marked_for_its_pasteboard(board, monkeypatch):
    made = []

    class Base:
        def __init__(self):
            made.append(self)

    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(QtGui, "QUtiMimeConverter", Base, raising=False)
    clipboard_mac._stand_by.cache_clear()
    copy_text("hunter2", secret=True)
    copy_text("hunter3", secret=True)
    (converter,) = made
    mark = board.mimeData().data(clipboard_mac.FORM)
    uti = converter.utiForMime(clipboard_mac.FORM)
    assert uti == "org.nspasteboard.ConcealedType"
    assert converter.mimeForUti(uti) == clipboard_mac.FORM
    assert converter.convertFromMime(clipboard_mac.FORM, mark, uti) == [mark]
    assert converter.convertToMime(clipboard_mac.FORM, [b"1"], uti) == b"1"
    assert converter.convertToMime(clipboard_mac.FORM, [], uti) == b""
    assert (converter.utiForMime("text/plain"), converter.mimeForUti("public.utf8-plain-text")) == ("", "")
    clipboard_mac._stand_by.cache_clear()


def test_a_mac_without_converters_copies_all_the_same(board, monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    clipboard_mac._stand_by.cache_clear()
    copy_text("hunter2", secret=True)
    assert board.text() == "hunter2"
    clipboard_mac._stand_by.cache_clear()
