"""What is compared of an answer: status, headers that matter, the shape of the body, chosen values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.scenarios.shape import shape, values_at

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HEADERS = (
    "Content-Type",
    "Location",
    "x-openstack-request-id",
    "Accept-Patch",
    "Allow",
    "OpenStack-image-import-methods",
    "OpenStack-image-store-ids",
    "Content-Range",
    "Content-MD5",
    "WWW-Authenticate",
    "Retry-After",
)
LISTS = {"Accept-Patch", "Allow", "OpenStack-image-import-methods"}
PRESENCE = {"OpenStack-image-store-ids"}
"""Headers whose value is each cloud's own affair."""
SHORTEST_PART = 12


@dataclass(frozen=True, slots=True)
class Observation:
    """One answer, reduced to what has to be the same; ``said`` is for the reader of a failure."""

    facts: Mapping[str, Any]
    said: str = field(compare=False, repr=False)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(self.facts["status"])


def observe(answer: requests.Response, exact: tuple[str, ...], names: Mapping[str, str]) -> Observation:
    """Reduce an answer; ``names`` gives the name that stands for a text (addresses, ids) on both sides."""
    facts: dict[str, Any] = {"status": answer.status_code}
    for header in HEADERS:
        if header in answer.headers:
            facts[f"header {header}"] = _header(header, answer.headers[header], names)
    facts |= _body(answer, exact, names)
    return Observation(
        facts, f"{answer.request.method} {answer.url}\n  {answer.status_code} {answer.text[:800]}"
    )


def _header(name: str, value: str, names: Mapping[str, str]) -> str:
    if name in PRESENCE:
        return "present"
    value = neutral(value, names)
    return ",".join(sorted(part.strip() for part in value.split(","))) if name in LISTS else value


def _body(answer: requests.Response, exact: tuple[str, ...], names: Mapping[str, str]) -> dict[str, Any]:
    media = answer.headers.get("Content-Type", "").split(";")[0]
    if not answer.content:
        return {"body": "empty"}
    if media == "application/octet-stream":
        return {"body": answer.content}
    if media != "application/json":
        return {"body": "text"}
    document = json.loads(answer.content)
    facts: dict[str, Any] = {f"body {place}": kinds for place, kinds in shape(document).items()}
    # The code and title of an error follow from the status, so they are compared as they are.
    errors = ("/code", "/title") if answer.status_code >= requests.codes.bad_request else ()
    for place in (*exact, *errors):
        facts[f"value {place}"] = neutral_value(values_at(document, place), names)
    return facts


def neutral_value(value: Any, names: Mapping[str, str]) -> Any:
    """The value with every text in it made neutral."""
    if isinstance(value, str):
        return neutral(value, names)
    if isinstance(value, list):
        return [neutral_value(item, names) for item in value]
    if isinstance(value, dict):
        return {neutral(name, names): neutral_value(member, names) for name, member in value.items()}
    return value


def neutral(text: str, names: Mapping[str, str]) -> str:
    """The text with addresses, saved ids and other UUIDs replaced by what they stand for."""
    if text in names:
        return f"{{{names[text]}}}"
    # A short name may stand in any text by chance.
    for value in sorted((v for v in names if len(v) >= SHORTEST_PART), key=len, reverse=True):
        text = text.replace(value, f"{{{names[value]}}}")
    return UUID.sub("{uuid}", text)
