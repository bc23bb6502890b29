"""The same profile for another account or project: whether that can be, and the profile that it makes."""

from __future__ import annotations

from dataclasses import replace

from api.errors import ProfileError
from api.identity.access import Account
from api.identity.profiles import RACKSPACE, Profile


def account_word(profile: Profile) -> str:
    """What the cloud calls that for which one signs in: "account" on Rackspace, "project" on OpenStack."""
    return "account" if profile.kind == RACKSPACE else "project"


def check_switching(profile: Profile) -> None:
    """Raises ProfileError with the reason when another account needs another profile."""
    word = account_word(profile)
    if profile.cloud:
        raise ProfileError(
            f"The {word} of this profile is the one that its clouds.yaml names.",
            f"Sign in to another cloud of the file, or with a profile that names the {word} itself.",
        )
    if profile.method == "application-credential":
        raise ProfileError(
            "An application credential is for one project only.",
            "Sign in with the credential of the other project, or with a password.",
        )


def for_account(profile: Profile, account: Account) -> Profile:
    """The profile with that account in place of its own. Raises ProfileError like check_switching."""
    check_switching(profile)
    if profile.kind == RACKSPACE:
        return replace(profile, account=account.id)
    return replace(profile, project=account.name, project_id=account.id)
