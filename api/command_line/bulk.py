"""`bulk`: run one call on many resources."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import Any

from api.answer.plain import one_line
from api.answer.sizes import counted
from api.command_line.exit_codes import ExitCode
from api.command_line.id_list import read_resources
from api.command_line.output import print_json
from api.command_line.signing_in import OPTIONS, find_place, signed_in
from api.command_line.values import read_values
from api.command_line.working import carry_out
from api.desk import Desk
from api.errors import BadInput, Fault, NotConfirmed
from api.exchange.gates import Several, read_only
from api.running import CancelToken
from api.work.bulk.foreseeing import Foreseen, foresee
from api.work.bulk.plan import BulkPlan, Consent, plan_bulk, rows_by_id
from api.work.bulk.row import RowState
from api.work.bulk.rules import row_parameter
from api.work.plan import Outcome


def run_bulk(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``bulk`` was asked for, and sign out again. Raises PitchforkError."""
    call = desk.catalogue.call(options.call_id)
    values = {key.name: value for key, value in read_values(call, options.parameters).items()}
    resources = read_resources(options.source, row_parameter(call, values).name)
    with signed_in(desk, options, cancel) as profile_id:
        if profile_id is None and not options.dry_run:
            raise BadInput([Fault(None, f"This needs a sign-in: give {OPTIONS} (or --dry-run).")])
        place = find_place(desk, desk.catalogue.product(call.head.product), options, profile_id)
        rows = rows_by_id(call, values, resources)
        plan = plan_bulk(desk.catalogue, call.id, place, rows, values, parallel=options.parallel)
        _tell_twins(len(resources) - len(plan.rows))
        if options.dry_run:
            return _print_foreseen(list(foresee(plan, desk, cancel.check)), as_json=options.json)
        return run_plan(desk, plan, options, cancel)


def run_plan(desk: Desk, plan: BulkPlan, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Carry a bulk plan out and print what became of each row. Raises NotConfirmed, BadInput."""
    if plan.destroys and not options.yes:
        raise NotConfirmed(
            f"{plan.call_title} destroys something: {counted(len(plan.rows), plan.unit)}.",
            "Nothing was sent. Give --yes to confirm.",
        )
    _check_shared(plan, desk)
    plan = replace(plan, consent=_consent(desk, plan, options), stop_on_error=options.stop_on_error)
    outcome = carry_out(desk, plan, cancel)
    _print_outcome(outcome, as_json=options.json)
    return ExitCode.CANCELLED if cancel.cancelled else _code(outcome)


def _consent(desk: Desk, plan: BulkPlan, options: argparse.Namespace) -> Consent:
    """The person's word; production wants NUMBER@ACCOUNT with it. Raises NotConfirmed before anything is sent."""
    number, _, account = (options.confirm or "").partition("@")
    word = Several(len(plan.rows), number, account)
    locked = desk.gates.read_only(plan.place.profile)
    if locked is not None:
        raise read_only(locked)
    production = desk.gates.production(plan.place.profile) is not None
    if plan.destroys and production and (fault := desk.gates.several_fault(plan.place, word)):
        account = desk.gates.account_word(plan.place)
        raise NotConfirmed(fault, f'Nothing was sent. Give --confirm "{len(plan.rows)}@{account}".')
    return Consent(number, account)


def _check_shared(plan: BulkPlan, desk: Desk) -> None:
    """A value that all rows share and that is wrong is one mistake, not a thousand."""
    own = {name for name, _value in plan.rows[0].fill}
    first = next(foresee(replace(plan, rows=plan.rows[:1]), desk))
    faults = [fault for fault in first.faults if fault.key is None or fault.key.name not in own]
    if faults:
        raise BadInput(faults)


def _tell_twins(count: int) -> None:
    if count:
        print(f"{count:,} stood there more than once and are taken once.", file=sys.stderr)


def _print_foreseen(foreseen: list[Foreseen], *, as_json: bool) -> ExitCode:
    if as_json:
        print_json([_described(each) for each in foreseen])
    else:
        for each in foreseen:
            print(one_line(f"{_fate(each)}  {each.line}  {each.body}  {each.row.name}").rstrip())
    return ExitCode.BAD_INPUT if any(each.faults for each in foreseen) else ExitCode.FINE


def _described(each: Foreseen) -> dict[str, Any]:
    method, _, url = each.line.partition(" ")
    return {
        "id": each.row.id,
        "name": each.row.name,
        "request": {"method": method, "url": url, "body": each.body or None},
        "would": _fate(each),
        "remark": each.remark,
    }


def _fate(each: Foreseen) -> str:
    if each.faults:
        return f"wrong: {each.faults[0].sentence}"
    if each.against is not None:
        return f"{each.against.state}: {each.against.sentence}"
    return "send"


def _print_outcome(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        print_json({"sentence": outcome.sentence, "whole": outcome.whole, "rows": outcome.value})
        return
    for row in outcome.value:
        line = f"{row['result']:<10}  {row['id']}  {row['name']}  {row['sentence']}"
        print(one_line(line).rstrip())
    print(outcome.sentence, file=sys.stderr)


def _code(outcome: Outcome) -> ExitCode:
    states = {row["result"] for row in outcome.value}
    if outcome.whole:
        return ExitCode.FINE
    silent = RowState.NO_ANSWER in states and not states & {RowState.REFUSED, RowState.LEFT_OUT}
    return ExitCode.NO_ANSWER if silent else ExitCode.REFUSED
