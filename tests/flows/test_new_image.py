"""A file becomes an image through the window: dropped or chosen, checked, sent, and what goes wrong told."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from api.exchange.reading import read_json
from api.model import FileValue, Key, Location
from api.running import CancelToken
from api.work.transfers import standing
from api.work.transfers.upload import Upload, Way
from api.work.work import State
from gui.parameters.dialog import ParameterDialog
from gui.work.deeds import deeds_of
from gui.work.transfers.dropping import FileDrop
from gui.work.transfers.file_look import look_at
from gui.work.transfers.new_image import NewImageDialog
from tests.builders import disk_files
from tests.builders.fault_proxy import Fault, fault_proxy

SIGNS = {
    name: Key(Location.BODY, name) for name in ("name", "disk_format", "min_disk", "visibility", "file")
}
FILE = r"/file$"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "debian-13.qcow2"
    path.write_bytes(disk_files.qcow2())
    return path


def dragged(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def enter(window, data):
    event = QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NONE)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def drop(window, data):
    """Qt hands a drop to whom the drag entered."""
    assert enter(window, data)
    QApplication.sendEvent(window, QDropEvent(QPoint(300, 300), COPY, data, LEFT, NONE))


def form_of(hand):
    hand.until(lambda: isinstance(QApplication.activeWindow(), NewImageDialog))
    return QApplication.activeWindow()


@pytest.fixture
def filled(openstack, file):
    """The form with a file in it, looked at."""
    openstack.press("Ctrl+Shift+N")
    form = form_of(openstack)
    form.use_file(str(file))
    openstack.until(lambda: form.start.isEnabled())
    return form


def set_to(form, **values):
    form.form.fill({SIGNS[name]: value for name, value in values.items()})


def ended(hand):
    works = hand.window.program.desk.works
    hand.until(lambda: works.all() and works.all()[-1].state.ended)
    return works.all()[-1]


def record(hand, image_id):
    desk, place = hand.window.program.desk, hand.window.place
    return read_json(desk.asker(place, CancelToken())("image.show-image", {"image_id": image_id}))


def deed(hand, work, title):
    offers = {offer.title: offer.do for offer in deeds_of(work, hand.window.bench)}
    assert title in offers, offers
    offers[title]()


def test_a_file_is_dropped_and_becomes_an_image(openstack, file, heart):
    hand, window = openstack, openstack.window
    assert enter(window, dragged(file))
    hint = window.findChild(FileDrop).hint
    assert hint.isVisible()
    assert hint.text() == "Drop to make an image of\ndebian-13.qcow2"
    drop(window, dragged(file))
    assert not hint.isVisible()
    form = form_of(hand)
    hand.until(lambda: form.start.isEnabled())
    assert "64 KiB · QCOW2 (version 3) · a disk of 20 MiB" in hand.words(form)
    assert form.summary.text().count("/v2/images") == 3
    assert "64 KiB" in form.summary.text()
    set_to(form, visibility="private", min_disk=2)
    hand.press("Ctrl+Return")
    work = ended(hand)
    assert work.state is State.DONE, work.sentence
    assert window.work_panel.isVisible()
    image = record(hand, work.outcome.value["image_id"])
    members = ("name", "disk_format", "container_format", "visibility", "min_disk", "status")
    assert [image[name] for name in members] == ["debian-13", "qcow2", "bare", "private", 2, "active"]
    deed(hand, work, "Show Image")
    hand.answered("Show image", 200)


def test_what_is_no_single_file_is_left_alone(openstack, file):
    window = openstack.window
    hint = window.findChild(FileDrop).hint
    assert not enter(window, dragged(file, file))
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/disk.raw")])
    assert not enter(window, web)
    assert not enter(window, QMimeData())
    assert not hint.isVisible()
    enter(window, dragged(file))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not hint.isVisible()


def test_there_is_one_form_and_a_second_file_goes_into_it(openstack, filled, tmp_path):
    other = tmp_path / "other.vmdk"
    other.write_bytes(disk_files.vmdk())
    drop(openstack.window, dragged(other))
    assert form_of(openstack) is filled
    openstack.until(lambda: "VMDK" in openstack.words(filled))
    values = {
        key.name: row.capture().read().value for key, row in filled.form.rows.items() if row.capture()
    }
    assert (values["name"], values["disk_format"]) == ("other", "vmdk")
    assert values["file"] == FileValue(str(other))
    openstack.press("Escape")
    openstack.until(lambda: openstack.window.findChildren(NewImageDialog) == [])


def test_what_the_person_wrote_is_not_overwritten(openstack, filled, tmp_path):
    set_to(filled, name="mine", disk_format="vmdk")
    other = tmp_path / "other.vmdk"
    other.write_bytes(disk_files.vmdk())
    filled.use_file(str(other))
    openstack.until(lambda: filled.start.isEnabled())
    assert filled._members()["name"] == "mine"


def test_faults_stand_at_their_fields_and_keep_it_from_beginning(openstack, file):
    hand = openstack
    hand.press("Ctrl+Shift+N")
    form = form_of(hand)
    assert form.state.text() == "file: Choose a file, or drop one here.   + 3 more"
    hand.press("Ctrl+Return")
    assert "A value is needed." in form.form.rows[SIGNS["disk_format"]].fault.text()
    form.use_file(str(file.with_name("nothing")))
    hand.until(lambda: "No such file" in form.form.rows[SIGNS["file"]].fault.text())
    form.use_file(str(file))
    hand.until(lambda: form.start.isEnabled())
    set_to(form, min_disk=-3)
    assert "At least 0" in form.form.rows[SIGNS["min_disk"]].fault.text()
    assert form.state.text().startswith("min_disk: At least 0")
    assert not form.start.isEnabled()
    hand.click(form.state)
    set_to(form, min_disk=3, disk_format=None)
    assert form.state.text() == "disk_format: A value is needed."
    file.write_bytes(b"")
    form.use_file(f"{file.parent}/./{file.name}")
    hand.until(lambda: form.form.rows[SIGNS["file"]].fault.text() == "The file is empty.")
    assert not hand.window.program.desk.works.all()


def test_a_format_that_is_surely_wrong_has_to_be_confirmed_and_is_explained(openstack, filled):
    hand = openstack
    set_to(filled, disk_format="vhdx")
    assert filled.warning.text().startswith("The file is QCOW2 (version 3), not VHDX")
    assert not filled.start.isEnabled()
    hand.click(filled.anyway, QPoint(8, filled.anyway.height() // 2))
    assert filled.start.isEnabled()
    set_to(filled, disk_format="qcow2")
    assert not filled.warning.isVisible()
    assert not filled.anyway.isVisible()
    set_to(filled, disk_format="vhdx")
    assert not filled.start.isEnabled()
    hand.click(filled.anyway, QPoint(8, filled.anyway.height() // 2))
    hand.click(filled.start)
    work = ended(hand)
    assert work.state is State.FAILED
    assert "with disk format qcow2" in work.sentence
    deed(hand, work, "Delete Image…")
    hand.until(lambda: isinstance(QApplication.activeWindow(), ParameterDialog))
    dialog = hand.dialog
    assert dialog.call.id == "image.delete-image"
    assert str(dialog.draft.preview.url.masked()).endswith(work.memory.facts["image"])


def test_a_remark_only_warns(openstack, filled, tmp_path):
    other = tmp_path / "fixed.vhd"
    other.write_bytes(disk_files.vhd(2))
    filled.use_file(str(other))
    openstack.until(lambda: "take it for raw" in filled.warning.text())
    assert filled.start.isEnabled()


def test_after_a_break_trying_again_goes_on_with_the_same_image(openstack, filled, monkeypatch):
    monkeypatch.setattr(standing, "PATIENCE", 2.0)
    hand = openstack
    with fault_proxy() as proxy:
        proxy.stand_before(monkeypatch)
        proxy.add(Fault("PUT", FILE, cut_up=1000))
        filled.way.setCurrentIndex(0)
        hand.press("Ctrl+Return")
        work = ended(hand)
        assert work.state is State.FAILED
        hand.window.bench.again(work)
        again = ended(hand)
    assert again is not work
    assert again.state is State.DONE, again.sentence
    assert again.outcome.value["image_id"] in work.sentence


def test_by_way_of_the_staging_area(openstack, filled):
    filled.way.setCurrentIndex(1)
    assert filled.summary.text().count("\n") == 3
    assert "/…/stage" in filled.summary.text()
    openstack.press("Ctrl+Return")
    work = openstack.window.program.desk.works.all()[-1]
    assert work.plan.way is Way.IMPORT
    assert ended(openstack).state is State.DONE


def test_a_cloud_that_takes_no_files_says_so(rackspace):
    rackspace.press("Ctrl+Shift+N")
    form = form_of(rackspace)
    assert "belongs to OpenStack" in form.trouble.text()
    assert "Import task" in form.trouble.text()
    assert not form.start.isEnabled()
    assert form.summary.text().strip() == ""


def test_nobody_is_signed_in(hand, file):
    hand.press("Ctrl+Shift+N")
    form = form_of(hand)
    form.use_file(str(file))
    hand.until(lambda: "QCOW2" in hand.words(form))
    assert form.trouble.text() == "Sign in first."
    assert not form.start.isEnabled()


def queued(hand, **members):
    desk, place = hand.window.program.desk, hand.window.place
    call = desk.catalogue.call("image.create-image")
    given = {"disk_format": "qcow2", "container_format": "bare", **members}
    draft = desk.draft(call, {p.key: given[p.name] for p in call.fields() if p.name in given}, place)
    return read_json(desk.send(draft.request, cancel=CancelToken()))["id"]


def send_file(hand, call_id, file, **more):
    call = hand.window.program.desk.catalogue.call(call_id)
    given = {"image_id": queued(hand), "file": FileValue(str(file)), **more}
    hand.window.calls.open(
        call_id, hand.window.place, {p.key: given[p.name] for p in call.fields() if p.name in given}
    )
    hand.until(lambda: hand.dialog.foot.send.isEnabled())
    hand.press("Ctrl+Return")


@pytest.mark.parametrize(
    ("call_id", "way"),
    [("image.upload-image-data", Way.DIRECT), ("image.stage-image-data", Way.STAGE)],
)
def test_the_calls_that_send_a_file_are_long_work(openstack, file, call_id, way):
    more = {"X-Image-Meta-Store": "archive"} if way is Way.DIRECT else {}
    send_file(openstack, call_id, file, **more)
    work = ended(openstack)
    assert isinstance(work.plan, Upload)
    assert (work.plan.way, work.plan.store, work.state) == (way, "archive" if more else "", State.DONE)


def test_a_size_by_hand_is_sent_as_it_is(openstack, file):
    send_file(openstack, "image.upload-image-data", file, **{"x-openstack-image-size": 5})
    openstack.answered("Upload image data", 400)
    assert not openstack.window.program.desk.works.all()


def test_a_path_that_cannot_be_one_is_a_fault():
    assert "cannot be read" in look_at("a\0b", CancelToken(), lambda _progress: None).fault
    assert look_at("", CancelToken(), lambda _progress: None).fault == ""
