"""Sends a call of the person's, and keeps what it has started in the cloud: it is watched after the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.running import CancelToken, ProgressReport

if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.build import Draft
    from api.exchange.exchange import Exchange
    from api.exchange.gates import Confirmed


def send_and_keep(
    desk: Desk, draft: Draft, cancel: CancelToken, report: ProgressReport, *, confirmed: Confirmed
) -> Exchange:
    """Send a draft (blocking). Raises what the desk's send raises."""
    exchange = desk.send(draft.preview, draft.secrets, cancel=cancel, report=report, confirmed=confirmed)
    if draft.preview.changes:
        from api.work.watch.started import started

        plan = started(exchange, desk.catalogue)
        if plan is not None:
            desk.kept.note(plan)
    return exchange
