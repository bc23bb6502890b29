"""`replay`: send an entry of the history once more, exactly, to where it was sent."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from api.command_line.credentials import ask_secret
from api.command_line.exit_codes import ExitCode
from api.command_line.show import Shown, print_sent
from api.command_line.signing_in import OPTIONS, consent, is_given, signed_in
from api.command_line.values import from_elsewhere
from api.desk import Desk
from api.errors import BadInput, Fault, NotConfirmed, ProfileError, SignInFailed
from api.model import Key, Location
from api.running import CancelToken

if TYPE_CHECKING:
    from api.records.history.entry import Kept
    from api.wire.request import Slot


def run_replay(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> ExitCode:
    """Do what ``replay`` was asked for, and sign out again. Raises PitchforkError."""
    from api.records.history.replaying import missing_slots

    kept = desk.history.open(options.entry_id, cancel)
    try:
        request = kept.redacted.exchange.request
        if request.destroys and not options.yes:
            raise NotConfirmed(f"{request.title} destroys something.", "Give --yes to confirm.")
        if not is_given(options):
            _choose_sign_in(desk, kept, options)
        secrets = _secrets(missing_slots(request), options.parameters)
        with signed_in(desk, options, cancel) as profile_id:
            _check_profile(kept, profile_id)
            exchange = desk.replay(kept, secrets, cancel=cancel, confirmed=consent(options))
    finally:
        kept.close()
    return print_sent(Shown(), exchange.request, exchange, as_json=options.json)


def _choose_sign_in(desk: Desk, kept: Kept, options: argparse.Namespace) -> None:
    """Sign in as it was sent, where that is known by the profile alone."""
    profile = kept.entry.profile or ""
    if profile == "practice":
        options.practice = True
    elif profile == "practice-openstack":
        options.practice_openstack = True
    elif profile.startswith("clouds.yaml:"):
        options.cloud = profile.partition(":")[2]
    elif profile in {each.id for each in desk.profiles.all()}:
        options.profile = profile
    elif profile:
        raise ProfileError(
            f"This was sent as {kept.entry.who}, with a profile that is no longer there.",
            f"Give {OPTIONS}, if one of them is the same.",
        )


def _check_profile(kept: Kept, profile_id: str | None) -> None:
    if kept.entry.profile != profile_id:
        raise ProfileError(
            f"This was sent as {kept.entry.who}; another profile would send it elsewhere.",
            "Sign in with the same one, or give no option: it is then chosen for you.",
        )


def _secrets(slots: Iterable[Slot], arguments: Iterable[str]) -> dict[str, str]:
    """The secrets for these slots: as given, else asked for on the terminal. Raises BadInput and SignInFailed."""
    given: dict[str, str] = {}
    for argument in arguments:
        name, equals, text = argument.partition("=")
        if not equals or not name:
            raise BadInput([Fault(None, f"“{argument}” is not NAME=VALUE.")])
        given[name] = from_elsewhere(Key(Location.BODY, name), text)
    found: dict[str, str] = {}
    for slot in slots:
        name = slot.name.partition(":")[2] or slot.name
        found[slot.name] = given.pop(name) if name in given else _ask(name)
    if given:
        names = ", ".join(given)
        raise BadInput([Fault(None, f"{names}: no secret of this name was sent with it.")])
    return found


def _ask(name: str) -> str:
    try:
        return ask_secret(name)
    except SignInFailed:
        raise BadInput(
            [Fault(None, f"{name} was sent as a secret, and is not kept. Give -p {name}=env:VARIABLE.")]
        ) from None
