"""Clouds of a clouds.yaml or of the OS_ variables, read through openstacksdk's configuration; on workers only."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from api.errors import ProfileError
from api.identity.clouds_entry import AUTH_KEYS, profile_from
from api.identity.clouds_places import find_clouds_file
from api.identity.clouds_source import CloudsSource, FileReport, ignore_file, read_source, without_vendor
from api.identity.credentials import Credentials
from api.identity.profiles import Profile

ENVVARS = "envvars"
_SELECTORS = ("OS_CLOUD", "OS_CLIENT_CONFIG_FILE")
_UNUSED = ("networks", "external_network", "internal_network", "metrics")


@dataclass(frozen=True, slots=True)
class CloudEntry:
    """One cloud as its file or the variables define it.

    ``profile`` has the kind that it comes down to ("rackspace" or "openstack"), ``secret`` "" when the file
    holds none, ``notes`` are sentences on what was ignored or not obeyed, ``files`` what was read.
    """

    name: str
    profile: Profile
    secret: str = field(repr=False)
    notes: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    @property
    def credentials(self) -> Credentials:
        """The secret as sign_in takes it."""
        return Credentials(self.secret)


@dataclass(frozen=True, slots=True)
class CloudNames:
    """The clouds there are, and the files that were read for that."""

    names: tuple[str, ...]
    files: tuple[Path, ...]


def list_clouds(
    clouds_file: str = "", *, working_directory: bool = False, environment: Mapping[str, str] = os.environ
) -> CloudNames:
    """The clouds of the file, and ``envvars`` when OS_ variables define one. Blocking; raises ProfileError."""
    path = find_clouds_file(clouds_file, environment, working_directory=working_directory)
    source = read_source(path) if path else CloudsSource({}, {}, ())
    variables = (ENVVARS,) if not clouds_file and _variables(environment) else ()
    return CloudNames((*source.clouds, *variables), source.files)


def read_cloud(
    name: str = "",
    clouds_file: str = "",
    *,
    region: str = "",
    working_directory: bool = False,
    environment: Mapping[str, str] = os.environ,
    report: FileReport = ignore_file,
) -> CloudEntry:
    """One cloud. Blocking; raises ProfileError with the reason. ``report`` is told of each file before it is read.

    ``name`` "" is the one that OS_CLOUD names, else that of the OS_ variables, else the only one of the file.
    A named cloud takes its file alone, ``envvars`` the variables alone.
    """
    wanted = name or environment.get("OS_CLOUD", "")
    if wanted == ENVVARS or not (wanted or clouds_file or not _variables(environment)):
        return _entry(ENVVARS, _from_variables(environment), CloudsSource({}, {}, ()), region)
    path = find_clouds_file(clouds_file, environment, working_directory=working_directory)
    if path is None:
        raise ProfileError(
            "There is no clouds.yaml in the usual places.", "Choose the file, or set OS_ variables."
        )
    source = read_source(path, report)
    wanted = wanted or _only(source, path)
    if not isinstance(source.clouds.get(wanted), dict):
        known = ", ".join(source.clouds) or "none"
        raise ProfileError(f"{path} has no cloud {wanted}.", f"Its clouds are: {known}.")
    overruled = {"OS_CLOUD": bool(name), "OS_CLIENT_CONFIG_FILE": bool(clouds_file)}
    return _entry(wanted, source.clouds[wanted], source, region, _ignored(environment, overruled))


def read_variables(name: str, variables: Mapping[str, str]) -> CloudEntry:
    """The cloud that OS_ variables define, under that name. Raises ProfileError with the reason."""
    return _entry(name, _from_variables(variables), CloudsSource({}, {}, ()), "")


def read_cloud_of(profile: Profile, report: FileReport = ignore_file) -> CloudEntry:
    """The cloud that a profile of the kind clouds.yaml names, under that profile's id and name. Like read_cloud."""
    entry = read_cloud(profile.cloud, profile.clouds_file, region=profile.region, report=report)
    found = replace(
        entry.profile,
        id=profile.id,
        name=profile.name,
        ca_file=profile.ca_file or entry.profile.ca_file,
        pin=profile.pin,
        color=profile.color,
        production=profile.production,
    )
    return replace(entry, profile=found)


def _entry(
    name: str, raw: dict[str, Any], source: CloudsSource, region: str, ignored: tuple[str, ...] = ()
) -> CloudEntry:
    entry = without_vendor(name, raw, source)
    config = _configure(name, entry, region)
    profile, secret = profile_from(config, name, source.files[0] if source.files else None)
    notes = (*_not_obeyed(entry, config), *ignored, *_open_to_others(source))
    return CloudEntry(name, profile, secret, notes, source.files)


