"""What can go wrong with saved calls, beyond files that cannot be read."""

from __future__ import annotations

from api.errors import PitchforkError


class SavedCallError(PitchforkError):
    """A saved call, its folder or a link that cannot be used as asked; nothing was lost."""


class ChangedMeanwhile(SavedCallError):
    """Somebody else changed or removed the file since it was read; it was left as it is."""
