"""`profile`: add, change, copy, import, list and remove profiles without a window."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from api.command_line.credentials import ask_secret
from api.command_line.exit_codes import ExitCode
from api.command_line.output import print_json
from api.desk import Desk
from api.errors import BadInput, Fault, ProfileError
from api.identity.profiles import CLOUDS_YAML, Profile
from api.running import CancelToken

_GIVEN_ELSEWHERE = {"id", "name", "kind", "method", "practice", "color", "production"}
_YAML = (".yaml", ".yml", ".json")


def run_profile(desk: Desk, options: argparse.Namespace, _cancel: CancelToken) -> ExitCode:
    """Do what ``profile`` was asked for. Raises PitchforkError."""
    actions = {
        "list": _list,
        "add": _add,
        "edit": _edit,
        "copy": _copy,
        "import": _import,
        "remove": _remove,
    }
    return actions[options.action](desk, options)


def _list(desk: Desk, options: argparse.Namespace) -> ExitCode:
    profiles = desk.profiles.all()
    if options.json:
        print_json([_described(profile) for profile in profiles])
    else:
        for each in profiles:
            mark = "  PRODUCTION" if each.production else ""
            print(f"{each.id}  {each.name}  {each.kind}  {each.method}  {each.auth_url}{mark}")
    return ExitCode.FINE


def _described(profile: Profile) -> dict[str, Any]:
    return {name: value for name, value in asdict(profile).items() if value not in ("", False)}


def _add(desk: Desk, options: argparse.Namespace) -> ExitCode:
    _check_free(desk, options.name)
    from api.identity.forms import make_profile, marked

    values = {"name": options.name, **_fields(options.fields)}
    profile = marked(make_profile(options.kind, options.method, values), options.color, options.production)
    secret = ask_secret(f"Secret for “{profile.name}”") if profile.kind != CLOUDS_YAML else ""
    _keep(desk, profile, secret)
    return ExitCode.FINE


def _edit(desk: Desk, options: argparse.Namespace) -> ExitCode:
    from api.identity.forms import edited, marked

    before = _find(desk, options.name)
    changes = _fields(options.fields)
    if options.rename and options.rename != before.name:
        _check_free(desk, options.rename)
        changes["name"] = options.rename
    profile = edited(before, changes) if changes else before
    profile = marked(profile, options.color, options.production)
    secret = ask_secret(f"Secret for “{profile.name}”") if options.secret else ""
    _keep(desk, profile, secret)
    return ExitCode.FINE


def _copy(desk: Desk, options: argparse.Namespace) -> ExitCode:
    from api.identity.forms import copied

    _check_free(desk, options.new_name)
    _keep(desk, copied(_find(desk, options.name), options.new_name), "")
    return ExitCode.FINE


def _import(desk: Desk, options: argparse.Namespace) -> ExitCode:
    from api.identity.forms import marked
    from api.identity.openrc import import_openrc

    path = Path(options.file).expanduser().absolute()
    if path.suffix.lower() in _YAML:
        return _import_clouds(desk, path, options)
    found = import_openrc(path, options.name)
    _check_free(desk, found.profile.name)
    for note in found.notes:
        print(note, file=sys.stderr)
    _keep(desk, marked(found.profile, options.color, options.production), found.secret)
    return ExitCode.FINE


def _import_clouds(desk: Desk, path: Path, options: argparse.Namespace) -> ExitCode:
    """A profile for each cloud that has none of its name yet; the file keeps its secrets and is read anew each time."""
    from api.identity.clouds_file import list_clouds
    from api.identity.forms import make_profile, marked

    names = list_clouds(str(path)).names
    if options.cloud and options.cloud not in names:
        raise ProfileError(f"{path} has no cloud {options.cloud}.", f"Its clouds are: {', '.join(names)}.")
    wanted = [options.cloud] if options.cloud else list(names)
    there = {profile.name for profile in desk.profiles.all()}
    for name in wanted:
        if name in there:
            print(f"There is already a profile “{name}”; it was left as it is.", file=sys.stderr)
            continue
        values = {"name": name, "cloud": name, "clouds_file": str(path)}
        _keep(desk, marked(make_profile(CLOUDS_YAML, "", values), options.color, options.production), "")
    return ExitCode.FINE


def _keep(desk: Desk, profile: Profile, secret: str) -> None:
    desk.profiles.save(profile)
    print(profile.id)
    if secret and not desk.secrets.set(profile.id, secret, profile.auth_url):
        print(desk.secrets.probe().sentence, file=sys.stderr)


def _find(desk: Desk, name: str) -> Profile:
    for profile in desk.profiles.all():
        if name in (profile.id, profile.name):
            return profile
    raise ProfileError(f"There is no profile “{name}”.")


def _check_free(desk: Desk, name: str) -> None:
    if any(profile.name == name for profile in desk.profiles.all()):
        raise ProfileError(f"There is already a profile “{name}”.", "Choose another name.")


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
    profile = _find(desk, options.name)
    left = desk.secrets.delete(profile.id)
    desk.profiles.remove(profile.id)
    if left:
        print(left, file=sys.stderr)
    return ExitCode.FINE
