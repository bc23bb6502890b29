"""Begins a bulk run: asks before something is destroyed, then shows every row of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from api.work.bulk.plan import BulkPlan, Consent

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench
    from gui.work.bulk.run_dialog import RunDialog


def start(
    plan: BulkPlan,
    bench: WorkBench,
    over: QWidget,
    *,
    kept: int = 0,
    then: Callable[[Work], object] = lambda _work: None,
) -> None:
    """Ask where it destroys, over that widget, then begin. ``then`` hears of it, ``kept`` were left out."""

    def begin(consent: Consent) -> None:
        work = bench.begin(replace(plan, consent=consent))
        show_run(work, bench)
        then(work)

    def ask() -> None:
        from gui.work.bulk.confirm import ConfirmBulk

        question = ConfirmBulk(plan, bench.desk, kept, over)
        question.confirmed.connect(begin)
        question.open()

    bench.when_unlocked(plan.place, plan.title, ask if plan.destroys else lambda: begin(Consent()), over)


def show_run(work: Work, bench: WorkBench) -> RunDialog:
    """The rows of a run in a dialog of their own; the one that is open comes to the front."""
    from gui.work.bulk.run_dialog import RunDialog

    opened = (each for each in bench.window.findChildren(RunDialog) if each.work is work)
    dialog = next(opened, None) or RunDialog(work, bench, bench.window)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


def retry(work: Work, bench: WorkBench, over: QWidget) -> None:
    """Run what failed once more, and nothing else; what destroys is asked about again."""
    plan = work.plan
    assert isinstance(plan, BulkPlan)
    failed = work.so_far.failed
    if failed:
        start(plan.only(failed), bench, over)
