"""Makes a product of a document that somebody else wrote: what is odd is reported, what could mislead is taken out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from api.catalog.document import Document
from api.catalog.extensions import default_change
from api.catalog.loader import load_document
from api.catalog.naming import slug
from api.catalog.operations import METHODS
from api.errors import CatalogueError
from api.model import Change, Product

MOST_CALLS = 2000
_READ_BY_US = (
    "x-identity", "x-service-names", "x-sign-ins", "x-order", "x-calls", "x-subject", "x-presets", "x-paging", "x-edit",
    "x-edited-by", "x-table", "x-watch", "x-starts", "x-transfer", "x-pick", "x-resource", "x-names", "x-instead",
)  # fmt: skip
"""Members that make this program do something by itself; only documents that come with it may have them."""
_NAMES = frozenset(
    {"properties", "patternProperties", "$defs", "schemas", "parameters", "responses", "paths"}
)
_DATA = frozenset({"example", "examples", "default", "enum", "const"})
_WEIGHT = {Change.NONE: 0, Change.CHANGE: 1, Change.DESTROY: 2}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a document would become: its product and calls, and what is wrong with it, as sentences."""

    root: dict[str, Any]
    document: Document
    problems: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def product(self) -> Product:
        """The product with its categories."""
        return self.document.product


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person decides about a product: its id, what a service catalogue calls it ("" for nothing, then it gets
    no token), and the address that its paths are appended to without a service type.
    """

    id: str
    service_type: str = ""
    address: str = ""


def suggested_id(root: dict[str, Any], name: str) -> str:
    """An id for a document: its own, or one made of its title."""
    info = root.get("info")
    title = info.get("title") if isinstance(info, dict) else None
    named = (each for each in (root.get("x-id"), title, name) if isinstance(each, str) and each)
    return slug(next(named, "").lower())[:64].strip("-")


def preview(root: dict[str, Any], name: str, product_id: str = "", *, kept: bool = False) -> Preview:
    """Look at a document; ``kept`` says that the person has added it before, and what its calls do is their own word.

    Raises CatalogueError where nothing can be made of it.
    """
    cleaned, problems = (copy.deepcopy(root), []) if kept else _cleaned(root)
    cleaned["x-id"] = product_id or suggested_id(root, name)
    document = load_document(orjson.dumps(cleaned), name, own=True)
    if len(document.heads) > MOST_CALLS:
        raise CatalogueError(name, "/paths", f"has more than {MOST_CALLS:,} calls")
    if not document.heads:
        problems.append("It has no calls yet.")
    problems += _broken_calls(document)
    return Preview(cleaned, document, tuple(problems), tuple(_addresses(cleaned)))


def with_wish(root: dict[str, Any], wish: Wish) -> dict[str, Any]:
    """The document as it is kept."""
    kept = copy.deepcopy(root)
    kept["x-id"] = wish.id
    kept.pop("x-service-types", None)
    if wish.service_type:
        kept["x-service-types"] = [wish.service_type]
    if wish.address:
        others = [each for each in kept.get("servers", []) if _url(each) != wish.address]
        first = next((each for each in kept.get("servers", []) if _url(each) == wish.address), None)
        kept["servers"] = [first or {"url": wish.address}, *others]
    return kept


def wish_of(root: dict[str, Any]) -> Wish:
    """What was decided about a kept document."""
    types = root.get("x-service-types")
    known = types[0] if isinstance(types, list) and types and isinstance(types[0], str) else ""
    return Wish(str(root.get("x-id", "")), known, next(iter(_addresses(root)), ""))


def _addresses(root: dict[str, Any]) -> Iterator[str]:
    servers = root.get("servers")
    for each in servers if isinstance(servers, list) else ():
        if (url := _url(each)).startswith(("http://", "https://")):
            yield url


def _url(server: Any) -> str:
    url = server.get("url") if isinstance(server, dict) else None
    return url if isinstance(url, str) else ""


def _cleaned(root: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    cleaner = _Cleaner()
    cleaned = cleaner.clean(root, names=False)
    _check_effects(cleaned, cleaner)
    info = cleaned.get("info")
    if isinstance(info, dict) and isinstance(info.get("version"), int | float):
        info["version"] = str(info["version"])  # YAML without quotes
    return cleaned, cleaner.sentences()


class _Cleaner:
    """Copies a document without what only this program's own documents may hold."""

    def __init__(self) -> None:
        self.removed: set[str] = set()
        self.external: set[str] = set()
        self.harmless: list[str] = []

    def clean(self, value: Any, *, names: bool) -> Any:
        if isinstance(value, list):
            return [self.clean(each, names=False) for each in value]
        if not isinstance(value, dict):
            return value
        if not names:
            ref = value.get("$ref")
            if isinstance(ref, str) and not ref.startswith("#"):
                self.external.add(ref)
            self.removed.update(name for name in _READ_BY_US if name in value)
        return {
            name: inner
            if name in _DATA and not names
            else self.clean(inner, names=name in _NAMES and not names)
            for name, inner in value.items()
            if names or name not in _READ_BY_US
        }

    def sentences(self) -> list[str]:
        found = []
        if self.external:
            shown = ", ".join(sorted(self.external)[:5])
            found.append(
                f"It refers to other documents, which are never fetched: {shown}. Such parts are given as JSON."
            )
        if self.removed:
            found.append(f"These members have no effect here: {', '.join(sorted(self.removed))}.")
        found += self.harmless
        return found


def _check_effects(root: dict[str, Any], cleaner: _Cleaner) -> None:
    """A document cannot say that a call is more harmless than its method is."""
    for title, method, operation in _operations(root):
        effects = operation.get("x-effects")
        said = effects.get("changes") if isinstance(effects, dict) else None
        usual = default_change(method.upper())
        if said in set(Change) and _WEIGHT[Change(said)] < _WEIGHT[usual]:
            operation["x-effects"] = {**effects, "changes": usual.value}  # type: ignore[dict-item]
            cleaner.harmless.append(
                f"{title} is said to be more harmless than {method.upper()} is; that is not believed."
            )


def _operations(root: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    paths = root.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method, operation in item.items() if isinstance(item, dict) else ():
            if method in METHODS and isinstance(operation, dict):
                yield f"{method.upper()} {path}", method, operation


def _broken_calls(document: Document) -> Iterator[str]:
    for operation_id, head in document.heads.items():
        try:
            document.call(operation_id)
        except CatalogueError as error:
            yield f"{head.title} cannot be opened: at {error.place or '/'}: {error.reason}."
