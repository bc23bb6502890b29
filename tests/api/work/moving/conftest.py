"""Somebody signed in to the practice cloud, on a clock that goes on when a plan rests."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from api.desk import Desk
from api.practice.clock import SetClock
from api.practice.cloud import PracticeCloud
from api.running import CancelToken
from api.work.watch.pauses import Clock
from tests.builders.fault_proxy import fault_proxy


class HastyClock(Clock):
    """Goes on by what a plan rests, and the practice cloud with it."""

    def __init__(self, cloud: SetClock) -> None:
        self._cloud, self._now = cloud, 0.0
        self.before_rest: Any = lambda: None

    def now(self) -> float:
        return self._now

    def rest(self, work: Any, seconds: float) -> None:
        self.before_rest()
        work.check()
        self._now += seconds
        self._cloud.advance(seconds)


class Person:
    """Somebody signed in, at one place; ``ask`` and ``get`` are plain calls beside the works."""

    def __init__(self, desk: Desk, clock: HastyClock, *, openstack: bool) -> None:
        cloud = desk.practice_sign_in(CancelToken(), openstack=openstack)
        self.desk, self.clock, self.profile = desk, clock, cloud.profile.id
        self.place = desk.place(cloud.profile.id, "DFW")

    def at(self, region: str) -> Any:
        return self.desk.place(self.profile, region)

    def asker(self, region: str = "DFW") -> Any:
        return self.desk.asker(self.at(region), CancelToken())

    def ask(self, call_id: str, region: str = "DFW", **values: Any) -> Any:
        call = self.desk.catalogue.call(call_id)
        names = {name.replace("__", "."): value for name, value in values.items()}
        keyed = {p.key: names[p.name] for p in call.fields() if p.name in names}
        draft = self.desk.draft(call, keyed, self.at(region))
        assert draft.request is not None, draft.faults
        return self.desk.send(draft.request, draft.secrets, cancel=CancelToken(), confirmed=True)

    def get(self, call_id: str, region: str = "DFW", **values: Any) -> Any:
        return json.loads(self.ask(call_id, region, **values).response.content.bytes())

    def names(self, container: str, region: str = "DFW") -> list[str]:
        rows = self.get("cloud-files.list-objects", region, container=container)
        return [row["name"] for row in rows]

    def named(self, name: str, region: str = "DFW") -> str:
        (image,) = self.get("cloud-images.list-images", region, name=name)["images"]
        return str(image["id"])

    def image(self, image_id: str, region: str = "DFW") -> dict[str, Any]:
        return dict(self.get("cloud-images.get-image-details", region, image_id=image_id))

    def put(self, container: str, name: str, data: bytes, region: str = "DFW") -> None:
        self.ask("cloud-files.upload-object", region, container=container, object=name, file=data)

    def run(self, plan: Any, cancel: CancelToken | None = None) -> Any:
        return self.desk.works.run(plan, cancel or CancelToken())

    def wait_for(self, work: Any) -> None:
        """Until a piece of work that runs on a thread of its own has ended."""
        over = threading.Event()
        end = self.desk.works.listen(lambda each: over.set() if each is work and work.state.ended else None)
        try:
            assert work.state.ended or over.wait(30)
        finally:
            end()

    @property
    def work(self) -> Any:
        return self.desk.works.all()[-1]

    @property
    def notes(self) -> str:
        return "\n".join(note.sentence for note in self.work.notes)


@pytest.fixture
def practising(data_dir):
    """A desk whose practice cloud has a clock of its own, and that clock."""
    desk = Desk(data_dir)
    clock = SetClock(datetime.now(UTC))
    desk._practising._cloud = cloud = PracticeCloud(data_dir / "practice", clock)
    cloud.start()
    yield desk, HastyClock(clock)
    desk.close()


@pytest.fixture
def person(practising):
    """Somebody of Rackspace's face."""
    return Person(*practising, openstack=False)


@pytest.fixture
def ada(practising):
    """Somebody of OpenStack's face."""
    return Person(*practising, openstack=True)


@pytest.fixture
def proxy(monkeypatch):
    """A proxy before the services of the practice cloud."""
    with fault_proxy() as proxy:
        proxy.stand_before(monkeypatch)
        yield proxy
