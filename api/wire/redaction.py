"""Dots in place of secrets: in headers, JSON values and addresses, before anything is shown, logged or kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

DOTS = "••••••••"

SECRET_HEADERS = frozenset(
    {
        "x-auth-token",
        "x-subject-token",
        "x-service-token",
        "x-storage-token",
        "x-sessionid",
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
    }
)
"""Names of headers whose values are secrets, in lower case."""

SECRET_MEMBERS = frozenset({"password", "apikey", "passcode", "secret", "adminpass", "original_password"})
"""Names of JSON members that hold a secret wherever text stands in them, in lower case."""

_SESSION = re.compile(r"(session-?id\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s,;]+)", re.IGNORECASE)
_USER_INFO = re.compile(r"(?<=://)[^/?#\s@]+@")
_SIGNED = re.compile(
    r"((?:^|[?&;])(?:temp_url_sig|x-amz-signature|x-amz-credential|x-amz-security-token|x-goog-signature|signature|sig"
    r"|token|access_token|apikey|api_key|password|secret)=)[^&#;\s\"'<>]*",
    re.IGNORECASE,
)
_TOKEN_PATH = re.compile(r"(/v2\.0/tokens/)(?!OS-)[^/?#\s\"'<>]+", re.IGNORECASE)

Pointer = tuple[str, ...]
WELL_KNOWN: tuple[Pointer, ...] = (
    ("access", "token", "id"),
    ("auth", "token", "id"),
    ("auth", "identity", "token", "id"),
    ("auth", "RAX-AUTH:sessionId"),
)
"""Where tokens stand in the bodies of Identity v2.0 and v3."""


def mask_headers(
    headers: Iterable[tuple[str, str]], extra: Iterable[str] = ()
) -> tuple[tuple[str, str], ...]:
    """The headers with dots for the values of secret ones; ``extra`` names more of them."""
    secret = SECRET_HEADERS | {name.lower() for name in extra}
    return tuple((name, _mask_header(name, value, secret)) for name, value in headers)


def _mask_header(name: str, value: str, secret: frozenset[str]) -> str:
    if name.lower() in secret:
        return DOTS
    if name.lower() == "www-authenticate":
        return _SESSION.sub(rf"\1{DOTS}", value)
    return mask_url(value)


def mask_url(text: str) -> str:
    """The text with dots for user names and passwords in addresses, signatures of signed ones, and tokens in paths."""
    masked = _USER_INFO.sub(f"{DOTS}@", text)
    masked = _SIGNED.sub(rf"\1{DOTS}", masked)
    return _TOKEN_PATH.sub(rf"\1{DOTS}", masked)


def mask_json(value: Any, pointers: Iterable[str] = ()) -> Any:
    """A copy of the JSON value with dots at the pointers (``*`` stands for every member or item) and wherever
    the Identity APIs keep secrets. Addresses in it lose their signatures. The value itself stays as it is.
    """
    places = [*WELL_KNOWN, *(_parts(pointer) for pointer in pointers)]
    return _mask(value, places)


def _parts(pointer: str) -> Pointer:
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def _mask(root: Any, places: Sequence[Pointer]) -> Any:
    """Walks with a stack of its own: answers may be nested deeper than Python calls."""
    holder: list[Any] = [root]
    todo: list[tuple[Any, Any, Sequence[Pointer]]] = [(holder, 0, places)]
    while todo:
        parent, key, here = todo.pop()
        value = parent[key]
        if () in here and value is not None:
            parent[key] = DOTS
        elif isinstance(value, dict):
            parent[key] = copy = dict(value)
            todo += [(copy, name, _below(here, name)) for name in copy]
        elif isinstance(value, list):
            parent[key] = items = list(value)
            todo += [(items, index, _below(here, str(index))) for index in range(len(items))]
        elif isinstance(value, str):
            parent[key] = DOTS if value and _is_secret_member(key) else mask_url(value)
    return holder[0]


def _below(places: Sequence[Pointer], name: str) -> Sequence[Pointer]:
    return [place[1:] for place in places if place and place[0] in {name, "*"}]


def _is_secret_member(key: object) -> bool:
    return isinstance(key, str) and key.lower() in SECRET_MEMBERS


class Veil:
    """Hides the secrets of one request in any text: addresses that failed, details of errors."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        forms = {form for secret in secrets.values() for form in _forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)

    def hide(self, text: str) -> str:
        """The text with dots for every secret, however it is encoded, and for what mask_url hides."""
        for form in self._forms:
            text = text.replace(form, DOTS)
        return mask_url(text)


def _forms(secret: str) -> set[str]:
    """How a secret may stand in text. Very short ones would blot out everything and hide nothing."""
    if len(secret) < 4:
        return set()
    return {
        secret,
        quote(secret, safe=""),
        quote(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }
