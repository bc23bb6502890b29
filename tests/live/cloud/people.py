"""Who lives in the live cloud: people with their projects and secrets, made up for one template."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

DOMAIN = "Default"
DOMAIN_ID = "default"


@dataclass(frozen=True, slots=True)
class Person:
    """A user with a password and the project in which he or she works."""

    name: str
    user_id: str
    project: str
    project_id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApplicationCredential:
    """A secret that stands for one person in one project."""

    id: str
    name: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody: the administrator, a member of each project, and an application credential of alpha's member."""

    admin: Person
    alpha: Person
    beta: Person
    application_credential: ApplicationCredential
    service_password: str = field(repr=False)

    def save(self, file: Path) -> None:
        """Write everybody as JSON."""
        file.write_text(json.dumps(asdict(self), indent=1))

    @classmethod
    def load(cls, file: Path) -> People:
        """Read what save() wrote."""
        data = json.loads(file.read_text())
        return cls(
            admin=Person(**data["admin"]),
            alpha=Person(**data["alpha"]),
            beta=Person(**data["beta"]),
            application_credential=ApplicationCredential(**data["application_credential"]),
            service_password=data["service_password"],
        )
