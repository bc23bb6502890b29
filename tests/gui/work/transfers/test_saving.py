"""Downloads in the window: the question where to save, the work that begins, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from api.exchange.reading import read_json
from api.model import FileValue, Key, Location
from api.running import CancelToken
from api.work.work import State
from gui.work.deeds import deeds_of
from gui.work.image_deeds import PARTS
from gui.work.transfers import saving
from gui.work.transfers.saving import download_offers

DATA = b"disk" * 50_000
IMAGE_ID = Key(Location.PATH, "image_id")
RANGE = Key(Location.HEADER, "Range")
CALL = "image.download-image-data"


@pytest.fixture(autouse=True)
def fresh(monkeypatch, tmp_path):
    """The folder of downloads is this test's own."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    monkeypatch.setattr(saving, "_last_folder", [])
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _which: str(folder))
    return folder


@pytest.fixture
def openstack(window, desk):
    """A window signed in to the practice cloud's OpenStack face."""
    cloud = desk.practice_sign_in(CancelToken(), openstack=True)
    window.set_cloud(cloud.profile.id)
    return window


@pytest.fixture
def ask(openstack, desk):
    """ask(call, values by name): an exchange, beside the window."""

    def ask(call_id, **values):
        call = desk.catalogue.call(call_id)
        keyed = {p.key: values[p.name] for p in call.fields() if p.name in values}
        draft = desk.draft(call, keyed, openstack.place)
        return desk.send(draft.request, draft.secrets, cancel=CancelToken())

    return ask


@pytest.fixture
def image(ask, tmp_path):
    """The record of an image with data."""
    formats = {"disk_format": "raw", "container_format": "bare"}
    made = read_json(ask("image.create-image", name="Debian 12", **formats))["id"]
    source = tmp_path / "source.raw"
    source.write_bytes(DATA)
    assert ask("image.upload-image-data", image_id=made, file=FileValue(str(source))).status == 204
    return read_json(ask("image.show-image", image_id=made))


def question():
    """The file dialog that is open."""
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog)]
    return next((each for each in found if each.isVisible()), None)


def choose(path):
    """Choose a file, as the dialog tells it; a file that is there it would ask about first."""
    dialog = question()
    dialog.fileSelected.emit(str(path))
    dialog.done(QFileDialog.DialogCode.Accepted)


@pytest.fixture
def form(openstack, image, qtbot):
    """The open form of the download call, filled in."""
    openstack.calls.open(CALL, openstack.place, {IMAGE_ID: image["id"]})
    openstack.calls.raise_latest()
    dialog = openstack.calls._latest
    qtbot.waitUntil(lambda: dialog._draft is not None and dialog._draft.request is not None)
    return dialog


def ended(desk, qtbot):
    qtbot.waitUntil(lambda: bool(desk.works.all()) and desk.works.all()[-1].state.ended)
    return desk.works.all()[-1]


def test_sending_the_call_asks_where_to_save_and_downloads(openstack, form, desk, qtbot, fresh):
    form.send_requested.emit(form._draft)
    qtbot.waitUntil(lambda: question() is not None)
    dialog = question()
    assert [Path(each).name for each in dialog.selectedFiles()] == ["Debian 12.raw"]
    assert dialog.directory().path() == str(fresh)
    choose(fresh / "mine.raw")
    work = ended(desk, qtbot)
    assert work.state is State.DONE, work.sentence
    assert work.title == "Download Debian 12"
    assert (fresh / "mine.raw").read_bytes() == DATA
    assert openstack.answers.begun == []
    assert openstack.work_panel.isVisible()


def test_who_thinks_better_of_it_gets_the_form_back(form, desk, qtbot):
    form.hide()
    form.send_requested.emit(form._draft)
    qtbot.waitUntil(lambda: question() is not None)
    question().reject()
    qtbot.waitUntil(form.isVisible)
    assert desk.works.all() == ()


def test_a_range_by_hand_is_an_ordinary_call(openstack, desk, image, qtbot):
    call = desk.catalogue.call(CALL)
    draft = desk.draft(call, {IMAGE_ID: image["id"], RANGE: "bytes=0-9"}, openstack.place)
    openstack.calls.send(draft)
    qtbot.waitUntil(lambda: bool(openstack.answers.finished))
    assert openstack.answers.finished[0][1].status == 206
    assert question() is None


def test_other_calls_are_ordinary_calls(openstack, desk, qtbot):
    openstack.calls.send(desk.draft(desk.catalogue.call("image.list-images"), {}, openstack.place))
    qtbot.waitUntil(lambda: bool(openstack.answers.finished))
    assert desk.works.all() == ()


def test_an_image_that_is_not_there_fails_as_work(openstack, desk, qtbot, fresh):
    missing = "00000000-0000-4000-8000-000000000000"
    draft = desk.draft(desk.catalogue.call(CALL), {IMAGE_ID: missing}, openstack.place)
    openstack.calls.send(draft)
    qtbot.waitUntil(lambda: question() is not None)
    assert [Path(each).name for each in question().selectedFiles()] == [missing]
    choose(fresh / "mine.raw")
    work = ended(desk, qtbot)
    assert work.state is State.FAILED
    assert "404" in work.sentence


def test_an_image_offers_its_download(openstack, desk, image, qtbot, fresh):
    assert any(
        offer.title == "Download…"
        for part in PARTS
        for offer in part(openstack.place, image, openstack.bench)
    )
    (offer,) = download_offers(openstack.place, image, openstack.bench)
    offer.do()
    target = fresh / "Debian 12.raw"
    target.write_bytes(b"old")
    choose(target)  # the dialog has asked whether to replace it
    assert ended(desk, qtbot).state is State.DONE
    assert target.read_bytes() == DATA


@pytest.mark.parametrize("odd", [{"status": "queued"}, {"id": None}])
def test_an_image_without_data_offers_nothing(openstack, image, odd):
    assert tuple(download_offers(openstack.place, image | odd, openstack.bench)) == ()


def test_rackspace_gives_no_data_out(practising, image_like):
    assert tuple(download_offers(practising.place, image_like, practising.bench)) == ()


@pytest.fixture
def image_like():
    return {"id": "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41", "name": "x", "status": "active"}


def test_a_download_that_ended_offers_its_folder(openstack, desk, image, qtbot, fresh, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    (offer,) = download_offers(openstack.place, image, openstack.bench)
    offer.do()
    choose(fresh / "mine.raw")
    work = ended(desk, qtbot)
    (deed,) = deeds_of(work, openstack.bench)
    assert deed.title == "Open Folder"
    deed.do()
    assert opened == [str(fresh)]


def test_the_next_download_begins_in_the_last_folder(openstack, image, qtbot, tmp_path, desk):
    other = tmp_path / "other"
    other.mkdir()
    (offer,) = download_offers(openstack.place, image, openstack.bench)
    offer.do()
    choose(other / "mine.raw")
    ended(desk, qtbot)
    (again,) = download_offers(openstack.place, image, openstack.bench)
    again.do()
    assert question().directory().path() == str(other)
    question().reject()
