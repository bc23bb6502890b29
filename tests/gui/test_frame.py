"""The window's first size."""

from __future__ import annotations


def test_a_first_window_fits_on_the_screen(window):
    room = window.screen().availableSize()
    assert window.height() <= room.height()
    assert window.width() <= max(room.width(), window.minimumWidth())
