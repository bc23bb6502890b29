"""What the views do with an error of their own work: a cancelled one is no news, any other is a mistake of ours."""

from __future__ import annotations

from api.errors import Cancelled


def unless_cancelled(error: Exception) -> None:
    """Raise the error, so that the crash report shows it, unless it only says that the work was stopped."""
    if not isinstance(error, Cancelled):
        raise error
