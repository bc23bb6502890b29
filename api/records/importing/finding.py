"""What was found of one foreign request: the saved call it becomes, or why it becomes none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.records.saved.call import SavedCall


@dataclass(frozen=True, slots=True)
class Finding:
    """``saved`` is None where no call fits, and ``reason`` then says why. ``title`` is the call's.

    ``remarks`` are sentences on what was left out. ``secrets`` by the fields whose templates name them are for the
    keyring, bound to ``origin``; no other part holds a secret.
    """

    name: str
    folder: tuple[str, ...]
    method: str
    address: str
    saved: SavedCall | None = None
    title: str = ""
    reason: str = ""
    remarks: tuple[str, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    origin: str = ""
