"""The call tree as plain Python: products, their categories, their calls, and documents that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.errors import CatalogueError
    from api.model import CallHead, Product


@dataclass(slots=True, eq=False)
class Node:
    """One entry of the tree. ``key`` is lasting: expansion and selection are kept under it.

    ``head`` is set for calls, ``product`` is the product's id. ``fault`` says why a document could not be
    read, ``detail`` is a longer text for the tip.
    """

    key: str
    title: str
    product: str
    head: CallHead | None = None
    detail: str = ""
    fault: str = ""
    parent: Node | None = field(default=None, repr=False)
    children: list[Node] = field(default_factory=list, repr=False)

    @property
    def row(self) -> int:
        """The place among its siblings; 0 for a root (roots are placed by the model)."""
        return self.parent.children.index(self) if self.parent else 0

    def add(self, child: Node) -> Node:
        """Append a child; answers with it."""
        child.parent = self
        self.children.append(child)
        return child

    def walk(self) -> Iterator[Node]:
        """This node and everything under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def call_tree(products: Sequence[Product], errors: Sequence[CatalogueError] = ()) -> list[Node]:
    """The roots of the tree: every product in order, then the documents that could not be read."""
    return [_product(product) for product in products] + [_broken(error) for error in errors]


def _product(product: Product) -> Node:
    title = f"{product.title} · own" if product.own else product.title
    root = Node(f"product:{product.id}", title, product.id, detail=product.description)
    for category in product.categories:
        key = f"category:{product.id}/{category.title}"
        group = root.add(Node(key, category.title, product.id, detail=category.description))
        for head in category.calls:
            group.add(Node(head.id, head.title, product.id, head, head.description))
    return root


def _broken(error: CatalogueError) -> Node:
    return Node(
        f"broken:{error.document}", error.document, error.document, detail=str(error), fault=str(error)
    )
