"""Picking among five thousand images of a real Glance: loaded in parts, found by name, taken, deleted, gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from api.desk import Desk
from api.model import Key, Location
from gui.jobs import Jobs
from gui.parameters.dialog import ParameterDialog
from gui.parameters.pick_editor import PickEditor
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.many_images import many_images
from tests.live.driver import Driver

IMAGE = Key(Location.PATH, "image_id")


@pytest.fixture
def bob(desk: Desk, live_cloud: LiveCloud) -> Iterator[Driver]:
    """Whose project has the five thousand images."""
    with many_images(live_cloud, "RegionTwo", live_cloud.people.beta.project_id):
        yield Driver.sign_in(desk, live_cloud, live_cloud.people.beta, "RegionTwo")


@pytest.fixture
def dialog(qtbot: Any, desk: Desk, bob: Driver) -> Iterator[ParameterDialog]:
    """Delete image, at bob's place."""
    jobs = Jobs()
    made = ParameterDialog(desk.catalogue.call("image.delete-image"), bob.place, desk, jobs)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    jobs.shutdown()


def load_all(qtbot: Any, field: PickEditor) -> int:
    """Load until there is no more; answers with how often that was asked for."""
    for asked in range(1, 20):
        before = field.offer.live
        QTest.keyClick(field.line, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda before=before: field.offer.live is not before)
        assert field.offer.error is None
        if field.offer.live is not None and field.offer.live.rest is None:
            return asked
    raise AssertionError("there is always more")


def test_one_of_five_thousand_is_found_taken_and_gone(
    qtbot: Any, desk: Desk, bob: Driver, dialog: ParameterDialog
) -> None:
    field = dialog.form.rows[IMAGE].editor
    assert isinstance(field, PickEditor)
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    assert load_all(qtbot, field) >= 5
    assert field.offer.live is not None
    assert len(field.offer.live.choices) >= 5000
    QTest.keyClicks(field.line, "many-4321")
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.note.text().startswith("many-4321 · ")
    picked = field.line.text()
    assert dialog.draft is not None
    assert dialog.draft.request is not None
    assert dialog.draft.request.values == {IMAGE: picked}
    shown = bob.get("image.show-image", image_id=picked)
    assert shown["name"] == "many-4321"
    pick = desk.catalogue.call("image.delete-image").parameters[0].pick
    assert pick is not None
    assert desk.seen.known(bob.place, pick, picked)
    assert bob.send("image.delete-image", confirmed=True, image_id=picked).status == 204
    assert desk.seen.known(bob.place, pick, picked) is None
