"""`call`: build one call, and mock or send it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.command_line.chosen import Chosen, choose
from api.command_line.exit_codes import ExitCode
from api.command_line.many import check_many, is_many, run_many
from api.command_line.show import Shown, print_sent
from api.command_line.signing_in import OPTIONS, consent, find_place, signed_in
from api.command_line.values import read_body
from api.desk import Desk
from api.errors import BadInput, Fault, NotConfirmed
from api.exchange.build import Draft
from api.model import Call, Change, FileValue, Place
from api.running import CancelToken
from api.wire.request import TOKEN, RequestBody

if TYPE_CHECKING:
    from api.exchange.exchange import Exchange


@dataclass(frozen=True, slots=True)
class _Sent:
    draft: Draft
    exchange: Exchange | None = None
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


def run_call(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``call`` was asked for, and sign out again. Raises PitchforkError."""
    chosen = choose(desk, options)
    call = chosen.call
    if call.effects.changes is Change.DESTROY and not (options.yes or options.mock):
        raise NotConfirmed(
            f"{call.title} destroys something.", "Give --yes to confirm, or --mock to look first."
        )
    check_many(call, options)
    with signed_in(desk, options, cancel) as profile_id:
        if is_many(options) and not options.mock:
            place = find_place(desk, desk.catalogue.product(call.head.product), options, profile_id)
            return run_many(desk, chosen, place, options, cancel)
        sent = _send(desk, chosen, options, profile_id, cancel)
    return _print(sent, options)


def _send(
    desk: Desk, chosen: Chosen, options: argparse.Namespace, profile_id: str | None, cancel: CancelToken
) -> _Sent:
    call = chosen.call
    product = desk.catalogue.product(call.head.product)
    draft = draft_of(desk, chosen, options, find_place(desk, product, options, profile_id))
    if draft.request is None:
        raise BadInput(draft.faults)
    if options.mock:
        return _Sent(draft, None, draft.secrets)
    if profile_id is None and (call.needs_token or not options.address):
        raise BadInput([Fault(None, _where_to(call))])
    exchange = desk.send(draft.request, draft.secrets, cancel=cancel, confirmed=consent(options))
    secrets = dict(draft.secrets)
    cloud = desk.cloud(profile_id)
    if options.show_secrets and cloud is not None and draft.request.needs_token:
        secrets[TOKEN] = cloud.token(cancel)
    return _Sent(draft, exchange, secrets)


def _where_to(call: Call) -> str:
    if call.needs_token:
        return f"This call needs a sign-in: give {OPTIONS} (or --mock to send nothing)."
    return "Give --address (or a sign-in) to say where to send it, or --mock to send nothing."


def draft_of(desk: Desk, chosen: Chosen, options: argparse.Namespace, place: Place) -> Draft:
    """What the options that say what a request is made from make of a call there. Raises BadInput."""
    call, values = chosen.call, chosen.values(desk, options, place.profile)
    piped = [key for key, value in values.items() if value == FileValue("-")]
    for key in piped:
        del values[key]
    return desk.draft(
        call,
        values,
        place,
        content_type=chosen.content_type(options),
        address=options.address or "",
        raw_body=_raw_body(call, "-" if piped else options.body),
    )


def _raw_body(call: Call, source: str | None) -> RequestBody:
    if source is None:
        return None
    if not call.bodies:
        raise BadInput([Fault(None, f"{call.title} takes no body.")])
    return read_body(source)


def _print(sent: _Sent, options: argparse.Namespace) -> ExitCode:
    shown = Shown(sent.secrets if options.show_secrets else None)
    return print_sent(shown, sent.draft.preview, sent.exchange, as_json=options.json)
