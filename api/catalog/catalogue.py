"""The Catalogue: all products, each document loaded when it is first asked for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from api.catalog.document import Document
from api.catalog.loader import load_document
from api.catalog.naming import slug
from api.catalog.takers import Taker, takers
from api.constants import RESOURCES
from api.errors import CatalogueError, UnknownCall
from api.model import Call, CallHead, Product

_ORDER = re.compile(rb'"x-order"\s*:\s*(\d+)')
_BEGINNING = 4096
"""The order of the products stands at the beginning of each document, so that none has to be parsed for it."""
_LAST = 1_000_000


class Catalogue:
    """The products of a folder of OpenAPI documents; a document's file name is its product's id.

    ``own`` is the folder of those that the person added; they follow, and none takes the place of another.
    May be used from several threads: reading twice gives equal values.
    """

    def __init__(self, folder: Path = RESOURCES / "catalog", own: Path | None = None) -> None:
        self._folder, self._own = folder, own
        self._files = self._find()
        self._documents: dict[str, Document | CatalogueError] = {}
        self._takers: dict[str, dict[str, tuple[Taker, ...]]] = {}

    def refresh(self) -> None:
        """Look into the folder of own products again: what was added, changed or removed counts from now on."""
        before, self._files = self._files, self._find()
        for product_id in {*before, *self._files}:
            if self._is_own(before.get(product_id)) or self._is_own(self._files.get(product_id)):
                self._documents.pop(product_id, None)
                self._takers.pop(product_id, None)

    @property
    def bundled_ids(self) -> tuple[str, ...]:
        """The ids of the products that come with the program; loads nothing."""
        return tuple(product_id for product_id, path in self._files.items() if not self._is_own(path))

    def _find(self) -> dict[str, Path]:
        bundled = {slug(path.stem): path for path in _in_order(self._folder)}
        own = {slug(path.stem): path for path in sorted(self._own.glob("*.json"))} if self._own else {}
        return {
            **bundled,
            **{product_id: path for product_id, path in own.items() if product_id not in bundled},
        }

    def _is_own(self, path: Path | None) -> bool:
        return path is not None and path.parent == self._own

    @property
    def product_ids(self) -> tuple[str, ...]:
        """The ids of all products in the order of the window; loads nothing."""
        return tuple(self._files)

    def product(self, product_id: str) -> Product:
        """A product. Loads its document alone; raises CatalogueError, KeyError for an unknown id."""
        return self._document(product_id).product

    def products(self) -> tuple[Product, ...]:
        """Every product whose document loads."""
        return tuple(document.product for document in self._usable())

    @property
    def errors(self) -> tuple[CatalogueError, ...]:
        """The errors of the documents that do not load."""
        states = [self._state(product_id) for product_id in self._files]
        return tuple(state for state in states if isinstance(state, CatalogueError))

    def heads(self) -> Iterator[CallHead]:
        """The heads of all calls in the order of the tree: by product and category."""
        for document in self._usable():
            for category in document.product.categories:
                yield from category.calls

    def call(self, call_id: str) -> Call:
        """A complete call by its id or a former one. Raises UnknownCall with the nearest id, CatalogueError."""
        product_id, _, operation_id = call_id.partition(".")
        if product_id in self._files:
            document = self._document(product_id)
            current = operation_id if operation_id in document.heads else document.former(operation_id)
            if current is not None:
                return document.call(current)
        raise UnknownCall(f"There is no call “{call_id}”.", self._nearest(call_id))

    def calls(self, product_id: str) -> tuple[Call, ...]:
        """Every complete call of a product; broken ones are left out. Takes a moment: read them on a worker."""
        return tuple(self._readable_calls(product_id))

    def takers(self, product_id: str) -> dict[str, tuple[Taker, ...]]:
        """Which calls of a product take the id of a resource, by its kind; a worker's work at first."""
        if product_id not in self._takers:
            self._takers[product_id] = takers(self.calls(product_id))
        return self._takers[product_id]

    def _readable_calls(self, product_id: str) -> Iterator[Call]:
        document = self._document(product_id)
        for operation_id in document.heads:
            with suppress(CatalogueError):
                yield document.call(operation_id)

    def _nearest(self, call_id: str) -> str:
        known = [head.id for head in self.heads()]
        by_end = {known_id.partition(".")[2]: known_id for known_id in known}
        near = difflib.get_close_matches(call_id, known, n=1)
        near = near or [by_end[end] for end in difflib.get_close_matches(call_id, by_end, n=1)]
        return f"Did you mean “{near[0]}”?" if near else "All ids are listed by the command “calls”."

    def _usable(self) -> Iterator[Document]:
        for product_id in self._files:
            if isinstance(state := self._state(product_id), Document):
                yield state

    def _document(self, product_id: str) -> Document:
        state = self._state(product_id)
        if isinstance(state, CatalogueError):
            raise state
        return state

    def _state(self, product_id: str) -> Document | CatalogueError:
        """The document, or the reason why it does not load; found out once."""
        if product_id not in self._documents:
            path = self._files[product_id]
            self._documents[product_id] = _load(path, product_id, own=self._is_own(path))
        return self._documents[product_id]


def _load(path: Path, product_id: str, *, own: bool) -> Document | CatalogueError:
    try:
        document = load_document(path, own=own)
    except CatalogueError as error:
        return error
    if document.product.id != product_id:
        reason = f"is “{document.product.id}”, but the file's name makes it “{product_id}”"
        return CatalogueError(path.name, "/x-id", reason)
    return document


def _in_order(folder: Path) -> list[Path]:
    files = [path for path in sorted(folder.glob("*.json")) if not path.name.endswith(".schema.json")]
    return sorted(files, key=_order)


def _order(path: Path) -> int:
    try:
        with path.open("rb") as file:
            found = _ORDER.search(file.read(_BEGINNING))
    except OSError:
        return _LAST
    return int(found[1]) if found else _LAST
