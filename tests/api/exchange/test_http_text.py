"""A request as text: as it goes over the wire, and nothing in a value can look like a line of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.desk import Desk
from api.exchange.http_text import SHOWN, http_text
from api.model import Key, Location, Place
from api.wire.request import TOKEN_SLOT, Encoding, FileBody, Slot, Template
from tests.builders.exchanges import a_request

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


def test_a_request_as_text_masks_its_secrets():
    body = Template.of('{"apiKey": ', Slot("body:apiKey", "API_KEY", Encoding.JSON), "}")
    text = http_text(a_request(method="POST", body=body))
    assert text.startswith("POST /v2/images?limit=60 HTTP/1.1\nHost: dfw.images.example.com\nUser-Agent: ")
    assert "X-Auth-Token: ••••••••\n" in text
    assert text.endswith('\n\n{"apiKey": "••••••••"}')
    assert TOKEN_SLOT.name not in text


def test_large_and_file_bodies_are_named():
    text = http_text(a_request(body=b"x" * (SHOWN + 10)))
    assert text.endswith("x\n(the first 65,536 of 65,546 bytes)")
    assert len(text) < SHOWN + 1000
    text = http_text(a_request(method="PUT", body=FileBody(Path("/home/me/disk.vhd"), 5 << 30, 0)))
    assert text.endswith("\n\n(the file disk.vhd, 5,368,709,120 bytes, is read while it is sent)")
