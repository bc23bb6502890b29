"""The columns of a list: which members its items have, the useful ones first, and what their values are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.sizes import SIZE_NAMES
from api.answer.times import moment
from api.model import TableColumn

MOST_COLUMNS = 200
"""Columns that a table has at first; the others can be chosen."""
_SAMPLE = 50
_SPREAD = 50
_LOOKED_AT = 40_000
_FURTHER_ROWS = 20_000
_LONGEST = 200

_USEFUL = (
    "name", "title", "display_name", "label", "username", "member_id", "status", "state", "type", "size",
    "visibility", "os_distro", "org.openstack__1__os_distro", "updated_at", "updated", "created_at", "created",
    "expires_at", "expires", "min_disk", "min_ram", "protected", "owner", "region", "url", "publicURL", "message",
)  # fmt: skip
_IDS = ("id", "image_id")
_STATES = {"status", "state", "member_status"}
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{32,128}")
_HEADINGS = {
    "id": "ID",
    "min_disk": "Min disk (GB)",
    "min_ram": "Min RAM (MB)",
    "os_distro": "OS",
    "org.openstack__1__os_distro": "OS",
    "updated_at": "Updated",
    "created_at": "Created",
    "expires_at": "Expires",
    "image_id": "Image ID",
    "member_id": "Member",
    "url": "URL",
    "publicURL": "Public URL",
}


class ColumnKind(Enum):
    """How the values of a column are shown and sorted."""

    TEXT = "text"
    STATE = "state"
    NUMBER = "number"
    SIZE = "size"
    TIME = "time"
    ID = "id"
    BOOLEAN = "boolean"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its member's name, what stands over it, what its values are, and what the catalogue says of it."""

    key: str
    heading: str
    kind: ColumnKind
    layout: TableColumn | None = None

    @property
    def right(self) -> bool:
        """Whether it is aligned to the right, with its heading."""
        return self.kind in (ColumnKind.NUMBER, ColumnKind.SIZE)

    @property
    def members(self) -> tuple[str, ...]:
        """The members of which the first that says something is the cell's value."""
        return self.layout.members if self.layout else (self.key,)

    @property
    def worded(self) -> bool:
        """Whether cells may say something else than their value."""
        return self.layout is not None and bool(self.layout.words)

    @property
    def is_age(self) -> bool:
        """Whether a time is told as an age first, the youngest being the least."""
        return self.layout is not None and self.layout.kind == "age"


def find_columns(
    document: Document,
    node: int,
    layout: Sequence[TableColumn] = (),
    check: Callable[[], None] = lambda: None,
) -> tuple[Column, ...]:
    """All columns of the array ``node``: those of the layout that its items have, the useful ones, the rest.

    Key "" stands for items that are no objects. For a worker; ``check`` may raise to stop.
    """
    names = document.names(node, check)
    samples = _samples(document, node, check)
    known = set(names)
    laid = [each for each in layout if known.intersection(each.looked_at)]
    taken = {each.key for each in laid}
    found = {name: place for place, name in enumerate(names)}
    rest = sorted((name for name in names if name not in taken), key=lambda name: _rank(name, found))
    for name in [*taken, *rest[:MOST_COLUMNS]]:
        if name in known and not samples.get(name):
            check()
            samples[name] = _further(document, node, name)
    columns = [_laid(document, each, samples.get(each.key, ())) for each in laid]
    columns += [_column(document, name, samples.get(name, ())) for name in rest]
    return tuple(_told_apart(columns))


def _samples(document: Document, node: int, check: Callable[[], None]) -> dict[str, list[int]]:
    """Some cells of each member, from the first rows and from rows all over the list."""
    samples: dict[str, list[int]] = {}
    looked_at = 0
    for row in _sampled_rows(document.child_count(node)):
        check()
        item = document.child(node, row)
        is_object = document.kind(item) is NodeKind.OBJECT
        for child in document.children(item, 0, _LOOKED_AT) if is_object else (item,):
            found = samples.setdefault(document.key(child) or "", [])
            if len(found) < _SAMPLE and document.kind(child) is not NodeKind.NULL:
                found.append(child)
            looked_at += 1
        if looked_at > _LOOKED_AT:
            break
    return samples


def _sampled_rows(count: int) -> list[int]:
    spread = range(_SAMPLE, count, max((count - _SAMPLE) // _SPREAD, 1))
    return [*range(min(_SAMPLE, count)), *spread[:_SPREAD]]


def _further(document: Document, node: int, name: str) -> list[int]:
    """Cells of a member that few items have."""
    found = (each for each in document.column(node, name, 0, _FURTHER_ROWS) if each >= 0)
    filled = (each for each in found if document.kind(each) is not NodeKind.NULL)
    return [each for each, _number in zip(filled, range(_SAMPLE), strict=False)]


def _laid(document: Document, layout: TableColumn, sample: Sequence[int]) -> Column:
    column = _column(document, layout.key, sample)
    kind = ColumnKind.TIME if layout.kind == "age" else ColumnKind(layout.kind or column.kind.value)
    return Column(layout.key, layout.heading or column.heading, kind, layout)


def _column(document: Document, key: str, sample: Sequence[int]) -> Column:
    heading = _HEADINGS.get(key) or (_spoken(key) if key in _USEFUL else key) or "Value"
    return Column(key, heading, _kind(document, key, sample))


def _kind(document: Document, key: str, sample: Sequence[int]) -> ColumnKind:
    kinds = {document.kind(node) for node in sample}
    if kinds == {NodeKind.NUMBER}:
        return ColumnKind.SIZE if key in SIZE_NAMES else ColumnKind.NUMBER
    if kinds == {NodeKind.BOOLEAN}:
        return ColumnKind.BOOLEAN
    if kinds != {NodeKind.STRING}:
        return ColumnKind.SIZE if key in SIZE_NAMES and not kinds else ColumnKind.MIXED
    return ColumnKind.STATE if key in _STATES else _kind_of_texts(document, sample)


def _kind_of_texts(document: Document, sample: Sequence[int]) -> ColumnKind:
    texts = [text for node in sample if (text := document.text(node, _LONGEST)) and text != "null"]
    if texts and all(moment(text) for text in texts):
        return ColumnKind.TIME
    return ColumnKind.ID if texts and all(_ID.fullmatch(text) for text in texts) else ColumnKind.TEXT


def _spoken(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _told_apart(columns: Iterable[Column]) -> Iterator[Column]:
    """The columns; one whose heading stands already is called by its member's own name."""
    seen: set[str] = set()
    for column in columns:
        yield replace(column, heading=column.key) if column.heading in seen else column
        seen.add(column.heading)


def _rank(key: str, found: Mapping[str, int]) -> tuple[int, int]:
    says_the_same = key == "org.openstack__1__os_distro" and "os_distro" in found
    if key in _USEFUL and not says_the_same:
        return 0, _USEFUL.index(key)
    return (1, _IDS.index(key)) if key in _IDS else (2, found[key])


def arranged(
    columns: Sequence[Column], order: Sequence[str] = (), hidden: Iterable[str] = ()
) -> tuple[Column, ...]:
    """The columns to show: those of ``order`` first, then the others as they come, without the hidden ones.

    Of those that are not in ``order``, only the first 200 columns of the list are shown.
    """
    by_key = {column.key: column for column in columns}
    chosen = [by_key[key] for key in dict.fromkeys(order) if key in by_key]
    named = {*order}
    others = [column for column in columns[:MOST_COLUMNS] if column.key not in named]
    unwanted = set(hidden)
    return tuple(column for column in [*chosen, *others] if column.key not in unwanted)
