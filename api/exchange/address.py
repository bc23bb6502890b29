"""The address that a person names for calls which need no sign-in."""

from __future__ import annotations

from api.wire.outgoing import url_fault


def check_address(address: str) -> str:
    """Why a call's path cannot be put behind this address, as a sentence; "" when it can."""
    if "?" in address or "#" in address:
        return "The address cannot hold “?” or “#”: the call's own path comes after it."
    return url_fault(address)
