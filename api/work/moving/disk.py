"""What the end of a VHD tells: which kind of disk it is, and why an import would refuse it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from api.answer.sizes import size

FOOTER = 512
"""Bytes at the end of every VHD that describe it."""
LARGEST = 160 << 30
"""Bytes of a disk that the service's newest pages still take."""
CAUTIOUS = 40 << 30
"""Bytes that its older pages name as the limit."""
_COOKIE = b"conectix"


class DiskKind(IntEnum):
    """The kinds of disk that the format knows."""

    FIXED = 2
    DYNAMIC = 3
    DIFFERENCING = 4


@dataclass(frozen=True, slots=True)
class Disk:
    """A VHD as its footer describes it: its kind's number, the size of the disk in bytes, and its id (16 bytes)."""

    kind: int
    size: int
    unique: bytes


def read_footer(end: bytes) -> Disk | None:
    """The disk that these last 512 bytes of a file describe; None for anything but a VHD."""
    if len(end) != FOOTER or not end.startswith(_COOKIE):
        return None
    (virtual,) = struct.unpack_from(">Q", end, 48)
    (kind,) = struct.unpack_from(">I", end, 60)
    return Disk(kind, virtual, end[68:84])


def disk_fault(disk: Disk | None) -> str:
    """Why an import would refuse a disk, as a sentence; "" when nothing is known against it."""
    if disk is None:
        return "It is not a VHD, whatever its name says, and nothing else can be imported."
    if disk.kind == DiskKind.DIFFERENCING:
        return "The VHD has a parent disk: merge them into one disk first."
    if disk.kind not in (DiskKind.FIXED, DiskKind.DYNAMIC):
        return "The VHD is neither a fixed nor a dynamic disk."
    if not any(disk.unique):
        return "The unique id of the VHD is all zeros: write it anew with a tool that sets one."
    if disk.size > LARGEST:
        return f"The disk is {size(disk.size)} inside; at most {size(LARGEST)} are imported."
    return ""
