"""Which calls' answers hold values for which picks, as the catalogue tells it."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from api.model import Call, CallHead, Parameter, Pick, Source

if TYPE_CHECKING:
    from api.answer.document import Document
    from api.catalog.catalogue import Catalogue

_SILENT = ("HEAD", "DELETE")


@dataclass(frozen=True, slots=True)
class Taking:
    """What to take from a call's answers for one kind.

    ``within`` are the names of the call's parameters that the values belong to. ``alone`` says that the
    answer is one item of the list that the source describes: itself, or in the one member it has.
    """

    kind: str
    source: Source
    within: tuple[str, ...] = ()
    alone: bool = False

    def sources(self, document: Document) -> Iterator[Source]:
        """Where to look in this answer."""
        if not self.alone:
            yield self.source
        elif len(document):
            yield replace(self.source, items=_wrapper(document))


def _wrapper(document: Document) -> str:
    """OpenStack wraps some items in one member ({"region": {...}})."""
    from api.answer.document import ROOT
    from api.answer.index import NodeKind
    from api.answer.plain import pointer_token

    if document.kind(ROOT) is NodeKind.OBJECT and document.child_count(ROOT) == 1:
        only = document.child(ROOT, 0)
        if document.kind(only) is NodeKind.OBJECT:
            return f"/{pointer_token(document.key(only) or '')}"
    return ""


class Sources:
    """Reads each product's picks once, when an answer of the product is first looked at. Thread-safe."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_product: dict[str, dict[str, list[Taking]]] = {}
        self._lock = threading.Lock()

    def of(self, call_id: str) -> list[Taking]:
        """What an answer of that call is good for."""
        product = call_id.partition(".")[0]
        with self._lock:
            if product not in self._by_product:
                self._by_product[product] = self._read(product)
            return self._by_product[product].get(call_id, [])

    def is_item(self, call: Call, parameter: Parameter) -> bool:
        """Whether the call's address is that of the one thing that the parameter names."""
        place, _, last = call.head.path.rpartition("/")
        if last != f"{{{parameter.name}}}" or parameter.pick is None:
            return False
        paths = ((self._catalogue.call(s.call).head.path, s.items) for s in parameter.pick.sources)
        return any(place in (path, path + items) for path, items in paths)

    def _read(self, product: str) -> dict[str, list[Taking]]:
        heads = [head for head in self._catalogue.heads() if head.product == product]
        found: dict[str, dict[Taking, None]] = defaultdict(dict)
        for pick in self._picks(heads):
            for source in pick.sources:
                within = tuple(theirs for theirs, _ in pick.fill) if source.call == pick.call else ()
                taking = Taking(pick.memory, source, within)
                found[source.call][taking] = None
                for head in _of_one_item(heads, source):
                    found[head.id][replace(taking, alone=True)] = None
        return {call_id: list(takings) for call_id, takings in found.items()}

    def _picks(self, heads: list[CallHead]) -> Iterator[Pick]:
        for head in heads:
            call = self._catalogue.call(head.id)
            bodies = (parameter for body in call.bodies for parameter in body.parameters)
            yield from (p.pick for p in (*call.parameters, *bodies) if p.pick is not None)


def _of_one_item(heads: list[CallHead], source: Source) -> Iterator[CallHead]:
    """The calls that answer with one item of a list: those at its items' addresses, and those that make one."""
    lists = next((head for head in heads if head.id == source.call), None)
    if lists is None or not source.value or source.items.count("/") != 1:
        return
    for head in heads:
        place, _, last = head.path.rpartition("/")
        made = head.path == lists.path and head.method == "POST"
        if made or (place == lists.path and last.startswith("{") and head.method not in _SILENT):
            yield head
