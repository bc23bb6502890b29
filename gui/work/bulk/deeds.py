"""What can be done with a bulk run in the Work panel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from api.work.bulk.plan import BulkPlan
from api.work.plan import Offer
from gui.work.bulk.run_dialog import again_words
from gui.work.bulk.starting import retry, show_run

if TYPE_CHECKING:
    from api.work.work import Work
    from gui.work.bench import WorkBench


def bulk_deeds(work: Work, bench: WorkBench) -> Iterator[Offer]:
    """Run again what failed, and look at the rows."""
    results, plan = work.so_far, work.plan
    if results is None or not isinstance(plan, BulkPlan):
        return
    if work.state.ended and results.failed:
        words = again_words(len(results.failed), destroys=plan.destroys)
        yield Offer(words, lambda: retry(work, bench, bench.window))
    yield Offer("Show the rows", lambda: show_run(work, bench))
