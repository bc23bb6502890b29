"""A node of a parsed OpenAPI document: a JSON value that knows its place and follows references within the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from api.errors import CatalogueError

_MAX_CHAIN = 50
"""References to references that are followed before a document counts as circular."""


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed document and the name that errors call it by."""

    name: str
    root: Any

    def node(self) -> Node:
        """The document as a whole."""
        return Node(self, self.root, "")

    def error(self, place: str, reason: str) -> CatalogueError:
        """The error of this document at a JSON pointer."""
        return CatalogueError(self.name, place, reason)


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value at a place (JSON pointer) of a document.

    ``trail`` holds the references that led here, so that one that leads back into itself is noticed.
    Every reading method raises CatalogueError where the document holds something of the wrong type.
    """

    source: Source
    value: Any
    place: str
    trail: frozenset[str] = frozenset()

    def error(self, reason: str) -> CatalogueError:
        """The error that something is wrong here."""
        return self.source.error(self.place, reason)

    def child(self, token: str | int, value: Any) -> Node:
        """The member or entry of that name."""
        return Node(self.source, value, f"{self.place}/{escape(str(token))}", self.trail)

    def beside(self, value: Any) -> Node:
        """The same place with another value (the keywords beside a ``$ref``)."""
        return replace(self, value=value)

    def mapping(self) -> dict[str, Any]:
        """The value, which has to be an object."""
        if not isinstance(self.value, dict):
            raise self.error(f"has to be an object, not {kind_of(self.value)}")
        return self.value

    def members(self) -> Iterator[tuple[str, Node]]:
        """The members of an object in order."""
        for name, value in self.mapping().items():
            yield name, self.child(name, value)

    def entries(self) -> list[Node]:
        """The entries of an array."""
        if not isinstance(self.value, list):
            raise self.error(f"has to be an array, not {kind_of(self.value)}")
        return [self.child(number, value) for number, value in enumerate(self.value)]

    def get(self, name: str) -> Node | None:
        """A member of an object, None where it is absent."""
        members = self.mapping()
        return self.child(name, members[name]) if name in members else None

    def need(self, name: str) -> Node:
        """A member that has to be there."""
        found = self.get(name)
        if found is None:
            raise self.error(f"the member “{name}” is missing")
        return found

    def need_text(self, name: str) -> str:
        """A member that has to be there and is text."""
        self.need(name)
        return self.text(name)

    def text(self, name: str, default: str = "") -> str:
        """A member that is text; the default where it is absent."""
        value = self.mapping().get(name, default)
        if not isinstance(value, str):
            raise self.child(name, value).error(f"has to be text, not {kind_of(value)}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A member that is true or false; the default where it is absent."""
        value = self.mapping().get(name, default)
        if not isinstance(value, bool):
            raise self.child(name, value).error(f"has to be true or false, not {kind_of(value)}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A member that is an array of texts; empty where it is absent."""
        found = self.get(name)
        if found is None:
            return ()
        if not isinstance(found.value, list):
            raise found.error(f"has to be an array, not {kind_of(found.value)}")
        for number, value in enumerate(found.value):
            if not isinstance(value, str):
                raise found.child(number, value).error(f"has to be text, not {kind_of(value)}")
        return tuple(found.value)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A member that maps texts to texts; empty where it is absent."""
        found = self.get(name)
        return () if found is None else tuple((key, found.text(key)) for key in found.mapping())

    def each(self, name: str) -> Iterator[Node]:
        """The entries of a member that is an array; none where it is absent."""
        found = self.get(name)
        return iter(()) if found is None else iter(found.entries())

    @property
    def reference(self) -> str | None:
        """The ``$ref`` of this node, None where it is no reference."""
        if isinstance(self.value, dict) and isinstance(ref := self.value.get("$ref"), str):
            return ref
        return None

    @property
    def external(self) -> bool:
        """Whether this refers to another document; such are never fetched."""
        ref = self.reference
        return ref is not None and not ref.startswith("#")

    def target(self) -> Node | None:
        """Where the reference leads; None when it leads back into itself.

        Raises CatalogueError for a reference out of the document or to nothing.
        """
        ref = self.reference or ""
        if self.external:
            raise self.error(f"refers to “{ref}” outside this document, which is never fetched")
        if ref in self.trail:
            return None
        return replace(self._find(ref), trail=self.trail | {ref})

    def resolved(self) -> Node:
        """This node, or where its references lead in the end. Raises CatalogueError as target() does."""
        node = self
        for _step in range(_MAX_CHAIN):
            if node.reference is None:
                return node
            found = node.target()
            if found is None:
                break
            node = found
        raise self.error("refers to itself")

    def _find(self, ref: str) -> Node:
        if not ref.startswith("#/") and ref != "#":
            raise self.error(f"refers to “{ref}”, which is no JSON pointer")
        node = self.source.node()
        for token in [_unescape(part) for part in ref[1:].split("/")[1:]]:
            node = self._step(node, token, ref)
        return node

    def _step(self, node: Node, token: str, ref: str) -> Node:
        if isinstance(node.value, dict) and token in node.value:
            return node.child(token, node.value[token])
        if (
            isinstance(node.value, list)
            and token.isascii()
            and token.isdigit()
            and int(token) < len(node.value)
        ):
            return node.child(token, node.value[int(token)])
        raise self.error(f"refers to “{ref}”, which is not in this document")


def escape(token: str) -> str:
    """A token as it stands in a JSON pointer (RFC 6901)."""
    return token.replace("~", "~0").replace("/", "~1")


def tokens_of(pointer: str) -> tuple[str, ...]:
    """The tokens of a JSON pointer; none for the whole document."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def kind_of(value: Any) -> str:
    """What a JSON value is, in words for an error."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    return "text" if isinstance(value, str) else "a number"


def _unescape(part: str) -> str:
    return unquote(part).replace("~1", "/").replace("~0", "~")
