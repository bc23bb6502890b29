"""`call`: build one call, and mock or send it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.command_line.credentials import sign_in_with_entry, sign_in_with_profile, tell_file
from api.command_line.exit_codes import ExitCode, exit_code_of
from api.command_line.output import print_json
from api.command_line.show import Shown
from api.command_line.values import read_body, read_values
from api.desk import Desk
from api.errors import BadInput, Fault, NotConfirmed, PitchforkError, ProfileError
from api.exchange.build import Draft
from api.exchange.examples import with_examples
from api.identity.profiles import Profile
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
    call = desk.catalogue.call(options.call_id)
    if call.effects.changes is Change.DESTROY and not (options.yes or options.mock):
        raise NotConfirmed(
            f"{call.title} destroys something.", "Give --yes to confirm, or --mock to look first."
        )
    profile_id = _sign_in(desk, options, cancel)
    try:
        sent = _send(desk, call, options, profile_id, cancel)
    finally:
        if profile_id is not None:
            _sign_out(desk, profile_id)
    return _print(sent, options)


def _sign_in(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> str | None:
    if options.practice or options.practice_openstack:
        return desk.practice_sign_in(cancel, openstack=options.practice_openstack).profile.id
    if options.profile:
        profile = _find_profile(desk, options.profile)
        return sign_in_with_profile(desk, profile, cancel).profile.id
    if options.cloud:
        return _sign_in_to_cloud(desk, options, cancel)
    return None


def _find_profile(desk: Desk, name: str) -> Profile:
    profiles = desk.profiles.all()
    for profile in profiles:
        if name in (profile.id, profile.name):
            return profile
    known = ", ".join(f"“{profile.name}”" for profile in profiles) or "none yet"
    raise ProfileError(f"There is no profile “{name}”.", f"There are: {known}. `profile add` makes one.")


def _sign_in_to_cloud(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> str:
    from api.identity.clouds_file import read_cloud

    entry = read_cloud(options.cloud, region=options.region or "", working_directory=True, report=tell_file)
    return sign_in_with_entry(desk, entry, cancel).profile.id


def _sign_out(desk: Desk, profile_id: str) -> None:
    """Revoke the token; the answer that the person waits for is not lost when that fails."""
    try:
        desk.sign_out(profile_id, CancelToken())
    except PitchforkError as error:
        print(f"The token could not be revoked: {error}", file=sys.stderr)


def _send(
    desk: Desk, call: Call, options: argparse.Namespace, profile_id: str | None, cancel: CancelToken
) -> _Sent:
    region = _find_region(desk, call, options.region, profile_id)
    draft = _draft(desk, call, options, desk.place(profile_id, region))
    if draft.request is None:
        raise BadInput(draft.faults)
    if options.mock:
        return _Sent(draft, None, draft.secrets)
    if profile_id is None and (call.needs_token or not options.address):
        raise BadInput([Fault(None, _where_to(call))])
    exchange = desk.send(draft.request, draft.secrets, cancel=cancel, confirmed=options.yes)
    secrets = dict(draft.secrets)
    cloud = desk.cloud(profile_id)
    if options.show_secrets and cloud is not None and draft.request.needs_token:
        secrets[TOKEN] = cloud.token(cancel)
    return _Sent(draft, exchange, secrets)


def _find_region(desk: Desk, call: Call, wanted: str | None, profile_id: str | None) -> str | None:
    """The region as the cloud (before sign-in, the document) writes it. A wrong one never becomes another one."""
    cloud = desk.cloud(profile_id)
    known = cloud.regions if cloud else desk.catalogue.product(call.head.product).server.regions
    if not wanted or not known:
        return wanted
    for region in known:
        if region.casefold() == wanted.casefold():
            return region
    raise BadInput([Fault(None, f"There is no region “{wanted}” here. There are: {', '.join(known)}.")])


def _where_to(call: Call) -> str:
    if call.needs_token:
        return (
            "This call needs a sign-in: give --practice, --profile or --cloud (or --mock to send nothing)."
        )
    return "Give --address (or a sign-in) to say where to send it, or --mock to send nothing."


def _draft(desk: Desk, call: Call, options: argparse.Namespace, place: Place) -> Draft:
    if options.content_type and call.body(options.content_type) is None:
        known = ", ".join(body.content_type for body in call.bodies) or "no body at all"
        raise BadInput([Fault(None, f"{call.title} takes {known}.")])
    values = read_values(call, options.parameters, options.content_type)
    piped = [key for key, value in values.items() if value == FileValue("-")]
    for key in piped:
        del values[key]
    if options.examples:
        values = with_examples(call, values, options.content_type)
    return desk.draft(
        call,
        values,
        place,
        content_type=options.content_type,
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
    request = sent.draft.preview
    if options.json:
        print_json(shown.document(request, sent.exchange))
    else:
        shown.for_reading(request, sent.exchange)
    if sent.exchange is None:
        return ExitCode.FINE
    if sent.exchange.error is not None:
        print(sent.exchange.error, file=sys.stderr)
        return exit_code_of(sent.exchange.error)
    return ExitCode.REFUSED if (sent.exchange.status or 0) >= 400 else ExitCode.FINE
