"""A production profile that is signed in to the practice cloud, and a witness of what leaves the program."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.desk import Desk
from api.running import CancelToken

NAME = "Shop (live)"
READING = ("GET", "HEAD")


def sign_in_to_production(desk: Desk, *, openstack: bool = False, production: bool = True) -> str:
    """Keep a profile with the practice cloud's address, sign in with it, and return its id."""
    profile, credentials = desk._practising.sign_in(openstack=openstack)
    kept = replace(
        profile, id=f"live-{profile.kind}", name=NAME, practice=False, production=production, color="red"
    )
    desk.profiles.save(kept)
    desk.sign_in(kept, credentials, CancelToken())
    return kept.id


class Witness:
    """Stands where requests leave a desk, and notes each; ``changing`` are those that may change something."""

    def __init__(self, desk: Desk) -> None:
        self.sent: list[Any] = []
        transport = desk.transport
        before = transport.send

        def send(request: Any, *args: Any, **more: Any) -> Any:
            self.sent.append(request)
            return before(request, *args, **more)

        transport.send = send  # type: ignore[method-assign]

    @property
    def changing(self) -> list[str]:
        return [f"{r.method} {r.url.masked()}" for r in self.sent if r.method not in READING]
