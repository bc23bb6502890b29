"""Profiles made from filled-in forms, and the form in which a profile is edited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.errors import ProfileError
from api.identity.addresses import is_loopback, service_root
from api.identity.kinds import KINDS, Method, SignInKind, kind_of
from api.identity.profiles import CLOUDS_YAML, Profile, new_profile_id

_PIN = re.compile(r"[0-9a-f]{64}")


def form_of(profile: Profile) -> tuple[SignInKind, Method]:
    """The form in which a profile is edited. Raises ProfileError for one of an unknown kind or method."""
    for kind in KINDS:
        made = kind.auth_url.format(region=profile.region.lower()) if kind.auth_url else ""
        if made and profile.kind == kind.kind and profile.auth_url == made:
            return kind, kind.method(profile.method)
    kind = kind_of(profile.kind)
    return kind, kind.method("" if profile.kind == CLOUDS_YAML else profile.method)


def make_profile(kind_id: str, method_id: str, values: Mapping[str, str], profile_id: str = "") -> Profile:
    """A profile from what was filled in (fields by name; "secret" is ignored).

    ``profile_id`` "" makes a new one. Raises ProfileError that names what is missing or wrong.
    """
    kind = kind_of(kind_id)
    method = kind.method(method_id)
    given = {f.name: values.get(f.name, "").strip() or f.default for f in method.fields if not f.secret}
    if missing := [f.label for f in method.fields if f.required and not f.secret and not given[f.name]]:
        raise ProfileError(f"Still missing: {', '.join(missing)}.")
    _check_choices(method, given)
    given |= dict(kind.fixed)
    if kind.auth_url:
        given["auth_url"] = kind.auth_url.format(region=given["region"].lower())
    _check_address_and_pin(given)
    blank = Profile(id=profile_id or new_profile_id(), name="", kind=kind.kind, method=method.id)
    filled: dict[str, Any] = given
    return replace(blank, **filled)


def remarks(profile: Profile) -> tuple[str, ...]:
    """What the person should know about a profile before signing in, as sentences."""
    if profile.auth_url.startswith("http://") and not is_loopback(profile.auth_url):
        return ("The address is not encrypted: whoever is on the way can read the secret.",)
    return ()


def _check_choices(method: Method, given: Mapping[str, str]) -> None:
    for field in method.fields:
        if field.closed and given[field.name] not in field.choices:
            raise ProfileError(f"{field.label} must be one of {', '.join(field.choices)}.")


def _check_address_and_pin(given: dict[str, str]) -> None:
    if "auth_url" in given:
        service_root(given["auth_url"])
    if pin := given.get("pin", ""):
        given["pin"] = pin.replace(":", "").replace(" ", "").lower()
        if not _PIN.fullmatch(given["pin"]):
            raise ProfileError(
                "The pinned certificate must be a SHA-256 fingerprint: 64 hexadecimal digits."
            )
