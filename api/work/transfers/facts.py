"""What is known of data before it is downloaded: its name, size and hash, from the record of what holds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.exchange.exchange import Exchange
from api.model import Call
from api.work.answers import good, value
from api.work.transfers.hashes import known
from api.work.work import Tone, Work

MD5 = "md5"
_MD5_TEXT = re.compile(r"[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class Hash:
    """A hash that data has to have: its name in lower case, its value in hex, and who says so ("the record")."""

    name: str
    value: str
    source: str

    @property
    def title(self) -> str:
        """Its name for the person."""
        return hash_title(self.name)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says of data; None and "" for what it does not say.

    ``unknown_hash`` names a hash that is there and cannot be computed here.
    """

    name: str = ""
    status: str = ""
    size: int | None = None
    hash: Hash | None = None
    unknown_hash: str = ""


def read_facts(work: Work, call: Call, values: Mapping[str, Any]) -> Facts:
    """Read the record of what a call downloads. Where the person may not read it, a note says so.

    Raises CallRefused where there is no such thing, NoAnswer and Cancelled.
    """
    transfer = call.transfer
    assert transfer is not None
    filled = {name: values[mine] for name, mine in transfer.fill if mine in values}
    exchange = work.ask(transfer.record, filled)
    if exchange.status == 403:
        work.note(
            "Its record may not be read, so its size and hash are not known beforehand.", Tone.WARNING
        )
        return Facts()
    if transfer.headers:
        return facts_of(_told_by_headers(good(exchange, 200, 204), transfer.headers))
    return facts_of(value(exchange, 200))


def facts_of(record: Any) -> Facts:
    """What a record says, whatever else it is."""
    if not isinstance(record, Mapping):
        return Facts()
    size, algorithm = record.get("size"), record.get("os_hash_algo")
    strange = isinstance(algorithm, str) and not known(algorithm)
    return Facts(
        name=_text(record.get("name")),
        status=_text(record.get("status")),
        size=size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None,
        hash=hash_of(record),
        unknown_hash=_text(algorithm) if strange else "",
    )


def hash_of(record: Mapping[str, Any]) -> Hash | None:
    """The hash to compare: the service's own choice, else the MD5 of old services; None where neither is known."""
    for name, value_ in (
        (record.get("os_hash_algo"), record.get("os_hash_value")),
        (MD5, record.get("checksum")),
    ):
        if isinstance(name, str) and isinstance(value_, str) and value_ and known(name):
            return Hash(name.lower(), value_.lower(), "the record")
    return None


def hash_title(name: str) -> str:
    """A hash's name for the person: "SHA-512", "MD5"."""
    return f"SHA-{name[3:]}" if name.startswith("sha") and name[3:].isdigit() else name.upper()


def _told_by_headers(exchange: Exchange, headers: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    response = exchange.response
    assert response is not None
    found: dict[str, Any] = {member: response.header(name) for member, name in headers}
    size, checksum = found.get("size"), found.get("checksum")
    if not (isinstance(checksum, str) and _MD5_TEXT.fullmatch(checksum)):
        found["checksum"] = (
            None  # in quotes, an ETag is no MD5 of the data: that of a large object is of its segments
        )
    return {
        **found,
        "size": int(size) if isinstance(size, str) and size.isascii() and size.isdigit() else None,
    }


def _text(value_: Any) -> str:
    return value_ if isinstance(value_, str) else ""
