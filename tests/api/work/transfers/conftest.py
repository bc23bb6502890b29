"""A desk that is signed in to the practice cloud as to an OpenStack cloud, through a proxy that can break things."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from api.desk import Desk
from api.running import CancelToken
from tests.builders.fault_proxy import fault_proxy


class Person:
    """Somebody signed in; ``get`` and ``ask`` are plain calls beside the works."""

    def __init__(self, desk: Desk) -> None:
        cloud = desk.practice_sign_in(CancelToken(), openstack=True)
        self.desk, self.place = desk, desk.place(cloud.profile.id)

    def ask(self, call_id: str, *, confirmed: bool = False, **values: Any) -> Any:
        """The exchange of a call, from values by name."""
        call = self.desk.catalogue.call(call_id)
        keyed = {p.key: values[p.name] for p in call.fields() if p.name in values}
        draft = self.desk.draft(call, keyed, self.place)
        assert draft.request is not None, draft.faults
        return self.desk.send(draft.request, draft.secrets, cancel=CancelToken(), confirmed=confirmed)

    def get(self, call_id: str, **values: Any) -> Any:
        """The JSON of a call's answer."""
        import json

        return json.loads(self.ask(call_id, **values).response.content.bytes())

    def image(self, **members: Any) -> str:
        """The id of a new image that waits for data."""
        known = {"name": "disk", "disk_format": "raw", "container_format": "bare"}
        return str(self.get("image.create-image", **{**known, **members})["id"])

    def record(self, image_id: str) -> Any:
        """An image's record."""
        return self.get("image.show-image", image_id=image_id)

    def run(self, plan: Any, cancel: CancelToken | None = None) -> Any:
        """The outcome of a plan; its work is then the last of the desk's."""
        return self.desk.works.run(plan, cancel or CancelToken())

    def again(self) -> Any:
        """The outcome of the last work's plan, carried out once more with what it remembers."""
        last = self.desk.works.all()[-1]
        ended = threading.Event()
        leave = self.desk.works.listen(lambda work: ended.set() if work.state.ended else None)
        work = self.desk.works.again(last)
        assert ended.wait(60)
        leave()
        if work.error is not None:
            raise work.error
        return work.outcome

    @property
    def notes(self) -> str:
        """The story of the last work."""
        return "\n".join(note.sentence for note in self.desk.works.all()[-1].notes)


@pytest.fixture
def person(data_dir):
    """Somebody signed in to the practice cloud's OpenStack face."""
    desk = Desk(data_dir)
    yield Person(desk)
    desk.close()


@pytest.fixture
def proxy(person, monkeypatch):
    """A proxy before the services of the practice cloud."""
    with fault_proxy() as proxy:
        proxy.stand_before(monkeypatch)
        yield proxy
