"""What a list looks like at a glance: how many of each status, visibility and other kind, how large, how old."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.answer.index import NodeKind
from api.answer.plain import one_line
from api.answer.sizes import size
from api.answer.summary import state_tone
from api.answer.tables.cells import is_count
from api.answer.tables.column_texts import ColumnTexts
from api.answer.tables.columns import Column, ColumnKind
from api.answer.tables.table import ABSENT
from api.answer.times import age, moment

MOST_BARS = 8
MOST_PARTS = 8
NONE, OTHERS = "none", "others"
_MOST_VALUES = 32
"""A column with more different values is no kind of thing."""
_MOST_OF_UNKNOWN = 8
_SAMPLE = 500
_MOST_TRIED = 60
"""Columns of unknown names that are looked into, the first ones of the table."""
_LONGEST_VALUE = 80

_KINDS_OF_THINGS = (
    "status", "state", "member_status", "visibility", "size", "type", "image_type", "owner", "os_distro", "created_at",
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


def look_at(texts: ColumnTexts, check: Callable[[], None] = lambda: None) -> Look:
    """The look of a table as its viewer sees it. For a worker; ``check`` may raise to stop."""
    rows = texts.table.row_count
    return Look(rows, tuple(_Reader(texts, check).bars()) if rows > 1 else ())


def _base(key: str) -> str:
    return key.rpartition(_PREFIX)[2]


def _rank(column: Column) -> int | None:
    """The place of a column among those that people sort things by; None for others."""
    base = _base(column.key)
    if base in _KINDS_OF_THINGS:
        return _KINDS_OF_THINGS.index(base)
    return 0 if column.kind is ColumnKind.STATE else None


class _Reader:
    """Divides the rows of one table, column by column."""

    def __init__(self, texts: ColumnTexts, check: Callable[[], None]) -> None:
        self._texts, self._check = texts, check
        self._document, self._veil, self._now = texts.table.document, texts.veil, texts.viewer.now
        self._rows = texts.table.row_count

    def bars(self) -> Iterator[Bar]:
        """The bars, the most telling ones first; one for each thing, whatever prefix its name has."""
        columns = self._texts.table.columns
        known = [column for column in columns if _rank(column) is not None]
        rest = [each for each in columns if _rank(each) is None and each.key and each.key not in _NAMES]
        seen: set[str] = set()
        for column in (*sorted(known, key=lambda each: _rank(each) or 0), *rest[:_MOST_TRIED]):
            thing = "time" if column.kind is ColumnKind.TIME else _base(column.key)
            if len(seen) < MOST_BARS and thing not in seen and (bar := self._bar(column)) is not None:
                seen.add(thing)
                yield bar

    def _bar(self, column: Column) -> Bar | None:
        known = _rank(column) is not None
        if column.kind is ColumnKind.SIZE:
            return self._sizes(column)
        if column.kind is ColumnKind.TIME:
            return self._ages(column) if known else None
        if column.kind is ColumnKind.NUMBER or (
            column.kind is ColumnKind.ID and not (known and column.worded)
        ):
            return None
        first = range(min(_SAMPLE, self._rows))
        return self._values(column) if self._codes(column, [first]) is not None else None

    def _values(self, column: Column) -> Bar | None:
        found = self._codes(column, self._texts.pieces())
        if found is None:
            return None
        codes, labels = found
        counts = _counts(codes, len(labels))
        if not self._telling(column, {n: c for n, c in zip(labels, counts, strict=True) if n is not None}):
            return None
        return _divided(column, codes, labels, counts)

    def _codes(self, column: Column, pieces: Iterable[range]) -> tuple[bytearray, list[str | None]] | None:
        """A number for each row's value, and the values (None: there is none); None if they are too many.

        Also where one is hidden, long, or no plain value.
        """
        codes, numbers = bytearray(), dict[str | None, int]()
        for rows in pieces:
            self._check()
            shown = self._shown(column, rows)
            if shown is None:
                return None
            for text in shown:
                number = numbers.setdefault(text or None, len(numbers))
                if number > _MOST_VALUES or len(text or "") > _LONGEST_VALUE:
                    return None
                codes.append(number)
        return codes, [one_line(text) if text is not None else None for text in numbers]

    def _shown(self, column: Column, rows: range) -> list[str | None] | None:
        """What the cells of some rows say, None for nothing; None at all where one is hidden or no plain value."""
        nodes = self._texts.nodes(column, rows)
        said = self._texts.texts(nodes, _LONGEST_VALUE + 1)
        if any(text is None and self._is_other(node) for node, text in zip(nodes, said, strict=True)):
            return None
        if not column.worded:
            return said
        words = self._texts.words(column, rows)
        return [text if word is None else word for text, word in zip(said, words, strict=True)]

    def _is_other(self, node: int) -> bool:
        """Whether there is something that has no text here: an object, a list, or something hidden."""
        if node == ABSENT:
            return False
        return self._document.kind(node) is not NodeKind.NULL or self._veil.hides(node)

    def _telling(self, column: Column, counts: Mapping[str, int]) -> bool:
        present = sum(counts.values())
        if max(counts.values(), default=0) < 2:  # nothing, or all different
            return False
        if _rank(column) is not None:
            return len(counts) > 1 or present < self._rows or column.kind is ColumnKind.STATE
        few = 1 < len(counts) <= min(_MOST_OF_UNKNOWN, present // 3)
        return few and 2 * present >= self._rows and max(counts.values()) < 0.95 * present

    def _sizes(self, column: Column) -> Bar | None:
        """Rows by size, and the size of all together."""
        limits, labels = [limit for limit, _label in _SIZES], [*(label for _l, label in _SIZES), _LARGEST]
        codes, total = bytearray(), 0
        for text in self._plain(column):
            amount = int(text) if text is not None and is_count(text) else None
            codes.append(len(labels) if amount is None else _place(amount, limits))
            total += amount or 0
        return self._ranked(column, codes, labels, f"{size(total)} in all")

    def _ages(self, column: Column) -> Bar | None:
        """Rows by age, and how old the youngest and the oldest are."""
        limits, labels = [limit for limit, _label in _AGES], [*(label for _l, label in _AGES), _OLDEST]
        codes, times = bytearray(), array("d")
        for text in self._plain(column):
            then = moment(text) if text is not None else None
            if then is not None:
                times.append(then.timestamp())
                codes.append(_place((self._now - then).total_seconds(), limits))
            else:
                codes.append(len(labels))
        return self._ranked(column, codes, labels, self._range(times))

    def _plain(self, column: Column) -> Iterator[str | None]:
        for rows in self._texts.pieces():
            self._check()
            yield from self._texts.texts(self._texts.nodes(column, rows), _LONGEST_VALUE)

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
        alike = column.kind is ColumnKind.TIME and len(order) == 1
        if sum(counts[:-1]) == 0 or len(order) == self._rows or alike:
            return None
        names = [*labels, NONE]
        parts = tuple(Part(names[number], counts[number]) for number in order)
        coded = _renumbered(codes, [[number] for number in order])
        return Bar(column.key, column.heading, parts, coded, aside, ranked=True)


def _place(amount: float, limits: Sequence[int]) -> int:
    return next((number for number, limit in enumerate(limits) if amount < limit), len(limits))


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
