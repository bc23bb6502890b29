"""`watch`: look at something again and again until it is done."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from api.command_line.exit_codes import ExitCode, exit_code_of
from api.command_line.output import print_json
from api.command_line.run import complain
from api.command_line.show import Shown
from api.command_line.signing_in import find_place, signed_in
from api.command_line.values import read_values
from api.command_line.working import carry_out
from api.desk import Desk
from api.errors import PitchforkError
from api.running import CancelToken
from api.work.watch.ending import EndedBadly, TimeIsUp
from api.work.watch.plan import WatchPlan, plan_watch
from api.work.work import Work


def run_watch(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``watch`` was asked for, and sign out again. Raises PitchforkError."""
    call = desk.catalogue.call(options.call_id)
    values = {key.name: value for key, value in read_values(call, options.parameters).items()}
    with signed_in(desk, options, cancel) as profile_id:
        place = find_place(desk, desk.catalogue.product(call.head.product), options, profile_id)
        plan = plan_watch(desk.catalogue, call.id, values, place, goal=options.until)
        return _carry_out(desk, replace(plan, timeout=options.timeout), options, cancel)


def _carry_out(desk: Desk, plan: WatchPlan, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    error: PitchforkError | None = None
    try:
        carry_out(desk, plan, cancel)
    except PitchforkError as caught:
        error = caught
    work = next(each for each in desk.works.all() if each.plan is plan)
    if options.json:
        print_json(_document(work, error))
    if error is not None:
        complain(error)
        return exit_code_of(error)
    if not options.json:
        print(work.sentence)
    return ExitCode.FINE if work.outcome is not None and work.outcome.whole else ExitCode.REFUSED


def _document(work: Work, error: PitchforkError | None) -> dict[str, Any]:
    """The document of ``--json``: how it ended, the story, and the last exchange with the watched thing."""
    outcome = work.outcome
    told = (
        outcome.value
        if outcome is not None
        else {"state": _state(error), "seconds": round(work.seconds, 3)}
    )
    exchange = outcome.exchange if outcome is not None else _last(work, error)
    last = Shown().document(exchange.request, exchange) if exchange is not None else {}
    return {
        "good": outcome is not None and outcome.whole,
        **told,
        "sentence": error.sentence if error is not None else work.sentence,
        "hint": error.hint if error is not None else "",
        "story": [
            {"time": note.time.isoformat(timespec="milliseconds"), "sentence": note.sentence}
            for note in work.notes
        ],
        "request": last.get("request"),
        "response": last.get("response"),
    }


def _state(error: PitchforkError | None) -> str | None:
    if isinstance(error, EndedBadly):
        return error.ending.state
    return error.state or None if isinstance(error, TimeIsUp) else None


def _last(work: Work, error: PitchforkError | None) -> Any:
    if isinstance(error, EndedBadly):
        return error.ending.exchange
    return work.exchanges[-1] if work.exchanges else None
