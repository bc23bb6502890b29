"""A request as text: as it goes over the wire, and nothing in a value can look like a line of its own."""

from __future__ import annotations

import pytest

from api.desk import Desk
from api.exchange.http_text import http_text
from api.model import Key, Location, Place

STORE = Key(Location.HEADER, "X-Image-Meta-Store")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("fast", "fast"), ("x\r\nEvil: 1", "x\\r\\nEvil: 1"), ("bell\x07", "bell\\x07"), ("größe", "größe")],
)
def test_a_header_stays_on_its_line(data_dir, value, shown):
    desk = Desk(data_dir)
    draft = desk.draft(desk.catalogue.call("image.create-image"), {STORE: value}, Place(None, None, None))
    head = http_text(draft.preview).partition("\n\n")[0].split("\n")
    assert f"X-Image-Meta-Store: {shown}" in head
    assert not [line for line in head if line.startswith("Evil")]
    desk.close()
