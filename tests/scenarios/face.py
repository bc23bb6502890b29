"""One side of the comparison: where a cloud's Image service is, and tokens of two people of two projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who signs in with a password and has one project."""

    name: str
    password: str = field(repr=False)
    project: str
    domain: str = "Default"


@dataclass(frozen=True, slots=True)
class Face:
    """A signed-in cloud: its services' roots by name (image, identity), and for both people token and ids."""

    services: Mapping[str, str]
    people: Mapping[str, Member]
    tokens: Mapping[str, str] = field(repr=False)
    projects: Mapping[str, str]
    users: Mapping[str, str]


def sign_in_both(identity_url: str, region: str, alpha: Member, beta: Member) -> Face:
    """Sign both people in through Keystone v3 and take the region's Image service from the catalogue."""
    people = {"alpha": alpha, "beta": beta}
    tokens, projects, users, image_url = {}, {}, {}, ""
    for key, member in people.items():
        answer = requests.post(f"{identity_url}/v3/auth/tokens", json=_body(member), timeout=SECONDS)
        answer.raise_for_status()
        facts = answer.json()["token"]
        tokens[key] = answer.headers["X-Subject-Token"]
        projects[key], users[key] = facts["project"]["id"], facts["user"]["id"]
        image_url = _image_url(facts["catalog"], region)
    answer = requests.post(
        f"{identity_url}/v3/auth/tokens", json=_body(alpha, scoped=False), timeout=SECONDS
    )
    tokens["unscoped"] = answer.headers["X-Subject-Token"]
    return Face({"image": image_url, "identity": identity_url}, people, tokens, projects, users)


def _body(member: Member, *, scoped: bool = True) -> dict[str, Any]:
    domain = {"name": member.domain}
    user = {"name": member.name, "password": member.password, "domain": domain}
    project = {"name": member.project, "domain": domain}
    identity = {"methods": ["password"], "password": {"user": user}}
    scope = {"scope": {"project": project}} if scoped else {}
    return {"auth": {"identity": identity, **scope}}


def _image_url(catalog: list[dict[str, Any]], region: str) -> str:
    service = next(each for each in catalog if each["type"] == "image")
    endpoints = (e for e in service["endpoints"] if e["interface"] == "public" and e["region"] == region)
    return str(next(endpoints)["url"]).rstrip("/").removesuffix("/v2")
