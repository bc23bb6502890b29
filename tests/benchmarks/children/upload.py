"""Uploads in the window's own process: orders and answers as transfer.py has them; the image waits for data.

The panel of the long work has shown a piece of work before: what its first opening costs is not the upload's.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from api.desk import Desk
from api.model import Place
from api.work.plan import Outcome
from api.work.transfers.upload import Upload
from api.work.work import Work
from tests.benchmarks.children import transfer
from tests.benchmarks.children.event_loop import EventLoop


@dataclass(frozen=True)
class Nothing:
    """A plan that is done at once."""

    place: Place
    kind: str = "nothing"
    title: str = "Nothing"
    unit: str = ""

    def carry_out(self, _work: Work) -> Outcome:
        """Done."""
        return Outcome("Done.")


def make_plan(_desk: Desk, place: Place, order: dict[str, Any]) -> Upload:
    """What is to be sent."""
    return Upload(place, order["image_id"], Path(order["file"]))


def move(loop: EventLoop, window: Any, plan: Upload, _move: Any = transfer.move) -> dict[str, Any]:
    """Show something in the panel, then send."""
    work = window.bench.begin(Nothing(plan.place))
    loop.until(lambda: work.state.ended)
    loop.rest(0.5)
    answer: dict[str, Any] = _move(loop, window, plan)
    return answer


def tidy(_plan: Upload) -> None:
    """The server forgets by itself what came of an upload that was stopped."""


if __name__ == "__main__":
    transfer.make_plan = make_plan  # type: ignore[assignment]
    transfer.move = move  # type: ignore[assignment]
    transfer.tidy = tidy  # type: ignore[assignment]
    transfer.main()
