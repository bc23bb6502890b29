"""The smallest JSON Patch from one state of a resource to another, and the state that takes changes back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from api.edit.record import Record, same
from api.exchange.body import pointer_of_token
from api.schema import UNSET

Operation = dict[str, Any]


def make_patch(
    before: Mapping[str, Any], after: Mapping[str, Any], unordered: Collection[str] = ()
) -> list[Operation]:
    """The operations that make ``after`` of ``before``: none for what stays.

    What goes is removed first, so that a limit on the number of properties is never passed on the way; what
    exists is replaced and never added, which old services refuse. ``unordered`` names the members that are
    lists whose order means nothing.
    """
    gone = [{"op": "remove", "path": pointer_of_token(name)} for name in before if name not in after]
    return gone + [
        {
            "op": "replace" if name in before else "add",
            "path": pointer_of_token(name),
            "value": after[name],
        }
        for name in sorted(after, key=lambda name: name not in before)
        if not same(before.get(name, UNSET), after[name], unordered=name in unordered)
    ]


def with_values(now: Mapping[str, Any], source: Mapping[str, Any], names: Iterable[str]) -> Record:
    """The state ``now`` with these properties as they are in ``source``; what is not there goes."""
    result = dict(now)
    for name in names:
        if name in source:
            result[name] = source[name]
        else:
            result.pop(name, None)
    return result


def inverse(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Iterable[str],
    unordered: Collection[str] = (),
) -> list[Operation]:
    """The patch that gives these properties of ``after`` the values that they had in ``before``."""
    return make_patch(after, with_values(after, before, names), unordered)
