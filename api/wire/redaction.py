"""Dots in place of secrets: in headers, JSON values and addresses, before anything is shown, logged or kept."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, quote_plus

from api.wire.secret_names import SECRET_HEADERS as SECRET_HEADERS
from api.wire.secret_names import SECRET_MEMBERS as SECRET_MEMBERS
from api.wire.secret_names import is_secret_header, is_secret_member
from api.wire.secret_spans import covered, secret_spans

DOTS = "••••••••"
DOTS_UTF8 = DOTS.encode()
SHORTEST = 4
"""Characters of the shortest secret that is looked for in text: shorter ones would blot out everything."""

_SHORTEST_BASE64 = 10
_ESCAPE = re.compile("%[0-9A-F]{2}")

Pointer = tuple[str, ...]
WELL_KNOWN: tuple[Pointer, ...] = (
    ("access", "token", "id"),
    ("auth", "token", "id"),
    ("auth", "identity", "token", "id"),
    ("auth", "RAX-AUTH:sessionId"),
    ("credential", "blob"),
    ("credentials", "*", "blob"),
)
"""Where tokens stand in the bodies of Identity v2.0 and v3."""


def mask_headers(
    headers: Iterable[tuple[str, str]], extra: Iterable[str] = ()
) -> tuple[tuple[str, str], ...]:
    """The headers with dots for the values of secret ones; ``extra`` names more of them."""
    secret = frozenset(name.lower() for name in extra)
    return tuple((name, _mask_header(name, value, secret)) for name, value in headers)


def _mask_header(name: str, value: str, secret: frozenset[str]) -> str:
    return DOTS if is_secret_header(name) or name.lower() in secret else mask_url(value)


def mask_url(text: str) -> str:
    """The text with dots for what ``secret_spans`` finds: secrets in addresses, form fields, lines like headers."""
    data = text.encode("utf-8", "surrogatepass")
    spans = secret_spans(data)
    return covered(data, spans, DOTS_UTF8).decode("utf-8", "surrogatepass") if spans else text


def mask_json(value: Any, pointers: Iterable[str] = (), text: Callable[[str], str] = mask_url) -> Any:
    """A copy of the JSON value with dots at the pointers (``*`` stands for every member or item) and wherever
    the Identity APIs keep secrets, and with what ``text`` makes of each other text in it, names included.
    The value itself stays as it is.
    """
    places = [*WELL_KNOWN, *(_parts(pointer) for pointer in pointers)]
    return _mask(value, places, text)


def _parts(pointer: str) -> Pointer:
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def _mask(root: Any, places: Sequence[Pointer], text: Callable[[str], str]) -> Any:
    """Walks with a stack of its own: answers may be nested deeper than Python calls."""
    holder: list[Any] = [root]
    todo: list[tuple[Any, Any, Sequence[Pointer]]] = [(holder, 0, places)]
    while todo:
        parent, key, here = todo.pop()
        value = parent[key]
        if () in here and value is not None:
            parent[key] = DOTS
        elif isinstance(value, dict):
            parent[key] = copy = {text(str(name)): inner for name, inner in value.items()}
            todo += [(copy, name, _below(here, name)) for name in copy]
        elif isinstance(value, list):
            parent[key] = items = list(value)
            todo += [(items, index, _below(here, str(index))) for index in range(len(items))]
        elif _is_told(value) and is_secret_member(key):
            parent[key] = DOTS
        elif isinstance(value, str):
            parent[key] = text(value)
    return holder[0]


def _below(places: Sequence[Pointer], name: str) -> Sequence[Pointer]:
    return [place[1:] for place in places if place and place[0] in {name, "*"}]


def _is_told(value: Any) -> bool:
    """Whether text or a number stands there; what is null, true, false or empty tells no secret."""
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


class Veil:
    """Hides the secrets of one request in any text: addresses that failed, details of errors, answers."""

    def __init__(self, secrets: Mapping[str, str] | Iterable[str]) -> None:
        values = secrets.values() if isinstance(secrets, Mapping) else secrets
        forms = {form for secret in values for form in _forms(secret)}
        self.forms: tuple[str, ...] = tuple(sorted(forms, key=lambda form: (-len(form), form)))
        """Every spelling of every secret, the longest first."""

    def hide(self, text: str) -> str:
        """The text with dots for every secret, however it is encoded, and for what mask_url hides."""
        return mask_url(self.hide_known(text))

    def hide_known(self, text: str) -> str:
        """The text with dots for every secret, however it is encoded."""
        for form in self.forms:
            text = text.replace(form, DOTS)
        return text


def _forms(secret: str) -> set[str]:
    """How a secret may stand in text. Very short ones would blot out everything and hide nothing."""
    if len(secret) < SHORTEST:
        return set()
    percent = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    written = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    return {
        secret,
        html.escape(secret),
        *percent,
        *(_ESCAPE.sub(lambda escape: escape[0].lower(), form) for form in percent),
        *written,
        *(form.replace("/", "\\/") for form in written),
        *_base64(secret.encode()),
    }


def _base64(secret: bytes) -> Iterable[str]:
    """What base64 makes of the secret wherever it begins in what is encoded, without the edges that others share."""
    if len(secret) < _SHORTEST_BASE64:
        return
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + secret).decode()
        edge = -(4 if (shift + len(secret)) % 3 else 0) or None
        middle = whole[4 if shift else 0 : edge]
        yield middle
        yield middle.replace("+", "-").replace("/", "_")
