"""The one way from the window to a page in the browser."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def is_page(address: str) -> bool:
    """Whether an address is a page of the web: a document of somebody else's may name a file or a program instead."""
    return address.lower().startswith(("https://", "http://"))


def open_page(address: str) -> bool:
    """Open a page in the browser; returns whether somebody opened it. Anything but http and https is never opened."""
    return is_page(address) and QDesktopServices.openUrl(QUrl(address))
