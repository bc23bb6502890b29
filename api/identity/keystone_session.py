"""The keystoneauth1 session of a sign-in: the program's own connections, no redirects, nothing logged.

Importing this loads keystoneauth1 and requests: import it inside the functions of workers only.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import requests
from keystoneauth1 import session as keystone

from api.constants import USER_AGENT
from api.identity.failures import UnwelcomeAnswer
from api.identity.profiles import Profile
from api.running import CancelToken
from api.wire.trust import Trust

_MOST_TEXT = 20_000
"""Bytes of an error's text that are looked at; far more than is shown, so that no cut lays half a secret bare."""


class Sessions(Protocol):
    """What signing in needs of the transport."""

    def session(self, trust: Trust, cancel: CancelToken | None = None) -> requests.Session:
        """A session whose connections end when ``cancel`` is cancelled."""


class StrictSession(keystone.Session):  # type: ignore[misc]  # keystoneauth1 has no types for mypy here
    """A session that treats everything but 2xx as an UnwelcomeAnswer.

    A stock session re-sends the password to wherever a 307 points, and its plugins would read a redirect's
    body as if it were the answer.
    """

    def request(self, url: str, method: str, **options: Any) -> requests.Response:
        """The answer, whose status is 2xx. Raises UnwelcomeAnswer, the NoAnswer family and Cancelled."""
        response = self.look(url, method, **options)
        if not 200 <= response.status_code < 300:
            text = response.content[:_MOST_TEXT].decode("utf-8", "replace")
            raise UnwelcomeAnswer(response.status_code, response.headers, text)
        return response

    def look(self, url: str, method: str = "GET", **options: Any) -> requests.Response:
        """The answer, whatever its status. Raises the NoAnswer family and Cancelled."""
        options |= {"redirect": False, "raise_exc": False, "log": False, "authenticated": False}
        options.setdefault("headers", {}).setdefault("User-Agent", USER_AGENT)
        answer: requests.Response = super().request(url, method, user_agent=USER_AGENT, **options)
        return answer


@contextmanager
def identity_session(transport: Sessions, profile: Profile, cancel: CancelToken) -> Iterator[StrictSession]:
    """A session for one conversation with the profile's identity service."""
    _silence()
    cancel.check()
    raw = transport.session(Trust(ca_file=profile.ca_file, pin=profile.pin), cancel)
    session = StrictSession(session=raw, redirect=False, verify=None)  # trust and time limits are raw's
    try:
        yield session
    finally:
        raw.close()


def _silence() -> None:
    """Keep tokens out of every log: keystoneauth1 writes bodies, urllib3 writes paths that hold token ids."""
    for name in ("keystoneauth", "urllib3"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
