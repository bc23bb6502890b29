"""What format files have by their bytes, and what is said when another one was named."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.errors import PitchforkError
from api.work.transfers.sniffing import (
    HEAD,
    SIGNED,
    TAIL,
    described,
    disagreement,
    sniff,
    sniff_bytes,
    surely_wrong,
)
from tests.builders import disk_files as files

MIB = 1 << 20
DISKS = {
    "qcow2": files.qcow2(),
    "vmdk": files.vmdk(),
    "vhd": files.vhd(),
    "vhdx": files.vhdx(),
    "vdi": files.vdi(),
    "iso": files.iso(),
    "raw": b"any bytes" * 100,
}
FORMATS = ("ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop", "new")


def looked_at(data):
    return sniff_bytes(data[:HEAD], data[-TAIL:], len(data))


@pytest.mark.parametrize("name", DISKS)
def test_each_disk_format_is_found_and_agrees_with_itself_alone(name):
    sniffed = looked_at(DISKS[name])
    assert (sniffed.format, sniffed.disk_format, sniffed.container_format) == (name, name, "bare")
    assert not sniffed.remarks
    assert disagreement(name, sniffed) == ""
    for other in set(DISKS) - {name}:
        assert disagreement(other, sniffed)
        assert surely_wrong(other, sniffed) is ((name, other) != ("iso", "raw"))


@pytest.mark.parametrize(
    ("data", "format_", "title"),
    [
        (files.qcow2(2), "qcow2", "QCOW2 (version 2)"),
        (files.qcow2(1), "qcow", "QCOW (version 1)"),
        (files.vmdk("streamOptimized"), "vmdk", "VMDK (streamOptimized)"),
        (b"KDMV" + bytes(600), "vmdk", "VMDK (sparse)"),
        (b"COWD" + struct.pack("<IIII", 1, 3, 4096, 1), "vmdk", "VMDK (version 3)"),
        (b'# Disk DescriptorFile\ncreateType="vmfs"\n', "vmdk", "VMDK descriptor (vmfs)"),
        (b"# Disk DescriptorFile\n", "vmdk", "VMDK descriptor (no type)"),
        (files.vhd(2), "vhd", "VHD (fixed)"),
        (files.vhd(2)[:-1], "vhd", "VHD (fixed)"),
        (files.vhd(9), "vhd", "VHD (unknown type)"),
        (b"QED\x00" + bytes(600), "qed", "QED"),
        (b"LUKS\xba\xbe" + bytes(600), "luks", "an encrypted disk (LUKS)"),
        (b"\x1f\x8b\x08" + bytes(9), "gzip", "gzip"),
        (b"\xfd7zXZ\x00\x00", "xz", "xz"),
        (b"PK\x03\x04", "zip", "ZIP"),
        (b"BZh9", "bzip2", "bzip2"),
        (b"\x28\xb5\x2f\xfd", "zstd", "Zstandard"),
        (files.tar(), "tar", "a tar archive"),
        (files.tar("Debian.OVF"), "ova", "OVA"),
        (bytes(510) + b"\x55\xaa" + bytes(600), "raw", "raw (with a boot sector)"),
        (bytes(510) + b"\x55\xaaEFI PART" + bytes(600), "raw", "raw (with a GPT)"),
        (b"", "empty", "an empty file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_kinds_of_each(data, format_, title):
    sniffed = looked_at(data)
    assert (sniffed.format, sniffed.title) == (format_, title)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (files.qcow2(backing=512), "backing file"),
        (files.qcow2(features=4), "another file"),
        (files.qcow2(crypt=1), "encrypted"),
        (files.vmdk("twoGbMaxExtentSparse"), "twoGbMaxExtentSparse"),
        (b'# Disk DescriptorFile\ncreateType="monolithicFlat"', "only describes a disk"),
        (files.vhd(4), "merge it first"),
        (files.vhd(2), "take it for raw"),
        (files.vhd()[:-600], "cut off"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_server_would_stumble_over_is_remarked(data, words):
    assert words in " ".join(looked_at(data).remarks)


def test_what_is_said():
    assert "QCOW2 (version 3), not raw" in disagreement("raw", looked_at(files.qcow2()))
    assert "no sign of QCOW2" in disagreement("qcow2", looked_at(b"nothing"))
    assert "Unpack it first" in disagreement("raw", looked_at(b"\x1f\x8b\x08" + bytes(99)))
    assert disagreement("raw", looked_at(b"\x1f\x8b\x08" + bytes(99)), "compressed") == ""
    ova = looked_at(files.tar("a.ovf"))
    assert "container format" in disagreement("vmdk", ova)
    assert disagreement("vmdk", ova, ova.container_format) == ""
    assert "not a disk" in disagreement("raw", looked_at(files.tar()))
    assert disagreement("raw", looked_at(b"")) == "The file is empty."
    assert disagreement("ami", looked_at(b"any bytes")) == ""
    assert disagreement("ami", looked_at(files.vhdx()))


def test_a_file_in_words():
    data = files.qcow2()
    assert described(looked_at(data), len(data)) == "64 KiB · QCOW2 (version 3) · a disk of 20 MiB"
    assert described(looked_at(bytes(2048)), 2048) == "2 KiB · raw"


@pytest.mark.parametrize("name", DISKS)
def test_a_file_is_looked_at_where_it_matters(tmp_path, name):
    path = tmp_path / "image"
    path.write_bytes(DISKS[name])
    assert sniff(path) == looked_at(DISKS[name])


def test_a_fixed_vhd_of_many_bytes_is_found_by_its_end(tmp_path):
    path = tmp_path / "image"
    with path.open("wb") as file:
        file.truncate(64 * MIB)
        file.seek(0, 2)
        file.write(files.vhd_footer(2))
    assert sniff(path).format == "vhd"


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(PitchforkError, match="cannot be read: No such file"):
        sniff(tmp_path / "nothing")
    with pytest.raises(PitchforkError, match="cannot be read"):
        sniff(tmp_path)


BEGINNINGS = st.sampled_from([data[:600] for data in DISKS.values()] + [b"", files.tar("x.ovf"), b"KDMV"])


@settings(deadline=None)
@given(BEGINNINGS, st.binary(max_size=700), st.integers(0, 600), st.sampled_from(FORMATS))
def test_any_bytes_have_a_format_and_nothing_raises(beginning, rest, cut, named):
    data = beginning[:cut] + rest
    sniffed = looked_at(data)
    sentence = disagreement(named, sniffed)
    assert bool(sentence) >= surely_wrong(named, sniffed)
    assert sniffed.title
    assert described(sniffed, len(data))
    if sniffed.kind == "disk" and sniffed.format in (*SIGNED, "raw"):
        assert disagreement(sniffed.disk_format, sniffed) == ""


@given(st.sampled_from(sorted(set(DISKS) - {"vhd", "raw"})), st.binary(max_size=900))
def test_what_follows_a_signature_does_not_change_the_format(name, rest):
    assert looked_at(DISKS[name] + rest).format == name
