"""Reads a file that somebody else wrote, JSON or YAML, into plain JSON values; bombs and oddities end in a sentence."""

from __future__ import annotations

import re
from typing import Any

import orjson

from api.errors import CatalogueError
from api.running import CancelToken

LARGEST = 8 * 1024 * 1024
"""Bytes; the largest documents that people publish for one service have about half of it."""
MOST_VALUES = 400_000
DEEPEST = 100


def read_values(data: bytes, name: str, cancel: CancelToken | None = None) -> dict[str, Any]:
    """The object in a JSON or YAML file. Raises CatalogueError with the place and the reason, and Cancelled.

    YAML is read as OpenAPI wants it: plain JSON values, text as keys, no dates, no tags; what is referred to by
    an alias counts as often as it is used.
    """
    if len(data) > LARGEST:
        raise CatalogueError(name, "", f"is larger than {LARGEST // 1024 // 1024} MiB")
    root = _json(data, name) if data.lstrip()[:1] in (b"{", b"[") else _yaml(data, name, cancel)
    plain = _Plain(name).copy(root, "", 0)
    if not isinstance(plain, dict):
        raise CatalogueError(name, "", "is not an OpenAPI document: it has to be an object")
    return plain


def _json(data: bytes, name: str) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CatalogueError(name, "", f"is not JSON: {error}") from None


def _yaml(data: bytes, name: str, cancel: CancelToken | None) -> Any:
    import yaml

    try:
        return yaml.load(data, Loader=_loader(cancel))  # noqa: S506 - a narrowed safe loader
    except RecursionError:
        raise CatalogueError(name, "", "is nested too deep") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" (line {mark.line + 1})" if mark is not None else ""
        raise CatalogueError(name, "", f"is neither JSON nor YAML: {error.problem}{where}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise CatalogueError(name, "", f"is neither JSON nor YAML: {str(error)[:200]}") from None


def _loader(cancel: CancelToken | None) -> Any:
    """PyYAML's safe loader, in Python (the C one stops the window while it reads), with JSON's types alone."""
    import yaml

    class Loader(yaml.SafeLoader):
        """Counts what it reads, and looks whether somebody wants it to stop."""

        read = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            self.read += 1
            if self.read > MOST_VALUES:
                raise yaml.YAMLError(f"more than {MOST_VALUES:,} values")
            if cancel is not None:
                cancel.check()
            return super().compose_node(parent, index)

        def flatten_mapping(self, node: Any) -> None:
            """Merge keys are no part of JSON; copied into each other they grow without end."""
            if any(key.tag == "tag:yaml.org,2002:merge" for key, _value in node.value):
                raise yaml.constructor.ConstructorError(
                    None, None, "merge keys (<<) are not allowed", node.start_mark
                )

    kept = (
        "tag:yaml.org,2002:int",
        "tag:yaml.org,2002:float",
        "tag:yaml.org,2002:null",
        "tag:yaml.org,2002:merge",
    )
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag in kept]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Loader.add_implicit_resolver(
        "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
    )
    return Loader


class _Plain:
    """Copies values so that nothing is shared; counts them, so that aliases of aliases come to an end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = MOST_VALUES

    def copy(self, value: Any, place: str, depth: int) -> Any:
        self._left -= 1
        if self._left < 0:
            raise CatalogueError(self._name, place[:200], f"has more than {MOST_VALUES:,} values")
        if depth > DEEPEST:
            raise CatalogueError(self._name, place[:200], "is nested too deep, or within itself")
        if isinstance(value, dict):
            return {
                self._key(key, place): self.copy(inner, f"{place}/{key}", depth + 1)
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self.copy(inner, f"{place}/{number}", depth + 1) for number, inner in enumerate(value)]
        return self._scalar(value, place)

    def _key(self, key: Any, place: str) -> str:
        if isinstance(key, bool) or not isinstance(key, str | int):
            raise CatalogueError(self._name, place[:200], f"the name “{key}” is not text")
        return str(key)  # status codes, mostly

    def _scalar(self, value: Any, place: str) -> Any:
        odd = isinstance(value, float) and value - value != 0
        if odd or not isinstance(value, str | int | float | bool | None) or _too_large(value):
            raise CatalogueError(self._name, place[:200], "is no value of JSON")
        return value


def _too_large(value: Any) -> bool:
    return isinstance(value, int) and not -(2**63) <= value < 2**64
