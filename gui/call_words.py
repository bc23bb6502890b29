"""What is said of a call that was not sent, or did not come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.errors import Cancelled

if TYPE_CHECKING:
    from api.exchange.build import Draft


def first_fault(draft: Draft) -> str:
    """Why a draft cannot be sent: its first fault, by name."""
    fault = draft.faults[0]
    return f"{fault.key.name}: {fault.sentence}" if fault.key else fault.sentence


def told_error(error: Exception, *, changes: bool) -> Exception:
    """The error to show; a call that changes something may have done so although it was stopped."""
    if isinstance(error, Cancelled) and changes:
        hint = "The service may have done it all the same: look before you send it again."
        return Cancelled(error.sentence, hint)
    return error
