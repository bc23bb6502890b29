"""Plays a story against one cloud with plain requests and notes what was answered."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.scenarios.face import SECONDS, Face
from tests.scenarios.observation import Observation, observe
from tests.scenarios.shape import values_at
from tests.scenarios.step import NOTHING, Step, Story

NAME = re.compile(r"\{(\w+)\}")
UNTIL_SECONDS = 45.0
POLL_SECONDS = 0.1
NO_TOKENS = {"nobody": None, "stranger": "gAAAAABnotatoken", "empty": ""}


def play(story: Story, face: Face, files: str) -> dict[str, Observation]:
    """Every step's observation by its name. ``files`` is the address of the file server for imports."""
    with requests.Session() as session:
        session.trust_env = False
        session.headers.clear()
        return dict(_Player(face, session, files).play(story))


class _Player:
    def __init__(self, face: Face, session: requests.Session, files: str) -> None:
        self._face = face
        self._session = session
        self._saved = {
            "unique": f"t{secrets.token_hex(6)}",
            "alpha": face.projects["alpha"],
            "beta": face.projects["beta"],
            "alpha_user": face.users["alpha"],
            "name": face.people["alpha"].name,
            "password": face.people["alpha"].password,
            "files": files,
        }
        self._url = ""

    def play(self, story: Story) -> Iterator[tuple[str, Observation]]:
        self._url = self._face.services[story.service]
        for step in story.steps:
            answer = self._answer(step)
            self._keep(step, answer)
            yield step.name, observe(answer, step.exact, self._names())

    def _names(self) -> dict[str, str]:
        image_url = self._face.services["image"]
        addresses = {image_url.removesuffix(urlsplit(image_url).path): "origin"}
        addresses |= {url: name for name, url in self._face.services.items()}
        return {value: name for name, value in self._saved.items() if value} | addresses

    def _answer(self, step: Step) -> requests.Response:
        if step.until is None:
            return self._send(step)
        place, wanted = step.until
        deadline = time.monotonic() + UNTIL_SECONDS
        while True:
            answer = self._send(step)
            values = values_at(answer.json(), place)
            reached = any(value in wanted for value in values) if wanted else not values
            if reached or time.monotonic() > deadline:
                return answer
            time.sleep(POLL_SECONDS)

    def _send(self, step: Step) -> requests.Response:
        request = requests.Request(step.method, self._url, headers=self._headers(step))
        if step.json is not NOTHING:
            request.json = self._filled(step.json)
            request.headers.setdefault("Content-Type", "application/json")
        elif step.data is not None:
            request.data = step.data
        prepared = self._session.prepare_request(request)
        # The path goes out as the story writes it: requests would tidy it up.
        prepared.url = self._url + self._fill(step.path)
        self._session.close()  # the server may just give up a kept connection, and a POST is not sent twice
        return self._session.send(prepared, timeout=SECONDS, allow_redirects=False)

    def _headers(self, step: Step) -> dict[str, str]:
        headers = {name: self._fill(value) for name, value in step.headers.items()}
        token = NO_TOKENS[step.who] if step.who in NO_TOKENS else self._face.tokens[step.who]
        if token is not None:
            headers["X-Auth-Token"] = token
        if step.accept is not None:
            headers["Accept"] = step.accept
        return headers

    def _keep(self, step: Step, answer: requests.Response) -> None:
        for name, place in step.save.items():
            self._saved[name] = _value_at(answer, place) or f"no-{name}"

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._fill(value)
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        if isinstance(value, dict):
            return {self._fill(name): self._filled(member) for name, member in value.items()}
        return value

    def _fill(self, text: str) -> str:
        return NAME.sub(lambda found: self._saved.get(found[1], found[0]), text)


def _value_at(answer: requests.Response, place: str) -> str:
    """The text at a JSON pointer or in the header of that name; "" when it is not there."""
    if not place.startswith("/"):
        return answer.headers.get(place, "")
    found = values_at(answer.json(), place) if answer.ok else []
    return str(found[0]) if found else ""
