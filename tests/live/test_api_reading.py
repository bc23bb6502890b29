"""Every call of the catalogue that only reads and needs nothing is answered by the real services as documented."""

from __future__ import annotations

import json

import pytest

from api.catalog.catalogue import Catalogue
from api.model import Call, Change
from tests.live.driver import Driver, said

FOR_ADMINISTRATORS = {
    "image.list-stores-detail",
    "image.list-tasks",
    "image.show-cache",
    "identity.list-regions",
    "identity.list-services",
    "identity.list-endpoints",
    "identity.list-projects",
    "identity.list-users",
    "identity.list-roles",
    "identity.list-role-assignments",
}
"""Members may be refused these."""


def reading_calls() -> list[str]:
    catalogue = Catalogue()
    heads = (
        h for h in catalogue.heads() if h.product in ("image", "identity") and h.changes is Change.NONE
    )
    return [head.id for head in heads if reads_alone(catalogue.call(head.id))]


def reads_alone(call: Call) -> bool:
    return call.method in ("GET", "HEAD") and not any(field.required for field in call.fields())


@pytest.mark.parametrize("call_id", reading_calls())
def test_administrators_read_everything(admin: Driver, call_id: str) -> None:
    call = admin.desk.catalogue.call(call_id)
    exchange = admin.send(call_id)
    assert exchange.status in call.success, said(exchange)
    if exchange.response.content_type == "application/json":
        json.loads(exchange.response.content.bytes())


@pytest.mark.parametrize("call_id", reading_calls())
def test_members_read_or_are_refused(alice: Driver, call_id: str) -> None:
    call = alice.desk.catalogue.call(call_id)
    exchange = alice.send(call_id)
    if call_id in FOR_ADMINISTRATORS and exchange.status == 403:
        assert "403" in {answer.status for answer in call.answers}, (
            "an answer that the document does not list"
        )
    else:
        assert exchange.status in call.success, said(exchange)


def test_there_are_many_of_them() -> None:
    found = reading_calls()
    assert sum(call_id.startswith("image.show-") and call_id.endswith("-schema") for call_id in found) == 16
    assert len(found) > 30
