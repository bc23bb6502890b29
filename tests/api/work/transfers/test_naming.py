"""File names from what people call their images: safe on every system, telling, and never somebody else's."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.work.transfers.naming import LONGEST, free_name, safe_name, suggested_name


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"name": "Debian 12", "disk_format": "qcow2", "container_format": "bare"}, "Debian 12.qcow2"),
        ({"name": "debian.RAW", "disk_format": "raw"}, "debian.RAW"),
        ({"name": "box", "disk_format": "vmdk", "container_format": "ova"}, "box.ova"),
        ({"name": "a/b\\c:d", "disk_format": "iso"}, "a-b-c-d.iso"),
        ({"name": "../../etc/passwd"}, "etc-passwd"),
        ({"name": "  .hidden. ", "disk_format": "raw"}, "hidden.raw"),
        ({"name": "con", "disk_format": "raw"}, "_con.raw"),
        ({"name": "evil\u202egnp.exe"}, "evilgnp.exe"),
        ({"name": "two\nlines\tand \u2028more"}, "two lines and more"),
        ({"name": "شجرة 🌳", "disk_format": "raw"}, "شجرة 🌳.raw"),
        ({"name": "", "id": "7f3c2a10", "disk_format": "raw"}, "7f3c2a10.raw"),
        ({"name": None, "id": "7f3c2a10", "disk_format": None}, "7f3c2a10"),
        ({"name": "///", "disk_format": ["raw"]}, "download"),
        ({"name": "x", "disk_format": "a b"}, "x"),
        ({}, "download"),
    ],
)
def test_suggestions(record, name):
    assert suggested_name(record) == name


@given(st.text())
def test_any_text_becomes_a_name_that_every_system_takes(text):
    name = safe_name(text)
    assert len(name.encode()) <= LONGEST
    assert not set(name) & set('<>:"/\\|?*\0')
    assert name == name.strip(" .")
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in name)
    assert safe_name(name) == name


def test_a_long_name_keeps_its_suffix():
    name = suggested_name({"name": "ä" * 500, "disk_format": "raw"})
    assert name.endswith("ä.raw")
    assert len(name.encode()) <= LONGEST + 4


def test_free_names_are_numbered(tmp_path):
    path = tmp_path / "disk.raw"
    assert free_name(path) == path
    path.touch()
    assert free_name(path).name == "disk.2.raw"
    (tmp_path / "disk.2.raw").symlink_to("nowhere")
    assert free_name(path).name == "disk.3.raw"
    (tmp_path / "disk.raw.mismatch").touch()
    assert free_name(path, ".mismatch").name == "disk.raw.2.mismatch"
