"""Signing in for headless commands: the options that all of them share, the cloud they mean, and signing out again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.errors import BadInput, Fault, PitchforkError, ProfileError, ReadOnly
from api.exchange.gates import MOST_MINUTES
from api.running import CancelToken

# The command line's language is read before anything heavy is loaded.
if TYPE_CHECKING:
    from api.desk import Desk
    from api.exchange.gates import Confirmed
    from api.identity.profiles import Profile
    from api.model import Place, Product

OPTIONS = "--practice, --practice-openstack, --profile or --cloud"


def add_sign_in_options(
    parser: argparse.ArgumentParser, *, required: bool = False, region: bool = True
) -> argparse._MutuallyExclusiveGroup:
    """Add the ways to sign in, and ``--region`` where it can be chosen.

    Returns their group, for a command that knows one more way.
    """
    where = parser.add_mutually_exclusive_group(required=required)
    where.add_argument("--practice", action="store_true", help="the practice cloud, as Rackspace answers")
    where.add_argument(
        "--practice-openstack", action="store_true", help="the practice cloud, as OpenStack answers"
    )
    where.add_argument("--profile", metavar="NAME", help="a profile's name or id")
    where.add_argument("--cloud", metavar="NAME", help="a cloud of clouds.yaml, or `envvars`")
    parser.add_argument(
        "--unlock", metavar="NAME", help="let this command change the production profile of that name"
    )
    if region:
        parser.add_argument("--region", metavar="R", help="the region to ask")
    return where


def is_given(options: argparse.Namespace) -> bool:
    """Whether the options say how to sign in."""
    return bool(options.practice or options.practice_openstack or options.profile or options.cloud)


def add_consent_options(parser: argparse.ArgumentParser) -> None:
    """Add what confirms one call that destroys something; consent() reads it."""
    parser.add_argument("--yes", action="store_true", help="confirm a call that destroys something")
    parser.add_argument(
        "--confirm",
        metavar="NAME",
        help="with --yes, in production: the name of what is destroyed (its id without one)",
    )


def consent(options: argparse.Namespace) -> Confirmed:
    """What the person says about destroying: production wants the name as well."""
    return (options.confirm or True) if options.yes else False


@contextmanager
def signed_in(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> Iterator[str | None]:
    """Sign in as the options say; yields the profile's id, None where they say nothing. Signs out at the end.

    Raises the SignInFailed family, ProfileError and Cancelled.
    """
    profile_id = _sign_in(desk, options, cancel)
    try:
        _unlock(desk, options, profile_id)
        yield profile_id
    except ReadOnly as error:
        name = profile.name if (profile := desk.gates.production(profile_id)) else ""
        raise ReadOnly(error.sentence, f'Give --unlock "{name}" to let this command change it.') from None
    finally:
        if profile_id is not None:
            _sign_out(desk, profile_id)


def _unlock(desk: Desk, options: argparse.Namespace, profile_id: str | None) -> None:
    """Unlock production for this command, if it was named: a command line that was copied must not do so by itself."""
    name = getattr(options, "unlock", None)
    if not name:
        return
    profile = desk.gates.production(profile_id)
    if profile is None or profile.name != name:
        signed = f"production profile “{profile.name}”" if profile else "profile that is no production one"
        raise BadInput([Fault(None, f"--unlock names “{name}”, and this signs in with a {signed}.")])
    desk.gates.unlock(profile.id, MOST_MINUTES)


def find_place(desk: Desk, product: Product, options: argparse.Namespace, profile_id: str | None) -> Place:
    """The place that the options mean for a product's calls. Raises BadInput for a region that is not there."""
    return desk.place(profile_id, _find_region(desk, product, options.region, profile_id))


def _sign_in(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> str | None:
    from api.command_line.credentials import sign_in_with_profile

    if options.practice or options.practice_openstack:
        return desk.practice_sign_in(cancel, openstack=options.practice_openstack).profile.id
    if options.profile:
        profile = _find_profile(desk, options.profile)
        return sign_in_with_profile(desk, profile, cancel).profile.id
    if options.cloud:
        return _sign_in_to_cloud(desk, options, cancel)
    return None


def _find_profile(desk: Desk, name: str) -> Profile:
    profiles = desk.profiles.all()
    for profile in profiles:
        if name in (profile.id, profile.name):
            return profile
    known = ", ".join(f"“{profile.name}”" for profile in profiles) or "none yet"
    raise ProfileError(f"There is no profile “{name}”.", f"There are: {known}. `profile add` makes one.")


def _sign_in_to_cloud(desk: Desk, options: argparse.Namespace, cancel: CancelToken) -> str:
    from api.command_line.credentials import sign_in_with_entry, tell_file
    from api.identity.clouds_file import read_cloud

    entry = read_cloud(
        options.cloud, region=getattr(options, "region", "") or "", working_directory=True, report=tell_file
    )
    return sign_in_with_entry(desk, entry, cancel).profile.id


def _sign_out(desk: Desk, profile_id: str) -> None:
    """Revoke the token; the answer that the person waits for is not lost when that fails."""
    try:
        desk.sign_out(profile_id, CancelToken())
    except PitchforkError as error:
        print(f"The token could not be revoked: {error}", file=sys.stderr)


def _find_region(desk: Desk, product: Product, wanted: str | None, profile_id: str | None) -> str | None:
    """The region as the cloud (before sign-in, the document) writes it. A wrong one never becomes another one."""
    cloud = desk.cloud(profile_id)
    known = cloud.regions if cloud else product.server.regions
    if not wanted or not known:
        return wanted
    for region in known:
        if region.casefold() == wanted.casefold():
            return region
    raise BadInput([Fault(None, f"There is no region “{wanted}” here. There are: {', '.join(known)}.")])
