"""What the person proves who they are with; kept in memory only."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """API key, password, token or application credential's secret; and the second step of a passcode sign-in.

    ``session_id`` comes from the PasscodeNeeded of the first step. Nothing of it is in the repr.
    """

    secret: str = field(repr=False)
    passcode: str = field(default="", repr=False)
    session_id: str = field(default="", repr=False)
