"""Taking an edit back: the patch that restores what it changed, unless that was changed again since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.answer.plain import middle, one_line
from api.edit.patch import Operation, inverse
from api.edit.property import shown
from api.edit.record import Record, same
from api.edit_rules import Edit
from api.model import Place
from api.schema import UNSET

_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Target:
    """The resource that is edited: the changing call (its complete id), where, and what tells it by parameter."""

    call_id: str
    place: Place
    fill: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SentEdit:
    """An edit that was sent: the resource as it was before, and the names of what was changed."""

    target: Target
    before: Record
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """One property that an undo gives its former value back; UNSET: it is not there."""

    name: str
    now: Any
    then: Any


@dataclass(frozen=True, slots=True)
class Undo:
    """What taking an edit back means now.

    ``conflicts`` are sentences on what was changed again since: nothing is restored then. ``now`` is the
    resource as it is, ``restored`` and ``patch`` are empty where nothing is left to restore.
    """

    now: Record
    restored: tuple[Restored, ...] = ()
    patch: tuple[Operation, ...] = ()
    conflicts: tuple[str, ...] = ()


def plan_undo(sent: SentEdit, after: Record, now: Record, edit: Edit) -> Undo:
    """How to undo an edit; ``after`` is the resource as the edit left it.

    What somebody else put back already is no conflict.
    """
    conflicts = tuple(
        _told(name, after.get(name, UNSET), now.get(name, UNSET))
        for name in changed_since(sent.names, after, now, edit)
        if name in changed_since(sent.names, sent.before, now, edit)
    )
    if conflicts:
        return Undo(now, conflicts=conflicts)
    patch = inverse(sent.before, now, sent.names, edit.unordered)
    back = changed_since(sent.names, sent.before, now, edit)
    restored = (Restored(name, now.get(name, UNSET), sent.before.get(name, UNSET)) for name in back)
    return Undo(now, tuple(restored), tuple(patch))


def changed_since(names: tuple[str, ...], then: Record, now: Record, edit: Edit) -> tuple[str, ...]:
    """Those of the properties that are not now what they were then."""
    return tuple(
        name
        for name in names
        if not same(then.get(name, UNSET), now.get(name, UNSET), unordered=name in edit.unordered)
    )


def _told(name: str, after: Any, now: Any) -> str:
    word = brief(name)
    if now is UNSET:
        return f"{word} is gone; your edit set it to {quoted(after)}."
    if after is UNSET:
        return f"{word} is there again with the value {quoted(now)}; your edit removed it."
    return f"{word} is now {quoted(now)}; your edit set it to {quoted(after)}."


def quoted(value: Any) -> str:
    """A value within a sentence: on one line, shortened in its middle, an empty text in words."""
    return "an empty text" if value == "" else brief(shown(value))


def brief(text: str) -> str:
    """A text on one line that is short enough for a sentence."""
    return middle(one_line(text), _LONGEST_VALUE)
