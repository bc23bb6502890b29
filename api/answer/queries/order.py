"""The order in which a query names the columns of what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from api.answer.document import Document
from api.answer.queries.check import Tree


def written_order(
    document: Document, lists: Sequence[int], tree: Tree, check: Callable[[], None] = lambda: None
) -> tuple[str, ...]:
    """The member names of a result's first list as the query wrote them; () where it passes records on as they were.

    ``lists`` are the result's arrays of objects, ``tree`` is the query's syntax tree.
    """
    if not lists:
        return ()
    there = tuple(document.names(lists[0], check))
    return there if there in _written(tree) else ()


def _written(tree: Tree) -> Iterator[tuple[str, ...]]:
    """The names of each object that the query makes; a query may be nested deeper than functions can be."""
    ahead = [tree]
    while ahead:
        part = ahead.pop()
        if part["type"] == "multi_select_dict":
            yield tuple(dict.fromkeys(pair["value"] for pair in part["children"]))
        ahead += [each for each in part["children"] if isinstance(each, dict)]
