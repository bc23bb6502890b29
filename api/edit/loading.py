"""Reads what an edit begins with: the resource as it is now, its schema, and the cloud's definitions."""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.catalog.nodes import tokens_of
from api.edit.property import Properties, Property
from api.edit.record import Record, read_record
from api.edit.told import Definition, Described, Told, read_namespace, read_schema_document
from api.edit.undo import SentEdit, Target, Undo, plan_undo
from api.errors import Cancelled, PitchforkError
from api.exchange.exchange import Exchange
from api.exchange.reading import read_json
from api.model import Call, Definitions, Edit
from api.running import Progress, ProgressReport, WorkerPool

Ask = Callable[[str, Mapping[str, Any]], Exchange]
"""Sends a reading call, by its complete id, with values by parameter name; used from several threads."""
Find = Callable[[str], Call]

_AT_ONCE = 4
_MOST_NAMESPACES = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form needs: the resource, what makes properties of it, those it has, and what the cloud said."""

    edit: Edit
    record: Record
    properties: Properties
    found: tuple[Property, ...]
    told: Told


def open_edit(
    target: Target, find: Find, ask: Ask, report: ProgressReport, told: Told | None = None
) -> Opened:
    """Read everything (blocking). ``told`` is what the cloud said before, where that is known.

    A schema or definitions that cannot be read are a note in ``told``. Raises PitchforkError where the
    resource itself cannot be read, Cancelled.
    """
    edit = edit_of(target, find)
    report(Progress(f"Reading the {edit.kind}"))
    record = read_record(ask(edit.read, dict(target.fill)))
    told = told or read_told(edit, find, ask, report)
    properties = Properties(edit, told, _secret_names(find(edit.read)))
    return Opened(edit, record, properties, properties.all(record), told)


def read_again(target: Target, find: Find, ask: Ask) -> Record:
    """The resource as it is now (blocking). Raises PitchforkError, Cancelled."""
    return read_record(ask(edit_of(target, find).read, dict(target.fill)))


def open_undo(sent: SentEdit, answer: Exchange, find: Find, ask: Ask) -> Undo:
    """What undoing an edit means now (blocking); ``answer`` is the exchange that made it."""
    now = read_again(sent.target, find, ask)
    return plan_undo(sent, read_record(answer), now, edit_of(sent.target, find))


def edit_of(target: Target, find: Find) -> Edit:
    """The rules of the target's call. Raises PitchforkError for a call without."""
    edit = find(target.call_id).edit
    if edit is None:
        raise PitchforkError(f"The call {target.call_id} edits nothing.")
    return edit


def read_told(edit: Edit, find: Find, ask: Ask, report: ProgressReport) -> Told:
    """All that the cloud says about properties (blocking). What it does not say is a note. Raises Cancelled."""
    described, lacks = _read_schema(edit, ask, report)
    definitions, missing = _read_definitions(edit.definitions, find, ask, report)
    return Told(described, definitions, tuple(note for note in (lacks, missing) if note))


def _read_schema(edit: Edit, ask: Ask, report: ProgressReport) -> tuple[dict[str, Described], str]:
    """What the schema describes, and a sentence on why it does not."""
    if not edit.schema:
        return {}, ""
    report(Progress("Reading the schema"))
    try:
        described = read_schema_document(read_json(ask(edit.schema, {})))
    except Cancelled:
        raise
    except PitchforkError as error:
        return {}, _without_schema(edit, error.sentence)
    return described, "" if described else _without_schema(edit, "It describes no properties.")


def _without_schema(edit: Edit, reason: str) -> str:
    return f"Without the cloud's schema, what is known of every {edit.kind} serves. {reason}"


def _read_definitions(
    rules: Definitions | None, find: Find, ask: Ask, report: ProgressReport
) -> tuple[dict[str, Definition], str]:
    """The definitions by property, and a sentence on those that could not be read."""
    if rules is None:
        return {}, ""
    report(Progress("Reading the definitions of properties"))
    paging = find(rules.listing).paging
    try:
        listing = read_json(ask(rules.listing, dict(rules.listing_values)))
    except Cancelled:
        raise
    except PitchforkError as error:
        return (
            {},
            f"Without the cloud's definitions of properties, all further ones are text. {error.sentence}",
        )
    name = paging.items.removeprefix("/") if paging is not None else ""
    rows = listing.get(name) if isinstance(listing, dict) else None
    fills = [_filled(rules, row) for row in rows or () if isinstance(row, dict)][:_MOST_NAMESPACES]
    return _read_namespaces(rules, fills, ask, report)


def _filled(rules: Definitions, row: dict[str, Any]) -> dict[str, Any]:
    told = {parameter: row[member] for parameter, member in rules.fill if isinstance(row.get(member), str)}
    return {**dict(rules.showing_values), **told}


def _read_namespaces(
    rules: Definitions, fills: list[dict[str, Any]], ask: Ask, report: ProgressReport
) -> tuple[dict[str, Definition], str]:
    """Several at a time: a cloud has dozens. The first namespace that defines a property has the word."""
    answers: queue.SimpleQueue[tuple[int, dict[str, Definition] | BaseException]] = queue.SimpleQueue()
    pool = WorkerPool(_AT_ONCE, "definitions")
    for number, fill in enumerate(fills):
        pool.submit(partial(_read_namespace, number, rules.showing, fill, ask, answers.put))
    found: dict[int, dict[str, Definition]] = {}
    failed = 0
    try:
        for done in range(len(fills)):
            report(Progress("Reading the definitions of properties", done, len(fills)))
            number, result = answers.get()
            if isinstance(result, dict):
                found[number] = result
            elif isinstance(result, PitchforkError) and not isinstance(result, Cancelled):
                failed += 1
            else:
                raise result
    finally:
        pool.close()
    merged = {name: each for number in sorted(found, reverse=True) for name, each in found[number].items()}
    return merged, f"{failed} of the cloud's {len(fills)} definitions could not be read." if failed else ""


def _read_namespace(
    number: int,
    call_id: str,
    fill: dict[str, Any],
    ask: Ask,
    put: Callable[[tuple[int, dict[str, Definition] | BaseException]], None],
) -> None:
    try:
        put((number, read_namespace(read_json(ask(call_id, fill)))))
    except BaseException as error:  # noqa: BLE001 - the one who waits for it raises it
        put((number, error))


def _secret_names(call: Call) -> set[str]:
    """The members of the answer that hold secrets, or hold something that does."""
    return {
        tokens[0] for answer in call.answers for pointer in answer.secrets if (tokens := tokens_of(pointer))
    }
