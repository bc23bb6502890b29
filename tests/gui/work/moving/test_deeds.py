"""What is left to do once images were moved: look at them, and delete the exports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from api.model import Place
from api.work.moving.cleaning import DeleteDisks
from api.work.plan import Outcome
from gui.work.deeds import deeds_of

LEFT = [
    {
        "region": region,
        "container": box,
        "object": "x.vhd",
        "location": f"{box}/x.vhd",
        "size": 4096,
        "segments": 2,
    }
    for region, box in (("DFW", "exports"), ("LON", "from-dfw"))
]


@dataclass(frozen=True)
class Done:
    """A plan of moving that comes to this at once."""

    kind: str
    value: Any = field(repr=False)
    place: Place
    title: str = "Move"
    unit: str = ""

    def carry_out(self, _work):
        return Outcome("Done.", self.value)


@pytest.fixture
def offers_of(practising, qtbot):
    def make(kind, value):
        work = practising.bench.begin(Done(kind, value, practising.place))
        qtbot.waitUntil(lambda: work.state.ended)
        return {offer.title: offer.do for offer in deeds_of(work, practising.bench)}

    return make


@pytest.fixture
def followed(practising, monkeypatch):
    calls = []
    monkeypatch.setattr(type(practising.calls), "follow", lambda _calls, *call: calls.append(call))
    return calls


def test_the_image_is_shown_in_its_region(practising, offers_of, followed):
    offers = offers_of("import", {"image_id": "abc", "region": "LON"})
    offers["Show the image"]()
    call, place, values = followed[0]
    assert (call, place.region, list(values.values())) == ("cloud-images.get-image-details", "LON", ["abc"])


def test_an_export_leads_to_its_container(offers_of, followed):
    offers = offers_of("export", LEFT[0])
    assert list(offers) == ["Show the container"]
    offers["Show the container"]()
    assert (followed[0][0], list(followed[0][2].values())) == ("cloud-files.list-objects", ["exports"])


def test_nothing_is_left_of_what_came_to_nothing(offers_of):
    assert offers_of("import", None) == {}


def test_exports_are_deleted_when_the_person_said_yes(practising, offers_of, monkeypatch):
    offers = offers_of("region-copy", {"image_id": "abc", "region": "LON", "left": LEFT})
    begun = []
    monkeypatch.setattr(type(practising.bench), "begin", lambda _bench, plan: begun.append(plan))
    dialog = offers["Delete the exports…"]()
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "DFW: exports/x.vhd, 4 KiB in 2 segments" in texts
    assert "LON: from-dfw/x.vhd, 4 KiB in 2 segments" in texts
    assert dialog.no.hasFocus() or dialog.no.isDefault()
    assert begun == []
    dialog.yes.click()
    (plan,) = begun
    assert plan == DeleteDisks(
        practising.place, (("DFW", "exports", "x.vhd"), ("LON", "from-dfw", "x.vhd"))
    )


def test_a_no_deletes_nothing(practising, offers_of, monkeypatch):
    offers = offers_of("region-copy", {"left": LEFT})
    monkeypatch.setattr(type(practising.bench), "begin", lambda *_any: pytest.fail("begun"))
    offers["Delete the exports…"]().no.click()
