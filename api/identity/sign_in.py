"""Signing in: from a profile and credentials to a signed-in cloud."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.errors import PitchforkError, ProfileError
from api.identity.cloud import SignedInCloud
from api.identity.credentials import Credentials
from api.identity.profiles import CLOUDS_YAML, OPENSTACK, RACKSPACE, Profile
from api.identity.token_keeper import Identity
from api.running import CancelToken

if TYPE_CHECKING:
    from api.identity.keystone_session import Sessions


def sign_in(
    profile: Profile, credentials: Credentials, transport: Sessions, cancel: CancelToken
) -> SignedInCloud:
    """Sign in, on a worker.

    A profile of the kind clouds.yaml is read from its file first; a secret in the credentials wins over the
    file's. Raises PasscodeNeeded when the account asks for a passcode: sign in again with the passcode and
    that error's session_id in the credentials. Raises the rest of the SignInFailed family, ProfileError
    and Cancelled; what of a file was ignored or not obeyed is then in the error's ``__notes__``.
    """
    if profile.kind == CLOUDS_YAML:
        return _sign_in_from_file(profile, credentials, transport, cancel)
    identity = _identity(profile, credentials, transport)
    return SignedInCloud(profile, identity, identity.authenticate(cancel))


def _sign_in_from_file(
    profile: Profile, given: Credentials, transport: Sessions, cancel: CancelToken
) -> SignedInCloud:
    from api.identity.clouds_file import read_cloud_of

    entry = read_cloud_of(profile)
    try:
        secret = given.secret or entry.secret
        if not secret:
            raise ProfileError(
                f"The cloud {profile.cloud} has no secret in its file.",
                "Type it, or add it to a secure.yaml in the same folder.",
            )
        identity = _identity(entry.profile, replace(given, secret=secret), transport)
        return SignedInCloud(entry.profile, identity, identity.authenticate(cancel), notes=entry.notes)
    except PitchforkError as error:
        for note in entry.notes:  # what was not obeyed may be the very reason
            error.add_note(note)
        raise


def _identity(profile: Profile, credentials: Credentials, transport: Sessions) -> Identity:
    if profile.kind == RACKSPACE:
        from api.identity.rackspace import RackspaceIdentity

        return RackspaceIdentity(profile, credentials, transport)
    if profile.kind == OPENSTACK:
        from api.identity.keystone import KeystoneIdentity

        return KeystoneIdentity(profile, credentials, transport)
    raise ProfileError(f"There is no sign-in of the kind {profile.kind}.")
