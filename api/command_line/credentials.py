"""Secrets for headless sign-in: keyring, environment, terminal, in this order."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.desk import Desk
from api.errors import PasscodeNeeded, SignInFailed
from api.identity.profiles import CLOUDS_YAML, Profile
from api.running import CancelToken

if TYPE_CHECKING:
    from api.identity.cloud import SignedInCloud
    from api.identity.clouds_file import CloudEntry

SECRET_VARIABLE = "PITCHFORK_SECRET"  # noqa: S105 - a variable's name
PASSCODE_VARIABLE = "PITCHFORK_PASSCODE"


def sign_in_with_profile(desk: Desk, profile: Profile, cancel: CancelToken) -> SignedInCloud:
    """Sign in with a kept profile. Raises SignInFailed, also when no secret is to be had."""
    if profile.kind == CLOUDS_YAML:
        from api.identity.clouds_file import read_cloud_of

        return sign_in_with_entry(desk, read_cloud_of(profile, tell_file), cancel)
    secret = desk.secrets.get(profile.id, profile.auth_url) or ""
    return sign_in_with_secret(desk, profile, secret, cancel)


def sign_in_with_entry(desk: Desk, entry: CloudEntry, cancel: CancelToken) -> SignedInCloud:
    """Tell what of a clouds.yaml is not obeyed, then sign in; asks for the secret that the file has not."""
    for note in entry.notes:
        print(note, file=sys.stderr)
    return sign_in_with_secret(desk, entry.profile, entry.secret, cancel)


def tell_file(file: Path) -> None:
    """Say which file is about to be read."""
    print(f"using {file}", file=sys.stderr)


def sign_in_with_secret(desk: Desk, profile: Profile, secret: str, cancel: CancelToken) -> SignedInCloud:
    """Sign in with a secret at hand ("" asks for it), and with a passcode when the account wants one."""
    from api.identity.credentials import Credentials

    secret = secret or ask_secret(f"Secret for “{profile.name}”")
    try:
        return desk.sign_in(profile, Credentials(secret), cancel)
    except PasscodeNeeded as needed:
        passcode = os.environ.get(PASSCODE_VARIABLE) or _ask("Passcode")
        if not passcode:
            raise SignInFailed(
                "The account asks for a passcode.", f"Set {PASSCODE_VARIABLE}, or run this on a terminal."
            ) from None
        credentials = Credentials(secret, passcode=passcode, session_id=needed.session_id)
        return desk.sign_in(profile, credentials, cancel)


def ask_secret(prompt: str) -> str:
    """The secret from the environment or the terminal. Raises SignInFailed."""
    secret = os.environ.get(SECRET_VARIABLE) or _ask(prompt)
    if not secret:
        raise SignInFailed(
            "There is no secret for this profile.",
            f"Save one in the keyring, set {SECRET_VARIABLE}, or run this on a terminal.",
        )
    return secret


def _ask(prompt: str) -> str | None:
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    try:
        return getpass.getpass(f"{prompt}: ", stream=sys.stderr)
    except EOFError:  # Ctrl+D
        return None
