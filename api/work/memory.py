"""What a piece of work has to know when it is taken up again, after a failure or at the next start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


class Memory:
    """Facts by name, as JSON; never a secret, for they are kept in a file. Thread-safe."""

    def __init__(self, changed: Callable[[], None], facts: Mapping[str, Any] | None = None) -> None:
        self._changed = changed
        self.facts: Mapping[str, Any] = dict(facts or {})
        """All of them, to be read only."""

    def note(self, **facts: Any) -> None:
        """From now on this holds."""
        self.facts = {**self.facts, **facts}
        self._changed()
