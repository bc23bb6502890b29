"""Scenes of the pictures: the history, and the form that makes an image of a file."""

from __future__ import annotations

import os
import struct
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from gui.work.transfers.new_image import NewImageDialog
from gui.work.transfers.uploading import open_new_image

if TYPE_CHECKING:
    from screenshots import Studio


def history(studio: Studio, mode: str) -> None:
    """The history with what was sent for the pictures: its page, an old answer, the filter, nothing found, clearing."""
    window = studio.window
    window.history.focus()
    page = window.left.page
    studio.wait(lambda: page.view.history.entries)
    page.view.choose_first()
    page.do("star")
    studio.wait(lambda: page.view.history.entries[0].starred)
    studio.shoot(f"history-{mode}")
    page.do("open")
    studio.wait(lambda: (tab := window.answers.current) is not None and "history" in tab.strip.sentence)
    studio.answer()
    window.history.toggle_recording()
    studio.shoot(f"history-opened-{mode}")
    window.history.toggle_recording()
    page.filters.pop_up(page.filter_button.mapToGlobal(page.filter_button.rect().bottomLeft()))
    studio.shoot(f"history-filter-{mode}", page.filters)
    page.filters.hide()
    page.search.setText("no such words")
    studio.wait(lambda: "fits" in page.says.text() and page.says.isVisible())
    studio.shoot(f"history-nothing-{mode}")
    page.search.clear()
    window.history.ask_clear()
    (question,) = window.findChildren(QMessageBox)
    studio.shoot(f"history-clear-{mode}", question)
    question.reject()
    window.left.choose("calls")


def new_image(studio: Studio, name: str) -> None:
    """The form that makes an image of a file, on the practice cloud's OpenStack face."""
    window, before = studio.window, studio.window.profile
    window.practise_openstack()
    studio.wait(lambda: window.profile != before)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder  # a picture shows nobody's folders
        file = Path(folder) / "debian-13.qcow2"
        file.write_bytes(struct.pack(">4sIQIIQ", b"QFI\xfb", 3, 0, 0, 16, 20 << 30).ljust(1 << 18, b"\0"))
        open_new_image(window.bench, f"~/{file.name}")
        (dialog,) = window.findChildren(NewImageDialog)
        studio.wait(dialog.start.isEnabled)
        studio.shoot(name, dialog)
        dialog.close()
