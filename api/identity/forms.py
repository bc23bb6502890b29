"""Profiles made from filled-in forms, and the form in which a profile is edited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.errors import ProfileError
from api.identity.addresses import is_loopback, service_root
from api.identity.kinds import KINDS, Field, Method, SignInKind, kind_of
from api.identity.profiles import CLOUDS_YAML, COLORS, Profile, new_profile_id

_PIN = re.compile(r"[0-9a-f]{64}")


def form_of(profile: Profile) -> tuple[SignInKind, Method]:
    """The form in which a profile is edited. Raises ProfileError for one of an unknown kind or method."""
    for kind in KINDS:
        made = kind.auth_url.format(region=profile.region.lower()) if kind.auth_url else ""
        if made and profile.kind == kind.kind and profile.auth_url == made:
            return kind, kind.method(profile.method)
    kind = kind_of(profile.kind)
    return kind, kind.method("" if profile.kind == CLOUDS_YAML else profile.method)


def make_profile(
    kind_id: str,
    method_id: str,
    values: Mapping[str, str],
    profile_id: str = "",
    before: Profile | None = None,
) -> Profile:
    """A profile from what was filled in (fields by name; "secret" is ignored).

    ``profile_id`` "" makes a new one. Of the profile ``before`` its marks stay, and with the same way to sign in what
    the form has no field for. Raises ProfileError that names what is missing or wrong.
    """
    kind = kind_of(kind_id)
    method = kind.method(method_id)
    given = {f.name: values.get(f.name, "").strip() or f.default for f in method.fields if not f.secret}
    if missing := [field.label for field in method.lacking(given) if not field.secret]:
        raise ProfileError(f"Still missing: {', '.join(missing)}.")
    _check_choices(method, given)
    given |= dict(kind.fixed)
    if kind.auth_url:
        given["auth_url"] = kind.auth_url.format(region=given["region"].lower())
    _check_address_and_pin(given)
    blank = Profile(id=profile_id or new_profile_id(), name="", kind=kind.kind, method=method.id)
    if before is not None and (before.kind, before.method or method.id) == (kind.kind, method.id):
        blank = replace(before, id=blank.id, method=method.id)
    elif before is not None:
        blank = replace(blank, color=before.color, production=before.production)
    filled: dict[str, Any] = given
    return replace(blank, **filled)


def field_faults(method: Method, values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with what was filled in, by field; secrets are not looked at."""
    given = {name: value.strip() for name, value in values.items()}
    lacking = {f.name: f"{f.label} is needed." for f in method.lacking(given) if not f.secret}
    found = {field.name: _fault(field, given.get(field.name, "")) for field in method.fields}
    return {name: sentence for name, sentence in found.items() if sentence} | lacking


def _fault(field: Field, value: str) -> str:
    value = value or field.default
    if field.secret or not value:
        return ""
    if field.closed and value not in field.choices:
        return f"{field.label} must be one of {', '.join(field.choices)}."
    try:
        _check_address_and_pin({field.name: value})
    except ProfileError as error:
        return error.sentence
    return ""


def edited(profile: Profile, changes: Mapping[str, str]) -> Profile:
    """The profile with some fields changed, checked as its form is. Raises ProfileError."""
    kind, method = form_of(profile)
    known = {field.name for field in method.fields if not field.secret}
    if strange := sorted(set(changes) - known):
        raise ProfileError(
            f"This profile has no {', '.join(strange)}.", f"It has {', '.join(sorted(known))}."
        )
    values = {name: str(getattr(profile, name)) for name in known}
    return make_profile(kind.id, method.id, values | dict(changes), profile.id, profile)


def marked(profile: Profile, color: str | None = None, production: bool | None = None) -> Profile:
    """The profile with another colour ("" for none) or production mark; None leaves one. Raises ProfileError."""
    if color is not None and color not in ("", *COLORS):
        raise ProfileError(f"There is no colour {color}.", f"There are: {', '.join(COLORS)}.")
    return replace(
        profile,
        color=profile.color if color is None else color,
        production=profile.production if production is None else production,
    )


def copied(profile: Profile, name: str) -> Profile:
    """The same under another name and id; its secret stays with the first."""
    return replace(profile, id=new_profile_id(), name=name, practice=False)


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
