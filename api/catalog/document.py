"""A loaded document: its product at once, its calls when they are asked for."""

from __future__ import annotations

from dataclasses import replace

from api.catalog.calls import read_call
from api.catalog.nodes import Source
from api.catalog.operations import Outline, operation_node
from api.model import Call, CallHead, Product


class Document:
    """One OpenAPI document of the catalogue."""

    def __init__(self, source: Source, product: Product, outline: Outline) -> None:
        self.product = product
        self._source = source
        self._outline = outline
        self._calls: dict[str, Call] = {}

    @property
    def heads(self) -> dict[str, CallHead]:
        """The heads of all calls by operation id, in the order of the document."""
        return self._outline.heads

    def call(self, operation_id: str) -> Call:
        """A complete call. Raises KeyError for an unknown id, CatalogueError where the document is broken."""
        if operation_id not in self._calls:
            spot, head = self._outline.spots[operation_id], self._outline.heads[operation_id]
            call = read_call(self._source, spot, head)
            if self.product.own:  # whether a token goes there is the person's word, not the document's
                call = replace(call, needs_token=not self.product.placed)
            self._calls[operation_id] = call
        return self._calls[operation_id]

    def former(self, operation_id: str) -> str | None:
        """The id that a call bears now which bore this one formerly."""
        for current, spot in self._outline.spots.items():
            _, operation, x_call = operation_node(self._source, spot)
            if operation_id in (x_call or operation).texts("x-former-ids"):
                return current
        return None
