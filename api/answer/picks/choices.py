"""What can be picked as a parameter's value, and how it is taken from an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.plain import one_line, pointer_tokens
from api.answer.sizes import size
from api.answer.times import age, moment
from api.model import Source

MOST = 5_000
"""Values that are taken from one place of an answer, and kept of one kind."""
LONGEST_VALUE, LONGEST_LABEL = 1_024, 200
ANY = "*"
_STATES = ("status", "state")
_SIZES = ("size", "bytes")

Hides = Callable[[int], bool]
Scope = tuple[tuple[str, str], ...]
"""What a value belongs to: names of parameters with their values, e.g. the image of a member."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be picked, with what a person knows it by.

    ``size`` is in bytes, ``more`` what else is worth seeing as the answer has it, ``seen`` when it stood in an
    answer (None: it is known from elsewhere).
    """

    value: str
    name: str = ""
    status: str = ""
    size: int | None = None
    more: tuple[str, ...] = ()
    scope: Scope = ()
    seen: datetime | None = None

    @property
    def labelled(self) -> bool:
        """Whether there is anything to know it by beside the value."""
        return bool(self.name or self.status or self.size is not None or self.more)

    @property
    def haystack(self) -> str:
        """What is searched when the person types, in lower case."""
        return "\n".join((self.name, self.value, self.status, *self.more)).casefold()

    def told(self, now: datetime) -> str:
        """What it is, on one line: "Debian 12 · active · 1.2 GiB"; "" without a label."""
        sizes = (size(self.size),) if self.size is not None else ()
        parts = (self.name, self.status, *sizes, *(spoken(text, now) for text in self.more))
        return " · ".join(one_line(part) for part in parts if part)


def spoken(text: str, now: datetime) -> str:
    """A text of an answer as people read it: a time as its age."""
    then = moment(text)
    return age(then, now) if then is not None else text


def read_choices(
    document: Document,
    source: Source,
    hides: Hides | None = None,
    scope: Scope = (),
    seen: datetime | None = None,
    check: Callable[[], None] = lambda: None,
) -> list[Choice]:
    """The values at a source's place, in the document's order, each once; at most 5,000.

    ``hides`` says which nodes are veiled (None: none are): none of those is read. What has no such value is
    left out.
    """
    found: dict[str, Choice] = {}
    for node in _places(document, pointer_tokens(source.items)):
        check()
        for choice in _at(document, node, source, hides):
            found.setdefault(choice.value, choice)
            if len(found) >= MOST:
                break
    return [_placed(choice, scope, seen) for choice in list(found.values())[:MOST]]


def _placed(choice: Choice, scope: Scope, seen: datetime | None) -> Choice:
    return Choice(choice.value, choice.name, choice.status, choice.size, choice.more, scope, seen)


def _places(document: Document, tokens: Sequence[str]) -> Iterable[int]:
    """The nodes that a pointer with stars leads to."""
    nodes: Iterable[int] = [ROOT] if len(document) else []
    for token in tokens:
        if token == ANY:
            nodes = [child for node in nodes for child in document.children(node, 0, MOST)]
        else:
            nodes = [child for node in nodes for child in document.steps(node, token)[-1:]]
    return nodes


def _at(document: Document, node: int, source: Source, hides: Hides | None) -> Iterator[Choice]:
    kind, names = document.kind(node), (source.value, *source.label)
    if kind is NodeKind.ARRAY and source.value:
        columns = [document.column(node, name, 0, MOST) for name in names]
        yield from _rows(document, columns, source.label, hides)
    elif kind is NodeKind.ARRAY:
        yield from _rows(document, [document.children(node, 0, MOST)], (), hides)
    elif kind is NodeKind.OBJECT and source.value:
        found = (document.member(node, name) for name in names)
        yield from _rows(document, [[-1 if each is None else each] for each in found], source.label, hides)
    elif kind is NodeKind.OBJECT:
        for child in document.children(node, 0, MOST):
            if not (hides and hides(child)) and (name := document.key(child)):
                yield Choice(name)


def _rows(
    document: Document, columns: Sequence[Sequence[int]], names: Sequence[str], hides: Hides | None
) -> Iterator[Choice]:
    values = _texts(document, columns[0], LONGEST_VALUE + 1, hides)
    labels = [_texts(document, column, LONGEST_LABEL, hides) for column in columns[1:]]
    for number, value in enumerate(values):
        if value and len(value) <= LONGEST_VALUE:
            texts = ((name, label[number]) for name, label in zip(names, labels, strict=True))
            yield _labelled(value, [(name, text) for name, text in texts if text])


def _labelled(value: str, label: Sequence[tuple[str, str]]) -> Choice:
    status = next((text for name, text in label if name in _STATES), "")
    bytes_ = next((text for name, text in label if name in _SIZES), "")
    others = [text for name, text in label if name not in _STATES and name not in _SIZES]
    named = bool(others) and moment(others[0]) is None
    return Choice(
        value=value,
        name=others[0] if named else "",
        status=status,
        size=int(bytes_) if bytes_.isascii() and bytes_.isdigit() else None,
        more=tuple(others[1:] if named else others),
    )


def _texts(document: Document, nodes: Sequence[int], limit: int, hides: Hides | None) -> list[str | None]:
    """Texts and numbers; None for anything else, and for what is veiled."""
    texts = document.texts(nodes, limit)
    if hides is None:
        return texts
    return [None if text is None or hides(node) else text for node, text in zip(nodes, texts, strict=True)]
