"""A practice cloud of each face with images of one's own, and a desk whose answers can be scripted."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from api.desk import Desk
from api.exchange.reading import read_json
from api.running import CancelToken
from api.work.bulk.plan import Consent, plan_bulk, rows_by_id
from api.work.works import Works

FACES = {"rackspace": "cloud-images", "openstack": "image"}


class Script:
    """Stands before a desk: ``answers(request, number)`` gives an exchange for some requests, None for the others.

    ``sent`` are the requests in the order in which they came.
    """

    def __init__(self, desk):
        self._desk = desk
        self._lock = threading.Lock()
        self.sent = []
        self.answers = lambda _request, _number: None

    @property
    def catalogue(self):
        return self._desk.catalogue

    def who(self, place):
        return self._desk.who(place)

    def draft(self, call, values, place, **more):
        return self._desk.draft(call, values, place, **more)

    def send(self, request, secrets=None, **more):
        with self._lock:
            self.sent.append(request)
            number = len(self.sent)
        answer = self.answers(request, number)
        return answer if answer is not None else self._desk.send(request, secrets, **more)

    def paths(self, method):
        """The paths that were asked with a method."""
        return [request.url.masked() for request in list(self.sent) if request.method == method]


class Ground:
    """One face of the practice cloud, signed in to."""

    def __init__(self, desk, face):
        self.desk, self.product = desk, FACES[face]
        cloud = desk.practice_sign_in(CancelToken(), openstack=face == "openstack")
        self.place = desk.place(cloud.profile.id)
        self.script = Script(desk)
        self.works = Works(self.script)

    def images(self, **filters):
        ask = self.desk.asker(self.place, CancelToken())
        given = {"limit": 100, **(filters or {"owner": self.place.account})}
        return read_json(ask(f"{self.product}.list-images", given))["images"]

    def show(self, image_id):
        name = "show-image" if self.product == "image" else "get-image-details"
        return self.desk.asker(self.place, CancelToken())(f"{self.product}.{name}", {"image_id": image_id})

    def plan(self, name, images, values=None, *, confirmed=False, **more):
        call = self.desk.catalogue.call(f"{self.product}.{name}")
        rows = rows_by_id(call, values or {}, images)
        plan = plan_bulk(self.desk.catalogue, call.id, self.place, rows, values)
        return replace(plan, consent=Consent() if confirmed else None, **more)

    def run(self, plan, cancel=None):
        """The outcome, and the work."""
        outcome = self.works.run(plan, cancel or CancelToken())
        return outcome, self.works.all()[-1]


@pytest.fixture(params=FACES)
def ground(request, data_dir):
    desk = Desk(data_dir)
    made = Ground(desk, request.param)
    yield made
    made.works.close()
    desk.close()
