"""What is found before an import or export begins, at which field, and what would help."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import ConnectionLost
from api.practice.vhd import DIFFERENCING, FIXED, footer, import_fault
from api.work.moving.checks import check_container, check_export, check_import, check_source
from api.work.moving.disk import FOOTER, disk_fault, read_footer
from api.work.moving.findings import CREATE, REUSE, Finding, Unfit, stopping
from tests.builders.fault_proxy import Fault


def exported(person, name, container="exports"):
    image = person.named(name) if name else ""
    return check_export(person.asker(), person.place.account, image, container)


def told(findings):
    return [(each.field, each.sentence) for each in findings]


def test_an_image_of_ones_own_can_be_exported(person):
    assert exported(person, "mail gateway") == ()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Choose the image."),
        ("build agent (Windows)", "carries a licence (com.rackspace__1__options is 4)"),
        ("shared: monitoring base", "Only its owner can export an image; this one belongs to 912346."),
        ("cache-01 snapshot (waiting)", "Only an active image can be exported; this one is queued."),
        ("Debian 12 (Bookworm) (PVHVM)", "Only its owner can export an image"),
    ],
)
def test_what_is_against_an_image_stands_at_it(person, name, sentence):
    (found,) = exported(person, name)
    assert found.field == "image"
    assert sentence in found.sentence
    assert found.stops


def test_an_image_that_is_not_there_is_said(person):
    (found,) = check_export(person.asker(), "912345", "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41", "exports")
    assert found.field == "image"
    assert "404" in found.sentence


@pytest.mark.parametrize(
    ("container", "sentence", "remedy"),
    [
        ("", "Choose the container", ""),
        ("a.b", "no container with “.” in its name", ""),
        ("a?b", "no container with “?” in its name", ""),
        ("none", "There is no container “none” in DFW yet.", CREATE),
    ],
)
def test_what_is_against_a_container_stands_at_it(person, container, sentence, remedy):
    (found,) = exported(person, "mail gateway", container)
    assert (found.field, found.remedy) == ("container", remedy)
    assert sentence in found.sentence


def test_an_export_that_is_there_is_found(person):
    image = person.named("mail gateway")
    person.put("backups", f"{image}.vhd", b"x" * 2048)
    (found,) = exported(person, "mail gateway", "backups")
    assert (found.field, found.remedy) == ("container", REUSE)
    assert "lies there already (2 KiB" in found.sentence
    assert check_container(person.asker(), "", "backups") == ()


@pytest.mark.parametrize("pattern", ["/exports$", r"/exports/.*\.vhd$"])
def test_what_cannot_be_looked_at_is_said_and_nothing_is_begun(person, proxy, pattern):
    proxy.add(Fault("HEAD", pattern, status=500, times=9))
    (found,) = exported(person, "mail gateway")
    assert found.field == "container"
    assert "cannot be looked" in found.sentence


def test_a_lost_way_is_said_at_the_field():
    def ask(_call, _values):
        raise ConnectionLost("The connection broke.", "Try again.")

    assert told(check_export(ask, "1", "x", "box")) == [
        ("image", "The image cannot be read: The connection broke."),
        ("container", "The container cannot be looked at: The connection broke."),
    ]
    assert told(check_source(ask, "box/x.vhd")) == [
        ("object", "The object cannot be looked at: The connection broke.")
    ]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("", "Choose the disk"),
        ("exports", "Write it as container/object."),
        ("/x.vhd", "Write it as container/object."),
        ("exports/", "Write it as container/object."),
        ("exports/my disk.vhd", "no name with blanks"),
        ("exports/none.vhd", "There is no object “none.vhd” in the container “exports”"),
        ("none/x.vhd", "There is no object “x.vhd”"),
        ("exports/notes.txt", "It is not a VHD"),
        ("exports/huge.vhd", "The disk is 500 GiB inside; at most 160 GiB"),
        ("exports/wrong-kind.vhd", "neither a fixed nor a dynamic disk"),
        ("exports/zero-id.vhd", "all zeros"),
        ("exports/child.vhd", "has a parent disk"),
    ],
)
def test_what_is_against_a_source_stands_at_it(person, source, sentence):
    (found,) = check_import(person.asker(), source, "New")
    assert (found.field, found.stops) == ("object", True)
    assert sentence in found.sentence


def test_small_and_empty_objects_are_no_disks(person):
    person.put("backups", "empty.vhd", b"")
    person.put("backups", "small.vhd", b"conectix")
    assert told(check_source(person.asker(), "backups/empty.vhd")) == [("object", "The object is empty.")]
    assert "not a VHD" in check_source(person.asker(), "backups/small.vhd")[0].sentence


def test_a_good_disk_may_have_remarks(person):
    assert check_import(person.asker(), "exports/appliance.vhd", "New") == ()
    import uuid

    person.put("backups", "odd.img", b"0" * 100 + footer(100 << 30, FIXED, uuid.uuid4()))
    found = check_import(person.asker(), "backups/odd.img", "New")
    assert [each.stops for each in found] == [False, False]
    assert "40 GiB" in found[0].sentence
    assert ".vhd" in found[1].sentence


@pytest.mark.parametrize(
    ("name", "sentence"), [(" ", "needs a name"), ("x" * 256, "at most 255 characters; this has 256")]
)
def test_names_are_checked(person, name, sentence):
    (found,) = check_import(person.asker(), "exports/appliance.vhd", name)
    assert found.field == "name"
    assert sentence in found.sentence


def test_remedies_that_are_wanted_stop_nothing():
    create = Finding("container", "None yet.", remedy=CREATE)
    note = Finding("object", "Odd.", stops=False)
    assert stopping((create, note)) == (create,)
    assert stopping((create, note), {CREATE}) == ()
    assert str(Unfit((create,))) == "None yet. Nothing was begun."


@given(st.binary(max_size=600))
def test_any_bytes_are_read_without_a_fault(end):
    disk = read_footer(end)
    assert (disk is None) == (not (len(end) == FOOTER and end.startswith(b"conectix")))
    assert isinstance(disk_fault(disk), str)


@given(size=st.integers(0, 2**48), kind=st.integers(0, 8), unique=st.uuids() | st.none())
def test_the_check_before_agrees_with_what_the_service_finds(size, kind, unique):
    end = footer(size, kind, unique)
    disk = read_footer(end)
    assert (disk.kind, disk.size) == (kind, size)
    assert disk.unique == struct.pack("16s", unique.bytes if unique else b"")
    assert bool(disk_fault(disk)) == bool(import_fault(end))
    assert kind != DIFFERENCING or "parent" in disk_fault(disk)
