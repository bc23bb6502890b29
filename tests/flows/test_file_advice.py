"""The form of a call that sends a file into an image says what the file is, and what is wrong with it there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from api.exchange.reading import read_json
from api.model import FileValue
from api.running import CancelToken
from gui.parameters.dialog import ParameterDialog
from tests.builders import disk_files

UPLOAD = "image.upload-image-data"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "debian-13.qcow2"
    path.write_bytes(disk_files.qcow2())
    return path


def queued(hand, disk_format):
    """The id of a new image of that format, which waits for its data."""
    desk, place = hand.window.program.desk, hand.window.place
    call = desk.catalogue.call("image.create-image")
    given = {"disk_format": disk_format, "container_format": "bare"}
    draft = desk.draft(call, {p.key: given[p.name] for p in call.fields() if p.name in given}, place)
    return read_json(desk.send(draft.request, cancel=CancelToken()))["id"]


def form_with(hand, call_id, **given):
    call = hand.window.program.desk.catalogue.call(call_id)
    hand.window.calls.open(
        call_id, hand.window.place, {p.key: given[p.name] for p in call.fields() if p.name in given}
    )
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    return hand.dialog


def row(dialog, name):
    return next(row for key, row in dialog.form.rows.items() if key.name == name)


@pytest.mark.parametrize("call_id", [UPLOAD, "image.stage-image-data"])
def test_what_disagrees_with_the_image_is_said_before_it_is_sent(openstack, file, call_id):
    hand = openstack
    dialog = form_with(hand, call_id, image_id=queued(hand, "vhdx"), file=FileValue(str(file)))
    at = row(dialog, "file")
    hand.until(at.advice.isVisible)
    assert at.advice.text().startswith("The file is QCOW2 (version 3), not VHDX:")
    assert at.help.text().endswith("64 KiB · QCOW2 (version 3) · a disk of 20 MiB")
    assert dialog.foot.send.isEnabled(), "it only warns"
    dialog.fill({row(dialog, "image_id").parameter.key: queued(hand, "qcow2")})
    assert not at.advice.isVisible(), "it was said of another image"
    hand.until(lambda: "QCOW2" in at.help.text())
    assert not at.advice.isVisible()


def test_a_file_is_named_without_an_image_and_forgotten_with_its_path(openstack, tmp_path):
    hand, other = openstack, tmp_path / "fixed.vhd"
    other.write_bytes(disk_files.vhd(2))
    dialog = form_with(hand, UPLOAD, file=FileValue(str(other)))
    at = row(dialog, "file")
    before = at.help.text()
    hand.until(lambda: "take it for raw" in at.advice.text())
    assert at.help.text() != before
    dialog.foot.clear.click()
    assert (at.advice.isVisible(), at.help.text()) == (False, before)


def test_an_image_that_is_not_there_is_left_to_the_call(openstack, file):
    hand, nobody = openstack, "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"
    dialog = form_with(hand, UPLOAD, image_id=nobody, file=FileValue(str(file)))
    at = row(dialog, "file")
    hand.until(lambda: "QCOW2" in at.help.text())
    assert not at.advice.isVisible()


def test_other_forms_have_none(openstack):
    dialog = form_with(openstack, "image.show-image")
    assert not any(each.advice.isVisible() for each in dialog.form.rows.values())
