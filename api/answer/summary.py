"""One-line summaries: what a status means, what an error says, what an object in a list is."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from http import HTTPStatus

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.plain import one_line
from api.wire.redaction import mask_url

_MEANINGS = {
    200: "",
    201: "created",
    202: "accepted, the work goes on",
    203: "",
    204: "done, there is nothing to show",
    206: "a part of the data",
    300: "several versions to choose from",
    304: "not changed",
    400: "the service does not understand the request or a value in it",
    401: "the token or the credentials are not accepted",
    403: "not allowed, or protected",
    404: "no such thing, or it is not yours",
    405: "this address does not take this method",
    406: "the service cannot answer in the asked format",
    408: "the service waited too long for the request",
    409: "it conflicts with the present state",
    410: "it is gone",
    411: "the service wants to know the length beforehand",
    412: "a condition of the request does not hold",
    413: "too large, over a quota, or too many requests",
    414: "the address is too long",
    415: "the service does not take this content type",
    416: "there is no such part of the data",
    422: "a value is not acceptable",
    429: "too many requests, try again later",
    500: "the service failed",
    501: "the service cannot do this",
    502: "the service behind the gateway failed",
    503: "the service is not available now",
    504: "the service behind the gateway did not answer in time",
}
_PHRASES = {each.value: each.phrase for each in HTTPStatus}
_CLASSES = {1: "not finished", 2: "done", 3: "it is elsewhere", 4: "refused", 5: "the service failed"}

_NAMES = ("name", "title", "display_name", "label", "username", "member_id", "namespace")
_FALLBACKS = ("type", "id", "key", "property", "value", "href", "rel", "url")
_STATES = ("status", "state", "member_status")

STATE_MEANINGS = {
    "killed": "failed",
    "queued": "waiting for data",
    "saving": "data is coming in",
    "uploading": "data is coming in",
    "importing": "being imported",
    "deactivated": "blocked",
    "pending_delete": "will be deleted",
    "pending": "not decided yet",
    "processing": "under way",
}
_TONES = {
    "good": ("active", "success", "accepted", "available", "enabled", "current", "supported", "ok"),
    "warning": (
        "queued", "saving", "uploading", "importing", "pending", "processing", "pending_delete",
        "deprecated", "experimental", "deactivated",
    ),
    "bad": ("killed", "failure", "failed", "error", "rejected", "deleted", "disabled"),
}  # fmt: skip
_TONE_OF = {word: tone for tone, words in _TONES.items() for word in words}

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_DROPPED = re.compile(r"<(script|style|head|title)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_LONGEST = 400
_MESSAGES = ("message", "details", "detail", "faultstring", "error_description", "description")


def status_line(status: int, reason: str) -> str:
    """The status as received: ``404 Not Found``; the usual reason where the server gave none."""
    if not reason:
        reason = _PHRASES.get(status, "")
    return f"{status} {one_line(reason, 60)}".rstrip()


def status_meaning(status: int) -> str:
    """What the status says, as the end of a sentence; "" where nothing needs to be said."""
    return _MEANINGS.get(status, _CLASSES.get(status // 100, "not a status that HTTP knows"))


def state_meaning(state: str) -> str:
    """What a resource's state means where its word does not say it: ``failed`` for "killed"; "" else."""
    return STATE_MEANINGS.get(state.lower(), "")


def state_tone(state: str) -> str:
    """The colour role of a resource's state: "good", "warning", "bad", or "" for others."""
    return _TONE_OF.get(state.lower(), "")


def describe(
    document: Document, node: int, hidden: Callable[[int], bool] = lambda _node: False
) -> tuple[str, str]:
    """What an object is, from its name and state: ``("Debian 10 (Buster)", "active")``; "" where nothing tells.

    ``hidden`` says which members must not be told.
    """
    if document.kind(node) is not NodeKind.OBJECT:
        return "", ""

    def said(names: tuple[str, ...]) -> str:
        return next((text for name in names if (text := _text(document, node, name, hidden))), "")

    return said((*_NAMES, *_FALLBACKS)), said(_STATES)


def _text(document: Document, node: int, name: str, hidden: Callable[[int], bool]) -> str:
    found = document.member(node, name)
    if found is None or document.kind(found) is not NodeKind.STRING or hidden(found):
        return ""
    return one_line(document.text(found, 200), 120)


def clean(text: str) -> str:
    """A message without markup, on one line: Glance writes ``<br />`` and entities into its JSON messages.

    Services repeat addresses as they were given: the secrets in them are dots, before anything is cut off.
    """
    return mask_url(" ".join(html.unescape(_BREAK.sub(" ", text)).split()))[:_LONGEST]


def error_sentence(document: Document) -> str:
    """The message in a JSON error: Glance's, Keystone's and Rackspace's forms; "" if there is none.

    They are ``{"message"}``, ``{"error": {"message"}}``, ``{"itemNotFound": {"message"}}`` and alike.
    """
    if not len(document) or document.kind(ROOT) is not NodeKind.OBJECT:
        return ""
    return _message(document, ROOT) or next(
        (m for child in document.children(ROOT, 0, 20) if (m := _message(document, child))), ""
    )


def _message(document: Document, node: int) -> str:
    for name in _MESSAGES:
        found = document.member(node, name)
        if found is not None and document.kind(found) is NodeKind.STRING:
            return clean(document.text(found, 4 * _LONGEST))
    return ""


def page_sentence(text: str) -> str:
    """What an HTML or plain text error says, on one line."""
    title = _TITLE.search(text)
    body = clean(_TAG.sub(" ", _DROPPED.sub(" ", text)))
    heading = clean(title[1]) if title else ""
    return body if body.startswith(heading) else f"{heading}: {body}"
