"""What format an image file has by its own bytes, and what to say when it is not the one that was named.

Signatures: qcow2 and qcow - QEMU docs/interop/qcow2.rst; vmdk - VMware Virtual Disk Format 5.0, sections 1.2 and 3;
vhd - Microsoft Virtual Hard Disk Image Format 1.0, footer; vhdx - [MS-VHDX] 2.2.1; iso - ECMA-119 8.1; vdi -
VirtualBox VDICore.h; tar - POSIX.1-1988 ustar; ova - DMTF DSP0243 6.2 (the descriptor comes first); gzip -
RFC 1952 2.3.1; xz - The .xz File Format 2.1.1.1; zip - APPNOTE 4.3.7; bzip2 and zstd - RFC 8878 3.1.1 for the latter.
"""

from __future__ import annotations

import os
import re
import struct
from dataclasses import dataclass
from pathlib import Path

from api.answer.sizes import size as size_text
from api.errors import MachineFailed

HEAD = 64 * 1024
"""Bytes of a file's beginning that tell its format."""
TAIL = 1024
"""Bytes of its end: the footer of a VHD file stands in the last 512, of old ones in the last 511."""
RAW = "raw"
SIGNED = ("qcow2", "vmdk", "vhd", "vhdx", "vdi", "iso")
"""Disk formats of the service that give themselves away; any bytes may be one of the others."""
_TITLES = {
    "qcow2": "QCOW2",
    "vmdk": "VMDK",
    "vhd": "VHD",
    "vhdx": "VHDX",
    "vdi": "VDI",
    "iso": "ISO 9660",
    "raw": "raw",
    "ami": "AMI",
    "ari": "ARI",
    "aki": "AKI",
    "ploop": "Ploop",
}
_PACKED = (
    ("gzip", "gzip", b"\x1f\x8b"),
    ("xz", "xz", b"\xfd7zXZ\x00"),
    ("zip", "ZIP", b"PK\x03\x04"),
    ("bzip2", "bzip2", b"BZh"),
    ("zstd", "Zstandard", b"\x28\xb5\x2f\xfd"),
    ("7z", "7-Zip", b"7z\xbc\xaf\x27\x1c"),
)
_CREATE_TYPE = re.compile(rb'^\s*createType\s*=\s*"([^"\r\n]{1,40})"', re.MULTILINE)
_WHOLE_VMDK = frozenset({"monolithicSparse", "streamOptimized"})


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is by its bytes.

    ``format`` is a disk format of the service, or what else it is ("gzip", "ova", "empty", …); "raw" where nothing
    gives itself away. ``title`` names it for the person, ``capacity`` is the size in bytes of the disk in it
    (None: not told), ``remarks`` are sentences on what a server would stumble over. ``kind`` is "disk",
    "packed" or "archive".
    """

    format: str
    title: str
    capacity: int | None = None
    remarks: tuple[str, ...] = ()
    kind: str = "disk"

    @property
    def disk_format(self) -> str:
        """The disk format to name for it; "raw" where it has none of its own."""
        return self.format if self.format in SIGNED else RAW

    @property
    def container_format(self) -> str:
        """The container format to name for it."""
        return "ova" if self.format == "ova" else "bare"


def sniff(path: Path) -> Sniffed:
    """Look at a file's beginning and end (blocking, a moment). Raises MachineFailed when it cannot be read."""
    try:
        with path.open("rb") as file:
            whole = file.seek(0, os.SEEK_END)
            file.seek(0)
            head = file.read(HEAD)
            file.seek(max(whole - TAIL, 0))
            return sniff_bytes(head, file.read(TAIL), whole)
    except OSError as reason:
        raise MachineFailed(f"{path.name} cannot be read: {reason.strerror}.", "Choose a file.") from None


