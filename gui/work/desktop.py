"""Notifications of the desktop: over the session's bus, by its own command, or by a tray; nothing here waits."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QStandardPaths, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from api.constants import IDENTIFIER, NAME
from gui.presenting.stand_ins import on_screen

PORTAL = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Notification",
)
_COMMAND = "notify-send"
_PATIENCE_MS = 3000
_SHOWN_MS = 8000


class Desktop(QObject):
    """``notify`` shows a notification, or calls ``otherwise``, soon, where the desktop shows none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._waiting: dict[object, tuple[str, str, Callable[[], None]]] = {}

    def notify(self, title: str, text: str, otherwise: Callable[[], None]) -> None:
        """Both are plain text of one line."""
        title, text = on_screen(title), on_screen(text)
        if sys.platform.startswith("linux"):
            if not self._over_the_bus(title, text, otherwise):
                self._by_command(title, text, otherwise)
        elif QSystemTrayIcon.isSystemTrayAvailable():
            self._tray.show()
            self._tray.showMessage(title, text, QSystemTrayIcon.MessageIcon.Information, _SHOWN_MS)
        else:
            otherwise()

    @cached_property
    def _tray(self) -> QSystemTrayIcon:
        from gui.icons import icon

        window_icon = QApplication.windowIcon()
        return QSystemTrayIcon(icon("cloud") if window_icon.isNull() else window_icon, self)

    def _over_the_bus(self, title: str, text: str, otherwise: Callable[[], None]) -> bool:
        """Ask the portal; returns whether there is a bus to ask on."""
        if not has_bus():
            return False
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
        except ImportError:  # an installation of a distribution may come without it
            return False
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return False
        message = QDBusMessage.createMethodCall(*PORTAL, "AddNotification")
        message.setArguments([f"{IDENTIFIER}-{next(self._numbers)}", {"title": title, "body": text}])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message, _PATIENCE_MS), self)
        self._waiting[watcher] = (title, text, otherwise)
        watcher.finished.connect(self._bus_answered)
        return True

    @Slot()
    def _bus_answered(self) -> None:
        watcher: Any = self.sender()
        waiting = self._waiting.pop(watcher, None)
        if waiting is not None and watcher.isError():
            self._by_command(*waiting)
        watcher.deleteLater()

    def _by_command(self, title: str, text: str, otherwise: Callable[[], None]) -> None:
        command = QStandardPaths.findExecutable(_COMMAND)
        words = ["--app-name", NAME, "--", title, escape(text, quote=False)]
        begun = QProcess.startDetached(command, words) if command else (False, 0)
        if not begun[0]:
            otherwise()


def has_bus() -> bool:
    """Whether there seems to be a session bus; looking for one must not start one."""
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return True
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(folder) and (Path(folder) / "bus").exists()
