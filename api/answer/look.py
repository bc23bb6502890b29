"""What a list looks like at a glance: how many of each status, visibility and other kind, how large, how old."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.answer.document import Document
from api.answer.index import NodeKind
from api.answer.plain import decode, one_line
from api.answer.sizes import size
from api.answer.summary import state_tone
from api.answer.table import Column, ColumnKind
from api.answer.times import age, moment
from api.answer.veil import Veil

MOST_BARS = 8
MOST_PARTS = 8
NONE, OTHERS = "none", "others"
_MOST_VALUES = 32
"""A column with more different values is no kind of thing."""
_MOST_OF_UNKNOWN = 8
_SAMPLE = 500
_CHECK_EVERY = 1024
_LONGEST_VALUE = 80
_LONGEST_NUMBER = 25

_KINDS_OF_THINGS = (
    "status", "state", "member_status", "visibility", "size", "type", "image_type", "os_distro", "created_at",
    "created", "updated_at", "updated", "protected", "region", "interface", "disk_format", "container_format",
    "os_type", "architecture", "vm_mode", "enabled", "severity",
)  # fmt: skip
"""Members that people sort things by, the most telling first."""
_NAMES = frozenset(
    {"name", "title", "display_name", "label", "username", "id", "self", "href", "url", "message"}
)
"""Members that tell one thing from the others: equal ones are chance."""
_PREFIX = "__1__"
"""Rackspace writes ``org.openstack__1__os_distro``."""
_MIB, _GIB, _DAY = 1 << 20, 1 << 30, 86400
_SIZES = ((100 * _MIB, "under 100 MiB"), (_GIB, "to 1 GiB"), (10 * _GIB, "to 10 GiB"))
_LARGEST = "over 10 GiB"
_AGES = ((0, "to come"), (_DAY, "last day"), (7 * _DAY, "last week"), (31 * _DAY, "last month"),
         (366 * _DAY, "last year"))  # fmt: skip
_OLDEST = "older"
_SINGLE = frozenset({ColumnKind.STATE})
"""What is worth telling even where it is the same in every row."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a list that have something in common: ``active``, 52 of them.

    ``tone`` is the colour role of a status ("good", "warning", "bad"), "" for others.
    """

    label: str
    count: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """The rows of a list divided by one column. ``codes`` has one byte a row: the number of its part.

    ``ranked`` says that the parts stand in an order of their own (sizes, ages). ``aside`` says what the parts do
    not: the total size, the youngest and the oldest.
    """

    key: str
    title: str
    parts: tuple[Part, ...]
    codes: bytes
    aside: str = ""
    ranked: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A list at a glance; no bars where they would say nothing."""

    rows: int
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that stay: ``mask`` has one byte a row, 1 or 0; ``words`` say which they are."""

    mask: bytes
    words: str


def choose(look: Look, picked: Mapping[int, Collection[int]]) -> Chosen | None:
    """The rows in any of the picked parts of each bar (bar number -> numbers of parts); None for all rows."""
    wanted = {number: parts for number, parts in sorted(picked.items()) if parts}
    if not wanted:
        return None
    every = (1 << 8 * look.rows) - 1
    for number, parts in wanted.items():
        keep = bytes(255 if code in parts else 0 for code in range(256))
        every &= int.from_bytes(look.bars[number].codes.translate(keep), "big")
    ones = bytes(1 if code else 0 for code in range(256))
    words = "; ".join(_words(look.bars[number], parts) for number, parts in wanted.items())
    return Chosen(every.to_bytes(look.rows, "big").translate(ones), words)


def _words(bar: Bar, parts: Collection[int]) -> str:
    return f"{bar.title}: {', '.join(bar.parts[number].label for number in sorted(parts))}"


def promising(columns: Iterable[Column], rows: int) -> bool:
    """Whether a list with these columns will most likely have a look: room can be kept for it."""
    return rows > 1 and any(_rank(column) is not None for column in columns)


def look_at(
    document: Document,
    veil: Veil,
    node: int,
    columns: Sequence[Column],
    now: datetime,
    check: Callable[[], None] = lambda: None,
) -> Look:
    """The look of the array ``node`` with these columns; ``now`` is what ages are counted from. For a worker."""
    rows = document.child_count(node)
    if rows < 2:
        return Look(rows)
    reader = _Reader(document, veil, node, now, check)
    return Look(rows, tuple(reader.bars(columns)))


def _base(key: str) -> str:
    return key.rpartition(_PREFIX)[2]


def _rank(column: Column) -> int | None:
    """The place of a column among those that people sort things by; None for others."""
    base = _base(column.key)
    if base in _KINDS_OF_THINGS:
        return _KINDS_OF_THINGS.index(base)
    return 0 if column.kind is ColumnKind.STATE else None


class _Reader:
    """Divides the rows of one array, column by column."""

    def __init__(
        self, document: Document, veil: Veil, node: int, now: datetime, check: Callable[[], None]
    ) -> None:
        self._document, self._veil, self._node = document, veil, node
        self._now, self._check = now, check
        self._rows = document.child_count(node)

    def bars(self, columns: Sequence[Column]) -> Iterator[Bar]:
        """The bars, the most telling ones first; one for each thing, whatever prefix its name has."""
        named = [(rank, column) for column in columns if (rank := _rank(column)) is not None]
        known = [column for _rank, column in sorted(named, key=lambda each: each[0])]
        rest = [each for each in columns if _rank(each) is None and each.key and each.key not in _NAMES]
        seen: set[str] = set()
        for column in (*known, *rest):
            thing = "time" if column.kind is ColumnKind.TIME else _base(column.key)
            if len(seen) < MOST_BARS and thing not in seen and (bar := self._bar(column)) is not None:
                seen.add(thing)
                yield bar

    def _bar(self, column: Column) -> Bar | None:
        if column.kind in (ColumnKind.ID, ColumnKind.NUMBER):
            return None
        if column.kind is ColumnKind.SIZE:
            return self._sizes(column)
        if column.kind is ColumnKind.TIME:
            return self._ages(column) if _rank(column) is not None else None
        if not self._few(column):
            return None
        return self._values(column)

    def _cells(self, column: Column, count: int | None = None) -> Iterator[int]:
        for row, node in enumerate(self._document.column(self._node, column.key, 0, count)):
            if row % _CHECK_EVERY == 0:
                self._check()
            yield node

    def _empty(self, node: int) -> bool:
        return node < 0 or self._document.kind(node) is NodeKind.NULL

    def _few(self, column: Column) -> bool:
        """A quick look at the first rows, before all are read."""
        return self._codes(column, _SAMPLE) is not None

    def _values(self, column: Column) -> Bar | None:
        found = self._codes(column)
        if found is None:
            return None
        codes, labels = found
        counts = _counts(codes, len(labels))
        if not self._telling(column, {n: c for n, c in zip(labels, counts, strict=True) if n is not None}):
            return None
        return _divided(column, codes, labels, counts)

    def _codes(self, column: Column, count: int | None = None) -> tuple[bytearray, list[str | None]] | None:
        """A number for each row's value, and the values (None: there is none); None if they are too many.

        Also where one is hidden, long, or no plain value.
        """
        document, veil = self._document, self._veil
        codes, numbers = bytearray(), dict[bytes, int]()
        values: dict[str | None, int] = {}
        for node in self._cells(column, count):
            source = b"" if self._empty(node) else document.source(node, _LONGEST_VALUE)
            if source and veil.hides(node):
                return None
            if source not in numbers:
                if len(source) >= _LONGEST_VALUE or source[:1] in (b"{", b"["):
                    return None
                numbers[source] = values.setdefault(_read(source), len(values))
                if len(values) > _MOST_VALUES:
                    return None
            codes.append(numbers[source])
        return codes, list(values)

    def _telling(self, column: Column, counts: Mapping[str, int]) -> bool:
        present = sum(counts.values())
        if max(counts.values(), default=0) < 2:  # nothing, or all different
            return False
        if _rank(column) is not None:
            return len(counts) > 1 or present < self._rows or column.kind in _SINGLE
        few = 1 < len(counts) <= min(_MOST_OF_UNKNOWN, present // 3)
        return few and 2 * present >= self._rows and max(counts.values()) < 0.95 * present

    def _sizes(self, column: Column) -> Bar | None:
        """Rows by size, and the size of all together."""
        limits, labels = [limit for limit, _label in _SIZES], [*(label for _l, label in _SIZES), _LARGEST]
        codes, total = bytearray(), 0
        for node in self._cells(column):
            amount = None if self._empty(node) else self._amount(node)
            codes.append(len(labels) if amount is None else _place(amount, limits))
            total += amount or 0
        return self._ranked(column, codes, labels, f"{size(total)} in all")

    def _amount(self, node: int) -> int | None:
        text = "" if self._veil.hides(node) else self._document.text(node, _LONGEST_NUMBER + 1)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else None

    def _ages(self, column: Column) -> Bar | None:
        """Rows by age, and how old the youngest and the oldest are."""
        limits, labels = [limit for limit, _label in _AGES], [*(label for _l, label in _AGES), _OLDEST]
        codes, times = bytearray(), array("d")
        for node in self._cells(column):
            hidden = self._empty(node) or self._veil.hides(node)
            then = None if hidden else moment(self._document.text(node, 50))
            if then is not None:
                times.append(then.timestamp())
                codes.append(_place((self._now - then).total_seconds(), limits))
            else:
                codes.append(len(labels))
        return self._ranked(column, codes, labels, self._range(times))

    def _range(self, times: Sequence[float]) -> str:
        if not times:
            return ""
        ends = (datetime.fromtimestamp(each, self._now.tzinfo) for each in (max(times), min(times)))
        youngest, oldest = (age(each, self._now) for each in ends)
        return youngest if youngest == oldest else f"{youngest.removesuffix(' ago')} to {oldest}"

    def _ranked(self, column: Column, codes: bytearray, labels: list[str], aside: str) -> Bar | None:
        """A bar of parts in their own order; rows without a value come last."""
        counts = _counts(codes, len(labels) + 1)
        order = [number for number, count in enumerate(counts) if count]
        if (
            sum(counts[:-1]) == 0
            or len(order) == self._rows
            or (column.kind is ColumnKind.TIME and len(order) == 1)
        ):
            return None
        names = [*labels, NONE]
        parts = tuple(Part(names[number], counts[number]) for number in order)
        coded = _renumbered(codes, [[number] for number in order])
        return Bar(column.key, column.heading, parts, coded, aside, ranked=True)


def _place(amount: float, limits: Sequence[int]) -> int:
    return next((number for number, limit in enumerate(limits) if amount < limit), len(limits))


def _read(source: bytes) -> str | None:
    if not source:
        return None
    text = decode(source[1:-1]) if source[:1] == b'"' else source.decode("ascii", "replace")
    return one_line(text) or '""'


def _counts(codes: bytearray, parts: int) -> list[int]:
    return [codes.count(number) for number in range(parts)]


def _divided(column: Column, codes: bytearray, labels: list[str | None], counts: list[int]) -> Bar:
    """The largest parts first, the rest of them together, then what has no value."""
    order = sorted((n for n, label in enumerate(labels) if label is not None), key=lambda n: -counts[n])
    empty = [n for n, label in enumerate(labels) if label is None]
    room = MOST_PARTS - bool(empty)
    kept, rest = (order, []) if len(order) <= room else (order[: room - 1], order[room - 1 :])
    parts = [Part(labels[n] or "", counts[n], _tone(column, labels[n] or "")) for n in kept]
    if rest:
        parts.append(Part(f"{len(rest)} {OTHERS}", sum(counts[n] for n in rest)))
    if empty:
        parts.append(Part(NONE, counts[empty[0]]))
    groups = [[n] for n in kept] + [group for group in (rest, empty) if group]
    return Bar(column.key, column.heading, tuple(parts), _renumbered(codes, groups))


def _renumbered(codes: bytearray, groups: Sequence[Sequence[int]]) -> bytes:
    """The codes, where those of the first group become 0, those of the second 1."""
    table = bytearray(256)
    for new, group in enumerate(groups):
        for old in group:
            table[old] = new
    return bytes(codes.translate(table))


def _tone(column: Column, label: str) -> str:
    return state_tone(label) if column.kind is ColumnKind.STATE else ""
