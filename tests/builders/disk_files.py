"""The beginnings and ends of disk files, as the formats' specifications have them."""

from __future__ import annotations

import struct

MIB = 1 << 20


def qcow2(version=3, backing=0, features=0, crypt=0, capacity=20 * MIB):
    """The header of a QCOW2 file, padded to a cluster."""
    head = b"QFI\xfb" + struct.pack(">IQIIQI", version, backing, 16 if backing else 0, 16, capacity, crypt)
    return (head.ljust(72, b"\0") + struct.pack(">Q", features)).ljust(65536, b"\0")


def vmdk(kind="monolithicSparse", capacity=20 * MIB):
    """A sparse VMDK file with its descriptor inside."""
    head = b"KDMV" + struct.pack("<IIQQQQ", 1, 3, capacity // 512, 128, 1, 20)
    descriptor = f'# Disk DescriptorFile\nversion=1\ncreateType="{kind}"\n'.encode()
    return head.ljust(512, b"\0") + descriptor.ljust(20 * 512, b"\0")


def vhd_footer(kind=3, capacity=20 * MIB):
    """The footer of a VHD file, which dynamic ones have at both ends."""
    return (b"conectix".ljust(48, b"\0") + struct.pack(">QII", capacity, 0, kind)).ljust(512, b"\0")


def vhd(kind=3, capacity=20 * MIB):
    """A VHD file: fixed (2), dynamic (3) or differencing (4)."""
    footer = vhd_footer(kind, capacity)
    return bytes(4096) + footer if kind == 2 else footer + bytes(4096) + footer


def vhdx():
    """The beginning of a VHDX file."""
    return b"vhdxfile" + "QEMU".encode("utf-16-le") + bytes(4096)


def vdi(capacity=20 * MIB):
    """The header of a VDI file."""
    head = b"<<< Oracle VM VirtualBox Disk Image >>>\n".ljust(64, b"\0") + struct.pack("<I", 0xBEDA107F)
    return head.ljust(368, b"\0") + struct.pack("<Q", capacity) + bytes(4096)


def iso():
    """An ISO 9660 image with an empty system area."""
    return bytes(0x8000) + b"\x01CD001\x01".ljust(4096, b"\0")


def tar(first="disk.raw"):
    """A tar archive whose first member has that name."""
    return first.encode().ljust(257, b"\0") + b"ustar\x0000" + bytes(2048)
