"""What the sign-in itself knows of what can be picked: regions, the account it is for, the user."""

from __future__ import annotations

from api.answer.picks.choices import Choice
from api.identity.cloud import SignedInCloud
from api.model import Pick


def signed_in_choices(pick: Pick, cloud: SignedInCloud | None) -> list[Choice]:
    """The values that need no question to anybody; none without a sign-in."""
    if cloud is None:
        return []
    if pick.signed_in == "regions":
        return [Choice(region) for region in cloud.regions]
    known = {
        "account": Choice(cloud.account_id, _unless_same(cloud.account_name, cloud.account_id)),
        "user": Choice(cloud.user_id, cloud.user_name),
    }.get(pick.signed_in)
    return [known] if known is not None and known.value else []


def _unless_same(name: str, value: str) -> str:
    return "" if name == value else name
