"""From answers of a real Keystone and Glance to the next calls: what is named, and where links lead."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.answer.answer import Answer, read_answer
from api.answer.uses.uses import UseFinder, Uses
from api.exchange.exchange import Exchange
from api.exchange.link import Link
from api.model import Location
from api.running import CancelToken
from tests.live.cloud.live_cloud import LiveCloud
from tests.live.cloud.many_images import many_images
from tests.live.driver import Driver


class Page:
    """One answer of the cloud, and what its nodes lead to."""

    def __init__(self, driver: Driver, exchange: Exchange) -> None:
        desk = driver.desk
        paging = desk.catalogue.call(exchange.request.call_id).paging
        products = [product.id for product in desk.offered(driver.place)]
        self.driver, self.exchange = driver, exchange
        self.answer: Answer = read_answer(exchange, paging)
        read = self.answer.document, self.answer.veil
        self.finder = UseFinder(exchange, *read, desk.catalogue, products)

    @classmethod
    def of(cls, driver: Driver, call_id: str, **values: Any) -> Page:
        """The answer to a call."""
        return cls(driver, driver.send(call_id, **values))

    @property
    def json(self) -> Any:
        """What the answer says."""
        assert self.exchange.response is not None
        return json.loads(self.exchange.response.content.bytes())

    def at(self, pointer: str) -> Uses:
        """Where the node at a pointer leads."""
        assert self.answer.document is not None
        node = self.answer.document.find(pointer)
        assert node is not None, pointer
        return self.finder.at(node)

    def follow(self, pointer: str) -> Page:
        """The answer that the link at a pointer asks for."""
        link = self.at(pointer).link
        assert isinstance(link, Link)
        assert link.call is not None, link.refusal
        return self._sent(link.call, link.values)

    def use(self, pointer: str, title: str) -> Page:
        """The answer to a call that takes what stands at a pointer."""
        uses = [use for group in self.at(pointer).groups for use in group.uses if use.call.title == title]
        assert uses, title
        return self._sent(uses[0].call, uses[0].values)

    def _sent(self, call: Any, values: Any) -> Page:
        draft = self.driver.desk.draft(call, values, self.driver.place)
        assert draft.request is not None, draft.faults
        return Page(self.driver, self.driver.desk.send(draft.request, draft.secrets, cancel=CancelToken()))


@pytest.fixture
def shared(alice: Driver, live_cloud: LiveCloud) -> str:
    """The id of an image that alice shares with bob's project."""
    image = alice.get("image.create-image", 201, name="linked", tags=["of links"], visibility="shared")
    alice.get("image.create-image-member", image_id=image["id"], member=live_cloud.people.beta.project_id)
    return str(image["id"])


def test_an_image_leads_to_its_details_members_and_schema(alice: Driver, shared: str) -> None:
    page = Page.of(alice, "image.list-images", tag=["of links"])
    number = [image["id"] for image in page.json["images"]].index(shared)
    assert page.at(f"/images/{number}/id").groups[0].uses[0].call.title == "Show image"
    assert page.follow(f"/images/{number}/self").json["id"] == shared
    assert page.follow(f"/images/{number}/schema").json["name"] == "image"
    assert page.follow("/schema").json["name"] == "images"
    assert page.follow("/first").json == page.json
    tagged = page.use(f"/images/{number}/tags/0", "List images")
    assert shared in [image["id"] for image in tagged.json["images"]]
    members = page.use(f"/images/{number}", "List image members")
    member = members.use("/members/0", "Show image member")
    assert member.json == members.json["members"][0]
    file = page.at(f"/images/{number}/file").link
    assert file is not None
    assert file.call is not None
    assert file.call.id == "image.download-image-data"
    owner = page.use(f"/images/{number}/owner", "Show project details")
    assert owner.json["project"]["id"] == page.json["images"][number]["owner"]


def test_pages_of_five_thousand_follow_each_other(desk: Any, live_cloud: LiveCloud) -> None:
    with many_images(live_cloud, "RegionTwo", live_cloud.people.beta.project_id) as ids:
        bob = Driver.sign_in(desk, live_cloud, live_cloud.people.beta, "RegionTwo")
        page = Page.of(bob, "image.list-images", limit=1000)
        found = {image["id"] for image in page.json["images"]}
        while "next" in page.json:
            page = page.follow("/next")
            assert {key.name for key in page.exchange.request.values} == {"limit", "marker"}
            found |= {image["id"] for image in page.json["images"]}
        assert set(ids) <= found
        last = len(page.json["images"]) - 1
        if last >= 0:
            shown = page.use(f"/images/{last}", "Show image")
            assert shown.json["id"] == page.json["images"][last]["id"]
            assert shown.exchange.place == bob.place


def test_links_of_keystone_are_calls_of_keystone(alice: Driver) -> None:
    projects = Page.of(alice, "identity.list-my-projects")
    assert projects.follow("/links/self").json == projects.json
    shown = projects.follow("/projects/0/links/self")
    assert shown.json["project"]["id"] == projects.json["projects"][0]["id"]
    catalog = Page.of(alice, "identity.show-catalog")
    document = catalog.answer.document
    assert document is not None
    urls = [
        (f"/catalog/{s}/endpoints/{e}/url", endpoint["url"])
        for s, service in enumerate(catalog.json["catalog"])
        for e, endpoint in enumerate(service["endpoints"])
    ]
    here = catalog.exchange.request.url.masked()
    for pointer, url in urls:
        link = catalog.at(pointer).link
        assert link is not None
        if not here.startswith(url):
            assert link.call is None or url.split("/")[2] == here.split("/")[2]


def test_metadefs_lead_down_to_their_objects(alice: Driver) -> None:
    namespaces = Page.of(alice, "image.list-metadef-namespaces", limit=100)
    for number, _namespace in enumerate(namespaces.json["namespaces"]):
        objects = namespaces.use(f"/namespaces/{number}/namespace", "List objects")
        if objects.json["objects"]:
            name = objects.json["objects"][0]["name"]
            assert objects.use("/objects/0", "Show object").json["name"] == name
            shown = objects.at("/objects/0").groups[0].uses[0]
            assert {key.location for key in shown.values} == {Location.PATH}
            return
    properties = namespaces.use("/namespaces/0", "List properties")
    assert properties.exchange.status == 200
