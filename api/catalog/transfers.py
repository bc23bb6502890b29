"""Reads ``x-transfer``: which way a call moves the data of a resource, and which call tells what that resource is."""

from __future__ import annotations

from api.catalog.nodes import Node
from api.transfer import Transfer, TransferKind


def read_transfer(found: Node | None, product: str) -> Transfer | None:
    """How the call moves bytes; calls become complete call ids. None for calls whose bytes fit in memory."""
    if found is None:
        return None
    kind = found.need_text("kind")
    if kind not in set(TransferKind):
        raise found.error(f"“{kind}” is none of: {', '.join(TransferKind)}")
    return Transfer(
        kind=TransferKind(kind),
        record=f"{product}.{found.need_text('record')}",
        fill=found.pairs("fill"),
        headers=found.pairs("headers"),
        part=found.text("part"),
    )
