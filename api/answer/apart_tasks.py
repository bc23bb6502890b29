"""What can be run in a child process, by name; each task imports what it needs when it runs."""

from __future__ import annotations

from typing import Any

from api.answer.apart_child import Task


def _query(contents: list[memoryview], arguments: dict[str, Any]) -> bytes:
    """The result of a JMESPath expression as JSON: ``expression``, the byte ranges ``hidden``, and what covers them."""
    from api.answer.queries.task import evaluate

    return evaluate(contents, arguments["expression"], arguments["hidden"], arguments["cover"])


def _compare(contents: list[memoryview], arguments: dict[str, Any]) -> bytes:
    """What differs between two answers: ``hidden`` are the nodes of each that are told apart as wholes."""
    from api.answer.compare.task import compared

    return compared(contents, arguments["hidden"])


def _csv(contents: list[memoryview], arguments: dict[str, Any]) -> bytes:
    """Nothing; the rows of a table are written into a file."""
    from api.answer.tables.csv_export import written

    return written(contents, arguments)


TASKS: dict[str, Task] = {"query": _query, "compare": _compare, "csv": _csv}
