"""Queries to begin with, made from what this answer holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.paths import jmespath_of
from api.answer.queries.jmespath_text import identifier, literal
from api.answer.veil import Veil

_LOOKED_AT = 200
_MOST_NAMES = 200
_LONGEST_WORD = 30
_TELLING = ("name", "title", "display_name", "username", "member_id", "id", "status", "type", "size", "url")
_STATES = ("status", "state", "member_status", "visibility", "type", "enabled", "protected")
_TIMES = ("created_at", "updated_at", "created", "updated", "issued_at", "expires_at")


@dataclass(frozen=True, slots=True)
class Example:
    """What a query is good for, in a few words, and the query."""

    title: str
    expression: str


def examples(
    document: Document, veil: Veil, lists: Sequence[int], check: Callable[[], None] = lambda: None
) -> list[Example]:
    """Queries that work on this answer: of its main list, or of the object that it is. Hidden values are not used."""
    if lists:
        return _of_list(_Sample(document, veil, lists[0], check))
    return _of_object(document)


class _Sample:
    """The first items of a list: what their members are called and hold."""

    def __init__(self, document: Document, veil: Veil, node: int, check: Callable[[], None]) -> None:
        self.path = jmespath_of(document, node)
        self.names = [name for name in document.names(node, check) if name][:_MOST_NAMES]
        self._document, self._veil, self._node = document, veil, node

    def values(self, name: str) -> list[int]:
        """The member's nodes that are not hidden."""
        found = self._document.column(self._node, name, 0, _LOOKED_AT)
        return [node for node in found if node >= 0 and not self._veil.hides(node)]

    def commonest(self, name: str) -> str:
        """The value that most have, as it stands in a query; "" where there is none to compare with."""
        written = Counter(self._written(node) for node in self.values(name))
        del written[""]
        return max(written, key=lambda text: written[text], default="")

    def all_of(self, kind: NodeKind, name: str) -> bool:
        """Whether all that have the member and are not null have that kind of value in it."""
        kinds = {self._document.kind(node) for node in self.values(name)} - {NodeKind.NULL}
        return kinds == {kind}

    def _written(self, node: int) -> str:
        kind = self._document.kind(node)
        text = self._document.text(node, _LONGEST_WORD + 1)
        if kind is NodeKind.BOOLEAN:
            return f"`{text}`"
        return literal(text) if kind is NodeKind.STRING and 0 < len(text) <= _LONGEST_WORD else ""


def _of_list(sample: _Sample) -> list[Example]:
    path = "" if sample.path == "@" else sample.path
    whole = sample.path
    telling = [name for name in _TELLING if name in sample.names][:3] or sample.names[:2]
    columns = ", ".join(f"{identifier(name)}: {identifier(name)}" for name in telling)
    found = [Example("How many", f"length({whole})")]
    if columns:
        found.append(Example("Some columns", f"{path}[].{{{columns}}}"))
    state = next((name for name in _STATES if name in sample.names and sample.commonest(name)), "")
    if state:
        condition = f"{identifier(state)}=={sample.commonest(state)}"
        found.append(
            Example(
                f"Only those of one {state}",
                f"{path}[?{condition}]" + (f".{{{columns}}}" if columns else ""),
            )
        )
    return found + _sorted(sample, path) + _searched(sample, path)


def _sorted(sample: _Sample, path: str) -> list[Example]:
    found = []
    number = next((name for name in sample.names if sample.all_of(NodeKind.NUMBER, name)), "")
    for name in ("size", "virtual_size", number):
        if name in sample.names and sample.all_of(NodeKind.NUMBER, name):
            key = identifier(name)
            found.append(
                Example(f"The five with most {name}", f"reverse(sort_by({path}[?{key}], &{key}))[:5]")
            )
            break
    for name in _TIMES:
        if name in sample.names and sample.all_of(NodeKind.STRING, name):
            key = identifier(name)
            found.append(Example(f"The latest by {name}", f"sort_by({path}[?{key}], &{key})[-1]"))
            break
    return found


def _searched(sample: _Sample, path: str) -> list[Example]:
    name = next((each for each in sample.names if sample.all_of(NodeKind.STRING, each)), "")
    name = next(
        (each for each in _TELLING if each in sample.names and sample.all_of(NodeKind.STRING, each)), name
    )
    if not name:
        return []
    key = identifier(name)
    return [Example(f"With x in its {name}", f"{path}[?{key} && contains({key}, 'x')]")]


def _of_object(document: Document) -> list[Example]:
    if not len(document) or not document.is_container(ROOT):
        return []
    if document.kind(ROOT) is NodeKind.ARRAY:
        ends = [Example("The first", "[0]"), Example("The last", "[-1]")]
        return [Example("How many", "length(@)"), *(ends if document.child_count(ROOT) else ())]
    names = [document.key(node) or "" for node in document.children(ROOT, 0, _MOST_NAMES)]
    telling = [name for name in _TELLING if name in names][:3] or names[:2]
    columns = ", ".join(f"{identifier(name)}: {identifier(name)}" for name in telling)
    found = [Example("The names of the members", "keys(@)")]
    return [*found, Example("Some members", f"{{{columns}}}")] if columns else found
