"""Forms over made-up records, and dialogs over the practice cloud."""

import json

import pytest

from api.edit.editing import Editing
from api.edit.property import Properties
from api.edit.told import Told, read_namespace, read_schema_document
from api.edit.undo import Target
from api.model import Edit, Key, Location, Remark
from api.running import CancelToken
from gui.edit.form import EditForm
from gui.edit.patch_dialog import PatchDialog
from tests.builders.cloud_words import NAMESPACE, RECORD, SCHEMA

EDIT = Edit(
    kind="image",
    read="image.show-image",
    fill=(("image_id", "id"),),
    basic=("name", "protected", "tags", "min_disk", "disk_format"),
    unordered=("tags",),
    locked=(Remark(("id",), "The service keeps it."),),
    warnings=(Remark(("hw_*",), "It may not boot."),),
)


@pytest.fixture
def make_form(qtbot):
    """A form over a record, every row of it made."""

    def make(record=RECORD):
        properties = Properties(EDIT, Told(read_schema_document(SCHEMA), read_namespace(NAMESPACE)))
        editing = Editing(EDIT, dict(record), properties.all(record))
        form = EditForm(editing, properties)
        qtbot.addWidget(form)
        form.resize(900, 600)
        form.show()
        qtbot.waitUntil(lambda: form.complete)
        return form, editing

    return make


class Images:
    """The practice cloud's images, changed beside the window."""

    def __init__(self, desk, place):
        self.desk, self.place = desk, place
        self.ask = desk.asker(place, CancelToken())

    def all(self):
        exchange = self.ask("cloud-images.list-images", {"limit": 100})
        return json.loads(exchange.response.content.bytes())["images"]

    def own(self):
        mine = [i for i in self.all() if i["owner"] == self.place.account and i["status"] == "active"]
        return max(mine, key=len)

    def show(self, image_id):
        exchange = self.ask("cloud-images.get-image-details", {"image_id": image_id})
        return json.loads(exchange.response.content.bytes())

    def target(self, image_id):
        return Target("cloud-images.update-image", self.place, (("image_id", image_id),))

    def patch(self, image_id, *operations):
        call = self.desk.catalogue.call("cloud-images.update-image")
        values = {Key(Location.PATH, "image_id"): image_id, Key(Location.BODY, "body"): list(operations)}
        exchange = self.desk.send(self.desk.draft(call, values, self.place).request, cancel=CancelToken())
        assert exchange.status == 200
        return exchange


@pytest.fixture
def images(practising, desk):
    """The images of the account signed in to. Forms that are left open are given up in the end."""
    yield Images(desk, practising.place)
    for dialog in practising.findChildren(PatchDialog):
        dialog.hide()
        dialog.reject()
