"""What an identity service grants: a token with its end, who and what it is for, and the service catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from api.identity.service_catalogue import ServiceCatalogue, read_catalogue

_TOLERATED_SKEW = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Account:
    """A Rackspace account or an OpenStack project that a user may sign in to."""

    id: str
    name: str


def read_accounts(items: object) -> tuple[Account, ...]:
    """The accounts in a list of tenants or projects; those that are switched off are left out."""
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return tuple(
        Account(str(item["id"]), str(item.get("name") or item["id"]))
        for item in found
        if item.get("enabled", True)
    )


@dataclass(frozen=True, slots=True)
class Access:
    """One granted access. ``token`` is a secret and not in the repr.

    ``obtained`` says that the program got this token itself, so that signing out may revoke it; a token that
    the person brought along stays alive. ``on_the_way`` are further tokens that were obtained for it. Times
    are aware and in UTC, ``life`` is in seconds (0: unknown).
    """

    token: str = field(repr=False)
    expires: datetime
    life: float
    user_name: str
    user_id: str
    account_id: str
    account_name: str
    roles: tuple[str, ...]
    catalogue: ServiceCatalogue = field(repr=False)
    default_region: str = ""
    obtained: bool = True
    on_the_way: tuple[str, ...] = field(default=(), repr=False)


def granted(info: Any, *, obtained: bool = True, now: datetime | None = None) -> Access:
    """The access in an answer that keystoneauth1 has read (AccessInfoV2 or AccessInfoV3).

    Raises whatever a malformed answer provokes (KeyError, TypeError, ValueError, AttributeError).
    """
    moment = now or datetime.now(UTC)
    expires, issued = _utc(info.expires), _issued(info)
    skew = moment - issued if issued and obtained else timedelta()
    if abs(skew) > _TOLERATED_SKEW:
        expires += skew  # this machine's clock is wrong; what counts is how long the token lives
    return Access(
        token=_required(info.auth_token),
        expires=expires,
        life=max((expires - moment).total_seconds(), 0.0),
        user_name=info.username or "",
        user_id=info.user_id or "",
        account_id=info.project_id or info.domain_id or "",
        account_name=info.project_name or info.domain_name or "",
        roles=tuple(info.role_names or ()),
        catalogue=read_catalogue(info.service_catalog.normalize_catalog()),
        default_region=getattr(info, "default_region", ""),
        obtained=obtained,
    )


def _issued(info: Any) -> datetime | None:
    try:
        return _utc(info.issued)
    except KeyError:
        return None  # Rackspace does not say


def _utc(moment: Any) -> datetime:
    if not isinstance(moment, datetime):
        raise TypeError("no time")
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _required(token: Any) -> str:
    if not isinstance(token, str) or not token:
        raise TypeError("no token")
    return token