def _configure(name: str, entry: dict[str, Any], region: str) -> dict[str, Any]:
    """What openstacksdk makes of an entry. It sees neither files nor variables nor vendor profiles of its own."""
    from openstack.config import OpenStackConfig

    config = OpenStackConfig(load_yaml_config=False, load_envvars=False, app_name="pitchfork-desktop")
    config._influxdb_config = None  # else every cloud draws a warning about a service that nobody uses
    config.cloud_config = {"clouds": {name: _tidy(entry)}}
    try:
        made: dict[str, Any] = config.get_one(cloud=name, region_name=region, validate=False).config
    except Exception as error:  # noqa: BLE001 - a malformed entry breaks it anywhere; its text may hold secrets
        reason = type(error).__name__
    else:
        return made
    where = f" in the region {region}" if region else ""
    raise ProfileError(f"The cloud {name} cannot be used{where}.", "Check its entry.", reason)


def _tidy(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with credentials in ``auth``, where openstacksdk leaves braces alone, and one form of regions."""
    tidy = {key.replace("-", "_"): value for key, value in entry.items()}
    auth = tidy.get("auth") or {}
    if not isinstance(auth, dict):
        raise ProfileError("The member auth of the cloud is no mapping.", "Correct the file.")
    tidy["auth"] = {str(k).replace("-", "_"): v for k, v in auth.items()}
    for key in AUTH_KEYS & tidy.keys():
        tidy["auth"].setdefault(key, tidy.pop(key))
    if isinstance(regions := tidy.get("region_name"), str) and "," in regions:
        tidy.pop("region_name")
        tidy.setdefault("regions", [region.strip() for region in regions.split(",")])
    return {key: value for key, value in tidy.items() if key not in _UNUSED}


def _only(source: CloudsSource, path: Path) -> str:
    if len(source.clouds) == 1:
        return next(iter(source.clouds))
    raise ProfileError(
        f"{path} has several clouds or none.", f"Name one of: {', '.join(source.clouds) or 'none'}."
    )


def _variables(environment: Mapping[str, str]) -> list[str]:
    """The OS_ variables that define a cloud (as openstacksdk counts them), by name."""
    no_cloud = ("OS_TEST", "OS_STD", "OS_LOG")
    chosen = [n for n in environment if n.startswith("OS_") and not n.startswith(no_cloud)]
    only_select = {*_SELECTORS, "OS_REGION_NAME", "OS_CLIENT_SECURE_FILE", "OS_CLOUD_NAME"}
    return sorted(chosen) if set(chosen) - only_select else []


def _from_variables(environment: Mapping[str, str]) -> dict[str, Any]:
    names = [name for name in _variables(environment) if name not in _SELECTORS and environment[name]]
    if not names:
        raise ProfileError(
            "No OS_ variables are set.", "Set at least OS_AUTH_URL, or name a cloud of a clouds.yaml."
        )
    return {name[3:].lower(): environment[name] for name in names}


def _ignored(environment: Mapping[str, str], overruled: Mapping[str, bool]) -> tuple[str, ...]:
    """The note that names the variables without a say; the selectors have one unless they are overruled."""
    names = [name for name in sorted(environment) if name.startswith("OS_") and overruled.get(name, True)]
    return (f"Ignored, because a named cloud takes its file alone: {', '.join(names)}.",) if names else ()


def _not_obeyed(*views: Mapping[str, Any]) -> tuple[str, ...]:
    """Certificates are always verified; the person is told what would have switched that off.

    Both the entry and openstacksdk's view of it are looked at: it turns "1" into no, and adds regions' values.
    """
    switched_off = {
        "verify": any(str(view.get("verify", True)).lower() in ("false", "0", "no") for view in views),
        "insecure": any(str(view.get("insecure", False)).lower() in ("true", "1", "yes") for view in views),
    }
    asked = " and ".join(name for name, wished in switched_off.items() if wished)
    if not asked:
        return ()
    return (
        f"Certificates are verified all the same ({asked} is not obeyed): give a CA file or pin the certificate.",
    )


def _open_to_others(source: CloudsSource) -> tuple[str, ...]:
    """Notes on files that others on this machine may change."""
    if os.name != "posix":
        return ()
    return tuple(f"Others can write to {path}." for path in source.files if path.stat().st_mode & 0o022)