def sniff_bytes(head: bytes, tail: bytes, whole: int) -> Sniffed:
    """What a file of ``whole`` bytes is, from its first HEAD and last TAIL bytes. Never raises."""
    if not whole:
        return Sniffed("empty", "an empty file", kind="archive")
    for look in (_qcow, _vmdk, _vhdx, _vdi, _other_disk, _packed):
        if (found := look(head)) is not None:
            return found
    return _vhd(head, tail) or _iso(head) or _tar(head) or _raw(head, whole)


def disagreement(disk_format: str, sniffed: Sniffed, container_format: str = "bare") -> str:
    """What is wrong with naming that disk format for the file, as a sentence; "" when nothing is.

    Formats that any bytes may have (raw, ami, …) disagree with bytes that give another format away.
    """
    if sniffed.format == "empty":
        return "The file is empty."
    if sniffed.kind != "disk":
        return _not_a_disk(sniffed, container_format)
    if sniffed.format == disk_format or (sniffed.format == RAW and disk_format not in SIGNED):
        return ""
    named = _TITLES.get(disk_format, disk_format)
    if sniffed.format == RAW:
        return f"The file has no sign of {named}: by its content it is {sniffed.title}."
    return (
        f"The file is {sniffed.title}, not {named}: a service that looks into it refuses it, and from one that does "
        "not, no server starts."
    )


def surely_wrong(disk_format: str, sniffed: Sniffed, container_format: str = "bare") -> bool:
    """Whether the disagreement spoils the image for certain.

    ISO images and encrypted disks sent as raw are left: they may be meant to be written to a disk as they are.
    """
    lenient = sniffed.format in ("iso", "luks") and disk_format not in SIGNED
    return bool(disagreement(disk_format, sniffed, container_format)) and not lenient


def _not_a_disk(sniffed: Sniffed, container_format: str) -> str:
    if sniffed.kind == "packed":
        fits = container_format == "compressed"
        return (
            ""
            if fits
            else f"The file is packed ({sniffed.title}): no server starts from it. Unpack it first."
        )
    if sniffed.format == "ova" and container_format == "ova":
        return ""
    if sniffed.format == "ova":
        return "The file is an OVA, an archive with a disk in it: name “ova” as container format, or unpack it."
    return f"The file is {sniffed.title} and not a disk: unpack the disk in it first."


def _number(form: str, data: bytes, at: int) -> int:
    """An integer of that struct format; 0 where the data ends before it."""
    room = struct.calcsize(form)
    return int(struct.unpack_from(form, data, at)[0]) if len(data) >= at + room else 0


def _qcow(head: bytes) -> Sniffed | None:
    if not head.startswith(b"QFI\xfb"):
        return None
    version, backing = _number(">I", head, 4), _number(">Q", head, 8)
    capacity = _number(">Q", head, 24)
    if version < 2:
        remark = "Services take QCOW2 only: convert it with qemu-img."
        return Sniffed("qcow", "QCOW (version 1)", capacity, (remark,))
    remarks = []
    if backing:
        remarks.append(
            "It stands on a backing file, which is not in it: services refuse it. Flatten it first."
        )
    if version >= 3 and _number(">Q", head, 72) & 4:
        remarks.append("Its data lies in another file: services refuse it.")
    if _number(">I", head, 32):
        remarks.append("It is encrypted.")
    return Sniffed("qcow2", f"QCOW2 (version {version})", capacity, tuple(remarks))


def _vmdk(head: bytes) -> Sniffed | None:
    if head.startswith(b"KDMV"):
        start, count = _number("<Q", head, 28) * 512, _number("<Q", head, 36) * 512
        kind = _create_type(head[start : start + count] if start and count else b"")
        capacity = _number("<Q", head, 12) * 512
        return Sniffed("vmdk", f"VMDK ({kind or 'sparse'})", capacity, _vmdk_remarks(kind))
    if head.startswith(b"COWD"):
        remark = "It is of an old kind that services refuse: convert it with qemu-img."
        return Sniffed("vmdk", "VMDK (version 3)", _number("<I", head, 12) * 512, (remark,))
    if head.lstrip()[:21].lower() == b"# disk descriptorfile":
        kind = _create_type(head)
        remark = "It only describes a disk whose data lies in other files: send the disk as one file."
        return Sniffed("vmdk", f"VMDK descriptor ({kind or 'no type'})", None, (remark,))
    return None


