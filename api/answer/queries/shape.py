"""Follows a query through the shape of an answer: which names it asks for that are nowhere, and which are there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.queries.check import Tree

_LOOKED_AT = 5000
"""Values that are looked at one by one; of more nothing is claimed."""
_NAMES_OF = 200
_SAME_ITEMS = {"reverse", "sort", "sort_by", "to_array"}
_ONE_ITEM = {"max_by", "min_by", "max", "min"}
Hides = Callable[[int], bool]
_Step = Callable[[Tree, "Values"], "Values | None"]


@dataclass(frozen=True, slots=True)
class Values:
    """What a part of a query stands for: nodes, or a list of them (``listed``).

    ``items_of`` is the array whose items they are, all of them; ``all_seen`` is False where there may be more.
    """

    nodes: Sequence[int]
    listed: bool = False
    items_of: int | None = None
    all_seen: bool = True


@dataclass(slots=True)
class Shape:
    """Follows syntax trees through a document. ``missing`` collects names that no value has, with those it has.

    A name that is asked of lists alone stands in ``of_lists``, too. What cannot be told without evaluating
    is None, and nothing is claimed about it. Of what ``hides`` says is hidden, no names are told.
    """

    document: Document
    check: Callable[[], None] = lambda: None
    hides: Hides = lambda _node: False
    missing: dict[str, list[str]] = field(default_factory=dict)
    of_lists: set[str] = field(default_factory=set)

    def root(self) -> Values:
        """The whole answer."""
        return Values([ROOT] if len(self.document) else [])

    def follow(self, tree: Tree, values: Values | None) -> Values | None:
        """The values that a part of a query leads to, from those before it."""
        if values is None:
            return None
        step: _Step = getattr(self, f"_{tree['type']}", self._inside)
        return step(tree, values)

    def names(self, values: Values | None) -> list[str]:
        """The names of members that the values have, as far as they are objects."""
        if values is None:
            return []
        if values.items_of is not None:
            if self.hides(values.items_of):
                return []
            return [name for name in self.document.names(values.items_of, self.check) if name]
        found: dict[str, None] = {}
        for node in values.nodes[:_NAMES_OF]:
            if self.document.kind(node) is NodeKind.OBJECT and not self.hides(node):
                found.update((self.document.key(each) or "", None) for each in self.document.children(node))
        return list(found)

    def items(self, values: Values | None) -> Values | None:
        """The items of lists; of a list of values, the values."""
        if values is None:
            return None
        if values.listed:
            return values
        arrays = [node for node in values.nodes if self.document.kind(node) is NodeKind.ARRAY]
        if len(arrays) == 1:
            return Values(self.document.children(arrays[0]), True, arrays[0], values.all_seen)
        return self._gathered(arrays, values.all_seen)

    def _inside(self, tree: Tree, values: Values) -> Values | None:
        """Parts whose value only evaluating tells: what is in them is followed all the same."""
        for child in tree["children"]:
            if isinstance(child, dict):
                self.follow(child, values)
        return None

    def _field(self, tree: Tree, values: Values) -> Values | None:
        name, document = tree["value"], self.document
        if values.listed and values.items_of is None and not values.nodes:
            return None
        if values.items_of is not None:
            found: Sequence[int] = [node for node in document.column(values.items_of, name) if node >= 0]
        else:
            asked = (document.member(node, name) for node in values.nodes[:_LOOKED_AT])
            found = [node for node in asked if node is not None]
        whole = values.all_seen and (values.items_of is not None or len(values.nodes) <= _LOOKED_AT)
        if not found and values.nodes and whole:
            self._miss(name, values)
            return None
        return Values(found, all_seen=whole)

    def _miss(self, name: str, values: Values) -> None:
        kinds = {self.document.kind(node) for node in values.nodes[:_NAMES_OF]}
        if kinds == {NodeKind.NULL}:
            return
        if kinds == {NodeKind.ARRAY}:
            self.of_lists.add(name)
        self.missing.setdefault(name, self.names(values))

    def _subexpression(self, tree: Tree, values: Values) -> Values | None:
        now: Values | None = values
        for child in tree["children"]:
            now = self.follow(child, now)
        return now

    _index_expression = _subexpression

    def _pipe(self, tree: Tree, values: Values) -> Values | None:
        return self._subexpression(tree, values)

    def _index(self, tree: Tree, values: Values) -> Values | None:
        if values.listed:
            return Values(values.nodes, all_seen=values.all_seen)
        arrays = [node for node in values.nodes if self.document.kind(node) is NodeKind.ARRAY]
        counts = {node: self.document.child_count(node) for node in arrays[:_LOOKED_AT]}
        at = tree["value"]
        found = [
            self.document.child(node, at % count)
            for node, count in counts.items()
            if -count <= at < count
        ]  # fmt: skip
        return Values(found, all_seen=values.all_seen and len(arrays) <= _LOOKED_AT)

    def _slice(self, _tree: Tree, values: Values) -> Values | None:
        return values

    def _identity(self, _tree: Tree, values: Values) -> Values | None:
        return values

    _current = _identity

    def _literal(self, _tree: Tree, _values: Values) -> Values | None:
        return None

    _or_expression = _literal
    """Names that may be missing are what it is for."""

    def _projection(self, tree: Tree, values: Values) -> Values | None:
        left, right = tree["children"]
        return self._listed(self.follow(right, self._each(self.items(self.follow(left, values)))))

    def _filter_projection(self, tree: Tree, values: Values) -> Values | None:
        left, right, condition = tree["children"]
        items = self._each(self.items(self.follow(left, values)))
        self.follow(condition, items)
        return self._listed(self.follow(right, items))

    def _value_projection(self, tree: Tree, values: Values) -> Values | None:
        left, right = tree["children"]
        before = self.follow(left, values)
        if before is None:
            return None
        objects = [node for node in before.nodes if self.document.kind(node) is NodeKind.OBJECT]
        return self._listed(self.follow(right, self._each(self._gathered(objects, before.all_seen))))

    def _flatten(self, tree: Tree, values: Values) -> Values | None:
        items = self.items(self.follow(tree["children"][0], values))
        if items is None:
            return None
        kinds = {self.document.kind(node) for node in items.nodes[:_NAMES_OF]}
        if NodeKind.ARRAY not in kinds:
            return items
        arrays = [node for node in items.nodes[:_LOOKED_AT] if self.document.kind(node) is NodeKind.ARRAY]
        return self._gathered(arrays, items.all_seen and kinds == {NodeKind.ARRAY})

    def _function_expression(self, tree: Tree, values: Values) -> Values | None:
        name, given = tree["value"], tree["children"]
        if name == "not_null":  # names that may be missing are what it is for
            return None
        plain = [self.follow(each, values) for each in given if each["type"] != "expref"]
        items = self.items(plain[0]) if plain else None
        for each in given:
            if each["type"] == "expref":
                self.follow(each["children"][0], self._each(items))
        if name in _SAME_ITEMS:
            return items
        return self._each(items) if name in _ONE_ITEM else None

    def _gathered(self, holders: Sequence[int], all_seen: bool) -> Values:
        """The children of several nodes, up to a limit."""
        found: list[int] = []
        for node in holders:
            self.check()
            found += self.document.children(node, 0, _LOOKED_AT + 1 - len(found))
            if len(found) > _LOOKED_AT:
                return Values(found[:_LOOKED_AT], True, None, False)
        return Values(found, True, None, all_seen)

    def _each(self, values: Values | None) -> Values | None:
        """One of the items at a time."""
        return None if values is None else Values(values.nodes, False, values.items_of, values.all_seen)

    def _listed(self, values: Values | None) -> Values | None:
        """The list of what became of each item."""
        return None if values is None else Values(values.nodes, True, values.items_of, values.all_seen)
