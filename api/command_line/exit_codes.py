"""What the program's exit code says."""

from __future__ import annotations

from enum import IntEnum

from api.errors import (
    BadInput,
    Cancelled,
    CatalogueError,
    MachineFailed,
    NoAnswer,
    NotConfirmed,
    NotOffered,
    PitchforkError,
    ProfileError,
    SignInFailed,
    UnknownCall,
)
from api.work.answers import CallRefused
from api.work.transfers.fetching import NoData
from api.work.transfers.standing import UploadFailed
from api.work.watch.ending import EndedBadly, TimeIsUp


class ExitCode(IntEnum):
    """The exit codes of headless commands."""

    FINE = 0
    """Answered with a status below 400, or mocked."""
    REFUSED = 1
    """Answered with a status of 400 or more; what was watched failed, or ended otherwise than was waited for."""
    BAD_INPUT = 2
    """Parameters that cannot be sent; each is named on stderr."""
    SIGN_IN_FAILED = 3
    NO_ANSWER = 4
    """Network, TLS, time limit."""
    MACHINE_FAILED = 5
    """The data folder, a file or the output cannot be written or read."""
    CANCELLED = 130
    """Ctrl+C, as shells number it."""


_BY_ERROR: tuple[tuple[type[PitchforkError], ExitCode], ...] = (
    (SignInFailed, ExitCode.SIGN_IN_FAILED),
    (NoAnswer, ExitCode.NO_ANSWER),
    (Cancelled, ExitCode.CANCELLED),
    (BadInput, ExitCode.BAD_INPUT),
    (UnknownCall, ExitCode.BAD_INPUT),
    (NotConfirmed, ExitCode.BAD_INPUT),
    (NotOffered, ExitCode.BAD_INPUT),
    (ProfileError, ExitCode.BAD_INPUT),
    (CatalogueError, ExitCode.BAD_INPUT),
    (CallRefused, ExitCode.REFUSED),
    (NoData, ExitCode.REFUSED),
    (UploadFailed, ExitCode.REFUSED),
    (EndedBadly, ExitCode.REFUSED),
    (TimeIsUp, ExitCode.NO_ANSWER),
    (MachineFailed, ExitCode.MACHINE_FAILED),
)


def exit_code_of(error: PitchforkError) -> ExitCode:
    """The exit code for an expected failure."""
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), ExitCode.BAD_INPUT)
