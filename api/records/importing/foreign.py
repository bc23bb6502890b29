"""A request as another program wrote it down, and what may be read of one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.answer.document import Document
from api.answer.index import NodeKind
from api.errors import PitchforkError

LARGEST_FILE = 64 << 20
"""Bytes of a file that are read."""
LARGEST_PART = 512 << 10
"""Bytes of one request's parts; a larger body is left out."""
MOST_CALLS = 2000

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Characters of nobody's alphabet stand around a placeholder's name as long as a text is taken apart."""
_MARK = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_STRAY = re.compile("[\ue000-\ue01f]")


class ImportFailed(PitchforkError):
    """What was given cannot be read as calls; nothing was imported."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One request as it was written down.

    ``folder`` are the names of the folders that held it, ``body`` the characters that were sent (None: none),
    ``remarks`` sentences on what of it was not taken, ``call_id`` what this program itself called it ("" else).
    Placeholders in the texts are marked, see ``mark``; ``secrets`` are the values of those that hold secrets.
    """

    name: str
    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: str | None = None
    folder: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    call_id: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def header(self, name: str) -> str:
        """The first header of that name, whatever its case; "" for none."""
        return next((value for n, value in self.headers if n.lower() == name.lower()), "")


def cleared(text: str) -> str:
    """The text without characters that mark placeholders here."""
    return _STRAY.sub("\ufffd", text)


def mark(name: str) -> str:
    """What stands for the placeholder of a name within a text that is taken apart."""
    return f"{_OPEN}{_STRAY.sub('', name)}{_CLOSE}"


def marks_in(text: str) -> list[str]:
    """The names of the placeholders in a text."""
    return [found[1] for found in _MARK.finditer(text)]


def replaced_marks(text: str, known: Mapping[str, str]) -> str:
    """The text with the placeholders of known names filled in."""
    return _MARK.sub(lambda found: known.get(found[1], found[0]), text)


def shown(text: str) -> str:
    """The text as a person reads it: placeholders as ``{{name}}``."""
    return _MARK.sub(r"{{\1}}", text)


class Reader:
    """Reads plain values out of a document, whatever stands in it."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def node(self, node: int | None, *names: str) -> int | None:
        """The node at the end of these names; None where there is none."""
        for name in names:
            if node is None or self.document.kind(node) is not NodeKind.OBJECT:
                return None
            node = self.document.member(node, name)
        return node

    def text(self, node: int | None, *names: str) -> str:
        """The characters of a string there; "" for anything else and what is too long."""
        found = self.node(node, *names)
        if found is None or self.document.kind(found) is not NodeKind.STRING or self.too_large(found):
            return ""
        return cleared(self.document.text(found))

    def too_large(self, node: int) -> bool:
        """Whether the value is larger than one part may be."""
        start, end = self.document.span(node)
        return end - start > LARGEST_PART

    def items(self, node: int | None, *names: str) -> list[int]:
        """The items of an array there, of not more than there may be calls."""
        found = self.node(node, *names)
        if found is None or self.document.kind(found) is not NodeKind.ARRAY:
            return []
        return list(self.document.children(found, 0, MOST_CALLS + 1))

    def value(self, node: int | None, *names: str) -> Any:
        """A JSON value there; None where there is none or it is too large."""
        found = self.node(node, *names)
        if found is None or self.too_large(found):
            return None
        try:
            return json.loads(self.document.source(found))
        except (ValueError, RecursionError):
            return None

    def pairs(self, node: int | None, *names: str, key: str = "name") -> list[tuple[str, str]]:
        """The names and values of an array of ``{"name": ..., "value": ...}`` that are not switched off."""
        used = (item for item in self.items(node, *names) if self.value(item, "disabled") is not True)
        found = ((self.text(item, key), self._written(item)) for item in used)
        return [(name, value) for name, value in found if name]

    def _written(self, item: int) -> str:
        text = self.text(item, "value")
        if text:
            return text
        value = self.value(item, "value")
        return json.dumps(value) if isinstance(value, (bool, int, float)) else ""