def _create_type(descriptor: bytes) -> str:
    found = _CREATE_TYPE.search(descriptor)
    return found[1].decode("ascii", "replace") if found else ""


def _vmdk_remarks(kind: str) -> tuple[str, ...]:
    if not kind or kind in _WHOLE_VMDK:
        return ()
    return (f"Its type is {kind}; services take monolithicSparse and streamOptimized.",)


def _vhdx(head: bytes) -> Sniffed | None:
    return Sniffed("vhdx", "VHDX") if head.startswith(b"vhdxfile") else None


def _vdi(head: bytes) -> Sniffed | None:
    if _number("<I", head, 64) != 0xBEDA107F:
        return None
    return Sniffed("vdi", "VDI", _number("<Q", head, 368))


def _other_disk(head: bytes) -> Sniffed | None:
    if head.startswith(b"QED\x00"):
        return Sniffed("qed", "QED", None, ("Services do not take QED: convert it with qemu-img.",))
    if head.startswith(b"LUKS\xba\xbe"):
        return Sniffed("luks", "an encrypted disk (LUKS)", None, ("A server needs its key to start.",))
    return None


def _packed(head: bytes) -> Sniffed | None:
    for name, title, sign in _PACKED:
        if head.startswith(sign):
            return Sniffed(name, title, kind="packed")
    return None


def _vhd(head: bytes, tail: bytes) -> Sniffed | None:
    """A dynamic disk has a copy of its footer at its beginning; a fixed one is raw data and the footer."""
    at_end = next((tail[-room:] for room in (512, 511) if tail[-room:].startswith(b"conectix")), b"")
    copied = head.startswith(b"conectix")
    if not copied and not at_end:
        return None
    footer = head[:512] if copied else at_end
    number = _number(">I", footer, 60)
    kinds = {2: "fixed", 3: "dynamic", 4: "differencing"}
    remarks = []
    if number == 4:
        remarks.append("It holds only what differs from another disk, which is not in it: merge it first.")
    if not copied:
        remarks.append("It is a fixed VHD: services that look only at the beginning take it for raw.")
    elif not at_end:
        remarks.append("Its footer is missing: the file seems to be cut off.")
    return Sniffed(
        "vhd", f"VHD ({kinds.get(number, 'unknown type')})", _number(">Q", footer, 48), tuple(remarks)
    )


def _iso(head: bytes) -> Sniffed | None:
    return Sniffed("iso", _TITLES["iso"]) if head[0x8001:0x8006] == b"CD001" else None


def _tar(head: bytes) -> Sniffed | None:
    if head[257:262] != b"ustar":
        return None
    first = head[:100].split(b"\0", 1)[0].lower()
    if first.endswith(b".ovf"):
        return Sniffed("ova", "OVA", kind="archive")
    return Sniffed("tar", "a tar archive", kind="archive")


def _raw(head: bytes, whole: int) -> Sniffed:
    if head[512:520] == b"EFI PART":
        return Sniffed(RAW, "raw (with a GPT)", whole)
    if head[510:512] == b"\x55\xaa":
        return Sniffed(RAW, "raw (with a boot sector)", whole)
    return Sniffed(RAW, "raw", whole)


def described(sniffed: Sniffed, whole: int) -> str:
    """A file's size, its format and the disk in it: "1.2 GiB · QCOW2 (version 3) · a disk of 20 GiB"."""
    parts = [size_text(whole), sniffed.title]
    if sniffed.capacity and size_text(sniffed.capacity) != parts[0]:
        parts.append(f"a disk of {size_text(sniffed.capacity)}")
    return " · ".join(parts)
