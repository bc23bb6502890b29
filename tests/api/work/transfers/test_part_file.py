"""The file that a download grows in: gone on with only where it is the same data, and nobody else's is touched."""

from __future__ import annotations

import errno
import json
import os

import pytest

from api.errors import MachineFailed
from api.work.transfers import part_file
from api.work.transfers.part_file import DiskFull, about_of, open_part

ABOUT = {"of": {"image_id": "a"}, "same": {"sha512": "1"}}


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder / "disk.raw"


def fill(target, data=b"12345", about=ABOUT):
    with open_part(target, about) as part:
        part.write(data)
    return part.path


def count(target, about=ABOUT):
    with open_part(target, about) as part:
        return part.path.name, part.count


def test_the_same_data_is_gone_on_with(target):
    fill(target)
    assert count(target) == ("disk.raw.part", 5)
    with open_part(target, ABOUT) as part:
        part.write(b"67")
        read = []
        part.read(read.append)
        assert b"".join(read) == b"1234567"
        part.write(b"8")
    assert part.path.read_bytes() == b"12345678"


def test_the_same_thing_with_other_data_begins_anew(target):
    fill(target)
    assert count(target, ABOUT | {"same": {"sha512": "2"}}) == ("disk.raw.part", 0)


def test_what_nobody_can_tell_apart_begins_anew(target):
    unsure = ABOUT | {"same": None}
    fill(target, about=unsure)
    assert count(target, unsure) == ("disk.raw.part", 0)


@pytest.mark.parametrize("note", ["", "[]", "{", "{}", '{"of": 5}', "[" * 100_000])
def test_a_part_that_nobody_knows_is_left_alone(target, note):
    part = fill(target)
    about_of(part).write_text(note)
    assert count(target)[0] == "disk.raw.2.part"
    assert part.read_bytes() == b"12345"
    assert about_of(part).read_text() == note


def test_links_are_not_followed(target, tmp_path):
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    target.with_name("disk.raw.part").symlink_to(precious)
    target.with_name("disk.raw.2.part.json").symlink_to(precious)
    path = fill(target)
    assert path.name == "disk.raw.3.part"
    assert precious.read_bytes() == b"precious"


def test_one_without_a_byte_leaves_nothing(target):
    count(target)
    assert list(target.parent.iterdir()) == []


def test_a_note_whose_part_is_gone_is_used_again(target):
    part = fill(target)
    part.unlink()
    assert count(target) == ("disk.raw.part", 0)


def test_there_are_not_endless_names(target, monkeypatch):
    monkeypatch.setattr(part_file, "_MOST_NAMES", 3)
    for name in ("disk.raw.part", "disk.raw.2.part"):
        target.with_name(name).touch()
    with pytest.raises(MachineFailed, match="too many parts"):
        open_part(target, ABOUT)


def test_a_note_that_was_removed_meanwhile_is_not_a_lock(target, monkeypatch):
    monkeypatch.setattr(part_file, "_is_still", lambda _path, _handle: False)
    with pytest.raises(MachineFailed, match="Another download"):
        open_part(target, ABOUT)


def test_its_name_is_given_at_the_end(target):
    with open_part(target, ABOUT) as part:
        part.write(b"123")
        assert json.loads(about_of(part.path).read_text()) == ABOUT
        part.complete(overwrite=False)
    assert list(target.parent.iterdir()) == [target]
    part.close()
    assert target.read_bytes() == b"123"


def test_a_name_that_cannot_be_given_leaves_no_empty_file(target, monkeypatch):
    def fail(*_args):
        raise OSError(errno.EIO, "Input/output error")

    with open_part(target, ABOUT) as part:
        part.write(b"123")
        monkeypatch.setattr(type(target), "replace", fail)
        with pytest.raises(MachineFailed, match="Input/output error"):
            part.complete(overwrite=False)
    assert not target.exists()
    assert part.path.read_bytes() == b"123"


def test_what_cannot_be_moved_aside_stays(target, monkeypatch):
    def fail(*_args):
        raise OSError(errno.EIO, "Input/output error")

    with open_part(target, ABOUT) as part:
        part.write(b"123")
        monkeypatch.setattr(type(target), "rename", fail)
        assert part.set_aside() == part.path


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (errno.ENOSPC, DiskFull, "The disk is full: disk.raw.part holds 3 bytes"),
        (errno.EFBIG, MachineFailed, "takes no file as large as that"),
        (errno.EIO, MachineFailed, "cannot be written"),
    ],
)
def test_faults_of_the_disk_are_sentences(target, monkeypatch, number, kind, said):
    def fail(_handle, _block):
        raise OSError(number, "Trouble")

    with open_part(target, ABOUT) as part:
        part.write(b"123")
        monkeypatch.setattr(part_file.os, "write", fail)
        with pytest.raises(kind, match=said):
            part.write(b"4")
        monkeypatch.undo()


def test_a_folder_that_cannot_be_flushed_is_no_trouble(target, monkeypatch):
    def fail(_handle):
        raise OSError(errno.EINVAL, "Invalid argument")

    with open_part(target, ABOUT) as part:
        part.write(b"1")
        real = part_file.os.fsync
        monkeypatch.setattr(
            part_file.os, "fsync", lambda handle: real(handle) if handle == part._handle else fail(handle)
        )
        part.complete(overwrite=False)
    assert target.exists()


@pytest.mark.parametrize("end", ["taken", "complete", "set aside"])
def test_a_descriptor_is_closed_once_and_never_that_of_another_file(target, tmp_path, end):
    with open_part(target, ABOUT) as part:
        part.write(b"12345")
        if end == "taken":
            target.write_bytes(b"other")
            with pytest.raises(MachineFailed, match="exists by now"):
                part.complete(overwrite=False)
        elif end == "complete":
            part.complete(overwrite=False)
        else:
            part.set_aside()
        others = [os.open(tmp_path / f"other {number}", os.O_CREAT | os.O_RDWR) for number in range(4)]
    part.close()
    for other in others:
        os.fstat(other)
        os.close(other)


@pytest.mark.parametrize("note", ["[]", "{", '{"of": {"image_id": "b"}}'])
def test_a_note_of_somebody_else_is_left_alone_also_without_its_part(target, note):
    about = about_of(target.with_name("disk.raw.part"))
    about.write_text(note)
    assert fill(target).name == "disk.raw.2.part"
    assert about.read_text() == note
    assert not target.with_name("disk.raw.part").exists()


def test_a_note_without_its_part_is_gone_on_with_where_it_is_ours(target):
    part = fill(target)
    part.unlink()
    assert count(target) == ("disk.raw.part", 0)
    assert list(target.parent.iterdir()) == []
