"""Guided imports, exports and copies in the window: fields with live checks, and the work that they begin."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from api.errors import PitchforkError
from api.model import Key, Location
from api.running import CancelToken
from api.work.moving.exporting import Export
from api.work.moving.findings import Finding
from api.work.moving.glance import GlanceCopy, Import, StoreCopy
from api.work.moving.importing import ImportDisk
from api.work.moving.region_copy import RegionCopy
from gui.work.image_deeds import add_deeds
from gui.work.moving import entries


@pytest.fixture
def openstack(window, qtbot):
    """A window that is signed in to the practice cloud's OpenStack face."""
    window.practise_openstack()
    qtbot.waitUntil(lambda: bool(window.profile))
    return window


@pytest.fixture
def begun(monkeypatch):
    """The plans that windows begin; none is carried out."""
    plans = []
    monkeypatch.setattr("gui.work.bench.WorkBench.begin", lambda _bench, plan: plans.append(plan))
    return plans


def image_of(window, name, call="cloud-images.list-images"):
    ask = window.program.desk.asker(window.place, CancelToken())
    content = ask(call, {"name": name}).response.content.bytes()
    return json.loads(content)["images"][0]


def fill(dialog, **texts):
    names = {field.name.replace(" ", "_"): field.key for field in dialog.guide.fields}
    dialog.form.fill({names[name]: value for name, value in texts.items()})


def checked(dialog, qtbot):
    qtbot.waitUntil(lambda: dialog._checked == dialog.texts, timeout=5000)
    return dialog


def fault(dialog, field):
    return dialog.form.rows[dialog.guide.key(field)].fault.text()


def test_a_copy_is_checked_summed_up_and_begun(practising, qtbot, begun):
    image = image_of(practising, "db-replica-3")
    dialog = entries.open_copy(practising.bench, None, image["id"])
    assert dialog.state.text() == "Still needed: region, container, target container."
    assert not dialog.start.isEnabled()
    fill(dialog, region="LON", container="exports", target_container="from-dfw")
    checked(dialog, qtbot)

    assert dialog.remarks.text() == "There is no container “from-dfw” in LON yet."
    assert "Both exports stay, and are charged" in dialog.summary.text()
    dialog.options["tidy"].setChecked(True)
    assert "Both exports are deleted in the end." in dialog.summary.text()
    assert not dialog.options["reuse"].isVisible()
    dialog.start.click()
    (plan,) = begun
    assert plan == RegionCopy(
        practising.place, image["id"], "LON", "exports", "from-dfw", name=plan.name, tidy=True
    )


def test_what_would_fail_stands_at_its_field(practising, qtbot, begun):
    image = image_of(practising, "build agent (Windows)")
    dialog = entries.open_export(practising.bench, None, image["id"])
    fill(dialog, container="not-there")
    checked(dialog, qtbot)
    assert "carries a licence" in fault(dialog, "image")
    assert fault(dialog, "container") == "There is no container “not-there” in DFW yet."
    assert (dialog.start.isEnabled(), dialog.state.text()) == (False, "It would fail: see the fields.")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog._begin()
    assert begun == []


def test_a_container_that_lacks_is_made_if_that_is_ticked(practising, qtbot, begun):
    image = image_of(practising, "mail gateway")
    dialog = entries.open_export(practising.bench, None, image["id"])
    assert not dialog.options["create"].isVisible()
    fill(dialog, container="not-there")
    checked(dialog, qtbot)
    assert not dialog.start.isEnabled()
    dialog.options["create"].setChecked(True)
    assert dialog.start.isEnabled()
    assert fault(dialog, "container") == ""
    dialog.start.click()
    assert begun == [Export(practising.place, image["id"], "not-there", begun[0].name, create=True)]


def test_typing_on_forgets_what_was_found_and_asks_again(practising, qtbot):
    dialog = entries.open_import(practising.bench)
    fill(dialog, container="exports", object="child.vhd", name="New")
    checked(dialog, qtbot)
    assert fault(dialog, "object") == "The VHD has a parent disk: merge them into one disk first."
    fill(dialog, object="appliance.vhd")
    assert fault(dialog, "object") == ""
    assert dialog.state.text() == "Checking…"
    assert not dialog.start.isEnabled()
    checked(dialog, qtbot)
    assert dialog.start.isEnabled()
    assert "exports/appliance.vhd becomes the image “New” in DFW" in dialog.summary.text()
    fill(dialog, name="")
    assert dialog.state.text() == "Still needed: name."
    assert dialog.summary.text() == ""


