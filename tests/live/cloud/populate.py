"""Fills a new Keystone through its own API: regions, projects, people, the image service and its endpoints."""

from __future__ import annotations

import secrets
from typing import Any

import requests

from tests.live.cloud.configuration import REGIONS, ServiceUser
from tests.live.cloud.people import DOMAIN_ID, ApplicationCredential, People, Person

IDENTITY_PLACEHOLDER = "http://identity.invalid/v3"
SERVICE_USER = "glance"
SECONDS = 30.0


VERSIONS = {REGIONS[0]: "", REGIONS[1]: "/v2"}
"""Service catalogues name the Image service with or without a version: one region each."""


def image_placeholder(region: str) -> str:
    """The address that stands for a region's Glance until a run knows its port."""
    return f"http://{region.lower()}.invalid{VERSIONS[region]}"


class Identity:
    """Calls of Keystone v3 as one signed-in person."""

    def __init__(self, url: str, name: str, password: str, project: str) -> None:
        self._url = f"{url}/v3"
        self._session = requests.Session()
        self._session.trust_env = False
        answer = self._session.post(
            f"{self._url}/auth/tokens", json=password_sign_in(name, password, project), timeout=SECONDS
        )
        answer.raise_for_status()
        self._session.headers["X-Auth-Token"] = answer.headers["X-Subject-Token"]
        self.token = answer.json()["token"]

    def create(self, path: str, kind: str, **members: Any) -> dict[str, Any]:
        """POST one thing and return it as it now stands in Keystone."""
        answer = self._session.post(f"{self._url}/{path}", json={kind: members}, timeout=SECONDS)
        answer.raise_for_status()
        made: dict[str, Any] = answer.json()[kind]
        return made

    def roles(self) -> dict[str, str]:
        """The ids of the roles by their names."""
        answer = self._session.get(f"{self._url}/roles", timeout=SECONDS)
        answer.raise_for_status()
        return {role["name"]: role["id"] for role in answer.json()["roles"]}

    def grant(self, project_id: str, user_id: str, role_id: str) -> None:
        """Give a user a role in a project."""
        path = f"projects/{project_id}/users/{user_id}/roles/{role_id}"
        self._session.put(f"{self._url}/{path}", timeout=SECONDS).raise_for_status()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


def password_sign_in(name: str, password: str, project: str) -> dict[str, Any]:
    """The body of a sign-in with user name and password, scoped to a project of the default domain."""
    domain = {"id": DOMAIN_ID}
    user = {"name": name, "password": password, "domain": domain}
    return {
        "auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"name": project, "domain": domain}},
        }
    }


def new_password() -> str:
    """A password nobody has used before."""
    return secrets.token_urlsafe(18)


def populate(url: str, admin_password: str) -> People:
    """Make everything beside what the bootstrap made, and tell who lives there now."""
    admin = Identity(url, "admin", admin_password, "admin")
    try:
        roles = admin.roles()
        service_user = ServiceUser(SERVICE_USER, new_password())
        _add_service(admin, roles, service_user)
        alpha, beta = (
            _add_person(admin, roles["member"], *names) for names in (("alice", "alpha"), ("bob", "beta"))
        )
        return People(
            admin=_person(admin, admin_password),
            alpha=alpha,
            beta=beta,
            application_credential=_add_application_credential(url, alpha),
            service_password=service_user.password,
        )
    finally:
        admin.close()


def _add_service(admin: Identity, roles: dict[str, str], user: ServiceUser) -> None:
    project = admin.create("projects", "project", name=user.project, domain_id=DOMAIN_ID)
    made = admin.create("users", "user", name=user.name, password=user.password, domain_id=DOMAIN_ID)
    for role in ("admin", "service"):
        admin.grant(project["id"], made["id"], roles[role])
    service = admin.create("services", "service", type="image", name="glance")
    admin.create("regions", "region", id=REGIONS[1])
    for region in REGIONS:
        for interface in ("public", "internal", "admin"):
            place = {"region_id": region, "interface": interface}
            url = image_placeholder(region)
            admin.create("endpoints", "endpoint", service_id=service["id"], url=url, **place)


def _add_person(admin: Identity, role_id: str, name: str, project_name: str) -> Person:
    project = admin.create("projects", "project", name=project_name, domain_id=DOMAIN_ID)
    password = new_password()
    user = admin.create("users", "user", name=name, password=password, domain_id=DOMAIN_ID)
    admin.grant(project["id"], user["id"], role_id)
    return Person(name, user["id"], project_name, project["id"], password)


def _person(identity: Identity, password: str) -> Person:
    user, project = identity.token["user"], identity.token["project"]
    return Person(user["name"], user["id"], project["name"], project["id"], password)


def _add_application_credential(url: str, person: Person) -> ApplicationCredential:
    identity = Identity(url, person.name, person.password, person.project)
    try:
        path = f"users/{person.user_id}/application_credentials"
        made = identity.create(path, "application_credential", name="pitchfork")
        return ApplicationCredential(made["id"], made["name"], made["secret"])
    finally:
        identity.close()
