"""What the entries of the Work menu do. Each is a method, named in ``gui.actions`` as ``by="work_menu.<method>"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.work.bench import WorkBench


class WorkMenu:
    """The entries of one window. What they need is imported when they are first used."""

    def __init__(self, bench: WorkBench) -> None:
        self._bench = bench

    def clean_up(self) -> None:
        """Look for own images that could go, where the window is."""
        from gui.work.bulk.clean_up import CleanUpDialog

        window = self._bench.window
        place = window.place
        if place.profile is None:
            window.notices.warn("Cleaning up needs a sign-in.", "Sign in, then try again.")
            return
        dialog = CleanUpDialog(place, self._bench, window)
        dialog.show()
        dialog.activateWindow()
