"""Signing in: from a profile and credentials to a signed-in cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.errors import ProfileError
from api.identity.cloud import SignedInCloud
from api.identity.credentials import Credentials
from api.identity.profiles import OPENSTACK, RACKSPACE, Profile
from api.identity.token_keeper import Identity
from api.running import CancelToken

if TYPE_CHECKING:
    from api.identity.keystone_session import Sessions


def sign_in(
    profile: Profile, credentials: Credentials, transport: Sessions, cancel: CancelToken
) -> SignedInCloud:
    """Sign in, on a worker.

    Raises PasscodeNeeded when the account asks for a passcode: sign in again with the passcode and that
    error's session_id in the credentials. Raises the rest of the SignInFailed family, ProfileError and Cancelled.
    """
    identity = _identity(profile, credentials, transport)
    return SignedInCloud(profile, identity, identity.authenticate(cancel))


def _identity(profile: Profile, credentials: Credentials, transport: Sessions) -> Identity:
    if profile.kind == RACKSPACE:
        from api.identity.rackspace import RackspaceIdentity

        return RackspaceIdentity(profile, credentials, transport)
    if profile.kind == OPENSTACK:
        from api.identity.keystone import KeystoneIdentity

        return KeystoneIdentity(profile, credentials, transport)
    raise ProfileError(f"There is no sign-in of the kind {profile.kind}.")
