"""Drives a cloud through the desk as window and headless commands do: by call id and parameters, nothing beside."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from api.desk import Desk
from api.exchange.convert import find_parameter
from api.exchange.exchange import Exchange
from api.identity.credentials import Credentials
from api.identity.profiles import OPENSTACK, Profile
from api.model import Place
from api.running import CancelToken
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.people import DOMAIN, Person

UNTIL_SECONDS = 60.0
POLL_SECONDS = 0.1


def password_profile(cloud: LiveCloud, person: Person, **more: Any) -> Profile:
    """The profile of somebody who signs in with a password."""
    return Profile(
        **{
            "id": person.name,
            "name": f"{person.name} at home",
            "kind": OPENSTACK,
            "auth_url": cloud.identity_url,
            "method": "password",
            "user": person.name,
            "user_domain": DOMAIN,
            "project": person.project,
            "project_domain": DOMAIN,
            **more,
        }
    )


@dataclass(frozen=True)
class Driver:
    """One signed-in person in one region."""

    desk: Desk
    place: Place

    @classmethod
    def sign_in(cls, desk: Desk, cloud: LiveCloud, person: Person, region: str = "RegionOne") -> Driver:
        """Sign somebody in with the password."""
        profile = password_profile(cloud, person)
        desk.sign_in(profile, Credentials(person.password), CancelToken())
        return cls(desk, desk.place(profile.id, region))

    def send(self, call_id: str, /, *, confirmed: bool = False, **values: Any) -> Exchange:
        """Build the call from parameters by name (``__`` stands for a dot) and send it."""
        call = self.desk.catalogue.call(call_id)
        named = {name.replace("__", "."): value for name, value in values.items()}
        given = {find_parameter(call, name).key: value for name, value in named.items()}
        draft = self.desk.draft(call, given, self.place)
        assert draft.request is not None, draft.faults
        return self.desk.send(draft.request, draft.secrets, cancel=CancelToken(), confirmed=confirmed)

    def get(self, call_id: str, expected: int = 200, /, **values: Any) -> Any:
        """The JSON of an answer that must have this status; None for an empty one."""
        exchange = self.send(call_id, **values)
        assert exchange.status == expected, said(exchange)
        response = exchange.response
        assert response is not None
        content = response.content.bytes()
        return json.loads(content) if content and "json" in response.content_type else None

    def until(self, call_id: str, place: str, /, *wanted: str, **values: Any) -> Any:
        """Ask again until the member of the answer has one of the values; returns the whole answer."""
        deadline = time.monotonic() + UNTIL_SECONDS
        while (answer := self.get(call_id, **values))[place] not in wanted:
            assert time.monotonic() < deadline, f"{place} is still {answer[place]!r}: {answer}"
            time.sleep(POLL_SECONDS)
        return answer


def said(exchange: Exchange) -> str:
    """What came back, for the reader of a failure."""
    if exchange.response is None:
        return f"no answer: {exchange.error}"
    text = exchange.response.content.bytes(2000).decode(errors="replace")
    return f"{exchange.request.method} {exchange.response.url}: {exchange.status} {text}"