def test_an_import_ends_with_the_image_in_an_answer(practising, qtbot):
    dialog = entries.open_import(practising.bench)
    fill(dialog, container="exports", object="appliance.vhd", name="New")
    checked(dialog, qtbot)
    dialog.start.click()
    (work,) = practising.program.desk.works.all()
    assert work.plan == ImportDisk(practising.place, "exports/appliance.vhd", "New")
    assert practising.work_panel.isVisible()
    work.cancel.cancel()
    qtbot.waitUntil(lambda: work.state.ended)


def test_a_check_that_breaks_is_told(practising, qtbot):
    dialog = entries.open_import(practising.bench)

    def broken(_texts, _ask):
        raise PitchforkError("It broke.")

    dialog.guide = replace(dialog.guide, check=broken)
    fill(dialog, container="exports", object="appliance.vhd", name="New")
    qtbot.waitUntil(lambda: dialog.trouble.text() == "It broke.", timeout=5000)
    assert not dialog.start.isEnabled()


def test_openstack_imports_from_the_web(openstack, qtbot, begun):
    dialog = entries.open_import(openstack.bench)
    fill(dialog, address="ftp://x", name="Web", disk_format="raw", container_format="bare")
    checked(dialog, qtbot)
    assert fault(dialog, "address").startswith("It has to begin with http")
    fill(dialog, address="https://example.org/x.img")
    checked(dialog, qtbot)
    dialog.start.click()
    members = {"name": "Web", "disk_format": "raw", "container_format": "bare"}
    assert begun == [Import(openstack.place, "https://example.org/x.img", members)]


def test_openstack_copies_to_regions_and_stores(openstack, qtbot, begun):
    dialog = entries.open_copy(openstack.bench, None, "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41")
    fill(dialog, region="ORD")
    checked(dialog, qtbot)
    assert "compares the hashes" in dialog.summary.text()
    dialog.start.click()
    stores = entries.open_stores(openstack.bench, None, "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41")
    checked(stores, qtbot)
    assert "copied to all stores" in stores.summary.text()
    stores.form.fill({stores.guide.key("stores"): ["archive"]})
    checked(stores, qtbot)
    stores.start.click()
    image = "7f3c2a10-4b55-4c0a-8d0e-51b2c6a89d41"
    assert begun == [
        GlanceCopy(openstack.place, image, "ORD"),
        StoreCopy(openstack.place, image, ("archive",)),
    ]


def menu_of(window, image):
    menu = QMenu(window)
    add_deeds(menu, window.place, image, window.bench)
    return [action.text() for action in menu.actions()]


def test_an_images_menu_offers_what_can_be_done_with_it(practising):
    mine = image_of(practising, "mail gateway")
    assert {"Export…", "Copy to Another Region…"} <= set(menu_of(practising, mine))
    other = mine | {"owner": "1"}
    assert not {"Export…", "Copy to Another Region…"} & set(menu_of(practising, other))
    assert not {"Export…"} & set(menu_of(practising, {"owner": practising.place.account}))


def test_openstack_has_no_export(openstack):
    image = {"id": "x", "owner": openstack.place.account, "status": "active"}
    found = menu_of(openstack, image)
    assert "Export…" not in found
    assert {"Copy to Another Region…", "Copy to Stores…"} <= set(found)
    assert entries.open_export(openstack.bench) is None


def test_without_a_sign_in_it_asks_for_one(window, monkeypatch):
    asked = []
    monkeypatch.setattr(type(window.side), "sign_in_again", lambda _side, profile: asked.append(profile))
    for entry in (entries.open_import, entries.open_export, entries.open_copy, entries.open_stores):
        assert entry(window.bench) is None
    assert asked == [""] * 4


def test_the_work_menu_opens_them(practising):
    for name, title in (
        ("import_image", "Import an Image"),
        ("export_image", "Export an Image"),
        ("copy_image", "Copy to Another Region"),
    ):
        practising.actions_.by_name[name].trigger()
        dialogs = [w for w in QApplication.topLevelWidgets() if w.windowTitle() == title and w.isVisible()]
        assert dialogs, title
        for dialog in dialogs:
            dialog.close()


def test_findings_of_no_field_are_remarks(practising, qtbot):
    dialog = entries.open_import(practising.bench)
    dialog.findings = (Finding("name", "It is odd.", stops=False),)
    dialog._tell()
    assert dialog.remarks.text() == "It is odd."
    assert Key(Location.PATH, "name") in dialog.form.rows
