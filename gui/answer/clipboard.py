"""The one way to the clipboard: plain text, and secrets marked as such and taken away again after a minute."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QCoreApplication, QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

SECONDS = 60
"""How long a copied secret stays on the clipboard."""
CONCEALED = {
    "x-kde-passwordManagerHint": b"secret",
    **{
        f'application/x-qt-windows-mime;value="{name}"': bytes(4)
        for name in (
            "ExcludeClipboardContentFromMonitorProcessing",
            "CanIncludeInClipboardHistory",
            "CanUploadToCloudClipboard",
        )
    },
}
"""What tells clipboard histories to leave a text out, by form of data: Klipper's and GNOME's word, and Windows' names
(https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats), each a DWORD of zero. The Mac's stands in
``gui.answer.clipboard_mac``."""
OURS = "application/x-pitchfork-copy"
"""Under this stands which copy it was: what somebody else copied meanwhile is not taken away."""


def copy_text(text: str, *, secret: bool = False) -> None:
    """Copy text, and nothing but text; with ``secret`` in it, for a minute and past clipboard histories."""
    if secret:
        QGuiApplication.clipboard().setMimeData(concealed(text.encode("utf-8", "replace")))
    else:
        QGuiApplication.clipboard().setText(text)


def copied_text() -> str:
    """The text that was copied last, by whomever."""
    return QGuiApplication.clipboard().text()


def offers_selection() -> bool:
    """Whether selecting is copying here (X11), for the middle button."""
    return QGuiApplication.clipboard().supportsSelection()


def offer_selection(text: str) -> None:
    """Let a selected text, never a secret, be pasted with the middle button, where ``offers_selection``."""
    QGuiApplication.clipboard().setText(text, QClipboard.Mode.Selection)


def packed(pieces: Iterable[str]) -> QByteArray:
    """A text of any length, ready for ``copy_packed``. For a worker; no step takes long if no piece is long."""
    whole = QByteArray()
    for piece in pieces:
        whole.append(piece.encode("utf-8", "replace"))
    return whole


def copy_packed(text: QByteArray, *, secret: bool = False) -> None:
    """Copy a packed text, at once: whoever asks for it turns it into what they need."""
    QGuiApplication.clipboard().setMimeData(concealed(text) if secret else _plain(text))


def concealed(text: QByteArray | bytes) -> QMimeData:
    """The text as a secret for the clipboard; from the moment it is there, it has a minute."""
    data = _plain(text)
    for form, mark in CONCEALED.items():
        data.setData(form, mark)
    if sys.platform == "darwin":  # its pasteboard knows other names
        from gui.answer.clipboard_mac import conceal

        conceal(data)
    copy = secrets.token_bytes(8)
    data.setData(OURS, copy)
    _keeper().keep(copy)
    return data


def forget_secret() -> None:
    """Take the secret away that was copied last, if it is still on the clipboard; at the end of the program, too."""
    _keeper().forget()


def _plain(text: QByteArray | bytes) -> QMimeData:
    data = QMimeData()
    data.setData("text/plain", text)
    return data


class _Keeper(QObject):
    """Takes a copied secret away again. A child of the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("clipboard keeper")
        self._copy = b""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SECONDS * 1000)
        self.timer.timeout.connect(self.forget)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.forget)

    def keep(self, copy: bytes) -> None:
        """From now on that copy is the one to take away."""
        self._copy = copy
        self.timer.start()

    @Slot()
    def forget(self) -> None:
        """Clear the clipboards that still hold it."""
        self.timer.stop()
        board, copy = QGuiApplication.clipboard(), self._copy
        self._copy = b""
        for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection) if copy else ():
            found = (
                board.mimeData(mode)
                if mode is QClipboard.Mode.Clipboard or board.supportsSelection()
                else None
            )
            if found is not None and found.data(OURS).data() == copy:
                board.clear(mode)


def _keeper() -> _Keeper:
    app = QCoreApplication.instance()
    assert app is not None
    return app.findChild(_Keeper, "clipboard keeper") or _Keeper(app)
