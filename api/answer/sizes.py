"""Numbers of bytes and counts as people read them."""

from __future__ import annotations

SIZE_NAMES = frozenset({"size", "virtual_size", "bytes"})
"""Members whose numbers count bytes."""
_UNITS = ("KiB", "MiB", "GiB", "TiB", "PiB", "EiB")


def size(count: int) -> str:
    """A number of bytes: ``812 bytes``, ``145 KiB``, ``3.1 GiB``."""
    if abs(count) < 1024:
        return f"{count} byte" if count == 1 else f"{count} bytes"
    amount, unit = count / 1024, _UNITS[0]
    for unit in _UNITS[1:]:
        if abs(amount) < 999.5:
            return f"{_short(amount)} {_UNITS[_UNITS.index(unit) - 1]}"
        amount /= 1024
    return f"{_short(amount)} {unit}"


def _short(amount: float) -> str:
    text = f"{amount:.1f}" if abs(amount) < 99.95 else f"{amount:,.0f}"
    return text.removesuffix(".0")


def counted(count: int, noun: str) -> str:
    """A count with its noun, given in the plural: ``60 images``, ``1 image``, ``2 policies``."""
    return f"{count:,} {singular(noun) if count == 1 else noun}"


def singular(noun: str) -> str:
    """The singular of a regular plural."""
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("sses", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
