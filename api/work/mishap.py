"""Errors of pieces of work: what an unexpected one is for the person, and how none keeps alive what its work held."""

from __future__ import annotations

import traceback

from api.errors import PitchforkError

_PLACES = 12


def unexpected(error: BaseException) -> PitchforkError:
    """What to say of an error that a plan did not foresee."""
    return PitchforkError(
        "An error of this program ended it.",
        "Please report it with its details.",
        traced(error),
    )


def traced(error: BaseException) -> str:
    """An error's kind and its places in the code, for details and logs. Its text may quote values: it is left out."""
    frames = traceback.extract_tb(error.__traceback__)[-_PLACES:]
    places = "\n".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
    return f"{type(error).__name__}\n\n{places}"


def forget_frames(error: BaseException) -> None:
    """Let go of the frames of an error and of those behind it: they hold every value that the work held."""
    known: set[int] = set()
    open_: list[BaseException | None] = [error]
    while open_:
        each = open_.pop()
        if each is not None and id(each) not in known:
            known.add(id(each))
            each.__traceback__ = None
            open_ += [each.__cause__, each.__context__]
