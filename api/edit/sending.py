"""The values with which the changing call carries a patch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.edit.patch import Operation
from api.edit.undo import Target
from api.model import Call, Key


def patch_values(call: Call, target: Target, patch: Sequence[Operation]) -> dict[Key, Any]:
    """The values of the target's call: what tells the resource, and the patch as the body."""
    told = dict(target.fill)
    values: dict[Key, Any] = {p.key: told[p.name] for p in call.parameters if p.name in told}
    return {**values, body_key(call): list(patch)}


def body_key(call: Call) -> Key:
    """The parameter that is the whole body of the call. Raises ValueError for a call without."""
    body = call.body()
    for parameter in body.parameters if body is not None else ():
        if not parameter.target:
            return parameter.key
    raise ValueError(f"{call.id} takes no body as a whole")
