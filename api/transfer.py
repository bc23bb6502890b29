"""How a call moves more bytes than memory should hold; the part of the vocabulary that transfers are made by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TransferKind(StrEnum):
    """Which way the bytes go: from the cloud, to it, or to its staging area."""

    DOWNLOAD = "download"
    UPLOAD = "upload"
    STAGE = "stage"

    @property
    def up(self) -> bool:
        """Whether they leave this computer."""
        return self is not TransferKind.DOWNLOAD


@dataclass(frozen=True, slots=True)
class Transfer:
    """A call that moves the data of a resource, and how to read what that resource is.

    ``record`` is the reading call (its complete id), ``fill`` which of its parameters take which of this call's,
    ``headers`` are members of what is read ("size", "checksum") with the header that holds each, where the reading
    call answers without a body. ``part`` is the name of the header parameter that asks for a range of bytes.
    """

    kind: TransferKind
    record: str
    fill: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    part: str = ""
