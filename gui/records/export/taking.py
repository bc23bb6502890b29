"""What a window does about taking calls elsewhere and bringing them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange
    from api.wire.request import Request
    from gui.main_window import MainWindow
    from gui.records.elsewhere import ElsewhereDialog
    from gui.records.export.dialog import ExportDialog
    from gui.records.export.report_dialog import ReportDialog
    from gui.records.importing.dialog import ImportDialog


class Taking(QObject):
    """Child of the window. The dialogs it opens are not modal, and each belongs to what it was opened for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def export(self, exchange: Exchange) -> ExportDialog:
        """Export an answer that is open."""
        from gui.records.export.opening import export_dialog

        return export_dialog(self._window, [exchange])

    def save(self, request: Request) -> None:
        """Save the call with the values that a request was built from."""
        self._window.saved.save_request(request)

    def copy_link(self, request: Request) -> None:
        """Copy the link to the same."""
        self._window.saved.copy_link_of_request(request)

    def elsewhere(self, request: Request) -> ElsewhereDialog:
        """Show a request as other tools would send it."""
        from gui.records.elsewhere import ElsewhereDialog

        dialog = ElsewhereDialog(request, self._window)
        dialog.said.connect(self._window.status.show_hint)
        dialog.show()
        return dialog

    def report_call(self, exchange: Exchange) -> ReportDialog:
        """Report a problem with an answer that is open."""
        from gui.records.export.opening import report_dialog

        return report_dialog(self._window, exchange)

    def report(self) -> ReportDialog:
        """Report a problem: with the answer that is shown, if one is."""
        from gui.records.export.opening import report_dialog

        answers = vars(self._window).get("answers")
        tab = answers.current if answers is not None else None
        return report_dialog(self._window, tab.exchange if tab is not None else None)

    def import_calls(self) -> ImportDialog:
        """Import calls of other programs."""
        from gui.records.importing.dialog import open_import

        return open_import(self._window)
