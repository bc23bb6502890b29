"""The limits of one call: how long to wait for what, and how much of an answer to take."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient and how greedy a call is.

    ``connect`` is the time in seconds for finding the name, connecting and the TLS handshake, each on its
    own; ``read`` the longest silence, in seconds, while sending, waiting or receiving. ``size`` is the
    largest answer in bytes; bodies above ``memory`` bytes go to a temporary file. ``head`` is the time in seconds for
    all of an answer's head once it has begun, interim answers included, and ``least`` the bytes of a body that
    ``read`` seconds have to bring.
    """

    connect: float = 10.0
    read: float = 60.0
    size: int = 512 * MIB
    memory: int = 8 * MIB
    head: float = 120.0
    least: int = 1024
