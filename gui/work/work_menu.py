"""What the entries of the Work menu do. Each is a method, named in ``gui.actions`` as ``by="work_menu.<method>"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gui.work.bench import WorkBench


class WorkMenu:
    """The entries of one window. What they need is imported when they are first used."""

    def __init__(self, bench: WorkBench) -> None:
        self._bench = bench

    def share(self) -> None:
        """Share an image."""
        from gui.work.sharing.entries import open_share

        open_share(self._bench)

    def offers(self) -> None:
        """Look at what others share."""
        from gui.work.sharing.entries import open_offers

        open_offers(self._bench)

    def holders(self) -> None:
        """Look who has what."""
        from gui.work.sharing.entries import open_holders

        open_holders(self._bench)

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

    def import_image(self) -> None:
        """Import an image."""
        from gui.work.moving.entries import open_import

        open_import(self._bench)

    def export_image(self) -> None:
        """Export an image."""
        from gui.work.moving.entries import open_export

        open_export(self._bench)

    def copy_image(self) -> None:
        """Copy an image to another region."""
        from gui.work.moving.entries import open_copy

        open_copy(self._bench)

    def new_image(self) -> None:
        """Make an image of a file."""
        from gui.work.transfers.uploading import open_new_image

        open_new_image(self._bench)
