"""Readable names for what a document leaves nameless: operation ids, titles and categories, always the same ones."""

from __future__ import annotations

import re

_VERSION = re.compile(r"v\d+(\.\d+)*")
_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*([-_ ][A-Za-z0-9]+)*")
_VERBS = {
    "POST": "Create",
    "PUT": "Replace",
    "PATCH": "Update",
    "DELETE": "Delete",
    "GET": "Get",
    "HEAD": "Check",
}


def slug(text: str) -> str:
    """Text as an id: lower-case words joined by hyphens; "document" when nothing is left."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text)
    return re.sub(r"[^a-z0-9]+", "-", spaced.lower()).strip("-") or "document"


def operation_id(method: str, path: str) -> str:
    """An id for an operation that has none: ``get-v2-images-image-id``."""
    return slug(f"{method} {path}")


def title(given_id: str, method: str, path: str) -> str:
    """A title for an operation without a summary: from a speaking id, else from method and path."""
    if _PLAIN_ID.fullmatch(given_id):
        return _capitals(slug(given_id))
    return _from_path(method, path)


def category(path: str) -> str:
    """A category for an operation without tags: the first word of its path that is no version."""
    words = [part for part in path.split("/") if part and "{" not in part and not _VERSION.fullmatch(part)]
    return _capitals(slug(words[0])) if words else "General"


def _from_path(method: str, path: str) -> str:
    parts = [part for part in path.split("/") if part and not _VERSION.fullmatch(part)]
    fixed = [slug(part) for part in parts if "{" not in part]
    if not fixed:
        return f"{_VERBS.get(method, method.capitalize())} {path}"
    noun = fixed[-1]
    is_list = method == "GET" and "{" not in parts[-1] and noun.endswith("s")
    if method in ("POST", "DELETE", "GET", "PUT", "PATCH") and "{" in parts[-1] and noun.endswith("s"):
        noun = _singular(noun)
    verb = "List" if is_list else _VERBS.get(method, method.capitalize())
    return f"{verb} {_capitals(noun)}"


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-2] if noun.endswith(("sses", "xes")) else noun[:-1]


def _capitals(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in words.split("-"))
