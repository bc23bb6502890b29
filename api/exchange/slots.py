"""Slots for secret parameters: what stands in a request where a password will be."""

from __future__ import annotations

from api.model import Parameter
from api.wire.request import Encoding, Slot


def secret_slot(parameter: Parameter, encoding: Encoding) -> Slot:
    """The slot of a secret parameter; its variable is the last part of the name in capitals (API_KEY)."""
    last = parameter.name.rpartition(".")[2]
    spaced = "".join(
        f"_{c}" if c.isupper() and i and last[i - 1].islower() else c for i, c in enumerate(last)
    )
    variable = "".join(c if c.isalnum() and c.isascii() else "_" for c in spaced).upper()
    return Slot(str(parameter.key), variable, encoding)
