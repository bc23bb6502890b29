"""Virtual hard disks as import and export see them: a footer of 512 bytes that says what disk it is."""

from __future__ import annotations

import struct
import uuid

FOOTER = 512
FIXED, DYNAMIC, DIFFERENCING = 2, 3, 4
LARGEST = 160 * 2**30
"""Bytes of a virtual disk that an import still takes."""
_COOKIE = b"conectix"
_NO_PARENT = 0xFFFFFFFFFFFFFFFF


def footer(size: int, kind: int = FIXED, unique: uuid.UUID | None = None) -> bytes:
    """The footer of a disk of that virtual size in bytes; ``unique`` is its id, zeros without one."""
    head = struct.pack(
        ">8sII Q I4sI4s QQ I I", _COOKIE, 2, 0x00010000, _NO_PARENT, 0, b"prac", 0x00010000, b"Wi2k",
        size, size, 0, kind,
    )  # fmt: skip
    whole = head + bytes(4) + (unique.bytes if unique else bytes(16))
    whole += bytes(FOOTER - len(whole))
    checksum = ~sum(whole) & 0xFFFFFFFF
    return whole[:64] + struct.pack(">I", checksum) + whole[68:]


def import_fault(end: bytes) -> str:
    """Why a disk with this end cannot be imported, in the service's words; "" when it can."""
    if len(end) < FOOTER or not end.startswith(_COOKIE):
        return "396: The object is not a VHD."
    (size,) = struct.unpack_from(">Q", end, 48)
    (kind,) = struct.unpack_from(">I", end, 60)
    if kind == DIFFERENCING:
        return "721: The VHD has a parent disk."
    if kind not in {FIXED, DYNAMIC}:
        return "523: The VHD is neither a fixed nor a dynamic disk."
    if end[68:84] == bytes(16):
        return "614: The unique id of the VHD is all zeros."
    return "413: The virtual size of the VHD is over the limit." if size > LARGEST else ""
