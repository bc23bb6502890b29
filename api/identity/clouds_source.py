"""What a clouds.yaml and the files beside it define, with vendor profiles put beneath; nothing is ever fetched."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.errors import ProfileError
from api.identity.clouds_places import beside, parse

FileReport = Callable[[Path], None]
"""Is told of each file before it is read, so that the person knows it also when it turns out to be wrong."""

_REMOTE = "profile_elsewhere"
"""Marks a vendor profile that refers to another one: all there are refer to web addresses."""


@dataclass(frozen=True, slots=True)
class CloudsSource:
    """One file's clouds, secure.yaml merged; ``public`` are the vendor profiles beside it."""

    clouds: dict[str, Any]
    public: dict[str, Any]
    files: tuple[Path, ...]


def ignore_file(_file: Path) -> None:
    """The report of who does not want to know."""


def read_source(path: Path, report: FileReport = ignore_file) -> CloudsSource:
    """The clouds of a file, with secure.yaml of the same folder merged. Raises ProfileError."""
    report(path)
    clouds = _section(parse(path), "clouds", path)
    files = [path]
    if secure := beside(path, "secure"):
        files.append(secure)
        report(secure)
        for name, entry in _section(parse(secure), "clouds", secure).items():
            if isinstance(entry, dict) and isinstance(clouds.get(name) or {}, dict):
                clouds[name] = _merged(clouds.get(name) or {}, entry)
    public: dict[str, Any] = {}
    if vendors := beside(path, "clouds-public"):
        files.append(vendors)
        report(vendors)
        public = _section(parse(vendors), "public-clouds", vendors)
    return CloudsSource({str(name): entry for name, entry in clouds.items()}, public, tuple(files))


def without_vendor(name: str, raw: dict[str, Any], source: CloudsSource) -> dict[str, Any]:
    """The entry on top of its vendor profile, which is taken from here or from beside the file, never fetched."""
    entry = {str(key): value for key, value in raw.items()}
    vendor = entry.pop("profile", None) or entry.get("cloud")
    entry.pop("cloud", None)
    if not vendor:
        return entry
    if not isinstance(vendor, str) or "/" in vendor or ":" in vendor:
        raise ProfileError(
            f"The cloud {name} takes its settings from a web address. Such profiles are never fetched.",
            "Write the settings into the file.",
        )
    merged = _merged(_vendor(name, vendor, source), entry)
    if _REMOTE in merged and not (merged.get("auth") or {}).get("auth_url"):
        raise ProfileError(
            f"The vendor profile {vendor} is kept at a web address. Such profiles are never fetched.",
            "Write auth_url into the file.",
        )
    return merged | {"vendor": vendor}


def _vendor(name: str, vendor: str, source: CloudsSource) -> dict[str, Any]:
    from openstack.config import vendors

    known: dict[str, Any] | None = source.public.get(vendor)
    if known is None and vendor in vendors.profiles():
        known = vendors.get_profile(vendor)
    if not isinstance(known, dict):
        raise ProfileError(
            f"The cloud {name} names the unknown vendor profile {vendor}.", "Check its spelling."
        )
    if known.get("status") == "shutdown":
        raise ProfileError(f"The vendor profile {vendor} is of a cloud that no longer exists.")
    base = copy.deepcopy({k: v for k, v in known.items() if k not in ("status", "message")})
    return base | {_REMOTE: True} if base.pop("profile", None) else base


def _merged(lower: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    merged = {**lower, **upper}
    if isinstance(lower.get("auth"), dict) and isinstance(upper.get("auth"), dict):
        merged["auth"] = {**lower["auth"], **upper["auth"]}
    return merged


def _section(content: dict[str, Any], name: str, path: Path) -> dict[str, Any]:
    section = content.get(name) or {}
    if not isinstance(section, dict):
        raise ProfileError(f"The member {name} of {path} is no mapping.", "Correct the file.")
    return section
