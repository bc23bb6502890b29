"""Opens the dialogs that take calls elsewhere, over a window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.answer.plain import one_line
from api.exchange.exchange import Exchange
from gui.records.export.dialog import ExportDialog
from gui.records.export.loading import Load, of_answers, of_entries

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.records.export.report_dialog import ReportDialog


def export_dialog(window: MainWindow, exchanges: Sequence[Exchange]) -> ExportDialog:
    """Export answers that are open."""
    first = exchanges[0]
    title = one_line(f"{first.request.title or first.request.call_id} · {first.who}", 300)
    return _open(window, of_answers(exchanges), len(exchanges), title)


def export_entries(window: MainWindow, entry_ids: Sequence[str], title: str) -> ExportDialog:
    """Export entries of the history; ``title`` says which they are."""
    return _open(window, of_entries(window.program.desk, entry_ids), len(entry_ids), one_line(title, 300))


def report_dialog(window: MainWindow, exchange: Exchange | None) -> ReportDialog:
    """Report a problem with an answer that is open, or with none."""
    from gui.records.export.report_dialog import ReportDialog

    load = of_answers([exchange]) if exchange is not None else None
    dialog = ReportDialog(load, exchange, window.program.desk, window.program.jobs, window)
    dialog.said.connect(window.status.show_hint)
    dialog.show()
    return dialog


def _open(window: MainWindow, load: Load, count: int, title: str) -> ExportDialog:
    dialog = ExportDialog(load, count, title, window.program.jobs, window)
    dialog.said.connect(window.status.show_hint)
    dialog.show()
    return dialog
