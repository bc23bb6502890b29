"""`profile`: add, list and remove profiles without a window."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, fields
from typing import Any

from api.command_line.credentials import ask_secret
from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json
from api.desk import Desk
from api.errors import BadInput, Fault, ProfileError
from api.identity.profiles import CLOUDS_YAML, Profile
from api.running import CancelToken

_GIVEN_ELSEWHERE = {"id", "name", "kind", "method", "practice"}


def run_profile(desk: Desk, options: argparse.Namespace, _cancel: CancelToken) -> ExitCode:
    """Do what ``profile`` was asked for. Raises PitchforkError."""
    return {"list": _list, "add": _add, "remove": _remove}[options.action](desk, options)


def _list(desk: Desk, options: argparse.Namespace) -> ExitCode:
    profiles = desk.profiles.all()
    if options.json:
        print_json([_described(profile) for profile in profiles])
    else:
        for profile in profiles:
            print(f"{profile.id}  {profile.name}  {profile.kind}  {profile.method}  {profile.auth_url}")
    return ExitCode.FINE


def _described(profile: Profile) -> dict[str, Any]:
    return {name: value for name, value in asdict(profile).items() if value not in ("", False)}


def _add(desk: Desk, options: argparse.Namespace) -> ExitCode:
    if any(profile.name == options.name for profile in desk.profiles.all()):
        raise ProfileError(f"There is already a profile “{options.name}”.", "Choose another name.")
    from api.identity.forms import make_profile

    values = {"name": options.name, **_fields(options.fields)}
    profile = make_profile(options.kind, options.method, values)
    secret = ask_secret(f"Secret for “{profile.name}”") if profile.kind != CLOUDS_YAML else ""
    desk.profiles.save(profile)
    print(profile.id)
    if secret and not desk.secrets.set(profile.id, secret, profile.auth_url):
        print(desk.secrets.probe().sentence, file=sys.stderr)
    return ExitCode.FINE


def _fields(arguments: list[str]) -> dict[str, str]:
    known = {field.name for field in fields(Profile)} - _GIVEN_ELSEWHERE
    given: dict[str, str] = {}
    faults: list[Fault] = []
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or name not in known:
            faults.append(
                Fault(None, f"“{argument}” is not FIELD=VALUE with one of: {', '.join(sorted(known))}.")
            )
        given[name] = value
    if faults:
        raise BadInput(faults)
    return given


def _remove(desk: Desk, options: argparse.Namespace) -> ExitCode:
    for profile in desk.profiles.all():
        if options.name in (profile.id, profile.name):
            desk.secrets.delete(profile.id)
            desk.profiles.remove(profile.id)
            return ExitCode.FINE
    raise ProfileError(f"There is no profile “{options.name}”.")
