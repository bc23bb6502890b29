"""Freed memory goes back to the system: C libraries like to keep what was freed in small pieces."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

MUCH = 32 << 20


def give_back(freed: int = MUCH) -> None:
    """Return to the system what is free, where the C library can (glibc's malloc_trim). Work for a worker: some ms.

    Only when at least 32 MiB were ``freed``: whoever wants memory meanwhile has to wait, the window as well.
    """
    if freed >= MUCH and (trim := _trim()) is not None:
        trim(0)


@cache
def _trim() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
