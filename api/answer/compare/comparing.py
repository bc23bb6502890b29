"""Compares two answers where it cannot stall the window: small ones on the worker, large ones in a child process."""

from __future__ import annotations

from api.answer.answer import Answer
from api.answer.apart import run_apart
from api.answer.compare.difference import Difference, compare
from api.answer.compare.pairing import Side
from api.errors import PitchforkError
from api.running import CancelToken

SMALL = 128 << 10
"""Bytes of both answers together that are compared sooner than a process starts."""
SECONDS = 10.0


def differ(left: Answer, right: Answer, cancel: CancelToken, seconds: float = SECONDS) -> Difference:
    """What differs between two answers that hold JSON; for a worker.

    What is hidden in either is told apart as a whole. Raises Cancelled, TooLong after ``seconds``, and
    PitchforkError where an answer is no JSON, is broken, or was closed.
    """
    ours, theirs = _side(left), _side(right)
    if ours.document.size + theirs.document.size <= SMALL:
        return compare(ours, theirs, cancel.check)
    hidden = [sorted(ours.hidden), sorted(theirs.hidden)]
    contents = [left.content.view, right.content.view]
    return Difference.from_json(run_apart("compare", contents, {"hidden": hidden}, cancel, seconds))


def _side(answer: Answer) -> Side:
    document, veil = answer.document, answer.veil
    if document is None or veil is None or not answer.complete:
        raise PitchforkError("Only answers that are complete JSON can be compared.")
    return Side(document, veil.covered)
