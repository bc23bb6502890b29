"""Asks an answer with a JMESPath expression: checked here, evaluated in a child process, read as a document."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from api.answer.answer import Answer
from api.answer.apart import run_measured
from api.answer.document import ROOT, Document
from api.answer.index import NodeKind
from api.answer.queries.check import BadQuery, check_query
from api.answer.queries.notes import Note, note_on
from api.answer.queries.order import written_order
from api.answer.sizes import counted
from api.answer.tables.table import lists
from api.answer.veil import DOTS, Veil
from api.errors import Cancelled, PitchforkError, TooLong
from api.running import CancelToken
from api.wire.response import Content

SECONDS = 10.0
"""A query that takes longer is stopped."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a query found: a document of its own, never a part of the answer's.

    ``lists`` are its arrays of objects, ``order`` the names of the first one's members if the query wrote them,
    ``count`` says how much it is, ``note`` what was asked for and is not there.
    ``seconds`` is how long finding it took, ``peak`` how many bytes of memory, 0 where that is not known,
    ``bare`` whether a secret of the answer had been revealed then and may be in it.
    """

    content: Content
    document: Document
    veil: Veil
    lists: list[int]
    order: tuple[str, ...]
    count: str
    note: Note | None
    seconds: float
    peak: int
    bare: bool = False

    def close(self) -> None:
        """Let go of document and content."""
        self.document.close()
        self.content.close()


def run_query(answer: Answer, expression: str, cancel: CancelToken, seconds: float = SECONDS) -> Result:
    """What the expression finds in the answer; work for a worker.

    Values that are hidden now are dots to the query, whatever it does with them. Raises BadQuery (with the place),
    TooLong after ``seconds``, Cancelled, or PitchforkError with a sentence.
    """
    tree = check_query(expression)
    document, veil = answer.document, answer.veil
    if document is None or veil is None or document.fault or not len(document):
        raise PitchforkError("The answer is not complete JSON: a query needs the whole.")
    arguments = {"expression": expression, "hidden": veil.spans(), "cover": DOTS}
    begun = monotonic()
    with answer.content.view as view:
        try:
            outcome = run_measured("query", [view], arguments, cancel, seconds)
        except (TooLong, Cancelled):
            raise
        except PitchforkError as error:
            raise _explained(
                error, note_on(document, tree, expression, cancel.check, veil.hides)
            ) from error
    taken = monotonic() - begun
    note = note_on(document, tree, expression, cancel.check, veil.hides)
    content = Content(outcome.content)
    found = Document(content, cancel.check)
    tables = lists(found)
    order = written_order(found, tables, tree, cancel.check)
    return Result(
        content, found, Veil(found), tables, order, _count(found), note, taken, outcome.peak, veil.bare
    )


def _explained(error: PitchforkError, note: Note | None) -> PitchforkError:
    """The error, with what most likely led to it: a name that is not there is null to a function."""
    return error if note is None else BadQuery(error.sentence, note.at, note.sentence)


def _count(document: Document) -> str:
    kind = document.kind(ROOT)
    if kind is NodeKind.ARRAY:
        return counted(document.child_count(ROOT), "items")
    if kind is NodeKind.OBJECT:
        return counted(document.child_count(ROOT), "members")
    return "null: nothing found" if kind is NodeKind.NULL else "1 value"
